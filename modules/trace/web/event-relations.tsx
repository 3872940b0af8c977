import { compactTerm } from '@ronghe/epcis'
import { Facts, Link, Loaded, Panel, Stack, StatusTag, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { type EventWhole, trace } from '../contract.ts'

type Other = { seq: number | null; eventId: string }

/** Whether the event was declared an error, by what it was corrected, and what it corrects. */
export function EventRelations({ event }: { event: EventWhole }) {
  const { t } = useWords()
  const asked = useQuery(useApi(trace).ask.eventRelations({ params: { seq: event.seq } }))
  return (
    <Loaded ask={asked}>
      {({ declaration, original, corrects }) =>
        declaration || corrects.length > 0 ? (
          <Panel title={t('trace.event.relations')}>
            <Stack>
              {declaration ? <StatusTag tone="warning" text={t('trace.event.declaredError')} /> : null}
              <Facts
                items={[
                  {
                    label: t('trace.event.declaredAt'),
                    value: declaration && <Time at={declaration.declaredAt} />,
                  },
                  {
                    label: t('trace.event.reason'),
                    value:
                      declaration &&
                      (declaration.reason ? compactTerm('errorReason', declaration.reason) : '–'),
                  },
                  {
                    label: t('trace.event.corrective'),
                    value: declaration && <Others list={declaration.corrective} />,
                  },
                  {
                    label: t('trace.event.corrects'),
                    value: corrects.length > 0 && <Others list={corrects} />,
                  },
                  {
                    label: t('trace.event.declaration'),
                    value: declaration && !event.isDeclaration && (
                      <Link to={`/trace/events/${declaration.seq}`}>#{declaration.seq}</Link>
                    ),
                  },
                  {
                    label: t('trace.event.original'),
                    value: original && <Link to={`/trace/events/${original}`}>#{original}</Link>,
                  },
                ].filter(({ value }) => value)}
              />
            </Stack>
          </Panel>
        ) : null
      }
    </Loaded>
  )
}

function Others({ list }: { list: readonly Other[] }) {
  if (list.length === 0) return '–'
  return list.map(({ seq, eventId }) => (
    <div key={eventId}>{seq ? <Link to={`/trace/events/${seq}`}>{eventId}</Link> : eventId}</div>
  ))
}
