import { Link, ListPage, Time, useWords } from '@ronghe/kit/ui'
import { trace } from '../contract.ts'
import terms from '../story/terms.json' with { type: 'json' }
import { Disposition, Place, useStep } from './parts.tsx'

const types = [
  'ObjectEvent',
  'AggregationEvent',
  'TransformationEvent',
  'AssociationEvent',
  'TransactionEvent',
]

/** All events that the reader may see, newest first. */
export function Page() {
  const { t } = useWords()
  const stepOf = useStep()
  return (
    <ListPage
      contract={trace}
      route="events"
      title={t('trace.page.events')}
      rowKey="seq"
      filters={[
        {
          key: 'type',
          options: types.map((value) => ({ value, text: t(`trace.value.type.${value}`) })),
        },
        'action',
        {
          key: 'bizStep',
          options: Object.keys(terms.bizStep).map((value) => ({ value, text: t(`trace.bizStep.${value}`) })),
        },
        {
          key: 'disposition',
          options: Object.keys(terms.disposition).map((value) => {
            return { value, text: t(`trace.disposition.${value}`) }
          }),
        },
        'captureId',
      ]}
      columns={[
        { key: 'eventTime', sort: true, render: ({ eventTime }) => <Time at={eventTime} /> },
        { key: 'type', sort: true, render: ({ type }) => t(`trace.value.type.${type}`) },
        { key: 'action', render: ({ action }) => (action ? t(`trace.value.action.${action}`) : '–') },
        {
          key: 'bizStep',
          sort: true,
          main: true,
          render: ({ bizStep, seq }) => <Link to={`/trace/events/${seq}`}>{stepOf(bizStep)}</Link>,
        },
        { key: 'disposition', render: ({ disposition }) => <Disposition value={disposition} /> },
        { key: 'readPoint', render: ({ readPoint }) => <Place id={readPoint} /> },
        { key: 'things' },
      ]}
    />
  )
}
