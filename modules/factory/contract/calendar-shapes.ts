import { Day, Id, Instant, type Static, Type } from '@ronghe/kit/contract'

const Name = Type.String({ minLength: 1, maxLength: 60 })
const Minute = Type.Integer({ minimum: 0, maximum: 1439 })

/** Crews that rotate through shifts (倒班): days of a cycle, and how far each crew is along it. */
export const Rotation = Type.Object(
  {
    name: Name,
    /** Day 1 of the cycle for a crew with offset 0. */
    anchor: Day,
    /** Minutes after local midnight; an end at or before the start is on the next day. */
    shifts: Type.Array(
      Type.Object(
        {
          name: Name,
          startMinute: Minute,
          endMinute: Minute,
          breaks: Type.Array(
            Type.Object(
              { name: Name, startMinute: Minute, endMinute: Minute },
              { additionalProperties: false },
            ),
            { maxItems: 6 },
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 6 },
    ),
    /** Of each day of the cycle: the number of the shift worked, from 1, or 0 for a day off. */
    turns: Type.Array(Type.Integer({ minimum: 0, maximum: 6 }), { minItems: 1, maxItems: 84 }),
    crews: Type.Array(
      Type.Object(
        { name: Name, offset: Type.Integer({ minimum: 0, maximum: 83 }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 12 },
    ),
  },
  { additionalProperties: false },
)
export type Rotation = Static<typeof Rotation>

/** What is planned from a day on to a day; the newest last. */
export const CalendarPeriod = Type.Object({
  validFrom: Day,
  validTo: Type.Union([Day, Type.Null()]),
  /** Null: a week of shifts. */
  rotation: Type.Union([Type.String(), Type.Null()]),
})

/** Days of a month, each with the shifts that start on it and what differs. */
export const CalendarMonth = Type.Object({
  timeZone: Type.String(),
  days: Type.Array(
    Type.Object({
      day: Day,
      shifts: Type.Array(
        Type.Object({
          name: Type.String(),
          crew: Type.Union([Type.String(), Type.Null()]),
          startsAt: Instant,
          endsAt: Instant,
        }),
      ),
      exceptions: Type.Array(
        Type.Object({ id: Id, kind: Type.Enum(['holiday', 'maintenance']), name: Type.String() }),
      ),
    }),
  ),
})
