import { Time, useWords } from '@ronghe/kit/ui'
import { Alert } from 'antd'

type Row = { tagId: string; name: string; approximateBefore: number | null }

/** Says which figures are approximate because the points they would need are thinned. */
export function Approximate({ rows }: { rows: readonly Row[] }) {
  const { t } = useWords()
  const marked = rows.flatMap(({ tagId, name, approximateBefore: at }) =>
    at === null ? [] : [{ tagId, name, at }],
  )
  if (marked.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={t('factory.history.approximate')}
      description={marked.map(({ tagId, name, at }) => (
        <div key={tagId}>
          {name}: {t('factory.history.before')} <Time at={new Date(at).toISOString()} />
        </div>
      ))}
    />
  )
}
