import { FormDialog, ListPage, StatusTag, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { trace } from '../../contract.ts'

/** What consumers say is wrong. */
export function Page() {
  const { t } = useWords()
  const api = useApi(trace)
  const [answered, setAnswered] = useState<string | null>(null)
  return (
    <>
      <ListPage
        contract={trace}
        route="reports"
        title={t('trace.page.reports')}
        rowKey="id"
        filters={['problem', 'reportState']}
        columns={[
          { key: 'at', sort: true, main: true, render: ({ at }) => <Time at={at} /> },
          {
            key: 'identifier',
            render: ({ identifier }) => <a href={`/story${identifier}`}>{identifier}</a>,
          },
          { key: 'problem', sort: true },
          { key: 'text' },
          { key: 'contact' },
          {
            key: 'reportState',
            render: ({ reportState }) => (
              <StatusTag
                tone={reportState === 'open' ? 'warning' : 'success'}
                text={t(`trace.value.reportState.${reportState}`)}
              />
            ),
          },
          { key: 'answer' },
        ]}
        rowActions={({ id }) => [
          {
            key: 'answer',
            text: t('trace.report.answer'),
            may: 'trace.capture',
            onClick: () => setAnswered(id),
          },
        ]}
      />
      {answered ? (
        <FormDialog
          open
          title={t('trace.report.answer')}
          onClose={() => setAnswered(null)}
          contract={trace}
          route="answerReport"
          input={{ params: { reportId: answered } }}
          fields={{ answer: { control: 'longText' } }}
          onDone={() => api.forget()}
        />
      ) : null}
    </>
  )
}
