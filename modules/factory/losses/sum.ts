import {
  averageBy,
  type BigLossName,
  compare,
  type Elements,
  type Figure,
  figuresOf,
  ratio,
  rollUp,
  subtract,
  timesOf,
  toNumber,
  type Weighting,
  waterfall,
} from '@ronghe/oee'
import type { ShownFigure, ShownFigures } from '../oee/report.ts'
import type { ShiftFactsRow } from '../store/shift-facts.ts'
import { elementsOfFacts, type FactLoss } from './facts.ts'

/** What many shifts of a machine, or of many machines, add up to. */
export type Sum = {
  elements: Elements
  rejectsKnown: boolean
  basis: 'evidenced' | 'declared'
  losses: FactLoss[]
  open: { count: number; micros: number }
}

/** The shifts of a machine that its sum is of, each with its own elements. */
export function shiftsOfSum(rows: readonly ShiftFactsRow[]): { row: ShiftFactsRow; elements: Elements }[] {
  const kept = withSilence(rows.map((row) => elementsOfFacts(row.facts)))
  const shifts = rows.flatMap((row, at) => {
    const elements = kept[at]
    return elements ? [{ row, elements }] : []
  })
  return shifts.filter(isCounted(shifts))
}

/** Shifts added up; of none at all, nothing is known. */
export function sumOf(rows: readonly ShiftFactsRow[]): Sum {
  const parts = shiftsOfSum(rows).map(({ elements }, at) => ({ id: String(at), elements }))
  return {
    elements: rollUp(parts).elements,
    rejectsKnown: rows.every((row) => row.facts.rejectsKnown || isIdle(row)),
    basis: rows.some((row) => row.facts.basis === 'declared') ? 'declared' : 'evidenced',
    losses: addedLosses(rows.flatMap((row) => row.facts.losses)),
    open: {
      count: rows.reduce((sum, row) => sum + row.facts.open.count, 0),
      micros: rows.reduce((sum, row) => sum + row.facts.open.micros, 0),
    },
  }
}

const nothing = ratio(0)
const noOutput = {
  ...{ produced: 0n, good: 0n, rejectedStartup: 0n, withoutIdeal: 0n },
  ...{ ideal: nothing, idealGood: nothing, idealStartup: nothing },
}

/**
 * A shift of which nothing at all was heard is planned time in which nothing is known to have been made; it
 * weighs on the figures of the others, and does not take them away.
 */
function withSilence(list: readonly Elements[]): Elements[] {
  if (list.every((one) => one.output === null)) return [...list]
  return list.map((one) => {
    const { plannedBusy, unknown } = timesOf(one.time)
    return one.output === null && plannedBusy === unknown ? { ...one, output: noOutput } : one
  })
}

/** A shift without planned time (a holiday) that counted nothing takes no figure from the others. */
function isCounted(parts: readonly { elements: Elements }[]) {
  const isSome = parts.some((one) => timesOf(one.elements.time).plannedBusy > 0n)
  return ({ elements }: { elements: Elements }) =>
    !isSome || elements.output !== null || timesOf(elements.time).plannedBusy > 0n
}

function isIdle({ facts }: ShiftFactsRow): boolean {
  return facts.output === null || facts.output.produced === '0'
}

function addedLosses(losses: readonly FactLoss[]): FactLoss[] {
  const sums = new Map<string, FactLoss>()
  for (const one of losses) {
    const key = JSON.stringify([one.timeClass, one.reason, one.isMicro, one.usualLoss])
    const known = sums.get(key)
    if (!known) sums.set(key, { ...one })
    else {
      known.micros += one.micros
      known.events += one.events
      known.declaredMicros += one.declaredMicros
    }
  }
  return [...sums.values()].sort((left, right) => right.micros - left.micros)
}

/** The figures that the sums bear: without known rejects no quality, and no OEE unless nothing was made. */
export function shownOf(sum: Pick<Sum, 'elements' | 'rejectsKnown'>): ShownFigures & { overSpeed: boolean } {
  const { availability, effectiveness, qualityRatio, oee, nee, knownRatio, overSpeed } = figuresOf(
    sum.elements,
  )
  const isNothing = sum.elements.output?.produced === 0n
  const proved = (figure: Figure): ShownFigure =>
    sum.rejectsKnown || sum.elements.output === null || figure.missing !== null || isNothing
      ? shown(figure)
      : { value: null, missing: 'noRejects' }
  return {
    availability: shown(availability),
    effectiveness: shown(effectiveness),
    quality: proved(qualityRatio),
    oee: proved(oee),
    nee: proved(nee),
    knownShare: shown(knownRatio),
    overSpeed,
  }
}

function shown({ value, missing }: Figure): ShownFigure {
  return missing === null ? { value, missing } : { value: null, missing }
}

export type Part = { id: string; sum: Sum }

/**
 * The figures of several parts together. By planned time they are those of the sums of all parts that have an
 * OEE, so that one machine without a counter does not take the figure from all; availability is that of all
 * parts. By volume or plain, each factor is the mean so named.
 */
export function together(parts: readonly Part[], weighting: Weighting) {
  const figureOf = new Map(parts.map((part) => [part.id, shownOf(part.sum)]))
  const withOee = parts.filter((part) => figureOf.get(part.id)?.oee.missing === null)
  const all = addUp(parts)
  const counted = addUp(withOee)
  const mean = (name: keyof ShownFigures) => averaged(parts, figureOf, name, weighting)
  const oeeMean = mean('oee')
  const ofAll = shownOf(all)
  const ofCounted = shownOf(counted)
  const factors: ShownFigures =
    weighting === 'plannedTime'
      ? {
          ...ofAll,
          effectiveness: withOee.length > 0 ? ofCounted.effectiveness : ofAll.effectiveness,
          quality: withOee.length > 0 ? ofCounted.quality : ofAll.quality,
          oee: withOee.length > 0 ? ofCounted.oee : ofAll.oee,
          nee: withOee.length > 0 ? ofCounted.nee : ofAll.nee,
        }
      : {
          availability: mean('availability').shown,
          effectiveness: mean('effectiveness').shown,
          quality: mean('quality').shown,
          oee: oeeMean.shown,
          nee: mean('nee').shown,
          knownShare: ofAll.knownShare,
        }
  return { factors, all, counted, figureOf, coverage: oeeMean.coverage, weights: oeeMean.weights }
}

function averaged(
  parts: readonly Part[],
  figureOf: ReadonlyMap<string, ShownFigures>,
  name: keyof ShownFigures,
  weighting: Weighting,
) {
  const given = parts.map((part) => {
    const value = figureOf.get(part.id)?.[name]
    // The engine's own exact figure where there is one; a figure withheld here is withheld there.
    const exact = exactOf(part.sum, name)
    const figure: Figure =
      value && value.missing === null && exact
        ? exact
        : { ratio: null, value: null, missing: (value?.missing ?? 'noPlannedTime') as 'noPlannedTime' }
    return { id: part.id, elements: part.sum.elements, figure }
  })
  const { figure, weights, coverage } = averageBy(weighting, given)
  return {
    shown: shown(figure),
    weights: new Map(weights.map((one) => [one.id, one.weight && toNumber(one.weight)])),
    coverage: coverage && toNumber(coverage),
  }
}

function exactOf(sum: Sum, name: keyof ShownFigures): Figure {
  const { availability, effectiveness, qualityRatio, oee, nee, knownRatio } = figuresOf(sum.elements)
  return { availability, effectiveness, quality: qualityRatio, oee, nee, knownShare: knownRatio }[name]
}

function addUp(parts: readonly Part[]): Sum {
  const rolled = rollUp(parts.map((part) => ({ id: part.id, elements: part.sum.elements })))
  return {
    elements: rolled.elements,
    rejectsKnown: parts.every((part) => part.sum.rejectsKnown),
    basis: parts.some((part) => part.sum.basis === 'declared') ? 'declared' : 'evidenced',
    losses: addedLosses(parts.flatMap((part) => part.sum.losses)),
    open: {
      count: parts.reduce((total, part) => total + part.sum.open.count, 0),
      micros: parts.reduce((total, part) => total + part.sum.open.micros, 0),
    },
  }
}

/** Shares of the parts in the sums: of PBT, APT and PQ (OEE-61). */
export function sharesOf(parts: readonly Part[]) {
  const { weights } = rollUp(parts.map((part) => ({ id: part.id, elements: part.sum.elements })))
  const number = (value: { numerator: bigint; denominator: bigint } | null) => value && toNumber(value)
  return new Map(
    weights.map((one) => [
      one.id,
      {
        availability: number(one.availability),
        effectiveness: number(one.effectiveness),
        quality: number(one.quality),
      },
    ]),
  )
}

const secondMicros = 1_000_000

/** Seconds from calendar to what good items needed; a step whose loss is not known is left out. */
export function waterfallOf({ elements, rejectsKnown }: Sum) {
  const busy = Number(timesOf(elements.time).plannedBusy)
  return waterfall(elements)
    .filter((one) => one.step !== 'quality' || rejectsKnown)
    .flatMap(({ step, loss, left }) => {
      if (!loss || !left) return []
      const lost = toNumber(loss)
      const isPlanned = step !== 'notPlanned' && step !== 'plannedStop'
      const points = isPlanned && busy > 0 ? (lost / busy) * 100 : null
      return [{ step, seconds: toNumber(left) / secondMicros, lostSeconds: lost / secondMicros, points }]
    })
}

/**
 * The six big losses and what is none of them, by the firm's tree. What is lost to speed and rejects is known
 * of the machines that count alone (`counted`); null where none does.
 */
export function bigLossesOf(sum: Sum, lossOf: (one: FactLoss) => BigLossName, counted: Sum = sum) {
  const { elements, rejectsKnown } = sum.elements.output ? sum : counted
  const micros = new Map<BigLossName, number>()
  for (const one of sum.losses) micros.set(lossOf(one), (micros.get(lossOf(one)) ?? 0) + one.micros)
  const { output } = elements
  const speed = output?.ideal ? subtract(ratio(elements.time.production), output.ideal) : null
  const startup = rejectsKnown ? (output?.idealStartup ?? null) : null
  const rejects =
    rejectsKnown && output?.ideal && output.idealGood ? subtract(output.ideal, output.idealGood) : null
  const busy = Number(timesOf(sum.elements.time).plannedBusy)
  const told: [BigLossName, number | null][] = [
    ['equipmentFailure', micros.get('equipmentFailure') ?? 0],
    ['setupAdjustment', micros.get('setupAdjustment') ?? 0],
    ['idlingMinorStop', micros.get('idlingMinorStop') ?? 0],
    ['reducedSpeed', speed && toNumber(speed)],
    ['processDefect', rejects && startup && toNumber(subtract(rejects, startup))],
    ['startupReject', startup && toNumber(startup)],
    ['waiting', micros.get('waiting') ?? 0],
    ['unknown', micros.get('unknown') ?? 0],
  ]
  return told.map(([loss, lost]) => ({
    loss,
    seconds: lost === null ? null : lost / secondMicros,
    points: lost === null || busy === 0 ? null : (lost / busy) * 100,
  }))
}

/** Does a figure exceed what the ideal cycle allows by more than the firm lets pass? */
export function isTooFast({ elements }: Sum, overSpeedPercent: number): boolean {
  const { effectiveness } = figuresOf(elements)
  return effectiveness.ratio !== null && compare(effectiveness.ratio, ratio(overSpeedPercent, 100)) > 0
}
