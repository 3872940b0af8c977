import { ListPage, Time, useParams, useWords } from '@ronghe/kit/ui'
import { factory } from '../contract.ts'
import { useSpan } from './span.ts'

/** The points of one signal themselves: where every figure ends. */
export function Page() {
  const { t } = useWords()
  const { tagId } = useParams('tagId')
  const { from, to } = useSpan('week')
  return (
    <ListPage
      contract={factory}
      route="points"
      params={{ tagId }}
      fixed={{ from, to }}
      searchless
      title={t('factory.page.points')}
      rowKey="at"
      columns={[
        { key: 'at', main: true, render: (row) => <Time at={row.at} /> },
        { key: 'value', render: (row) => (row.value === null ? '–' : String(row.value)) },
        { key: 'quality', render: (row) => t(`factory.quality.${row.quality}`) },
      ]}
    />
  )
}
