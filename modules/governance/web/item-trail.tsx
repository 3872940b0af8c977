import { Basis, Figure, Panel, Time, Timeline, useMinute, useWords } from '@ronghe/kit/ui'
import type { Item } from './item.tsx'

type Event = Item['events'][number]
const tones = { green: 'success', yellow: 'warning', red: 'error' } as const

/** Who did what and when, and how the lights went. */
export function ItemTrail({ item }: { item: Item }) {
  const { t } = useWords()
  return (
    <>
      <Lights item={item} />
      <Panel title={t('governance.item.trail')}>
        <ol className="governance-trail">
          {item.events.map((event) => (
            <Entry key={event.id} event={event} />
          ))}
        </ol>
      </Panel>
    </>
  )
}

function Entry({ event }: { event: Event }) {
  const { t, name } = useWords()
  const { departmentZh, departmentEn } = event
  return (
    <li>
      <strong>{t(`governance.event.${event.action}`)}</strong>
      {departmentZh && departmentEn ? ` · ${name({ nameZh: departmentZh, nameEn: departmentEn })}` : ''}
      <span className="governance-excerpt">
        {' '}
        {event.action === 'escalate' ? t('governance.item.program') : event.personName} ·{' '}
        <Time at={event.at} />
        {event.isOnBehalf ? ` · ${t('governance.item.onBehalf')}` : ''}
      </span>
      {event.comment ? <p className="governance-text">{event.comment}</p> : null}
      {event.explanation ? (
        <p className="governance-text">{t('governance.item.why', { explanation: event.explanation })}</p>
      ) : null}
      {event.evidenced && event.declared ? (
        <div className="governance-actions">
          <Figure label={t('governance.column.evidenced')} figure={event.evidenced} digits={1} />
          <Figure label={t('governance.column.declared')} figure={event.declared} digits={1} />
        </div>
      ) : null}
      {event.isOnBehalf ? <Basis basis="declared" /> : null}
    </li>
  )
}

/** The lights of each body over time; without a change there is nothing to draw. */
function Lights({ item }: { item: Item }) {
  const { t, name } = useWords()
  const now = useMinute()
  const first = item.lights[0]
  if (!first) return null
  const from = Math.min(...item.events.map((one) => Date.parse(one.at)), Date.parse(first.at))
  const to = Math.max(...item.events.map((one) => Date.parse(one.at)), now)
  const lanes = item.parts.map((part) => {
    const changes = item.lights.filter((one) => one.departmentCode === part.departmentCode)
    const starts = [{ at: new Date(from).toISOString(), light: 'green' as const }, ...changes]
    return {
      name: name(part),
      spans: starts.map(({ at, light }, place) => ({
        from: Date.parse(at),
        to: Date.parse(starts[place + 1]?.at ?? new Date(to).toISOString()),
        tone: tones[light],
        text: t(`governance.value.light.${light}`),
      })),
    }
  })
  return <Timeline title={t('governance.item.lights')} from={from} to={to} lanes={lanes} />
}
