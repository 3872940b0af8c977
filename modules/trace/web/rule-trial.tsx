import { formatInstant, Nothing, Panel, SimpleTable, say, Time, useApi, useWords } from '@ronghe/kit/ui'
import { Button, DatePicker } from 'antd'
import { useState } from 'react'
import { trace } from '../contract.ts'
import type { RuleSays } from '../rules/contract.ts'
import { isWhole } from './rule-fields.tsx'

type Tried = Awaited<ReturnType<ReturnType<typeof useApi<typeof trace>>['call']['tryRule']>>

/** What the rule would have made of the past: nothing is written. */
export function RuleTrial({ says }: { says: RuleSays }) {
  const { t } = useWords()
  const api = useApi(trace)
  const [span, setSpan] = useState<{ from: string; to: string } | null>(null)
  const [tried, setTried] = useState<Tried | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  async function run(): Promise<void> {
    if (span === null) return
    setIsBusy(true)
    await api.call.tryRule({ body: { says, ...span } }).then(setTried, (error: unknown) => say.fault(error))
    setIsBusy(false)
  }
  return (
    <Panel title={t('trace.making.tryTitle')}>
      <p>
        <DatePicker.RangePicker
          showTime
          onChange={(value) => {
            const [from, to] = value ?? []
            setSpan(from && to ? { from: from.toISOString(), to: to.toISOString() } : null)
          }}
        />{' '}
        <Button loading={isBusy} disabled={span === null || !isWhole(says)} onClick={() => void run()}>
          {t('trace.making.try')}
        </Button>
      </p>
      {tried && tried.eventsInAll === 0 ? <Nothing text={t('trace.making.tryNothing')} /> : null}
      {tried && tried.eventsInAll > 0 ? (
        <>
          <p>
            {t('trace.making.tried', {
              until: formatInstant(tried.until),
              good: tried.good,
              refused: tried.refused,
              events: tried.eventsInAll,
            })}
          </p>
          <SimpleTable
            caption={t('trace.making.tryTitle')}
            rowKey="eventID"
            rows={tried.events.map((one) => one as Record<string, string> & { eventID: string })}
            columns={[
              {
                key: 'eventTime',
                title: t('trace.column.eventTime'),
                render: ({ eventTime = '' }) => <Time at={eventTime} />,
              },
              { key: 'type', title: t('trace.column.type'), render: ({ type }) => type },
              { key: 'bizStep', title: t('trace.column.bizStep'), render: ({ bizStep }) => bizStep },
              {
                key: 'disposition',
                title: t('trace.column.disposition'),
                render: ({ disposition }) => disposition,
              },
            ]}
          />
        </>
      ) : null}
    </Panel>
  )
}
