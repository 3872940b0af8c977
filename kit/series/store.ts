import { backup } from './backup.ts'
import { Commits, checkBatch } from './commit.ts'
import { isSlack } from './compact.ts'
import { bytesFree, bytesOf } from './disk.ts'
import { seriesError } from './fault.ts'
import { changes } from './journal.ts'
import { openSession } from './load.ts'
import { checkpoint, maintain } from './maintain.ts'
import { makeRoom } from './memory.ts'
import type { Appended, SeriesSettings, SeriesStats, Thinned } from './port.ts'
import { buckets, last, raw } from './query.ts'
import { partFiles } from './schema.ts'
import type { Session } from './session.ts'
import { summaries } from './summaries.ts'
import { integers, words } from './table.ts'
import { thin } from './thin.ts'
import { Turns } from './turns.ts'
import type { Calls, PackedBatch } from './wire.ts'

/** After reopening failed, the next attempt waits this long, lest every call read the log anew. */
const REOPEN_MS_MIN = 1000

/** Longest key of a signal. */
const KEY_LENGTH_MAX = 1000

/** The store inside its worker: one session at a time, reopened after a fatal error of the database. */
export class Store {
  private readonly settings: SeriesSettings
  private session: Session
  private reopening: Promise<Session> | null = null
  private renewing: Promise<void> | null = null
  private reopenFailed: { atMs: number; error: unknown } | null = null
  private readonly commits: Commits
  private readonly upkeep = new Turns()
  private stopping: Promise<null> | null = null
  private stopped = false

  constructor(settings: SeriesSettings, session: Session) {
    this.settings = settings
    this.session = session
    this.commits = new Commits(settings, (work) => this.write(work))
  }

  /** The session to use; a broken one is replaced first. */
  private async current(): Promise<Session> {
    await this.renewing
    if (this.stopped) throw seriesError('series.closed', { reason: 'closed' })
    if (!this.session.broken) return this.session
    if (this.reopenFailed && Date.now() - this.reopenFailed.atMs < REOPEN_MS_MIN)
      throw this.reopenFailed.error
    this.reopening ??= this.reopen().finally(() => (this.reopening = null))
    return this.reopening
  }

  /** Runs work in the writer's turn; in that of the new session, when it was replaced meanwhile. */
  private async write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    for (;;) {
      const session = await this.current()
      const done = await session.writing.take(async () =>
        session.broken ? null : { of: await work(session) },
      )
      if (done) return done.of
    }
  }

  /**
   * Opens the database anew when its file is mostly empty, so that the space goes back to the disk; not
   * while queries are under way. What comes meanwhile waits.
   */
  private async giveSpaceBack(): Promise<void> {
    const { session } = this
    if (session.broken || !(await isSlack(session)) || !session.isQuiet()) return
    this.renewing = session.writing.take(async () => {
      const { committedAtMicros } = session.memory
      await session.end()
      // When opening fails, the next call finds the session broken and tries again.
      this.session = await openSession(this.settings).catch(() => session)
      this.session.memory.committedAtMicros = committedAtMicros
    })
    await this.renewing
  }

  private async reopen(): Promise<Session> {
    await this.session.end()
    try {
      this.session = await openSession(this.settings)
      this.reopenFailed = null
      return this.session
    } catch (error) {
      this.reopenFailed = { atMs: Date.now(), error }
      throw error
    }
  }

  limits(): Calls['limits']['answer'] {
    return { queueRowsMax: this.settings.queueRowsMax }
  }

  async resolve(keys: readonly string[]): Promise<Int32Array<ArrayBuffer>> {
    const { seriesOf } = (await this.current()).memory
    const known = (key: string) => seriesOf.has(key)
    if (keys.every(known)) return Int32Array.from(keys, (key) => seriesOf.get(key)!)
    return this.write(async (session) => {
      await addSignals(session, keys)
      return Int32Array.from(keys, (key) => session.memory.seriesOf.get(key)!)
    })
  }

  async append(batch: PackedBatch): Promise<Appended> {
    if (this.stopping) throw seriesError('series.closed', { reason: 'closing' })
    const session = await this.current()
    checkBatch(batch, session.memory.seriesOf.size, this.settings.queueRowsMax)
    return this.commits.push(batch)
  }

  async thinned(series: readonly number[]): Promise<(Thinned | null)[]> {
    const { thinned } = (await this.current()).memory
    return series.map((one) => thinned.get(one) ?? null)
  }

  async offset(source: string): Promise<number | null> {
    return (await this.current()).memory.sources.get(source)?.offset ?? null
  }

  async raw(question: Calls['raw']['ask']): Promise<Calls['raw']['answer']> {
    return raw(await this.current(), question)
  }

  async last({ series, atMicros }: Calls['last']['ask']): Promise<Calls['last']['answer']> {
    return last(await this.current(), series, atMicros)
  }

  async buckets(question: Calls['buckets']['ask']): Promise<Calls['buckets']['answer']> {
    return buckets(await this.current(), question)
  }

  async summaries(question: Calls['summaries']['ask']): Promise<Calls['summaries']['answer']> {
    return summaries(await this.current(), question)
  }

  async changes({ afterCommit, limit }: Calls['changes']['ask']): Promise<Calls['changes']['answer']> {
    return changes(await this.current(), afterCommit, limit)
  }

  maintain(nowMicros: number): Promise<null> {
    return this.upkeep.take(async () => {
      if (!Number.isSafeInteger(nowMicros)) throw seriesError('series.batch', { reason: 'nowMicros' })
      await maintain(await this.current(), nowMicros)
      await this.giveSpaceBack()
      return null
    })
  }

  thin(question: Calls['thin']['ask']): Promise<Calls['thin']['answer']> {
    return this.upkeep.take(async () => thin(await this.current(), question))
  }

  backup(directory: string): Promise<null> {
    return this.upkeep.take(async () => {
      await backup(await this.current(), directory)
      return null
    })
  }

  async stats(): Promise<SeriesStats> {
    const session = await this.current()
    const { memory } = session
    const path = (name: string) => session.path(name)
    let [days, parquetBytes] = [0, 0]
    for (const part of memory.parts) {
      if (part.day === null) continue
      days += part.days
      for (const name of Object.values(partFiles(part.day, part.part))) parquetBytes += bytesOf(path(name))
    }
    return {
      series: memory.seriesOf.size,
      points: memory.hotPoints + memory.closedPoints,
      hotPoints: memory.hotPoints,
      days,
      databaseBytes: bytesOf(path('series.duckdb')),
      logBytes: bytesOf(path('series.duckdb.wal')),
      parquetBytes,
      commit: memory.commit,
      committedAtMicros: memory.committedAtMicros,
      waitingPoints: this.commits.waitingRows,
      bytesFree: await bytesFree(this.settings.directory),
      isFull: this.commits.isFull,
      journalEntries: memory.journalEntries,
    }
  }

  /** Commits what waits, folds the log and closes the database. */
  stop(): Promise<null> {
    this.stopping ??= this.commits.flush().then(() =>
      this.upkeep.take(async () => {
        const { session } = this
        if (!session.broken) await session.writing.take(() => checkpoint(session, 1))
        this.stopped = true
        await session.end()
        return null
      }),
    )
    return this.stopping
  }
}

/** Gives keys their numbers, durably. The caller holds `writing`. */
async function addSignals(session: Session, keys: readonly string[]): Promise<void> {
  const { memory } = session
  const fresh = [...new Set(keys)].filter((key) => !memory.seriesOf.has(key))
  if (fresh.some((key) => key.length > KEY_LENGTH_MAX)) throw seriesError('series.batch', { reason: 'key' })
  if (fresh.length === 0) return
  const first = memory.seriesOf.size + 1
  const numbers = Int32Array.from(fresh, (_, i) => first + i)
  await session.transaction(memory.commit, () =>
    session.append('signal', [integers(numbers), words(fresh, fresh.length)], fresh.length),
  )
  for (const [i, key] of fresh.entries()) memory.seriesOf.set(key, numbers[i]!)
  makeRoom(memory)
}
