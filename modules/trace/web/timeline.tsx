import { Link, StatusTag, Time, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import { Button, Switch } from 'antd'
import { useState } from 'react'
import type { Story } from '../contract.ts'
import type { EventDetails } from '../story/contract.ts'
import { Disposition, Place, readable, stageOf, ThingLink, useStep } from './parts.tsx'
import { ProcessData } from './process-data.tsx'
import { SensorName, SensorValues } from './sensor.tsx'

type StoryEvent = Story['events'][number]

/** The events of a story as a line through time, each with its stage by colour and word. */
export function StoryTimeline({ story }: { story: Story }) {
  const { t } = useWords()
  const [isWide, setIsWide] = useState(true)
  const own = story.events.filter(({ carriers }) => carriers.length === 0)
  const shown = isWide ? story.events : own
  return (
    <>
      {own.length < story.events.length ? (
        <div className="trace-with-carriers">
          <Switch
            size="small"
            checked={isWide}
            onChange={setIsWide}
            aria-label={t('trace.story.withCarriers')}
          />
          <span aria-hidden="true">{t('trace.story.withCarriers')}</span>
        </div>
      ) : null}
      <ol className="trace-timeline">
        {shown.map((event) => (
          <li
            key={event.seq}
            className={`is-${stageOf(event.bizStep)} ${event.carriers.length > 0 ? 'is-carried' : ''}`}
          >
            <OneEvent event={event} story={story} />
          </li>
        ))}
      </ol>
    </>
  )
}

function OneEvent({ event, story }: { event: StoryEvent; story: Story }) {
  const { t } = useWords()
  const stepOf = useStep()
  const may = useMay()
  const [isOpen, setIsOpen] = useState(false)
  const { details, names } = { details: event.details, names: story.names }
  const others = event.some.filter((id) => id !== story.id && !event.carriers.includes(id))
  const named = event.carriers.length > 0 ? 2 : 1
  return (
    <article>
      <header className="trace-event-head">
        <Time at={event.eventTime} />
        <Link to={`/trace/events/${event.seq}`} className="trace-event-title">
          {stepOf(event.bizStep)}
        </Link>
        <StatusTag tone="neutral" text={t(`trace.stage.${stageOf(event.bizStep)}`)} />
        {event.disposition ? <Disposition value={event.disposition} /> : null}
        {event.isDeclaration ? <StatusTag tone="error" text={t('trace.event.declaration')} /> : null}
        {event.isRetracted ? <StatusTag tone="error" text={t('trace.event.retracted')} /> : null}
      </header>
      <dl className="trace-event-facts">
        <Told label={t('trace.story.where')}>
          <Place id={event.bizLocation ?? event.readPoint} names={names} />
        </Told>
        <Told label={t('trace.story.who')}>
          <Organisation id={event.organisationId} />
        </Told>
        {event.carriers.length > 0 ? (
          <Told label={t('trace.story.carried')}>
            <Carriers ids={event.carriers} names={names} />
          </Told>
        ) : null}
        <Told label={t('trace.story.part')}>
          {event.roles.map((role) => t(`trace.role.${role}`)).join(' · ')}
        </Told>
        {others.length > 0 ? (
          <Told label={t('trace.story.with')}>
            {others.map((id) => readable(id)).join('; ')}
            {event.things > others.length + named ? ` … (${event.things})` : ''}
          </Told>
        ) : null}
        {details ? <Why details={details} names={names} /> : null}
      </dl>
      {details?.equipmentId && may('factory.read') ? (
        <>
          <Button size="small" onClick={() => setIsOpen(!isOpen)} aria-expanded={isOpen}>
            {t('trace.process.show')}
          </Button>
          {isOpen ? (
            <ProcessData
              equipmentId={details.equipmentId}
              from={details.startedAt ?? event.eventTime}
              to={event.eventTime}
            />
          ) : null}
        </>
      ) : null}
    </article>
  )
}

/** From the thing outward: carton, pallet, truck. */
function Carriers({ ids, names }: { ids: readonly string[]; names: Story['names'] }) {
  return (
    <span className="trace-carriers">
      {ids.map((id) => (
        <ThingLink key={id} id={id} names={names} />
      ))}
    </span>
  )
}

function Told({ label, children }: { label: React.ReactNode; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** By which papers, from and to whom, and what was measured. */
export function Why({ details, names }: { details: EventDetails; names: Readonly<Record<string, string>> }) {
  const { t } = useWords()
  const { transactions, sources, destinations, sensors } = details
  const typed = (kind: 'transaction' | 'party', type: string) => (type ? t(`trace.${kind}.${type}`) : '')
  return (
    <>
      {transactions.map(({ type, id }) => (
        <Told key={`${type} ${id}`} label={typed('transaction', type) || t('trace.role.transaction')}>
          {readable(id).split(':').at(-1)}
        </Told>
      ))}
      {sources.map(({ type, id }) => (
        <Told key={`from ${type} ${id}`} label={`${t('trace.role.source')} ${typed('party', type)}`}>
          <Place id={id} names={names} />
        </Told>
      ))}
      {destinations.map(({ type, id }) => (
        <Told key={`to ${type} ${id}`} label={`${t('trace.role.destination')} ${typed('party', type)}`}>
          <Place id={id} names={names} />
        </Told>
      ))}
      {sensors.map((sensor) => (
        <Told
          key={`${sensor.type} ${sensor.component} ${sensor.at} ${sensor.device}`}
          label={<SensorName sensor={sensor} />}
        >
          <SensorValues sensor={sensor} />
        </Told>
      ))}
    </>
  )
}

/** Who said it; its name comes from the register. */
export function Organisation({ id }: { id: string }) {
  const { name } = useWords()
  const found = useQuery(useApi(registry).ask.organisation({ params: { organisationId: id } }))
  return (
    <>{found.data ? name({ nameZh: found.data.name, nameEn: found.data.nameEn ?? found.data.name }) : '…'}</>
  )
}
