import type { Row } from '@ronghe/anomaly'
import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import type { WatchRow } from '../store/anomaly-watches.ts'
import { spansOf } from '../store/states.ts'
import { type TagRow, tagsByIds } from '../store/tags.ts'
import { rowsOf } from './rows.ts'

/** Rows of one question: a column of a signal has at most so many. */
export const rowsEach = 2000

export type Reading = Pick<WatchRow, 'equipmentId' | 'settings'>

/** The signals of a watch in its own order; those that are gone are missing. */
export async function signalsOf(house: House, { settings }: Reading): Promise<TagRow[]> {
  const found = await house.act(systemCaller, ({ sql }) => tagsByIds(sql, settings.tagIds))
  return settings.tagIds.flatMap((id) => found.find((tag) => tag.id === id) ?? [])
}

/** Rows of a stretch of whole steps, question by question; `each` is told how many are there. */
export async function readRows(
  house: House,
  watch: Reading,
  tags: readonly TagRow[],
  { fromMicros, toMicros }: { fromMicros: number; toMicros: number },
  each: (count: number) => Promise<boolean> | boolean = () => true,
): Promise<{ at: number[]; rows: Row[] } | null> {
  const { stepSeconds, onlyProduction } = watch.settings
  const stepMicros = stepSeconds * 1_000_000
  const found: { at: number[]; rows: Row[] } = { at: [], rows: [] }
  for (let from = fromMicros; from < toMicros; from += rowsEach * stepMicros) {
    const to = Math.min(toMicros, from + rowsEach * stepMicros)
    const states = onlyProduction
      ? await house.act(systemCaller, ({ sql }) => spansOf(sql, watch.equipmentId, from, to))
      : null
    const part = await rowsOf(house.series, tags, { fromMicros: from, toMicros: to, stepMicros }, states)
    found.at.push(...part.at)
    found.rows.push(...part.rows)
    if (!(await each(found.rows.length))) return null
  }
  return found
}

/** Steps are counted from the epoch, so that a span always falls into the same rows. */
export function stepDown(micros: number, stepSeconds: number): number {
  const step = stepSeconds * 1_000_000
  return Math.floor(micros / step) * step
}

export function stepUp(micros: number, stepSeconds: number): number {
  return -stepDown(-micros, stepSeconds)
}
