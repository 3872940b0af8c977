import { mkdir, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { microsOf } from '../micros.ts'
import * as store from '../store/exports.ts'
import type { FileJob } from './export-file.ts'
import type { ExportTold, ExportWork } from './export-worker.ts'

/** Files are there for so long. */
export const keptDays = 7
const dayMs = 86_400_000
const tidyMs = 3_600_000

export type Exporter = {
  /** Something waits. */
  wake(): void
  /** One is not to go on. */
  cancel(exportId: string): void
  stop(): Promise<void>
}

const running = new WeakMap<House, Exporter>()

/** The exporter of a running house; null before it was started. */
export function exporterOf(house: House): Exporter | null {
  return running.get(house) ?? null
}

export function exportPath(house: House, { id, format }: Pick<store.ExportRow, 'id' | 'format'>): string {
  return join(resolve(house.config.DATA_DIR), 'exports', `${id}.${format}`)
}

/**
 * Makes the files that people asked for, one after the other, each in a thread of its own. What ran when the
 * program ended begins anew at its next start.
 */
export function startExporting(house: House): () => Promise<void> {
  let current: { id: string; worker: Worker } | null = null
  let isStopped = false
  let working = Promise.resolve()

  async function round(): Promise<void> {
    for (;;) {
      const row = isStopped ? null : await take(house)
      if (!row) return
      const work = await workOf(house, row)
      const worker = new Worker(new URL('./export-worker.ts', import.meta.url), {
        workerData: work,
        transferList: [work.series],
      })
      current = { id: row.id, worker }
      const told = await follow(house, row, worker)
      current = null
      if (!isStopped) await end(house, row, told)
    }
  }

  function wake(): void {
    working = working.then(round).catch((error: unknown) => house.log.error({ err: error }, 'export'))
  }

  // Never while a file is being written, so that it is not taken for one that nothing knows.
  function tidyUp(): void {
    working = working
      .then(() => tidy(house))
      .catch((error: unknown) => house.log.error({ err: error }, 'exports'))
  }

  const timer = setInterval(tidyUp, tidyMs)
  timer.unref()
  working = house.act(systemCaller, ({ sql }) => store.beginAnew(sql))
  tidyUp()
  wake()
  running.set(house, {
    wake,
    cancel: (exportId) => void (current?.id === exportId && current.worker.postMessage('cancel')),
    async stop() {
      isStopped = true
      clearInterval(timer)
      current?.worker.postMessage('cancel')
      await working
    },
  })
  return () => running.get(house)!.stop()
}

function take(house: House) {
  return house.act(systemCaller, ({ sql, now }) => store.takeExport(sql, now))
}

/** Lets go of files whose time is over, and of those that nothing knows. */
export async function tidy(house: House): Promise<void> {
  const folder = join(resolve(house.config.DATA_DIR), 'exports')
  await mkdir(folder, { recursive: true })
  await house.act(systemCaller, ({ sql, now }) => store.expireExports(sql, now))
  const known = new Set(await house.act(systemCaller, ({ sql }) => store.doneExports(sql)))
  for (const name of await readdir(folder)) {
    if (!known.has(name.split('.')[0] ?? '')) await rm(join(folder, name), { recursive: true, force: true })
  }
}

async function workOf(house: House, row: store.ExportRow): Promise<ExportWork> {
  const { kind, format, question, organisationId } = row
  const found = await house.act(systemCaller, ({ sql }) =>
    store.signalsToExport(sql, organisationId, question.tags),
  )
  const numbers = await house.series.resolve(found.map(({ id }) => id))
  const job: FileJob = {
    kind,
    format,
    signals: found.map((signal, index) => ({ ...signal, number: numbers[index] ?? 0 })),
    fromMicros: microsOf(question.from),
    toMicros: microsOf(question.to),
    intervalMicros: (question.intervalMs ?? 0) * 1000,
    aggregates: question.aggregates ?? [],
    isStepped: question.isStepped ?? true,
  }
  return { series: house.series.connect(), job, path: exportPath(house, row) }
}

/** Keeps how far one is until its thread ends; answers how it ended. */
async function follow(house: House, row: store.ExportRow, worker: Worker): Promise<ExportTold> {
  const lost = (detail: string): ExportTold => ({ kind: 'failed', code: 'failed', detail })
  const ends: ExportTold[] = []
  let noting = Promise.resolve()
  worker.on('message', (told: ExportTold) => {
    if (told.kind !== 'progress') return void ends.push(told)
    noting = noting
      .then(async () => {
        const goesOn = await house.act(systemCaller, ({ sql }) => store.noteProgress(sql, row.id, told))
        if (!goesOn) worker.postMessage('cancel')
        publish(house, row.organisationId)
      })
      .catch((error: unknown) => house.log.error({ err: error }, 'export progress'))
  })
  worker.on('error', (error) => {
    ends.push(lost(error instanceof Error ? error.message : String(error)))
  })
  await new Promise<void>((done) => worker.once('exit', () => done()))
  await noting
  return ends.at(-1) ?? lost('the thread ended')
}

async function end(house: House, row: store.ExportRow, told: ExportTold): Promise<void> {
  if (told.kind === 'failed') house.log.error({ exportId: row.id, detail: told.detail }, 'export failed')
  const isKept = await house.act(systemCaller, async (ctx) => {
    const at = ctx.now
    const expiresAt = new Date(at.getTime() + keptDays * dayMs)
    if (told.kind === 'done') {
      const { rows, bytes } = told
      const isOpen = await store.endExport(ctx.sql, row.id, { state: 'done', at, rows, bytes, expiresAt })
      if (isOpen) await tell(ctx, row, 'factory.notice.exportDone')
      return isOpen
    }
    if (told.kind === 'cancelled') return store.endExport(ctx.sql, row.id, { state: 'cancelled', at })
    const failure = told.kind === 'failed' ? told.code : 'failed'
    if (await store.endExport(ctx.sql, row.id, { state: 'failed', at, failure }))
      await tell(ctx, row, 'factory.notice.exportFailed')
    return false
  })
  // Cancelled at the last moment: its file goes.
  if (told.kind === 'done' && !isKept) await rm(exportPath(house, row), { force: true })
  publish(house, row.organisationId)
}

async function tell(ctx: Ctx, row: store.ExportRow, word: string): Promise<void> {
  await ctx.notify({ to: { people: [row.personId] }, word, blanks: {}, link: '/factory/exports' })
}

function publish(house: House, organisationId: string): void {
  house.publish({ name: 'factory.exports', may: 'factory.write', organisationId }, {})
}
