import type { Static } from '@ronghe/kit/contract'
import type { Rotation } from '../contract/calendar-shapes.ts'
import type { WeeklyEntry } from './expand.ts'

type Body = Static<typeof Rotation>
type Clocks = { startMinute: number; endMinute: number }
type Cell = { crew: string; index: number; shift: Body['shifts'][number] }
export type RotationFault = { field: string; rule: string }

export const dayMinutes = 1440

/** What holds from a day on, as entries of the days of its cycle. */
export function rotationEntries(
  body: Body,
  holds: Pick<WeeklyEntry, 'height' | 'validFrom' | 'validTo' | 'timeZone'>,
): WeeklyEntry[] {
  const { anchor, turns } = body
  return cellsOf(body).flatMap(({ crew, index, shift }) => {
    const { name, startMinute, endMinute } = shift
    const one = { ...holds, weekday: 0, crew, cycle: { days: turns.length, anchor, index } }
    const breaks = shift.breaks.map((rest) => {
      // Minutes of the day on which the shift starts, so that it keeps its breaks after midnight too.
      const from = rest.startMinute + (rest.startMinute < startMinute ? dayMinutes : 0)
      const late = Math.floor(from / dayMinutes) * dayMinutes
      const to = rest.endMinute + late + (rest.endMinute + late <= from ? dayMinutes : 0)
      return { ...one, name: rest.name, startMinute: from, endMinute: to, kind: 'break' as const }
    })
    return [{ ...one, name, startMinute, endMinute, kind: 'shift' as const }, ...breaks]
  })
}

/** Which crew works which shift on which day of the cycle. */
function cellsOf({ turns, crews, shifts }: Body): Cell[] {
  const days = turns.length
  return crews.flatMap((crew) =>
    turns.flatMap((turn, index) => {
      const shift = shifts[turn - 1]
      // A crew with an offset of two is where the first was two days ago.
      return shift ? [{ crew: crew.name, index: (index + crew.offset) % days, shift }] : []
    }),
  )
}

/** Everything wrong with a rotation, by field; shifts of two crews must not lie over each other. */
export function rotationFaults(body: Body): RotationFault[] {
  const { turns, crews, shifts } = body
  const faults: RotationFault[] = []
  const bad = (field: string, rule: string) => faults.push({ field, rule })
  for (const [index, turn] of turns.entries())
    if (turn > shifts.length) bad(`turns.${index}`, 'factory.rotationRule.noShift')
  for (const [index, crew] of crews.entries()) {
    if (crew.offset >= turns.length) bad(`crews.${index}.offset`, 'factory.rotationRule.offset')
    const isTwice = crews.findIndex((one) => one.name === crew.name) !== index
    if (isTwice) bad(`crews.${index}.name`, 'factory.rotationRule.twice')
  }
  for (const [index, shift] of shifts.entries()) {
    if (shifts.findIndex((one) => one.name === shift.name) !== index)
      bad(`shifts.${index}.name`, 'factory.rotationRule.twice')
    for (const [at, rest] of shift.breaks.entries())
      if (!isWithin(rest, shift)) bad(`shifts.${index}.breaks.${at}`, 'factory.rotationRule.break')
  }
  if (faults.length > 0) return faults
  if (!turns.some((turn) => turn > 0)) bad('turns', 'factory.rotationRule.nobody')
  const worked = cellsOf(body).map(({ index, shift }) => ({ ...shift, day: index }))
  if (overlaps(worked, turns.length)) bad('crews', 'fault.factory.shift.overlap')
  return faults
}

function isWithin(rest: Clocks, shift: Clocks): boolean {
  const since = (minute: number) => (minute - shift.startMinute + dayMinutes) % dayMinutes
  const length = since(shift.endMinute) || dayMinutes
  const [from, to] = [since(rest.startMinute), since(rest.endMinute) || dayMinutes]
  return from < to && to <= length
}

/** Do two of these lie over each other, in a cycle of so many days whose end goes on into its beginning? */
export function overlaps(entries: readonly (Clocks & { day: number })[], days: number): boolean {
  const whole = days * dayMinutes
  const spans = entries.flatMap(({ day, startMinute, endMinute }) => {
    const from = day * dayMinutes + startMinute
    const to = day * dayMinutes + endMinute + (endMinute <= startMinute ? dayMinutes : 0)
    return to > whole
      ? [
          { from, to: whole },
          { from: 0, to: to - whole },
        ]
      : [{ from, to }]
  })
  const sorted = spans.toSorted((one, other) => one.from - other.from)
  return sorted.some((span, index) => span.from < (sorted[index - 1]?.to ?? 0))
}

/** Shifts of the cycle that no crew works, by day from 0: gaps that a person should see. */
export function unmanned(body: Body): { day: number; shift: string }[] {
  const cells = cellsOf(body)
  return body.turns.flatMap((_, day) =>
    body.shifts.flatMap((shift) =>
      cells.some((cell) => cell.index === day && cell.shift === shift) ? [] : [{ day, shift: shift.name }],
    ),
  )
}
