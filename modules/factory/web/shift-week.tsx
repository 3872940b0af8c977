import type { Static } from '@ronghe/kit/contract'
import { Nothing, useWords } from '@ronghe/kit/ui'
import type { Shift } from '../contract.ts'
import './factory.css'
import { clockOf, dayMinutes, piecesOf, weekdays } from '../calendar/week.ts'

const hours = [0, 6, 12, 18, 24]

/** A week as seven lanes of a day. */
export function Week({ shifts }: { shifts: readonly Static<typeof Shift>[] }) {
  const { t } = useWords()
  if (shifts.length === 0) return <Nothing text={t('factory.shift.none')} />
  return (
    <div className="factory-week">
      {weekdays.map(({ weekday, name: day }) => (
        <div key={weekday} className="factory-day">
          <span className="factory-day-name">{t(`factory.weekday.${day}`)}</span>
          <ul className="factory-lane">
            {piecesOf(shifts, weekday).map(({ name, kind, fromMinute, toMinute }) => {
              const times = `${clockOf(fromMinute)}–${clockOf(toMinute % dayMinutes)}`
              return (
                <li
                  key={`${kind} ${name} ${fromMinute}`}
                  className={`factory-piece factory-piece-${kind}`}
                  title={`${t(`factory.value.kind.${kind}`)}: ${name} ${times}`}
                  style={{
                    insetInlineStart: `${(fromMinute / dayMinutes) * 100}%`,
                    inlineSize: `${((toMinute - fromMinute) / dayMinutes) * 100}%`,
                  }}
                >
                  {name} <span className="factory-piece-times">{times}</span>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
      <div className="factory-day" aria-hidden="true">
        <span className="factory-day-name" />
        <span className="factory-hours">
          {hours.map((hour) => (
            <span key={hour}>{hour}:00</span>
          ))}
        </span>
      </div>
    </div>
  )
}
