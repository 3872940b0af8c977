import { Link, Time, useWords } from '@ronghe/kit/ui'

/** Says that a list is narrowed, and leads to the whole of it. */
export function Narrowed({ fixed, path }: { fixed: Record<string, string>; path: string }) {
  const { t } = useWords()
  if (Object.keys(fixed).length === 0) return null
  return (
    <p>
      {t('factory.alarm.narrowed')} {fixed.from ? <Time at={fixed.from} /> : null}
      {fixed.to ? (
        <>
          {' – '}
          <Time at={fixed.to} />
        </>
      ) : null}{' '}
      <Link to={path}>{t('factory.alarm.showAll')}</Link>
    </p>
  )
}
