import { ListPage, SampleTag, Time, useWords } from '@ronghe/kit/ui'
import { trace } from '../contract.ts'
import { Hazard } from './recalls.tsx'
import './trace.css'

/** Open data: what people should know of, by product and lot; those for practice are none of it. */
export function Page() {
  const { t } = useWords()
  return (
    <ListPage
      contract={trace}
      route="publicRecalls"
      title={t('trace.page.publicRecalls')}
      rowKey="id"
      filters={['hazard']}
      empty={{ text: t('trace.recall.nonePublic') }}
      columns={[
        {
          key: 'notifiedAt',
          title: 'trace.column.published',
          render: ({ notifiedAt }) => <Time at={notifiedAt} as="day" />,
        },
        {
          key: 'title',
          main: true,
          render: ({ title, isSample }) => (
            <>
              {title} {isSample ? <SampleTag /> : null}
            </>
          ),
        },
        { key: 'organisationName' },
        { key: 'hazard', render: ({ hazard }) => <Hazard value={hazard} /> },
        { key: 'publicText', render: ({ publicText }) => <span className="trace-text">{publicText}</span> },
        { key: 'products', render: ({ products }) => <span className="trace-id">{products.join(' ')}</span> },
        { key: 'lots', render: ({ lots }) => <span className="trace-id">{lots.join(' ')}</span> },
        { key: 'items', align: 'end' },
        {
          key: 'closedAt',
          render: ({ closedAt }) =>
            closedAt ? <Time at={closedAt} as="day" /> : t('trace.value.state.notified'),
        },
      ]}
    />
  )
}
