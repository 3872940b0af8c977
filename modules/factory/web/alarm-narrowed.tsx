import { Link, Time, useSearch, useWords } from '@ronghe/kit/ui'

/** Parts of the address that narrow a list and have no control of their own: links of figures bring them. */
export function useFixed(keys: readonly string[]): Record<string, string> {
  const search = useSearch()
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = search[key]
      return typeof value === 'string' && value !== '' ? [[key, value]] : []
    }),
  )
}

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
