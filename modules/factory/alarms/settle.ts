import {
  type Alarm,
  type Happening,
  type Known,
  next,
  type Reconciled,
  reconcile,
  restingAlarm,
} from '@ronghe/alarm'
import type { AlarmRow } from '../store/alarms.ts'
import type { Told } from './step.ts'

/** Found so long after it was over, an alarm asks nobody for an answer. */
export const lateMicros = 10 * 60_000_000

/** What keeps an alarm from being announced, the gravest first. */
export type Quiet = 'outOfService' | 'suppressedByDesign' | 'shelved' | null
export type Manner = { mustAcknowledge: boolean; latches: boolean }

/** A row of the journal that is to be written or changed. */
export type NewAlarm = Told & {
  announcedMicros: number | null
  isUnacknowledged: boolean
  isLatched: boolean
  isEnded: boolean
  isLate: boolean
  quiet: Quiet
}
export type ChangedAlarm = {
  id: string
  fromMicros: number
  toMicros: number | null
  peak: Told['peak']
  isEnded: boolean
}
export type Settled = { found: NewAlarm[]; changed: ChangedAlarm[]; refuted: string[] }

/**
 * Holds what a window told against the journal: what goes on, what ended, what is new, and what later data
 * disprove. `known` are the rows that touch the window, ascending; `toMicros` is the window's end.
 */
export function settle(
  known: readonly AlarmRow[],
  told: readonly Told[],
  toMicros: number,
  nowMicros: number,
  quiet: Quiet,
  manner: Manner,
): Settled {
  const matched = reconcile(
    known.map((row) => clipped(row, toMicros)),
    told,
  )
  const byStart = new Map(told.map((one) => [one.fromMicros, one]))
  return {
    found: matched.found.flatMap(({ fromMicros }) => {
      const one = byStart.get(fromMicros)
      return one ? [newAlarm(one, nowMicros, quiet, manner)] : []
    }),
    changed: changedRows(known, matched, byStart, toMicros),
    refuted: matched.refuted,
  }
}

/** As it stood at the window's end: what ended later was still active then. */
function clipped({ id, raisedMicros, clearedMicros }: AlarmRow, toMicros: number): Known {
  const isOver = clearedMicros !== null && clearedMicros < toMicros
  return { id, fromMicros: raisedMicros, toMicros: isOver ? clearedMicros : null }
}

function changedRows(
  known: readonly AlarmRow[],
  { kept }: Reconciled,
  byStart: ReadonlyMap<number, Told>,
  windowEnd: number,
): ChangedAlarm[] {
  const rows = new Map(known.map((row) => [row.id, row]))
  return kept.flatMap(({ id, now, isChanged }) => {
    const row = rows.get(id)
    if (!row || !isChanged) return []
    // What ended beyond the window still does.
    const isBeyond = row.clearedMicros !== null && row.clearedMicros >= windowEnd
    const toMicros = now.toMicros ?? (isBeyond ? row.clearedMicros : null)
    const isEnded = toMicros !== null && !row.isUnacknowledged && !row.isLatched
    const peak = byStart.get(now.fromMicros)?.peak ?? null
    return [{ id, fromMicros: now.fromMicros, toMicros, peak, isEnded }]
  })
}

/** A new row, as the states of the standard have it. */
function newAlarm(one: Told, nowMicros: number, quiet: Quiet, manner: Manner): NewAlarm {
  const hushed = one.isSuppressed ? 'suppressedByDesign' : quiet
  const isLate = one.toMicros !== null && nowMicros - one.toMicros >= lateMicros
  const happenings: Happening[] = [{ kind: 'raise' }]
  if (one.toMicros !== null) happenings.push({ kind: 'clear' })
  const start: Alarm = { ...restingAlarm, isSuppressed: hushed !== null }
  const how = isLate ? { mustAcknowledge: false, latches: false } : manner
  const alarm = happenings.reduce((state, what) => next(state, what, how).alarm, start)
  return {
    ...one,
    announcedMicros: hushed === null ? one.fromMicros : null,
    isUnacknowledged: alarm.isUnacknowledged,
    isLatched: alarm.isLatched,
    isEnded: !alarm.isActive && !alarm.isUnacknowledged && !alarm.isLatched,
    isLate,
    quiet: hushed,
  }
}
