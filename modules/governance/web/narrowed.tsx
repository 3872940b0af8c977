import { Link, useWords } from '@ronghe/kit/ui'

/** Says that a list is narrowed by where the reader came from, and leads to the whole of it. */
export function Narrowed({ fixed, path }: { fixed: Record<string, string>; path: string }) {
  const { t } = useWords()
  if (Object.keys(fixed).length === 0) return null
  return (
    <p>
      {t('governance.narrowed')} <Link to={path}>{t('governance.narrowed.all')}</Link>
    </p>
  )
}
