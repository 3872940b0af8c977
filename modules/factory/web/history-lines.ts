import type { Answered, HistorySignal } from './types.ts'

export type Line = {
  key: string
  name: string
  unit: string
  at: readonly number[]
  value: readonly (number | null)[]
  status: readonly string[]
  approximateBefore: number | null
}

type Texts = { nameOf(signal: HistorySignal): string; aggregateOf(name: string): string; earlier: string }

/** Units of what an aggregate comes to, where it is not the signal's own. */
const unitOf: Readonly<Record<string, string>> = {
  count: '',
  numberOfTransitions: '',
  worstQuality: '',
  percentGood: '%',
  percentBad: '%',
  durationGood: 's',
  durationBad: 's',
  durationInStateZero: 's',
  durationInStateNonZero: 's',
}

/** The lines of an answer; those of an earlier span are drawn over the present one, `shiftMs` later. */
export function linesOf(
  answer: Answered,
  signals: ReadonlyMap<string, HistorySignal>,
  texts: Texts,
  shiftMs = 0,
): Line[] {
  const at = answer.at.map((time) => time + shiftMs)
  return answer.rows.flatMap(({ tagId, results, approximateBefore: before }) => {
    const signal = signals.get(tagId)
    if (!signal) return []
    return results.map(({ aggregate, value, status }) => ({
      key: `${tagId} ${aggregate} ${shiftMs}`,
      name: [texts.nameOf(signal), texts.aggregateOf(aggregate), shiftMs === 0 ? '' : texts.earlier]
        .filter((part) => part !== '')
        .join(' · '),
      unit: unitFor(aggregate, signal.unit ?? ''),
      at,
      value,
      status,
      approximateBefore: before === null ? null : before + shiftMs,
    }))
  })
}

function unitFor(aggregate: string, unit: string): string {
  const own = unitOf[aggregate]
  if (own !== undefined) return own
  if (/^total/.test(aggregate)) return unit === '' ? 's' : `${unit}·s`
  if (/^variance/.test(aggregate)) return unit === '' ? '' : `${unit}²`
  return unit
}
