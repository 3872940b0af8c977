import { SeriesError, seriesError } from './fault.ts'
import { trimJournal } from './journal.ts'
import { checkpoint } from './maintain.ts'
import { activePart } from './memory.ts'
import type { Appended, SeriesSettings } from './port.ts'
import { DAY_MICROS, hotTable } from './schema.ts'
import { type Draft, screen } from './screen.ts'
import type { Session } from './session.ts'
import { bigIntegers, doubles, integers, smallIntegers, whole, words } from './table.ts'
import type { PackedBatch } from './wire.ts'

/** Longest word a point may hold. */
const TEXT_LENGTH_MAX = 10_000

/** Runs work in the writer's turn. */
type Writing = <T>(work: (session: Session) => Promise<T>) => Promise<T>

type Waiting = { batch: PackedBatch; resolve: (appended: Appended) => void; reject: (error: unknown) => void }

/**
 * The queue of batches, and its committing in groups by time: one flush to disk serves all that came
 * meanwhile.
 */
export class Commits {
  private readonly settings: SeriesSettings
  private readonly writing: Writing
  private waiting: Waiting[] = []
  private timer: NodeJS.Timeout | null = null
  private draining: Promise<void> | null = null
  waitingRows = 0
  /** Whether the last commit found the disk full. */
  isFull = false

  constructor(settings: SeriesSettings, writing: Writing) {
    this.settings = settings
    this.writing = writing
  }

  push(batch: PackedBatch): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, resolve, reject })
      this.waitingRows += batch.series.length
      if (this.waitingRows >= this.settings.commitRowsMax) this.drain()
      else this.arm()
    })
  }

  /** Commits all that waits. */
  async flush(): Promise<void> {
    while (this.waiting.length > 0 || this.draining) {
      this.drain()
      await this.draining
    }
  }

  private arm(): void {
    this.timer ??= setTimeout(() => this.drain(), this.settings.commitMsMax)
  }

  private drain(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.draining ??= this.commitGroups().finally(() => {
      this.draining = null
      if (this.waiting.length > 0) this.arm()
    })
  }

  private async commitGroups(): Promise<void> {
    do {
      const group = this.nextGroup()
      try {
        await this.writing((session) => commitGroup(session, group))
        this.isFull = false
        await this.writing(tidy)
      } catch (error) {
        this.isFull = error instanceof SeriesError && error.code === 'series.full'
        // Those already resolved take no notice.
        for (const one of group) one.reject(error)
      }
    } while (this.waitingRows >= this.settings.commitRowsMax)
  }

  /** As many whole batches as fit into a commit, at least one. */
  private nextGroup(): Waiting[] {
    let rows = 0
    let count = 0
    for (const { batch } of this.waiting) {
      if (count > 0 && rows + batch.series.length > this.settings.commitRowsMax) break
      rows += batch.series.length
      count++
    }
    this.waitingRows -= rows
    return this.waiting.splice(0, count)
  }
}

/** Refuses what must not reach the disk. Throws `series.batch` or `series.unknown`. */
export function checkBatch(batch: PackedBatch, keys: number, rowsMax: number): void {
  const { series, timeMicros, value, quality, texts, offset, offsetBefore, source } = batch
  const rows = series.length
  const refuse = (reason: string) => seriesError('series.batch', { reason: `${source}: ${reason}` })
  if (timeMicros.length !== rows || value.length !== rows || quality.length !== rows)
    throw refuse('lengths differ')
  if (batch.textCount !== rows) throw refuse('lengths differ')
  if (rows > rowsMax) throw refuse(`more than ${rowsMax} points`)
  if (offset !== null && !(Number.isSafeInteger(offset) && offset >= 0)) throw refuse('offset')
  if (offsetBefore !== null && !Number.isSafeInteger(offsetBefore)) throw refuse('offsetBefore')
  if (source.length > TEXT_LENGTH_MAX) throw refuse('source too long')
  if (texts?.words.some((word) => word.length > TEXT_LENGTH_MAX))
    throw refuse(`text beyond ${TEXT_LENGTH_MAX}`)
  for (let i = 0; i < rows; i++) {
    if (!(series[i]! >= 1 && series[i]! <= keys)) throw seriesError('series.unknown', { series: series[i]! })
    const time = timeMicros[i]!
    if (!(Number.isSafeInteger(time) && time >= 0)) throw refuse(`time ${time}`)
  }
}

/** Keeps log and journal within bounds between the calls of `maintain`. */
async function tidy(session: Session): Promise<void> {
  const { journalRowsMax, logBytesMax } = session.settings
  if (session.memory.journalEntries > 2 * journalRowsMax) await trimJournal(session)
  await checkpoint(session, logBytesMax)
}

async function commitGroup(session: Session, group: readonly Waiting[]): Promise<void> {
  const { memory } = session
  const { accepted, offsets } = follow(session, group)
  const batches = accepted.map(({ batch }) => batch)
  const draft = await screen(session, batches)
  if (draft.count > 0 || offsets.size > 0) {
    const commit = memory.commit + 1
    const changes = changesOf(draft)
    await session.transaction(commit, async () => {
      await storePoints(session, draft)
      await storeChanges(session, commit, changes)
      await storeOffsets(session, offsets)
    })
    learn(session, draft, offsets)
    memory.journalEntries += changes.series.length
    memory.committedAtMicros = Date.now() * 1000
  }
  accepted.forEach(({ batch, resolve }, b) => {
    const stored = draft.stored[b]!
    resolve({ commit: memory.commit, stored, duplicates: batch.series.length - stored })
  })
}

/**
 * The batches that follow on what is committed, and the offsets they lead to. One that comes after a gap
 * is refused; an offset that would go back is a repetition and changes nothing.
 */
function follow(
  session: Session,
  group: readonly Waiting[],
): { accepted: Waiting[]; offsets: Map<string, number> } {
  const offsets = new Map<string, number>()
  const accepted = group.filter(({ batch: { source, offset, offsetBefore }, reject }) => {
    const had = offsets.get(source) ?? session.memory.sources.get(source)?.offset
    if (offsetBefore !== null && offsetBefore > (had ?? 0)) {
      reject(seriesError('series.gap', { source, committed: had ?? 0, offsetBefore }))
      return false
    }
    if (offset !== null && (had === undefined || offset > had)) offsets.set(source, offset)
    return true
  })
  return { accepted, offsets }
}

async function storePoints(session: Session, draft: Draft): Promise<void> {
  const { count } = draft
  const columns = [
    integers(draft.series),
    bigIntegers(draft.timeMicros.subarray(0, count)),
    doubles(draft.value.subarray(0, count)),
    words(draft.text, count),
    smallIntegers(draft.quality),
  ]
  await session.append(hotTable(activePart(session.memory)), columns, count)
}

type ChangeColumns = { series: number[]; first: number[]; last: number[]; points: number[] }

/**
 * Fresh points make one stretch per series; late ones one per series and day, lest a single one widen it
 * to years.
 */
function changesOf(draft: Draft): ChangeColumns {
  const changes: ChangeColumns = { series: [], first: [], last: [], points: [] }
  const entryOf = new Int32Array(draft.newestMicros.length).fill(-1)
  const lateEntryOf = new Map<number, number>()
  for (let row = 0; row < draft.count; row++) {
    const series = draft.series[row]!
    const time = draft.timeMicros[row]!
    const lateKey = series * 200_000 + Math.floor(time / DAY_MICROS)
    let entry = row < draft.fresh ? entryOf[series]! : (lateEntryOf.get(lateKey) ?? -1)
    if (entry < 0) {
      entry = changes.series.push(series) - 1
      changes.first.push(time)
      changes.last.push(time)
      changes.points.push(0)
      if (row < draft.fresh) entryOf[series] = entry
      else lateEntryOf.set(lateKey, entry)
    }
    if (time < changes.first[entry]!) changes.first[entry] = time
    if (time > changes.last[entry]!) changes.last[entry] = time
    changes.points[entry]!++
  }
  return changes
}

async function storeChanges(session: Session, commit: number, changes: ChangeColumns): Promise<void> {
  const count = changes.series.length
  const columns = [
    bigIntegers(new Float64Array(count).fill(commit)),
    integers(Int32Array.from(changes.series)),
    bigIntegers(Float64Array.from(changes.first)),
    bigIntegers(Float64Array.from(changes.last)),
    bigIntegers(Float64Array.from(changes.points)),
  ]
  await session.append('change', columns, count)
}

async function storeOffsets(session: Session, offsets: Map<string, number>): Promise<void> {
  const { sources } = session.memory
  const known: string[] = []
  const fresh: [string, number][] = []
  for (const [key, offset] of offsets) {
    const source = sources.get(key)
    if (source) known.push(`(${source.source}, ${whole(offset)})`)
    else fresh.push([key, offset])
  }
  if (known.length > 0) {
    await session.run(
      session.writer,
      `UPDATE source SET "offset" = moved.o FROM (VALUES ${known.join(', ')}) AS moved(s, o)
       WHERE source = moved.s`,
    )
  }
  const columns = [
    integers(Int32Array.from(fresh, (_, i) => sources.size + 1 + i)),
    words(
      fresh.map(([key]) => key),
      fresh.length,
    ),
    bigIntegers(Float64Array.from(fresh, ([, offset]) => offset)),
  ]
  await session.append('source', columns, fresh.length)
}

/** Brings memory up to what has just become durable. */
function learn(session: Session, draft: Draft, offsets: Map<string, number>): void {
  const { memory } = session
  memory.newestMicros = draft.newestMicros
  memory.hotPoints += draft.count
  for (let row = 0; row < draft.fresh; row++) {
    const series = draft.series[row]!
    memory.known[series] = 1
    memory.value[series] = draft.value[row]!
    memory.quality[series] = draft.quality[row]!
    memory.text[series] = draft.text ? draft.text[row]! : null
  }
  for (const [key, offset] of offsets) {
    const source = memory.sources.get(key)
    if (source) source.offset = offset
    else memory.sources.set(key, { source: memory.sources.size + 1, offset })
  }
}
