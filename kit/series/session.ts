import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { asSeriesError, isFatal, messageOf, seriesError } from './fault.ts'
import { emptyMemory, type Memory, type Part } from './memory.ts'
import type { SeriesSettings } from './port.ts'
import { appendRows, type Column, numbers, type Rows, select, whole } from './table.ts'
import { Pool, Turns } from './turns.ts'

const INTERRUPT_AGAIN_MS = 50

/** What a query may read: the parts as they are in its transaction. */
export type View = { session: Session; connection: DuckDBConnection; parts: readonly Part[] }

/**
 * One opening of the database: its connections, who may use them, and what is known of it in memory. After
 * a fatal error of the database a session is broken and refuses everything; the store then opens another.
 */
export class Session {
  readonly settings: SeriesSettings
  readonly memory: Memory = emptyMemory()
  /** For commits; hold `writing` while using it. */
  readonly writer: DuckDBConnection
  /** For closing days and for backups; those exclude each other. */
  readonly upkeep: DuckDBConnection
  readonly writing = new Turns()
  broken = false
  /** The mark of the last change of parts; files of older parts may go when it is past. */
  partsChangedMark = 0
  private readonly instance: DuckDBInstance
  private readonly readers: readonly DuckDBConnection[]
  private readonly pool: Pool<DuckDBConnection>
  private readonly busy = new Set<DuckDBConnection>()
  private running = 0
  private whenIdle: (() => void)[] = []
  private asked = 0
  private readonly asking = new Set<number>()

  constructor(settings: SeriesSettings, instance: DuckDBInstance, connections: readonly DuckDBConnection[]) {
    const [writer, upkeep, ...readers] = connections
    if (!writer || !upkeep) throw new Error('a session needs a writer, an upkeep connection and readers')
    this.settings = settings
    this.instance = instance
    this.writer = writer
    this.upkeep = upkeep
    this.readers = readers
    this.pool = new Pool(readers, settings.queriesWaitingMax)
  }

  path(name: string): string {
    return join(this.settings.directory, name)
  }

  run(connection: DuckDBConnection, sql: string): Promise<void> {
    return this.track(connection, async () => void (await connection.run(sql)))
  }

  select(connection: DuckDBConnection, sql: string): Promise<Rows> {
    return this.track(connection, () => select(connection, sql))
  }

  append(table: string, columns: readonly Column[], count: number): Promise<void> {
    return this.track(this.writer, () => appendRows(this.writer, table, columns, count))
  }

  /**
   * Runs a query in a read-only transaction on a connection of its own. The parts are read inside it, so
   * it sees one state of the store, whatever commits or closes days meanwhile. It is stopped when it takes
   * too long.
   */
  ask<T>(query: (view: View) => Promise<T>): Promise<T> {
    const { queryMsMax, queriesWaitingMax } = this.settings
    const busy = () => seriesError('series.busy', { waitingMax: queriesWaitingMax })
    return this.pool.use(async (connection) => {
      const number = this.asked++
      this.asking.add(number)
      const deadline = interruptAfter(connection, queryMsMax)
      try {
        await this.run(connection, 'BEGIN TRANSACTION READ ONLY')
        const answer = await query({ session: this, connection, parts: await readParts(this, connection) })
        if (deadline.isPast()) throw seriesError('series.slow', { queryMsMax })
        return answer
      } catch (error) {
        if (deadline.isPast()) throw seriesError('series.slow', { queryMsMax })
        throw asSeriesError(error, 'series.query')
      } finally {
        deadline.clear()
        await this.run(connection, 'ROLLBACK').catch(() => undefined)
        this.asking.delete(number)
      }
    }, busy)
  }

  /** What the writer sees; the caller holds `writing`. */
  writerView(): View {
    return { session: this, connection: this.writer, parts: this.memory.parts }
  }

  /** Whether no query is under way or waits. */
  isQuiet(): boolean {
    return this.asking.size === 0 && this.pool.isIdle()
  }

  /** A mark of now, for `isPast`. */
  mark(): number {
    return this.asked
  }

  /** Whether every query that had begun at the mark has ended. */
  isPast(mark: number): boolean {
    for (const number of this.asking) if (number < mark) return false
    return true
  }

  /**
   * A transaction of the writer; the caller holds `writing`. When it fails nothing of it is stored. Where
   * that cannot be ascertained the session is broken, so that memory is read anew from what is durable.
   */
  async transaction(commit: number, work: () => Promise<void>): Promise<void> {
    const revision = this.memory.revision + 1
    try {
      await this.run(this.writer, 'BEGIN')
      await work()
      await this.run(this.writer, `UPDATE state SET revision = ${revision}, "commit" = ${whole(commit)}`)
      await this.run(this.writer, 'COMMIT')
    } catch (error) {
      await this.undo()
      throw asSeriesError(error, 'series.write')
    }
    this.memory.revision = revision
    this.memory.commit = commit
  }

  private async undo(): Promise<void> {
    // DuckDB has already rolled back when the commit itself failed; then this says so, which is no news.
    await this.run(this.writer, 'ROLLBACK').catch(() => undefined)
    try {
      const rows = await this.select(this.writer, 'SELECT revision::DOUBLE FROM state')
      if (numbers(rows, 0)[0] !== this.memory.revision) this.broken = true
    } catch {
      this.broken = true
    }
  }

  /** A second statement on a connection would end the first one unseen, so it is refused. */
  private async track<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
    if (this.broken) throw seriesError('series.write', { reason: 'the database is being reopened' })
    if (this.busy.has(connection)) throw new Error('two statements at once on one connection')
    this.busy.add(connection)
    this.running++
    try {
      return await work()
    } catch (error) {
      if (isFatal(error)) this.broken = true
      throw error
    } finally {
      this.busy.delete(connection)
      this.running--
      if (this.running === 0) for (const wake of this.whenIdle.splice(0)) wake()
    }
  }

  /**
   * Closes the database when the last statement is done. What was committed is in the write-ahead log.
   */
  async end(): Promise<void> {
    this.broken = true
    if (this.running > 0) await new Promise<void>((wake) => this.whenIdle.push(wake))
    for (const connection of [this.writer, this.upkeep, ...this.readers]) connection.closeSync()
    this.instance.closeSync()
  }
}

/** The parts as the connection's transaction sees them. */
export async function readParts(session: Session, connection: DuckDBConnection): Promise<Part[]> {
  const rows = await session.select(
    connection,
    'SELECT part::DOUBLE, day::DOUBLE, days::DOUBLE, "rows"::DOUBLE FROM part ORDER BY part',
  )
  const [days, counts, sizes] = [1, 2, 3].map((index) => numbers(rows, index))
  return Array.from(numbers(rows, 0), (part, i) => {
    const day = Number.isNaN(days![i]) ? null : days![i]!
    return { part, day, days: day === null ? 0 : counts![i]!, rows: sizes![i]! }
  })
}

/**
 * Interrupts a connection again and again once the time is over: an interrupt between two statements stops
 * neither.
 */
function interruptAfter(
  connection: DuckDBConnection,
  waitMs: number,
): { isPast: () => boolean; clear: () => void } {
  let past = false
  const interrupt = () => {
    past = true
    connection.interrupt()
    timer = setTimeout(interrupt, INTERRUPT_AGAIN_MS)
  }
  let timer = setTimeout(interrupt, waitMs)
  return { isPast: () => past, clear: () => clearTimeout(timer) }
}

/** Opens the database file, without yet looking into it. Throws `series.locked` or `series.damaged`. */
export async function connectSession(settings: SeriesSettings): Promise<Session> {
  mkdirSync(join(settings.directory, 'days'), { recursive: true })
  let instance: DuckDBInstance
  try {
    instance = await DuckDBInstance.create(join(settings.directory, 'series.duckdb'), {
      threads: whole(settings.threads),
      memory_limit: `${whole(Math.floor(settings.memoryBytesMax / 1024))}KiB`,
      temp_directory: join(settings.directory, 'spill'),
      preserve_insertion_order: 'false',
      // A checkpoint that meets a full disk invalidates the database, so none may happen inside a commit;
      // the
      // worker checkpoints itself when there is room.
      wal_autocheckpoint: '1TB',
      auto_checkpoint_skip_wal_threshold: '1000000000000',
      // The store never loads code from the network.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
  } catch (error) {
    const reason = messageOf(error)
    const { directory } = settings
    if (/lock/i.test(reason)) throw seriesError('series.locked', { directory, reason })
    if (/No space left/.test(reason)) throw seriesError('series.full', { reason })
    throw seriesError('series.damaged', { directory, reason })
  }
  const connections: DuckDBConnection[] = []
  for (let i = 0; i < settings.queriesMax + 2; i++) connections.push(await instance.connect())
  const session = new Session(settings, instance, connections)
  await session.run(session.writer, 'PRAGMA disable_checkpoint_on_shutdown')
  return session
}
