import { Time, toneColor, useApi, useLive, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import './wall.css'

const refetchMs = 20_000
const rowsMax = 9
const priorities = ['critical', 'high', 'medium', 'low'] as const
const tones = { critical: 'fault', high: 'idle', medium: 'planned', low: 'unknown' } as const

const tone = (of: Parameters<typeof toneColor>[0]) =>
  ({ '--wall-tone': toneColor(of, 'dark') }) as React.CSSProperties

/** Alarms that wait for somebody, by priority, and the newest of them. */
export function AlarmPanel() {
  const { t } = useWords()
  const api = useApi(factory)
  useLive('factory.alarms', () => api.forget('alarmSummary', 'currentAlarms'))
  const refetch = { refetchInterval: refetchMs }
  const summary = useQuery({ ...api.ask.alarmSummary({ query: {} }), ...refetch })
  const current = useQuery({ ...api.ask.currentAlarms({ query: { pageSize: rowsMax } }), ...refetch })
  const rows = current.data?.rows ?? []
  return (
    <div className="wall-split">
      <div className="wall-counts">
        {priorities.map((priority) => (
          <section key={priority} className="wall-card" style={tone(tones[priority])}>
            <h2>{t(`factory.value.priority.${priority}`)}</h2>
            <div className="wall-big">{summary.data?.unacknowledged[priority] ?? 0}</div>
          </section>
        ))}
      </div>
      {current.data?.rows.length === 0 ? (
        <p className="wall-calm">{t('factory.wall.noAlarms')}</p>
      ) : (
        <ul className="wall-rows">
          {rows.map((row) => (
            <li key={row.watchId} style={tone(tones[row.priority])}>
              <b>{row.name}</b> <span>{row.equipmentName}</span>{' '}
              <span className="wall-muted">
                {t(`factory.value.state.${row.state}`)} · <Time at={row.raisedAt} as="ago" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Calls for help that nobody has resolved, the longest first. */
export function AndonPanel() {
  const { t } = useWords()
  const api = useApi(factory)
  useLive('factory.andon', () => api.forget('andonCalls'))
  const calls = useQuery({
    ...api.ask.andonCalls({ query: { status: 'open', pageSize: rowsMax } }),
    refetchInterval: refetchMs,
  })
  if (!calls.data) return <p className="wall-calm">{t('ui.loading')}</p>
  const { rows } = calls.data
  if (rows.length === 0) return <p className="wall-calm">{t('factory.andon.none')}</p>
  return (
    <div className="wall-cards">
      {rows.map((call) => (
        <section key={call.id} className="wall-card" style={tone(call.answeredAt ? 'idle' : 'fault')}>
          <h2>{call.equipmentName ?? call.unitName}</h2>
          <div className="wall-big">{t(`factory.value.andon.${call.kind}`)}</div>
          <div className="wall-muted">
            <Time at={call.calledAt} as="ago" /> {call.answeredName ?? ''} {call.note ?? ''}
          </div>
        </section>
      ))}
    </div>
  )
}
