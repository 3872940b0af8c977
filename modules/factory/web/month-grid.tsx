import type { Static } from '@ronghe/kit/contract'
import { Loaded, Panel, StatusTag, useApi, useMinute, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { localDay } from '../calendar/expand.ts'
import { weekdays } from '../calendar/week.ts'
import { type CalendarMonth, factory } from '../contract.ts'
import './month.css'

type Month = Static<typeof CalendarMonth>

/** A month as it is planned, with its holidays and maintenance. */
export function MonthPanel({ unitId, timeZone }: { unitId: string; timeZone: string }) {
  const { t } = useWords()
  const [month, setMonth] = useMonth(timeZone)
  const answer = useQuery(useApi(factory).ask.calendarMonth({ params: { unitId }, query: { month } }))
  return (
    <Panel title={t('factory.month.title')} extra={<MonthButtons month={month} onMonth={setMonth} />}>
      <Loaded ask={answer}>{(calendar) => <MonthGrid month={calendar} />}</Loaded>
    </Panel>
  )
}

export function useMonth(timeZone: string) {
  const now = useMinute()
  return useState(() => localDay(now * 1000, timeZone).slice(0, 7))
}

export function MonthButtons({ month, onMonth }: { month: string; onMonth: (month: string) => void }) {
  const { t } = useWords()
  return (
    <span className="factory-month-buttons">
      <Button aria-label={t('factory.month.before')} onClick={() => onMonth(moved(month, -1))}>
        ‹
      </Button>
      <b>{month}</b>
      <Button aria-label={t('factory.month.after')} onClick={() => onMonth(moved(month, 1))}>
        ›
      </Button>
    </span>
  )
}

function moved(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

export function MonthGrid({ month }: { month: Month }) {
  const { t } = useWords()
  const now = useMinute()
  const today = localDay(now * 1000, month.timeZone)
  const crews = [...new Set(month.days.flatMap(({ shifts }) => shifts.map((one) => one.crew ?? '')))].sort()
  return (
    <ol className="factory-month">
      {month.days.map(({ day, shifts, exceptions }, index) => {
        const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
        const place = index === 0 ? { gridColumnStart: weekday + 1 } : {}
        return (
          <li key={day} style={place} className={day === today ? 'factory-month-today' : ''}>
            <span className="factory-month-day">
              {Number(day.slice(8))}{' '}
              <small>{t(`factory.weekday.${weekdays[weekday]?.name ?? 'monday'}`)}</small>
            </span>
            {exceptions.map((one) => (
              <StatusTag
                key={one.id}
                tone={one.kind === 'holiday' ? 'planned' : 'warning'}
                text={`${t(`factory.value.kind.${one.kind}`)} ${one.name}`}
              />
            ))}
            {shifts.map((one) => (
              <span
                key={one.startsAt}
                className={`factory-month-shift factory-crew-${crews.indexOf(one.crew ?? '') % 6}`}
              >
                {clockIn(one.startsAt, month.timeZone)}–{clockIn(one.endsAt, month.timeZone)} {one.name}
                {one.crew ? <b> {one.crew}</b> : null}
              </span>
            ))}
            {shifts.length === 0 && exceptions.length === 0 ? (
              <small className="factory-month-off">{t('factory.month.off')}</small>
            ) : null}
          </li>
        )
      })}
    </ol>
  )
}

/** The unit's own clock, wherever the reader sits. */
function clockIn(at: string, timeZone: string): string {
  const parts = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat('en-GB', parts).format(new Date(at))
}
