import { realpath } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Observation, observe, type TagDefinition, type TagType } from '../../observation.ts'
import { messageOf, ReasonError, reason } from '../../reason.ts'
import type { Adapter, Description, Note, Sink } from '../adapter.ts'
import { scaled } from '../scale.ts'
import { type Line, type LineReader, lineReader } from './lines.ts'
import type { FileConfig, FileTag } from './schema.ts'
import { Tail } from './tail.ts'

/** Lines at the beginning by which the kinds of values are told where the configuration does not say. */
const sampleLinesMax = 1000
const linesPerChunk = 500

/** Where reading is: behind which byte, and, of times moved to now, which time of the file is now. */
type Replay = { fileMicros: number; startMs: number; startMicros: number }

/**
 * A recording: read as it stands (back-fill; what is appended later is read too) or played again as if it
 * happened now, at its pace or faster, once or over and over.
 */
export class FileAdapter implements Adapter {
  readonly #config: FileConfig
  readonly #directory: string
  readonly #note: Note
  #tail: Tail | undefined
  #read: LineReader
  #tags = new Map<string, FileTag & { type: TagType }>()
  #told = 0

  constructor(config: FileConfig, context: { directory: string; note: Note }) {
    this.#config = config
    this.#directory = context.directory
    this.#note = context.note
    this.#read = lineReader(config)
  }

  async describe(): Promise<Description> {
    this.#tail = await openInside(this.#directory, this.#config.path)
    const lines = await this.#sample()
    this.#tags = new Map(tagsOf(this.#config, lines).map((tag) => [tag.column ?? tag.name, tag]))
    if (this.#tags.size === 0) throw new ReasonError('edge.file.empty', { path: this.#config.path })
    return { tags: [...this.#tags.values()].map(definitionOf), values: [] }
  }

  /** History is read as fast as the buffer takes it; a recording that is played now has none. */
  async catchUp(sink: Sink, signal: AbortSignal): Promise<void> {
    const at = Number(sink.position()?.byte ?? 0)
    await this.#begin(at)
    if (this.#config.times === 'now') {
      if (sink.position()) sink.gap(reason('edge.file.gap'))
      return
    }
    while (!signal.aborted && (await this.#readChunk(sink, signal)));
  }

  async follow(sink: Sink, signal: AbortSignal): Promise<void> {
    if (this.#config.times === 'now') return this.#play(sink, signal)
    const { intervalMs = 1000 } = this.#config
    for (;;) {
      sink.heard()
      if (await this.#open.isReplaced()) {
        this.#note(reason('edge.file.replaced', { path: this.#config.path }))
        await this.#begin(0)
      }
      while (await this.#readChunk(sink, signal)) sink.heard()
      await wait(intervalMs, undefined, { signal })
    }
  }

  async close(): Promise<void> {
    const closing = this.#tail
    this.#tail = undefined
    await closing?.close()
  }

  get #open(): Tail {
    if (!this.#tail) throw new ReasonError('edge.file.closed')
    return this.#tail
  }

  async #sample(): Promise<Line[]> {
    const lines = await this.#open.next()
    this.#read = lineReader(this.#config)
    return lines.slice(0, sampleLinesMax).flatMap(({ text }) => this.#read(text) ?? [])
  }

  /** Goes to a place behind a line; the heading of a CSV file is read in any case. */
  async #begin(at: number): Promise<void> {
    this.#read = lineReader(this.#config)
    const tail = this.#open
    tail.seek(0)
    if (at === 0) return
    if (this.#config.format === 'csv') this.#read((await tail.next())[0]?.text ?? '')
    tail.seek(at)
  }

  /** False at the end of what there is. */
  async #readChunk(sink: Sink, signal: AbortSignal): Promise<boolean> {
    await sink.room(signal)
    signal.throwIfAborted()
    const lines = await this.#open.next()
    for (let from = 0; from < lines.length; from += linesPerChunk) {
      const part = lines.slice(from, from + linesPerChunk)
      const observations = part.flatMap(({ text }) => this.#observations(text))
      const byte = part.at(-1)?.endAt ?? 0
      sink.take({ observations, position: { byte }, atMicros: newestOf(observations) })
    }
    return lines.length > 0
  }

  async #play(sink: Sink, signal: AbortSignal): Promise<void> {
    let replay: Replay | undefined
    for (let isEmpty = true; ; ) {
      const lines = await this.#open.next()
      for (const { text, endAt } of lines) {
        const said = this.#observations(text)
        const [first] = said
        if (!first) continue
        isEmpty = false
        replay ??= startOf(first.timeMicros)
        const shiftMicros = await this.#due(replay, first.timeMicros, sink, signal)
        const observations = said.map((one) => ({ ...one, timeMicros: shiftMicros }))
        sink.take({ observations, position: { byte: endAt }, atMicros: shiftMicros })
      }
      if (lines.length > 0) continue
      if (isEmpty) throw new ReasonError('edge.file.empty', { path: this.#config.path })
      if (!this.#config.loop) return this.#rest(sink, signal)
      await this.#begin(0)
      replay = undefined
    }
  }

  /** Waits until a time of the file is due; answers the time it has now. */
  async #due(replay: Replay, fileMicros: number, sink: Sink, signal: AbortSignal): Promise<number> {
    const { speed = 1 } = this.#config
    const sinceMicros = Math.max(fileMicros - replay.fileMicros, 0) / speed
    let restMs = replay.startMs + sinceMicros / 1000 - performance.now()
    while (restMs > 1) {
      await wait(Math.min(restMs, 1000), undefined, { signal })
      sink.heard()
      restMs = replay.startMs + sinceMicros / 1000 - performance.now()
    }
    signal.throwIfAborted()
    return Math.round(replay.startMicros + sinceMicros)
  }

  /** Played to the end: the last values hold, and that is no lost connection. */
  async #rest(sink: Sink, signal: AbortSignal): Promise<void> {
    this.#note(reason('edge.file.ended', { path: this.#config.path }))
    for (;;) {
      sink.heard()
      await wait(1000, undefined, { signal })
    }
  }

  #observations(text: string): Observation[] {
    if (text.trim() === '') return []
    const line = this.#read(text)
    if (!line) return []
    if (Number.isNaN(line.timeMicros)) {
      if (this.#told++ === 0) this.#note(reason('edge.file.noTime', { line: text.slice(0, 80) }))
      return []
    }
    return [...line.values].flatMap(([column, raw]) => {
      const tag = this.#tags.get(column)
      return tag ? [observe(tag.name, tag.type, line.timeMicros, scaled(tag, tag.type, raw))] : []
    })
  }
}

/** A file below the folder, links followed: a configuration must not reach another one. */
async function openInside(directory: string, path: string): Promise<Tail> {
  try {
    const [folder, file] = [await realpath(directory), await realpath(join(directory, path))]
    if (relative(folder, file).startsWith('..')) throw new Error('outside')
    return await Tail.open(file)
  } catch (error) {
    throw new ReasonError('edge.file.unreadable', { path: join(directory, path), message: messageOf(error) })
  }
}

function tagsOf(config: FileConfig, lines: readonly Line[]): (FileTag & { type: TagType })[] {
  const seen = new Map<string, unknown[]>()
  for (const { values } of lines) {
    for (const [column, value] of values) seen.set(column, [...(seen.get(column) ?? []), value].slice(-20))
  }
  const tags = config.tags === 'all' ? [...seen.keys()].map((name): FileTag => ({ name })) : config.tags
  return tags.map((tag) => {
    const type = tag.type ?? typeOf(seen.get(tag.column ?? tag.name) ?? [])
    return { ...tag, type: type as TagType }
  })
}

function typeOf(values: readonly unknown[]): TagType {
  const known = values.filter((value) => value !== null)
  if (known.length > 0 && known.every((value) => typeof value === 'boolean')) return 'boolean'
  const isNumber = (value: unknown) => Number.isFinite(Number(value)) && String(value).trim() !== ''
  return known.length > 0 && known.every(isNumber) ? 'number' : 'text'
}

function definitionOf(tag: FileTag & { type: TagType }): TagDefinition {
  return { name: tag.name, type: tag.type, unit: tag.unit ?? '' }
}

function newestOf(observations: readonly Observation[]): number {
  return observations.reduce((newest, { timeMicros }) => Math.max(newest, timeMicros), 0)
}

function startOf(fileMicros: number): Replay {
  return { fileMicros, startMs: performance.now(), startMicros: Date.now() * 1000 }
}
