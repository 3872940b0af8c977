import type { Sql } from '@ronghe/kit/db'
import type { Series } from '@ronghe/kit/series'
import {
  type Attribution,
  attribute,
  type CalendarEntry,
  type Figures,
  figures,
  type Override,
  type Report,
  type Run,
  type StateKind,
} from '@ronghe/oee'
import { calendarOf } from '../calendar/planned.ts'
import { hashOf } from '../canonical.ts'
import { signalsOf } from '../states/signals.ts'
import { overridesOf } from '../store/corrections.ts'
import { spansOf } from '../store/states.ts'
import { tagsOfMachine } from '../store/tags.ts'
import { type Counted, countsOf } from './counts.ts'
import { runsIn } from './runs.ts'

/** Points of one counter in a window of figures; what is beyond is not counted, and the figure says so. */
const counterPointsMax = 1_000_000

export type Window = { fromMicros: number; toMicros: number }
export type MachineOf = { id: string; unitId: string }

/** Everything a figure is made from; its hash says whether it would come out the same again. */
export type Inputs = Counted & {
  window: Window
  calendar: CalendarEntry[]
  states: { fromMicros: number; toMicros: number; state: StateKind; reason: string | null }[]
  runs: Run[]
  /** What people said; left out where nobody said anything, as it was before people could. */
  overrides?: Override[]
}

/** One figure as a number, or why there is none (a word `factory.missing.<missing>`). */
export type ShownFigure = { value: number; missing: null } | { value: null; missing: string }
export type ShownFigures = {
  [name in 'availability' | 'effectiveness' | 'quality' | 'oee' | 'nee' | 'knownShare']: ShownFigure
}

export type Computed = {
  inputs: Inputs
  inputsHash: string
  attribution: Attribution
  report: Report
  shown: ShownFigures
}

/** The figures of one machine and window, from what is kept; the same rows give the same hash and figures. */
export async function computeReport(
  sql: Sql,
  series: Series,
  machine: MachineOf,
  window: Window,
): Promise<Computed> {
  const calendar = await calendarOf(sql, machine.unitId, window)
  const states = (await spansOf(sql, machine.id, window.fromMicros, window.toMicros)).map((one) => ({
    state: one.state as StateKind,
    reason: one.reason,
    ...cut(one, window),
  }))
  const said = await overridesOf(sql, machine.id, window)
  const overrides = said.map((one) => ({ ...one, ...cut(one, window) }))
  const counted = await countedIn(sql, series, machine.id, window)
  const runs = await runsIn(sql, machine.id, window)
  const words = overrides.length > 0 ? { overrides } : {}
  const inputs: Inputs = { window, calendar, states, runs, ...words, ...counted }
  return { inputs, ...reportOf(inputs) }
}

/** Cut to the window: what happens after it leaves the inputs, and so the hash, as they are. */
function cut(one: Window, window: Window): Window {
  return {
    fromMicros: Math.max(one.fromMicros, window.fromMicros),
    toMicros: Math.min(one.toMicros, window.toMicros),
  }
}

/** Pure: the report of given inputs. */
export function reportOf(inputs: Inputs): Omit<Computed, 'inputs'> {
  const { window, calendar, states, overrides, counts, runs } = inputs
  const observations = states.map((one) => ({ ...one, id: `state:${one.fromMicros}` }))
  const attribution = attribute({ window, calendar, observations, ...(overrides ? { overrides } : {}) })
  const report = figures({ attribution, counts, runs })
  return { inputsHash: hashOf(inputs), attribution, report, shown: shownOf(report, inputs) }
}

/**
 * The figures that the inputs bear. Where nobody counts rejected parts, the engine was told that all are
 * good: quality,
 * OEE and NEE then have no value, except that nothing produced makes OEE and NEE zero whatever the quality.
 */
function shownOf(report: Report, inputs: Inputs): ShownFigures {
  const { availability, effectiveness, qualityRatio, oee, nee, knownRatio } = report.figures
  const isNothing = report.elements.output?.produced === 0n
  const unproved = (figure: Figures['oee']): ShownFigure =>
    inputs.counts === null || inputs.rejectsKnown || figure.missing !== null || isNothing
      ? shown(figure)
      : { value: null, missing: 'noRejects' }
  return {
    availability: shown(availability),
    effectiveness: shown(effectiveness),
    quality: unproved(qualityRatio),
    oee: unproved(oee),
    nee: unproved(nee),
    knownShare: shown(knownRatio),
  }
}

function shown({ value, missing }: Figures['oee']): ShownFigure {
  return missing === null ? { value, missing } : { value: null, missing }
}

const meanings = { PART_COUNT: 'total', PART_COUNT_GOOD: 'good', PART_COUNT_BAD: 'rejected' } as const

async function countedIn(sql: Sql, series: Series, equipmentId: string, window: Window): Promise<Counted> {
  const tags = await tagsOfMachine(sql, equipmentId)
  const counters: Parameters<typeof countsOf>[0] = {}
  for (const [meaning, name] of Object.entries(meanings)) {
    const tag = tags.find((one) => one.meaning === meaning)
    if (!tag) continue
    // A part counted at the very end of the window belongs to it.
    const reach = { fromMicros: window.fromMicros, toMicros: window.toMicros + 1 }
    const { signals } = await signalsOf(series, [tag], reach, counterPointsMax)
    counters[name] = signals[tag.id] ?? []
  }
  return countsOf(counters, window)
}
