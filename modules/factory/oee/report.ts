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
import { overridesOf } from '../store/corrections.ts'
import { spansOf } from '../store/states.ts'
import { type CountedBy, countedIn } from './counted.ts'
import type { Counted } from './counts.ts'
import { runsIn } from './runs.ts'

export type Window = { fromMicros: number; toMicros: number }
export type MachineOf = { id: string; unitId: string }

/** Everything a figure is made from; its hash says whether it would come out the same again. */
export type Inputs = Counted & {
  /** Left out where the machine's own counters count, as it was before there was a choice. */
  countedBy?: CountedBy
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
  const time = await timeInputs(sql, machine, window)
  const counted = await countedIn(sql, series, machine.id, window)
  const runs = await runsIn(sql, machine.id, window)
  const inputs: Inputs = { ...time, runs, ...counted }
  return { inputs, ...reportOf(inputs) }
}

/** What the attribution of a window's time is made from: plan, states and words. */
export async function timeInputs(
  sql: Sql,
  machine: MachineOf,
  window: Window,
): Promise<Pick<Inputs, 'window' | 'calendar' | 'states' | 'overrides'>> {
  const calendar = await calendarOf(sql, machine.unitId, window)
  const spans = await spansOf(sql, machine.id, window.fromMicros, window.toMicros)
  const states = spans.map(({ state, reason, ...one }) => ({
    ...{ state: state as StateKind, reason },
    ...cut(one, window),
  }))
  const said = await overridesOf(sql, machine.id, window)
  const overrides = said
    .map(({ goesOn, ...one }) => (goesOn ? lengthened(one, spans) : one))
    .filter((one) => one.toMicros > window.fromMicros)
    .map((one) => ({ ...one, ...cut(one, window) }))
  return { window, calendar, states, ...(overrides.length > 0 ? { overrides } : {}) }
}

/** Pure: every microsecond of the window with its one class. */
export function attributionOf(inputs: Pick<Inputs, 'window' | 'calendar' | 'states' | 'overrides'>) {
  const { window, calendar, states, overrides } = inputs
  const observations = states.map((one) => ({ ...one, id: `state:${one.fromMicros}` }))
  return attribute({ window, calendar, observations, ...(overrides ? { overrides } : {}) })
}

/** To the end of the state in which the word was said. */
function lengthened(word: Override, spans: readonly Window[]): Override {
  const within = spans.find((one) => one.fromMicros < word.toMicros && word.toMicros <= one.toMicros)
  return within ? { ...word, toMicros: within.toMicros } : word
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
  const { counts, runs } = inputs
  const attribution = attributionOf(inputs)
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
