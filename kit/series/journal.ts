import { seriesError } from './fault.ts'
import type { Changes } from './port.ts'
import { DAY_MICROS } from './schema.ts'
import type { Session, View } from './session.ts'
import { numbers, whole } from './table.ts'

/** What was stored after a commit: whole commits, at least one, and otherwise at most `limit` entries. */
export async function changes(session: Session, afterCommit: number, limit: number): Promise<Changes> {
  const limitMax = session.settings.rawRowsMax
  if (!(Number.isSafeInteger(afterCommit) && Number.isSafeInteger(limit) && limit >= 1)) {
    throw seriesError('series.batch', { reason: 'afterCommit, limit' })
  }
  if (limit > limitMax) throw seriesError('series.limit', { asked: limit, askedMax: limitMax })
  return session.ask(async (view) => {
    const until = await lastTold(view, afterCommit, limit)
    const rows = await session.select(
      view.connection,
      `SELECT "commit"::DOUBLE, series::DOUBLE, first::DOUBLE, last::DOUBLE, points::DOUBLE FROM change
       WHERE "commit" > ${whole(afterCommit)} AND "commit" <= ${whole(until)}
       ORDER BY "commit", series, first`,
    )
    const [commits, series, first, last, points] = [0, 1, 2, 3, 4].map((index) => numbers(rows, index))
    const told = Array.from(commits!, (commit, i) => ({
      commit,
      series: series![i]!,
      fromMicros: first![i]!,
      toMicros: last![i]! + 1,
      count: points![i]!,
    }))
    return { changes: told, cursor: Math.max(until, afterCommit) }
  })
}

/** The commit up to which entries are told, so that none is told in part. */
async function lastTold(view: View, afterCommit: number, limit: number): Promise<number> {
  const { session, connection } = view
  const state = await session.select(connection, 'SELECT "commit"::DOUBLE FROM state')
  const after = `FROM change WHERE "commit" > ${whole(afterCommit)}`
  const edge = await session.select(
    connection,
    `SELECT "commit"::DOUBLE ${after} ORDER BY "commit" LIMIT 2 OFFSET ${whole(limit - 1)}`,
  )
  const [within, beyond] = numbers(edge, 0)
  if (within === undefined || beyond === undefined) return numbers(state, 0)[0]!
  if (beyond > within) return within
  const before = await session.select(
    connection,
    `SELECT max("commit")::DOUBLE ${after} AND "commit" < ${whole(within)}`,
  )
  const commit = numbers(before, 0)[0]!
  return Number.isNaN(commit) ? within : commit
}

/**
 * Keeps the journal within its bound, by merging the older half into one entry per series and day, or per
 * series where that is still too much. A merged entry has the last of its commits, so whoever had not read
 * all of it reads it all. The caller holds `writing`.
 */
export async function trimJournal(session: Session): Promise<void> {
  const { memory, writer, settings } = session
  const kept = Math.floor(settings.journalRowsMax / 2)
  if (memory.journalEntries <= settings.journalRowsMax) return
  const edge = await session.select(
    writer,
    `SELECT "commit"::DOUBLE FROM change ORDER BY "commit" DESC LIMIT 1 OFFSET ${whole(kept)}`,
  )
  const until = whole(numbers(edge, 0)[0]!)
  const merge = async (groups: string) => {
    await session.run(
      writer,
      `CREATE OR REPLACE TEMP TABLE merged AS
       SELECT max("commit") AS "commit", series, min(first) AS first, max(last) AS last,
         sum(points)::BIGINT AS points
       FROM change WHERE "commit" <= ${until} GROUP BY ${groups}`,
    )
    const rows = await session.select(writer, 'SELECT count(*)::DOUBLE FROM merged')
    return numbers(rows, 0)[0]!
  }
  if ((await merge(`series, last // ${DAY_MICROS}`)) > kept) await merge('series')
  await session.transaction(memory.commit, async () => {
    await session.run(writer, `DELETE FROM change WHERE "commit" <= ${until}`)
    await session.run(writer, 'INSERT INTO change SELECT * FROM merged')
  })
  const rows = await session.select(writer, 'SELECT count(*)::DOUBLE FROM change')
  memory.journalEntries = numbers(rows, 0)[0]!
}
