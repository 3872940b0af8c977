import { Facts, Link, Loaded, Panel, Stack, StatusTag, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { trace } from '../contract.ts'

/** What proves the event: computed again from its row at this moment, up to the root of its day. */
export function EventProof({ seq }: { seq: number }) {
  const { t } = useWords()
  const api = useApi(trace)
  const params = { seq }
  const asked = useQuery(api.ask.eventProof({ params }))
  return (
    <Panel
      title={t('trace.proof.title')}
      extra={
        <Button onClick={() => void api.download.eventProofFile({ params })}>
          {t('trace.proof.download')}
        </Button>
      }
    >
      <Loaded ask={asked}>
        {({ proof, faults }) => (
          <Stack>
            <StatusTag
              tone={faults.length > 0 ? 'error' : proof.day ? 'success' : 'info'}
              text={t(
                faults.length > 0
                  ? 'trace.proof.broken'
                  : proof.day
                    ? 'trace.proof.holds'
                    : 'trace.proof.waits',
              )}
            />
            <Facts
              items={[
                { label: t('trace.proof.eventHash'), value: <Hash value={proof.event.hash} /> },
                { label: t('trace.proof.leaf'), value: <Hash value={proof.leaf} /> },
                {
                  label: t('trace.proof.link'),
                  value: t('trace.proof.linkText', { number: proof.link.number, events: proof.link.events }),
                },
                { label: t('trace.proof.sealedAt'), value: <Time at={proof.link.sealedAt} /> },
                { label: t('trace.proof.linkHash'), value: <Hash value={proof.linkHash} /> },
                {
                  label: t('trace.column.day'),
                  value: proof.day && (
                    <Link to={`/trace/days?q=${proof.day.head.day}`}>{proof.day.head.day}</Link>
                  ),
                },
                { label: t('trace.column.root'), value: proof.day && <Hash value={proof.day.head.root} /> },
              ].filter(({ value }) => value)}
            />
          </Stack>
        )}
      </Loaded>
    </Panel>
  )
}

/** A digest that breaks where the page is narrow. */
export function Hash({ value }: { value: string }) {
  return <code style={{ overflowWrap: 'anywhere' }}>{value}</code>
}
