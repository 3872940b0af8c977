import type { Row } from '@ronghe/anomaly'
import type { Series } from '@ronghe/kit/series'
import { aggregatesOf } from '../history/aggregates.ts'
import type { SpanRow } from '../store/states.ts'
import type { TagRow } from '../store/tags.ts'

export type Rows = { at: number[]; rows: Row[] }

/**
 * Signals as even rows: the time average of what is good in each step, a value holding until the next. Where
 * `states` are given, a step that lies not wholly in production is a row without values.
 */
export async function rowsOf(
  series: Series,
  tags: readonly TagRow[],
  window: { fromMicros: number; toMicros: number; stepMicros: number },
  states: readonly SpanRow[] | null,
): Promise<Rows> {
  const { fromMicros, toMicros, stepMicros } = window
  const numbers = await series.resolve(tags.map(({ id }) => id))
  const signals = tags.map(({ scale, shift }, index) => ({ number: numbers[index] ?? 0, scale, shift }))
  const answered = await aggregatesOf(series, signals, {
    ...{ fromMicros, toMicros, intervalMicros: stepMicros, isStepped: true },
    aggregates: ['timeAverage2'],
  })
  const columns = answered.map((one) => one[0] ?? [])
  const count = Math.round((toMicros - fromMicros) / stepMicros)
  const at = Array.from({ length: count }, (_, index) => fromMicros + index * stepMicros)
  const produces = states ? productionTest(states) : () => true
  return {
    at,
    rows: at.map((from, index) =>
      produces(from, from + stepMicros)
        ? columns.map((column) => column[index]?.value ?? null)
        : columns.map(() => null),
    ),
  }
}

/** Does a step lie wholly in production? Steps are asked in order. */
function productionTest(states: readonly SpanRow[]): (from: number, to: number) => boolean {
  let place = 0
  return (from, to) => {
    while (place < states.length && (states[place]?.toMicros ?? 0) <= from) place++
    let reached = from
    for (let index = place; reached < to; index++) {
      const span = states[index]
      if (span?.state !== 'production' || span.fromMicros > reached) return false
      reached = span.toMicros
    }
    return true
  }
}
