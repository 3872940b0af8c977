import {
  Facts,
  Page as Frame,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  useApi,
  useMay,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import type { EventWhole } from '../contract.ts'
import { trace } from '../contract.ts'
import { EventProof } from './event-proof.tsx'
import { EventRelations } from './event-relations.tsx'
import { Disposition, Place, ThingLink, useStep } from './parts.tsx'
import { ProcessData } from './process-data.tsx'
import { Organisation, Why } from './timeline.tsx'
import './trace.css'

/** One event whole: what, when, where, why, how, and exactly what was captured. */
export function Page() {
  const { seq } = useParams('seq')
  const event = useQuery(useApi(trace).ask.event({ params: { seq: Number(seq) } }))
  return <Loaded ask={event}>{(data) => <One event={data} />}</Loaded>
}

function One({ event }: { event: EventWhole }) {
  const { t } = useWords()
  const stepOf = useStep()
  const may = useMay()
  const { details, names } = event
  return (
    <Frame
      title={stepOf(event.bizStep)}
      breadcrumbs={[{ title: t('trace.page.events'), to: '/trace/events' }]}
      tags={
        <>
          {details.isSample ? <SampleTag /> : null}
          {event.isDeclaration ? <StatusTag tone="error" text={t('trace.event.declaration')} /> : null}
        </>
      }
    >
      <Stack>
        <EventRelations event={event} />
        <EventFacts event={event} />
        {details.equipmentId && may('factory.read') ? (
          <Panel title={t('trace.process.title')}>
            <ProcessData
              equipmentId={details.equipmentId}
              from={details.startedAt ?? event.eventTime}
              to={event.eventTime}
            />
          </Panel>
        ) : null}
        <Panel title={`${t('trace.column.things')} ${event.things}`}>
          <SimpleTable
            caption={t('trace.column.things')}
            rows={event.named}
            rowKey="id"
            columns={[
              {
                key: 'id',
                title: t('trace.column.id'),
                render: ({ id }) => <ThingLink id={id} names={names} />,
              },
              {
                key: 'roles',
                title: t('trace.story.part'),
                render: ({ roles }) => roles.map((role) => t(`trace.role.${role}`)).join(' · '),
              },
            ]}
          />
        </Panel>
        <EventProof seq={event.seq} />
        <Panel title={t('trace.event.body')}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
          <pre className="trace-body" tabIndex={0}>
            {JSON.stringify(event.body, null, 2).slice(0, bodyShownMax)}
          </pre>
        </Panel>
      </Stack>
    </Frame>
  )
}

function EventFacts({ event }: { event: EventWhole }) {
  const { t } = useWords()
  const { names, action } = event
  const long = (text: string) => <span className="trace-id">{text}</span>
  return (
    <Panel title={t('trace.event.facts')}>
      <Facts
        items={[
          { label: t('trace.column.type'), value: t(`trace.value.type.${event.type}`) },
          { label: t('trace.column.action'), value: action ? t(`trace.value.action.${action}`) : null },
          { label: t('trace.column.eventTime'), value: <Time at={event.eventTime} /> },
          { label: t('trace.column.recordTime'), value: <Time at={event.recordTime} /> },
          { label: t('trace.column.readPoint'), value: <Place id={event.readPoint} names={names} /> },
          { label: t('trace.column.bizLocation'), value: <Place id={event.bizLocation} names={names} /> },
          { label: t('trace.column.disposition'), value: <Disposition value={event.disposition} /> },
          { label: t('trace.story.who'), value: <Organisation id={event.organisationId} /> },
          { label: t('trace.column.eventId'), value: long(event.eventId), wide: true },
          { label: t('trace.event.hash'), value: long(event.hash), wide: true },
        ]}
      />
      <dl className="trace-event-facts">
        <Why details={event.details} names={names} />
      </dl>
    </Panel>
  )
}

const bodyShownMax = 100_000
