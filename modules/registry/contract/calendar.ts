import { listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { done } from './parts.ts'

const Day = Type.String({ format: 'date' })

/** A day on which offices differ from the week. */
export const CalendarDay = Type.Object({
  day: Type.String(),
  /** Off on a weekday, or worked on a weekend. */
  kind: Type.Enum(['off', 'work']),
  nameZh: Type.String(),
  nameEn: Type.String(),
  source: Type.Union([Type.String(), Type.Null()]),
  /** A person compared it with the notice. */
  isVerified: Type.Boolean(),
})

/** The working calendar behind every clock that counts working days. */
export const calendarRoutes = {
  calendarDays: {
    method: 'GET',
    path: '/registry/calendar-days',
    may: 'public',
    query: listQuery({
      from: Type.Optional(Day),
      to: Type.Optional(Day),
      kind: Type.Optional(Type.Enum(['off', 'work'])),
      isVerified: Type.Optional(Type.Boolean()),
    }),
    response: listOf(CalendarDay),
    list: { columns: ['day', 'kind', 'nameZh', 'nameEn', 'source', 'isVerified'] },
  },
  /** Sets or changes a day. */
  setCalendarDay: {
    method: 'PUT',
    path: '/registry/calendar-days',
    may: 'registry.calendar.write',
    body: Type.Object(
      {
        day: Day,
        kind: Type.Enum(['off', 'work']),
        nameZh: Type.String({ minLength: 1, maxLength: 60 }),
        nameEn: Type.String({ minLength: 1, maxLength: 60 }),
        source: Type.Optional(Type.String({ maxLength: 200 })),
        isVerified: Type.Optional(Type.Boolean({ default: false })),
      },
      { additionalProperties: false },
    ),
    response: done,
  },
  removeCalendarDay: {
    method: 'DELETE',
    path: '/registry/calendar-days/:day',
    may: 'registry.calendar.write',
    params: Type.Object({ day: Day }),
    response: done,
  },
} as const satisfies Record<string, Route>
