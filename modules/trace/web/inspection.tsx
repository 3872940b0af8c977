import {
  Allowed,
  ConfirmButton,
  Facts,
  Page as Frame,
  formatInstant,
  Link,
  Loaded,
  Panel,
  Quantity,
  SampleTag,
  SimpleTable,
  Stack,
  say,
  Time,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { trace } from '../contract.ts'
import type { Inspection } from '../inspections/contract.ts'
import { InspectionState, Verdict } from './inspections.tsx'
import { Place, readable, ThingLink } from './parts.tsx'
import './trace.css'

/** One inspection with what was found, the event that came of it, and what may be done of it. */
export function Page() {
  const { inspectionId } = useParams('inspectionId')
  const { t } = useWords()
  const inspection = useQuery({
    ...useApi(trace).ask.inspection({ params: { inspectionId } }),
    refetchInterval: ({ state: { data } }) => (data && isSoon(data) ? 3000 : false),
  })
  return (
    <Frame
      title={inspection.data?.number ?? t('trace.page.inspection')}
      breadcrumbs={[{ title: t('trace.page.inspections'), to: '/trace/inspections' }]}
      tags={inspection.data?.isSample ? <SampleTag /> : undefined}
    >
      <Loaded ask={inspection}>{(found) => <Whole found={found} />}</Loaded>
    </Frame>
  )
}

function isSoon({ inspectionState, isExpected }: Inspection): boolean {
  return inspectionState === 'waiting' && isExpected
}

function Whole({ found }: { found: Inspection }) {
  const { t } = useWords()
  return (
    <Stack>
      {found.verdict === 'failed' && !found.withdrawnAt ? <Failed found={found} /> : null}
      <Panel title={t('trace.page.inspection')} extra={<Withdraw found={found} />}>
        <Facts
          items={[
            { label: t('trace.column.verdict'), value: <Verdict value={found.verdict} /> },
            {
              label: t('trace.column.inspectionKind'),
              value: t(`trace.value.inspectionKind.${found.inspectionKind}`),
            },
            { label: t('trace.column.inspectedAt'), value: <Time at={found.inspectedAt} /> },
            { label: t('trace.column.inspector'), value: found.inspector ?? '–' },
            { label: t('trace.column.place'), value: <Place id={found.place} names={found.names} /> },
            {
              label: t('trace.inspection.quantity'),
              value:
                found.quantity === null ? '–' : <Quantity value={found.quantity} unit={found.unit ?? ''} />,
            },
            { label: t('trace.column.source'), value: t(`trace.value.source.${found.source}`) },
            { label: t('trace.inspection.event'), value: <EventOf found={found} /> },
            ...(found.document
              ? [
                  {
                    label: t('trace.inspection.document'),
                    value: (
                      <Link to={`/trace/documents?q=${encodeURIComponent(found.document.title)}`}>
                        {found.document.title}
                      </Link>
                    ),
                  },
                ]
              : []),
            ...(found.note ? [{ label: t('trace.column.note'), value: found.note }] : []),
            ...(found.withdrawnAt
              ? [
                  {
                    label: t('trace.inspection.withdraw'),
                    value: t('trace.inspection.withdrawn', {
                      ...{ at: formatInstant(found.withdrawnAt), by: found.withdrawnBy ?? '–' },
                      reason: found.withdrawal ?? '',
                    }),
                  },
                ]
              : []),
          ]}
        />
      </Panel>
      <Panel title={t('trace.inspection.findings')}>
        <Findings found={found} />
      </Panel>
      <Panel title={`${t('trace.inspection.things')} (${found.things.length})`}>
        <ul className="trace-plain">
          {found.things.map((id) => (
            <li key={id}>
              <ThingLink id={id} names={{ [id]: nameOf(found, id) }} />
            </li>
          ))}
        </ul>
      </Panel>
    </Stack>
  )
}

function nameOf({ names, productName }: Inspection, id: string): string {
  const product = /^https:\/\/id\.gs1\.org\/\d+\/[^/]+/.exec(id)?.[0] ?? id
  return names[id] ?? names[product] ?? productName ?? ''
}

function Findings({ found }: { found: Inspection }) {
  const { t } = useWords()
  const limit = (value: number | undefined, uom: string | undefined) =>
    value === undefined ? '–' : <Quantity value={value} unit={uom ?? ''} />
  return (
    <SimpleTable
      caption={t('trace.inspection.findings')}
      rowKey="characteristic"
      rows={found.findings}
      columns={[
        { key: 'characteristic', title: t('trace.column.characteristic') },
        {
          key: 'value',
          title: t('trace.column.value'),
          align: 'end',
          render: ({ value, text, uom }) =>
            value === undefined ? (text ?? '–') : <Quantity value={value} unit={uom ?? ''} />,
        },
        {
          key: 'least',
          title: t('trace.column.least'),
          align: 'end',
          render: ({ least, uom }) => limit(least, uom),
        },
        {
          key: 'most',
          title: t('trace.column.most'),
          align: 'end',
          render: ({ most, uom }) => limit(most, uom),
        },
        {
          key: 'isPassed',
          title: t('trace.column.isPassed'),
          render: ({ isPassed }) => <Verdict value={isPassed ? 'passed' : 'failed'} />,
        },
      ]}
    />
  )
}

/** What became of it: the event and its rule, or why there is none. */
function EventOf({ found }: { found: Inspection }) {
  const { t } = useWords()
  const { event, inspectionState: state } = found
  if (event)
    return (
      <>
        <InspectionState value={state} />{' '}
        <Link to={`/trace/events/${event.seq}`}>{t('trace.inspection.event')}</Link>
        {event.ruleName ? (
          <>
            {' · '}
            <Link to={`/trace/rules/${event.ruleId}`}>{event.ruleName}</Link>
          </>
        ) : null}
      </>
    )
  if (state === 'withdrawn') return <InspectionState value={state} />
  return (
    <>
      <InspectionState value={state} />{' '}
      {found.isExpected ? (
        t('trace.inspection.soon')
      ) : (
        <>
          {t('trace.inspection.noRule')}{' '}
          <Allowed may="trace.rule">
            <Link to="/trace/rules/new?on=inspection">{t('trace.inspection.addRule')}</Link>
          </Allowed>
        </>
      )}
    </>
  )
}

/** Set its things apart, or recall what came of them. */
function Failed({ found }: { found: Inspection }) {
  const { t } = useWords()
  const api = useApi(trace)
  async function hold(isHeld: boolean): Promise<void> {
    await api.call.holdInspected({ params: { inspectionId: found.id }, body: { isHeld } })
    api.forget()
    say.done('trace.inspection.done')
  }
  const who = found.isHeld
    ? { at: found.heldAt, by: found.heldBy, word: 'trace.inspection.held' }
    : { at: found.releasedAt, by: found.releasedBy, word: 'trace.inspection.released' }
  const things = found.things.join('\n')
  return (
    <Alert
      type="error"
      showIcon
      title={t('trace.inspection.failedTitle')}
      description={
        <Stack>
          <span>
            {who.at
              ? t(who.word, { at: formatInstant(who.at), by: who.by ?? '–' })
              : t('trace.inspection.failedText')}
          </span>
          <div className="trace-actions">
            <Allowed may="trace.capture">
              <ConfirmButton
                title={found.things.slice(0, 5).map(readable).join(', ')}
                onConfirm={() => hold(!found.isHeld)}
              >
                {t(found.isHeld ? 'trace.inspection.release' : 'trace.inspection.hold')}
              </ConfirmButton>
            </Allowed>
            <Allowed may="trace.recall">
              <Link to={`/trace/recalls/new?thing=${encodeURIComponent(things)}`}>
                <Button danger>{t('trace.inspection.recall')}</Button>
              </Link>
            </Allowed>
          </div>
        </Stack>
      }
    />
  )
}

function Withdraw({ found }: { found: Inspection }) {
  const { t } = useWords()
  const api = useApi(trace)
  if (found.withdrawnAt) return <Again found={found} />
  return (
    <Allowed may="trace.capture">
      <ConfirmButton
        title={t('trace.inspection.withdrawTitle')}
        reason
        danger
        onConfirm={async (reason) => {
          await api.call.withdrawInspection({
            params: { inspectionId: found.id },
            body: { reason: reason ?? '' },
          })
          api.forget()
        }}
      >
        {t('trace.inspection.withdraw')}
      </ConfirmButton>
    </Allowed>
  )
}

function Again({ found }: { found: Inspection }) {
  const { t } = useWords()
  return (
    <Allowed may="trace.capture">
      <Link to={`/trace/inspections/new?like=${found.id}`}>{t('trace.inspection.again')}</Link>
    </Allowed>
  )
}
