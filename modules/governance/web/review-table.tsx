import { SimpleTable, useWords } from '@ronghe/kit/ui'

type Row = {
  place: number
  state: 'drawn' | 'recused' | 'scored'
  scoreTenths: number | null
  comment: string | null
}

/** What each expert said, without names: the mean and the spread above come of these scores. */
export function ReviewTable({ rows }: { rows: readonly Row[] }) {
  const { t } = useWords()
  return (
    <SimpleTable
      caption={t('governance.review.title')}
      rowKey="place"
      rows={[...rows]}
      columns={[
        {
          key: 'place',
          title: t('governance.review.expert'),
          render: ({ place }) => t('governance.review.nth', { place }),
        },
        {
          key: 'state',
          title: t('governance.column.state'),
          render: ({ state }) => t(`governance.review.state.${state}`),
        },
        {
          key: 'scoreTenths',
          title: t('governance.review.score'),
          align: 'end',
          render: ({ scoreTenths }) => (scoreTenths === null ? '–' : (scoreTenths / 10).toFixed(1)),
        },
        {
          key: 'comment',
          title: t('governance.review.comment'),
          render: ({ comment }) => comment ?? '–',
        },
      ]}
    />
  )
}
