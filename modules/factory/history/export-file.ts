import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Aggregate, Result } from '@ronghe/aggregate'
import { openParquet, type ParquetColumn, type Series } from '@ronghe/kit/series'
import { csvLine } from '@ronghe/kit/sheet'
import { isoOf } from '../micros.ts'
import { qualityName } from '../states/signals.ts'
import { aggregatesOf } from './aggregates.ts'
import { approximateBefore } from './approximate.ts'

export type FileSignal = {
  number: number
  machineCode: string
  machineName: string
  name: string
  unit: string | null
  scale: number
  shift: number
}

export type FileJob = {
  kind: 'points' | 'aggregates'
  format: 'parquet' | 'csv'
  signals: readonly FileSignal[]
  fromMicros: number
  toMicros: number
  intervalMicros: number
  aggregates: readonly Aggregate[]
  isStepped: boolean
}

export type FileWatch = {
  told(progress: number, rows: number): void
  isCancelled(): boolean
}

/** Most rows of one file. */
const fileRowsMax = 500_000_000
/** Rows that are in memory at a time. */
const pieceRowsMax = 100_000
const intervalsMax = 20_000

const qualities = ['good', 'bad', 'stale'] as const
/** Approximate: the interval cuts through what points were thinned to. */
const bases = ['exact', 'approximate'] as const
const statuses = ['good', 'uncertain', 'bad', 'noData'] as const

/** Columns of the same length, as the file has them. */
type Piece = {
  columns: (Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | (string | null)[])[]
  count: number
}

/** What a writer of a format does. */
type Sink = {
  append(piece: Piece): Promise<void>
  /** Answers the bytes of the file. */
  finish(): Promise<number>
  discard(): Promise<void>
}

/**
 * Writes history into a file, signal by signal in the order of time, in memory that does not grow with it.
 * Null when it was cancelled; then, and when it fails, nothing is left behind. Throws what the store throws;
 * `tooMuch` where it would have more rows than a file may have.
 */
export async function writeFile(
  series: Series,
  job: FileJob,
  path: string,
  watch: FileWatch,
): Promise<{ rows: number; bytes: number } | null> {
  const columns = columnsOf(job)
  const sink =
    job.format === 'csv' ? await openCsv(path, columns) : await openParquet(path, columns).then(over)
  let rows = 0
  try {
    for (const [index, signal] of job.signals.entries()) {
      const pieces = job.kind === 'points' ? pointPieces(series, job, signal) : sumPieces(series, job, signal)
      for await (const { piece, reached } of pieces) {
        if (watch.isCancelled()) {
          await sink.discard()
          return null
        }
        rows += piece.count
        if (rows > fileRowsMax) throw new Error('tooMuch')
        const named = new Int32Array(piece.count).fill(index)
        await sink.append({ columns: [named, named, named, named, ...piece.columns], count: piece.count })
        const share = (reached - job.fromMicros) / (job.toMicros - job.fromMicros)
        watch.told((index + Math.min(share, 1)) / job.signals.length, rows)
      }
    }
  } catch (error) {
    await sink.discard()
    throw error
  }
  return { rows, bytes: await sink.finish() }
}

function columnsOf({ kind, signals, aggregates }: FileJob): ParquetColumn[] {
  const choice = (name: string, of: (signal: FileSignal) => string | null): ParquetColumn => {
    return { name, kind: 'choice', choices: signals.map((signal) => of(signal) ?? '') }
  }
  const named = [
    choice('machine_code', (one) => one.machineCode),
    choice('machine_name', (one) => one.machineName),
    choice('signal', (one) => one.name),
    choice('unit', (one) => one.unit),
  ]
  if (kind === 'points') {
    return [
      ...named,
      { name: 'time', kind: 'time' },
      { name: 'value', kind: 'number' },
      { name: 'text', kind: 'words' },
      { name: 'quality', kind: 'choice', choices: qualities },
    ]
  }
  const sums = aggregates.flatMap((name): ParquetColumn[] => [
    { name: columnName(name), kind: 'number' },
    { name: `${columnName(name)}_status`, kind: 'choice', choices: statuses },
  ])
  return [
    ...named,
    { name: 'time', kind: 'time' },
    ...sums,
    { name: 'basis', kind: 'choice', choices: bases },
  ]
}

/** `timeAverage2` as `time_average2`. */
function columnName(aggregate: Aggregate): string {
  return aggregate.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

type Reached = { piece: Piece; reached: number }

async function* pointPieces(series: Series, job: FileJob, signal: FileSignal): AsyncGenerator<Reached> {
  const { toMicros } = job
  for (let fromMicros = job.fromMicros; fromMicros < toMicros; ) {
    const found = await series.raw({ series: signal.number, fromMicros, toMicros, limit: pieceRowsMax })
    const count = found.timeMicros.length
    const isLast = count < pieceRowsMax
    const reached = isLast ? toMicros : (found.timeMicros[count - 1] ?? toMicros) + 1
    const { timeMicros, text } = found
    const value = found.value.map((one) => one * signal.scale + signal.shift)
    const quality = Int32Array.from(found.quality, (one) => qualities.indexOf(qualityName(one)))
    const columns = [Float64Array.from(timeMicros), Float64Array.from(value), text, quality]
    yield { piece: { columns, count }, reached }
    fromMicros = reached
  }
}

async function* sumPieces(series: Series, job: FileJob, signal: FileSignal): AsyncGenerator<Reached> {
  const { toMicros, intervalMicros, aggregates, isStepped } = job
  const width = intervalMicros * intervalsMax
  const [before = null] = await approximateBefore(series, [signal.number], job)
  for (let fromMicros = job.fromMicros; fromMicros < toMicros; fromMicros += width) {
    const reached = Math.min(fromMicros + width, toMicros)
    const question = { fromMicros, toMicros: reached, intervalMicros, aggregates, isStepped }
    const [results = []] = await aggregatesOf(series, [signal], question)
    const times = Float64Array.from(results[0] ?? [], ({ at }) => at)
    const basis = Int32Array.from(times, (at) => (before !== null && at / 1000 < before ? 1 : 0))
    const columns = [times, ...results.flatMap(sumColumns), basis]
    yield { piece: { columns, count: times.length }, reached }
  }
}

function sumColumns(results: readonly Result[]) {
  return [
    Float64Array.from(results, ({ value }) => value ?? Number.NaN),
    Int32Array.from(results, ({ status }) => statuses.indexOf(status)),
  ]
}

function over(file: Awaited<ReturnType<typeof openParquet>>): Sink {
  return {
    append: ({ columns, count }) => file.append(columns, count),
    finish: () => file.finish(),
    discard: () => file.discard(),
  }
}

/** CSV with a byte order mark, so that spreadsheets read Chinese; times as ISO 8601 in UTC. */
async function openCsv(path: string, columns: readonly ParquetColumn[]): Promise<Sink> {
  const temporary = `${path}.temporary`
  await mkdir(dirname(path), { recursive: true })
  const stream = createWriteStream(temporary)
  const failed = new Promise<never>((_resolve, reject) => stream.once('error', reject))
  failed.catch(() => {})
  stream.write(`\uFEFF${csvLine(columns.map(({ name }) => name))}`)
  return {
    async append({ columns: values, count }) {
      for (let from = 0; from < count; from += 5000) {
        let text = ''
        for (let row = from; row < Math.min(from + 5000, count); row++) {
          text += csvLine(columns.map((column, index) => cellOf(column, values[index]![row] ?? null)))
        }
        if (!stream.write(text)) {
          await Promise.race([failed, new Promise<void>((resolve) => stream.once('drain', () => resolve()))])
        }
      }
    },
    async finish() {
      stream.end()
      await Promise.race([failed, finished(stream)])
      const handle = await open(temporary, 'r')
      await handle.sync().finally(() => handle.close())
      await rename(temporary, path)
      return (await stat(path)).size
    },
    async discard() {
      stream.destroy()
      await rm(temporary, { force: true })
    },
  }
}

function cellOf(column: ParquetColumn, value: number | string | null): string | number {
  if (value === null || Number.isNaN(value)) return ''
  if (column.kind === 'choice') return column.choices[value as number] ?? ''
  return column.kind === 'time' ? isoOf(value as number) : value
}
