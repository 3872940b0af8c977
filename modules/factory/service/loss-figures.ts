import { Fault } from '@ronghe/kit/errors'
import type { ShownFigures } from '../oee/report.ts'
import { type About, figureOf } from './figures.ts'

const daysMax = 400

/** A span of local days that does not end before it begins and is not too long. */
export function mustBeDays({ fromDay, toDay }: { fromDay: string; toDay: string }): void {
  const days = (Date.parse(toDay) - Date.parse(fromDay)) / 86_400_000 + 1
  if (days < 1)
    throw new Fault('factory.span.invalid', {}, [{ field: 'toDay', rule: 'fault.factory.span.invalid' }])
  if (days <= daysMax) return
  const values = { days: daysMax }
  const field = { field: 'toDay', rule: 'fault.factory.span.tooLong', values }
  throw new Fault('factory.span.tooLong', values, [field])
}

/** The factors as figures; what rests on counts is a word where a person counted. */
export function factorsOf(shown: ShownFigures, basis: 'evidenced' | 'declared', about: About) {
  const counted = { ...about, basis }
  return {
    oee: figureOf(shown.oee, counted),
    availability: figureOf(shown.availability, about),
    effectiveness: figureOf(shown.effectiveness, counted),
    quality: figureOf(shown.quality, counted),
    knownShare: figureOf(shown.knownShare, about),
  }
}

type Where = { unit?: string; equipment?: string; organisation?: string; shift?: string }

/** The page that opens a figure: its machines, or of one machine its stretches; of one shift only that. */
export function partProof(where: Where, days: { fromDay: string; toDay: string }): string {
  const { unit, equipment, shift } = where
  if (equipment && !shift) {
    const range = `${Date.parse(days.fromDay)}~${Date.parse(days.toDay) + 86_400_000}`
    return `/factory/equipment/${equipment}?tab=oee&range=${range}`
  }
  const { fromDay, toDay } = days
  const narrow = { ...(unit ? { unit } : equipment ? { equipment } : {}), ...(shift ? { shift } : {}) }
  return `/factory/losses?${new URLSearchParams({ ...narrow, fromDay, toDay })}`
}

/** A share as a number of per cent with two decimals; null stays. */
export function percentOf(one: { value: number | null }): number | null {
  return one.value === null ? null : Math.round(one.value * 10_000) / 100
}
