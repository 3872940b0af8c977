import type { Sql } from '@ronghe/kit/db'
import type { Run } from '@ronghe/oee'
import { microsOfDate } from '../micros.ts'
import { listRuns } from '../store/calendar.ts'
import type { Window } from './report.ts'

const runsMax = 10_000

/** The product runs that touch a window; one without end goes on to the window's. */
export async function runsIn(sql: Sql, equipmentId: string, window: Window): Promise<Run[]> {
  const { rows } = await listRuns(sql, equipmentId, { pageSize: runsMax })
  return rows
    .map((row) => ({
      id: row.id,
      product: row.product,
      plannedMicros: row.idealCycleMs * 1000,
      fromMicros: microsOfDate(row.startsAt),
      toMicros: row.endsAt
        ? microsOfDate(row.endsAt)
        : Math.max(window.toMicros, microsOfDate(row.startsAt) + 1),
    }))
    .filter((run) => run.toMicros > window.fromMicros && run.fromMicros < window.toMicros)
    .sort((a, b) => a.fromMicros - b.fromMicros || a.id.localeCompare(b.id))
}
