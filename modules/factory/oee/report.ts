import { createHash } from 'node:crypto'
import type { Sql } from '@ronghe/kit/db'
import type { Series } from '@ronghe/kit/series'
import {
  type Attribution,
  attribute,
  type CalendarEntry,
  type Count,
  figures,
  incrementsOf,
  type Report,
  type Run,
  type StateKind,
} from '@ronghe/oee'
import { calendarOf } from '../calendar/planned.ts'
import { signalsOf } from '../states/signals.ts'
import { spansOf } from '../store/states.ts'
import { tagsOfMachine } from '../store/tags.ts'
import { runsIn } from './runs.ts'

export type Window = { fromMicros: number; toMicros: number }
export type MachineOf = { id: string; organisationId: string; unitId: string }

/** Everything a figure is made from; its hash says whether it would come out the same again. */
export type Inputs = {
  window: Window
  calendar: CalendarEntry[]
  states: { fromMicros: number; toMicros: number; state: StateKind; reason: string | null }[]
  counts: Count[] | null
  runs: Run[]
}

export type Computed = {
  inputs: Inputs
  inputsHash: string
  attribution: Attribution
  report: Report
  timeZone: string
}

/** The figures of one machine and window, from what is kept; the same rows give the same hash and figures. */
export async function computeReport(
  sql: Sql,
  series: Series,
  machine: MachineOf,
  window: Window,
): Promise<Computed> {
  const { calendar, timeZone } = await calendarOf(sql, machine.unitId, window)
  const states = (await spansOf(sql, machine.id, window.fromMicros, window.toMicros)).map((one) => ({
    ...one,
    state: one.state as StateKind,
  }))
  const counts = await countsOf(sql, series, machine, window)
  const runs = await runsIn(sql, machine.id, window)
  const inputs: Inputs = { window, calendar, states, counts, runs }
  return { inputs, timeZone, ...reportOf(inputs) }
}

/** Pure: the report of given inputs. */
export function reportOf(inputs: Inputs): { inputsHash: string; attribution: Attribution; report: Report } {
  const { window, calendar, states, counts, runs } = inputs
  const observations = states.map((one) => ({ ...one, id: `state:${one.fromMicros}` }))
  const attribution = attribute({ window, calendar, observations })
  const inputsHash = createHash('sha256').update(JSON.stringify(inputs)).digest('hex')
  return { inputsHash, attribution, report: figures({ attribution, counts, runs }) }
}

/** Growth of the machine's part counter; null where it has none. Rejected parts are not told by a counter. */
async function countsOf(
  sql: Sql,
  series: Series,
  machine: MachineOf,
  window: Window,
): Promise<Count[] | null> {
  const tag = (await tagsOfMachine(sql, machine.id)).find((one) => one.meaning === 'PART_COUNT')
  if (!tag) return null
  const [number = 0] = await series.resolve([tag.id])
  const { signals } = await signalsOf(series, [{ meaning: 'PART_COUNT', series: number }], window)
  const counts = incrementsOf(signals.PART_COUNT ?? [])
    .filter(
      (one) => one.timeMicros > window.fromMicros && one.timeMicros <= window.toMicros && one.quantity > 0,
    )
    .map(({ timeMicros, quantity }) => ({ timeMicros, good: Math.round(quantity), rejected: 0 }))
  // A counter that stands still tells nothing apart from one that is not connected, so it proves no zero.
  return counts.length > 0 ? counts : null
}
