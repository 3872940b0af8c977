import { type Elements, timesOf } from './elements.ts'
import { compareText } from './interval.ts'
import type { Attributed, Attribution, TimeClass } from './model.ts'
import { add, type Ratio, ratio, subtract } from './ratio.ts'

/** One step of the way from calendar time to the time good items needed; microseconds. */
export type WaterfallStep = { step: WaterfallName; loss: Ratio | null; left: Ratio | null }

/** The steps; each names its loss. `speed` may be negative: items came faster than planned. */
export type WaterfallName =
  | 'notPlanned'
  | 'plannedStop'
  | 'unknown'
  | 'idle'
  | 'down'
  | 'delay'
  | 'setup'
  | 'speed'
  | 'quality'

/** Time lost to one class and reason. */
export type Loss = {
  timeClass: TimeClass
  reason: string | null
  micros: number
  /** Stretches; neighbours of the same class and reason are one. */
  events: number
  /** Of the time, what a person decided. */
  declaredMicros: number
}

/** The six big losses, and what is none of them: time without work, and time nobody saw. */
export type BigLossName =
  | 'equipmentFailure'
  | 'setupAdjustment'
  | 'idlingMinorStop'
  | 'reducedSpeed'
  | 'processDefect'
  | 'startupReject'
  | 'waiting'
  | 'unknown'

/** Which stops are small enough to have no reason, and where reasons belong. */
export type StopRules = {
  reasons?: ReasonCatalogue
  /** A stop (delay, idle, down) up to this long that nobody spoke of is a micro-stop; 0 knows none. */
  microStopMicrosMax?: number
  /** A delay or an idle stretch up to this long is a minor stop unless the catalogue says what it is. */
  minorStopMicrosMax?: number
}

/** A stop with the big loss that its time belongs to. */
export type Stop = Attributed & { loss: BigLossName; isMicro: boolean }

/** What is known of a reason; how it is called is the caller's affair. */
export type ReasonCatalogue = Readonly<Record<string, { loss?: BigLossName; failure?: boolean }>>

/** Stops up to this long are minor, unless the catalogue says what they are. */
const minorStopMicrosMaxDefault = 300_000_000

/**
 * The waterfall (OEE-70): every left is the left before it less the loss. Null where counts or PRI are
 * missing.
 */
export function waterfall(elements: Elements): WaterfallStep[] {
  const steps: WaterfallStep[] = []
  let left: Ratio | null = ratio(timesOf(elements.time).calendar)
  const take = (step: WaterfallName, loss: Ratio | null): void => {
    left = left && loss && subtract(left, loss)
    steps.push({ step, loss, left })
  }
  for (const step of ['notPlanned', 'plannedStop', 'unknown', 'idle', 'down', 'delay', 'setup'] as const) {
    take(step, ratio(elements.time[step]))
  }
  const ideal = elements.output?.ideal ?? null
  const idealGood = elements.output?.idealGood ?? null
  take('speed', ideal && subtract(ratio(elements.time.production), ideal))
  take('quality', ideal && idealGood && subtract(ideal, idealGood))
  return steps
}

/**
 * Time by class and reason, production aside, the greatest first (OEE-71); the sum is the window less APT.
 */
export function lossesByReason(attribution: Attribution): Loss[] {
  const losses = new Map<string, Loss>()
  let before: Attributed | null = null
  for (const interval of attribution.intervals) {
    const { timeClass, reason } = interval
    const goesOn = before !== null && before.timeClass === timeClass && before.reason === reason
    before = interval
    if (timeClass === 'production') continue
    const key = JSON.stringify([timeClass, reason])
    const loss = losses.get(key) ?? { timeClass, reason, micros: 0, events: 0, declaredMicros: 0 }
    const micros = interval.toMicros - interval.fromMicros
    loss.micros += micros
    if (interval.decidedBy === 'override') loss.declaredMicros += micros
    if (!goesOn) loss.events += 1
    losses.set(key, loss)
  }
  return [...losses.values()].sort(
    (left, right) =>
      right.micros - left.micros ||
      compareText(left.timeClass, right.timeClass) ||
      compareText(left.reason ?? '', right.reason ?? ''),
  )
}

/**
 * The six big losses and what is none of them, in microseconds (OEE-72). Together with Σ PRI·GQ they make
 * PBT exactly.
 */
export function sixBigLosses(
  attribution: Attribution,
  elements: Elements,
  rules: StopRules = {},
): Record<BigLossName, Ratio | null> {
  const micros: Partial<Record<BigLossName, number>> = {}
  for (const stop of stopsWithLosses(attribution, rules))
    micros[stop.loss] = (micros[stop.loss] ?? 0) + stop.toMicros - stop.fromMicros
  const output = elements.output
  const rejects = output?.ideal && output.idealGood ? subtract(output.ideal, output.idealGood) : null
  const startup = output?.idealStartup ?? null
  const base: Record<BigLossName, Ratio | null> = {
    equipmentFailure: ratio(0),
    setupAdjustment: ratio(0),
    idlingMinorStop: ratio(0),
    reducedSpeed: output?.ideal ? subtract(ratio(elements.time.production), output.ideal) : null,
    processDefect: rejects && startup && subtract(rejects, startup),
    startupReject: startup,
    waiting: ratio(0),
    unknown: ratio(0),
  }
  for (const [name, extra] of Object.entries(micros) as [BigLossName, number][]) {
    base[name] = base[name] && add(base[name], ratio(extra))
  }
  return base
}

/**
 * Every stop with its big loss (OEE-72, OEE-74): a micro-stop is a minor stop; a reason the catalogue knows
 * goes where it says; else setup is setup, down is failure, a delay or an idle stretch is a minor stop up to
 * `minorStopMicrosMax` and beyond it failure or waiting; what nobody saw is unknown.
 */
export function stopsWithLosses(attribution: Attribution, rules: StopRules = {}): Stop[] {
  const {
    reasons = {},
    microStopMicrosMax = 0,
    minorStopMicrosMax: minorMax = minorStopMicrosMaxDefault,
  } = rules
  return stopsOf(attribution).map((stop) => {
    const micros = stop.toMicros - stop.fromMicros
    const isShort = micros <= microStopMicrosMax && stop.decidedBy !== 'override'
    if (isShort && ['delay', 'idle', 'down'].includes(stop.timeClass))
      return { ...stop, loss: 'idlingMinorStop', isMicro: true }
    const known = stop.timeClass === 'unknown' ? undefined : reasonOf(reasons, stop.reason)?.loss
    return { ...stop, loss: known ?? defaultLoss(stop, micros <= minorMax), isMicro: false }
  })
}

/** What the catalogue says of a reason. */
export function reasonOf(
  reasons: ReasonCatalogue,
  reason: string | null,
): ReasonCatalogue[string] | undefined {
  return reason !== null && Object.hasOwn(reasons, reason) ? reasons[reason] : undefined
}

/** Planned busy time that is not production; neighbours of one class and reason are one stop. */
export function stopsOf(attribution: Attribution): Attributed[] {
  const stops: Attributed[] = []
  for (const interval of attribution.intervals) {
    if (['notPlanned', 'plannedStop', 'production'].includes(interval.timeClass)) continue
    const last = stops.at(-1)
    const goesOn =
      last &&
      last.toMicros === interval.fromMicros &&
      last.timeClass === interval.timeClass &&
      last.reason === interval.reason
    if (goesOn) last.toMicros = interval.toMicros
    else stops.push({ ...interval })
  }
  return stops
}

function defaultLoss(
  stop: Attributed,
  minor: boolean,
): 'equipmentFailure' | 'setupAdjustment' | 'idlingMinorStop' | 'waiting' | 'unknown' {
  if (stop.timeClass === 'setup') return 'setupAdjustment'
  if (stop.timeClass === 'down') return 'equipmentFailure'
  if (stop.timeClass === 'delay') return minor ? 'idlingMinorStop' : 'equipmentFailure'
  if (stop.timeClass === 'idle') return minor ? 'idlingMinorStop' : 'waiting'
  return 'unknown'
}
