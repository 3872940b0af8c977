import {
  type Attribution,
  type BigLossName,
  type Elements,
  type Output,
  type Ratio,
  ratio,
  stopsWithLosses,
  type TimeClass,
  timeClasses,
} from '@ronghe/oee'
import type { Computed, Window } from '../oee/report.ts'
import { engineRules, openOrNot, type StopWords } from './stops.ts'

const hourMicros = 3_600_000_000

/** Time lost to one class and reason in a shift. */
export type FactLoss = {
  timeClass: TimeClass
  reason: string | null
  isMicro: boolean
  /** What it is lost to where the firm's tree says nothing of the reason. */
  usualLoss: BigLossName
  micros: number
  events: number
  declaredMicros: number
}

/** A fraction as two whole numbers in text. */
type Fraction = [numerator: string, denominator: string]

/** What a machine's shift was worth, as it is kept: sums that add up over machines and shifts. */
export type ShiftFacts = Window & {
  time: Record<TimeClass, number>
  output: null | {
    produced: string
    good: string
    rejectedStartup: string
    withoutIdeal: string
    ideal: Fraction | null
    idealGood: Fraction | null
    idealStartup: Fraction | null
  }
  rejectsKnown: boolean
  basis: 'evidenced' | 'declared'
  losses: FactLoss[]
  /** Stops that want a word. */
  open: { count: number; micros: number }
  /** Start of a clock hour, and of it the planned busy and the production microseconds in the shift. */
  hours: [hourMicros: number, planned: number, production: number][]
}

/** Pure: the facts of a computed report. */
export function factsOf(computed: Computed, words: StopWords): ShiftFacts {
  const { attribution, report, inputs } = computed
  const { output, time } = report.elements
  const stops = stopsWithLosses(attribution, engineRules(words))
  const open = openOrNot(stops, words).filter((one) => one.isOpen)
  return {
    ...inputs.window,
    time: Object.fromEntries(timeClasses.map((one) => [one, Number(time[one])])) as ShiftFacts['time'],
    output: output && {
      produced: String(output.produced),
      good: String(output.good),
      rejectedStartup: String(output.rejectedStartup),
      withoutIdeal: String(output.withoutIdeal),
      ideal: fractionOf(output.ideal),
      idealGood: fractionOf(output.idealGood),
      idealStartup: fractionOf(output.idealStartup),
    },
    rejectsKnown: inputs.rejectsKnown,
    basis: inputs.countedBy?.basis ?? 'evidenced',
    losses: lossesOf(attribution, words),
    open: { count: open.length, micros: open.reduce((sum, one) => sum + one.toMicros - one.fromMicros, 0) },
    hours: hoursOf(attribution),
  }
}

/** The sums again as the engine wants them. */
export function elementsOfFacts({ time, output }: ShiftFacts): Elements {
  const whole = Object.fromEntries(timeClasses.map((one) => [one, BigInt(time[one])])) as Elements['time']
  return { time: whole, output: output && outputOf(output), orderMicros: null }
}

function outputOf(kept: NonNullable<ShiftFacts['output']>): Output {
  return {
    produced: BigInt(kept.produced),
    good: BigInt(kept.good),
    rejectedStartup: BigInt(kept.rejectedStartup),
    withoutIdeal: BigInt(kept.withoutIdeal),
    ideal: ratioOf(kept.ideal),
    idealGood: ratioOf(kept.idealGood),
    idealStartup: ratioOf(kept.idealStartup),
  }
}

function fractionOf(value: Ratio | null): Fraction | null {
  return value && [String(value.numerator), String(value.denominator)]
}

function ratioOf(value: Fraction | null): Ratio | null {
  return value && ratio(BigInt(value[0]), BigInt(value[1]))
}

/** By class, reason and size; the tree is asked when figures are read, so that it may change. */
function lossesOf(attribution: Attribution, words: StopWords): FactLoss[] {
  const losses = new Map<string, FactLoss>()
  for (const stop of stopsWithLosses(attribution, engineRules({ ...words, catalogue: {} }))) {
    const { timeClass, reason, isMicro, loss: usualLoss } = stop
    const key = JSON.stringify([timeClass, reason, isMicro, usualLoss])
    const none = { timeClass, reason, isMicro, usualLoss, micros: 0, events: 0, declaredMicros: 0 }
    const known = losses.get(key) ?? none
    const micros = stop.toMicros - stop.fromMicros
    known.micros += micros
    known.events += 1
    if (stop.decidedBy === 'override') known.declaredMicros += micros
    losses.set(key, known)
  }
  return [...losses.values()].sort((left, right) => right.micros - left.micros)
}

function hoursOf({ intervals }: Attribution): ShiftFacts['hours'] {
  const hours = new Map<number, [number, number]>()
  for (const { fromMicros, toMicros, timeClass } of intervals) {
    if (timeClass === 'notPlanned' || timeClass === 'plannedStop') continue
    for (let at = fromMicros; at < toMicros; ) {
      const hour = Math.floor(at / hourMicros) * hourMicros
      const end = Math.min(toMicros, hour + hourMicros)
      const sums = hours.get(hour) ?? [0, 0]
      sums[0] += end - at
      if (timeClass === 'production') sums[1] += end - at
      hours.set(hour, sums)
      at = end
    }
  }
  return [...hours].map(([hour, [planned, production]]) => [hour, planned, production])
}
