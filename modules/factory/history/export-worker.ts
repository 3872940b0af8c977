import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '@ronghe/kit/clock'
import { SeriesError, seriesOver } from '@ronghe/kit/series'
import { type FileJob, writeFile } from './export-file.ts'

/** What the thread is given: the store, what to write, and where. */
export type ExportWork = { series: MessagePort; job: FileJob; path: string }
export type ExportTold =
  | { kind: 'progress'; progress: number; rows: number }
  | { kind: 'done'; rows: number; bytes: number }
  | { kind: 'cancelled' }
  | { kind: 'failed'; code: string; detail: string }

/** Progress is told at most so often. */
const tellMs = 500

const { series: port, job, path } = workerData as ExportWork
const series = seriesOver(port)
let isCancelled = false
let toldMs = 0
const tell = (told: ExportTold) => parentPort?.postMessage(told)

parentPort?.on('message', () => {
  isCancelled = true
})

try {
  const written = await writeFile(series, job, path, {
    isCancelled: () => isCancelled,
    told(progress, rows) {
      const nowMs = systemClock.now().getTime()
      if (nowMs - toldMs < tellMs) return
      toldMs = nowMs
      tell({ kind: 'progress', progress, rows })
    },
  })
  tell(written ? { kind: 'done', ...written } : { kind: 'cancelled' })
} catch (error) {
  const detail = error instanceof Error ? error.message : String(error)
  tell({ kind: 'failed', code: codeOf(error, detail), detail })
}
await series.close()
parentPort?.close()

/** Why it failed, as people are told (`factory.value.exportFailure.<code>`). */
function codeOf(error: unknown, detail: string): string {
  const isFull = error instanceof SeriesError ? error.code === 'series.full' : /ENOSPC/.test(detail)
  if (isFull) return 'diskFull'
  return detail === 'tooMuch' ? 'tooMuch' : 'failed'
}
