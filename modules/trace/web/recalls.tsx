import { Allowed, Link, ListPage, SampleTag, StatusTag, Time, type Tone, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { trace } from '../contract.ts'

const tones: Readonly<Record<string, Tone>> = {
  draft: 'neutral',
  frozen: 'info',
  notified: 'warning',
  closed: 'success',
  cancelled: 'neutral',
}
const hazardTones: Readonly<Record<string, Tone>> = { '1': 'error', '2': 'warning', '3': 'info' }

export function RecallState({ value }: { value: string }) {
  const { t } = useWords()
  return <StatusTag tone={tones[value] ?? 'neutral'} text={t(`trace.value.state.${value}`)} />
}

export function Hazard({ value }: { value: string }) {
  const { t } = useWords()
  return <StatusTag tone={hazardTones[value] ?? 'info'} text={t(`trace.value.hazard.${value}`)} />
}

/** Real and practised recalls: one’s own, those that concern one, and for officials those of the region. */
export function Page() {
  const { t } = useWords()
  return (
    <ListPage
      contract={trace}
      route="recalls"
      title={t('trace.page.recalls')}
      rowKey="id"
      filters={['state', 'isDrill', 'hazard']}
      empty={{ text: t('trace.recall.none') }}
      actions={
        <>
          <Allowed may="trace.recall">
            <Link to="/trace/recalls/new">
              <Button type="primary">{t('trace.page.recallNew')}</Button>
            </Link>
          </Allowed>
          <Allowed may="trace.demand">
            <Link to="/trace/recalls/demand">
              <Button type="primary">{t('trace.page.recallDemand')}</Button>
            </Link>
          </Allowed>
          <Link to="/recalls">{t('trace.page.publicRecalls')}</Link>
        </>
      }
      columns={[
        {
          key: 'number',
          sort: true,
          render: ({ id, number }) => <Link to={`/trace/recalls/${id}`}>{number}</Link>,
        },
        {
          key: 'title',
          main: true,
          render: ({ id, title, isDrill, isSample }) => (
            <>
              <Link to={`/trace/recalls/${id}`}>{title}</Link> {isDrill ? <Drill /> : null}
              {isSample ? <SampleTag /> : null}
            </>
          ),
        },
        { key: 'organisationName', wideOnly: true },
        { key: 'hazard', render: ({ hazard }) => <Hazard value={hazard} /> },
        { key: 'state', render: ({ state }) => <RecallState value={state} /> },
        { key: 'step', render: ({ step }) => t(`trace.value.step.${step}`) },
        { key: 'items', align: 'end', render: ({ items, accounted }) => `${accounted} / ${items}` },
        { key: 'openedAt', sort: true, render: ({ openedAt }) => <Time at={openedAt} /> },
        { key: 'dueAt', sort: true, render: ({ dueAt }) => <Time at={dueAt} /> },
      ]}
    />
  )
}

export function Drill() {
  const { t } = useWords()
  return <StatusTag tone="planned" text={t('trace.column.isDrill')} />
}
