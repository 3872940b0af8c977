import { mkdirSync } from 'node:fs'
import { MessageChannel, Worker } from 'node:worker_threads'
import { claim, clearOldClaims } from './claim.ts'
import { Caller, seriesOf } from './client.ts'
import { SeriesError } from './fault.ts'
import type { Series, SeriesOptions } from './port.ts'
import { type PackedFault, unpackFault } from './wire.ts'

/**
 * Opens the store in a worker thread, creating the directory when it does not exist. Throws
 * `series.locked`, `series.damaged`, `series.version` or `series.full`. Close it; the process can also end
 * without, losing only what was not acknowledged.
 */
export async function openSeries(options: SeriesOptions): Promise<Series> {
  const { directory } = options
  mkdirSync(directory, { recursive: true })
  const release = claim(directory)
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { options } })
  const ended = new Promise<void>((wake) => worker.once('exit', () => wake())).finally(release)
  const { port1, port2 } = new MessageChannel()
  const caller = new Caller(port1)
  worker.on('error', (error) => caller.lose(error instanceof Error ? error.message : String(error)))
  const fault = await Promise.race([
    new Promise<PackedFault | null>((tell) => worker.once('message', tell)),
    ended.then((): PackedFault => ({ code: 'series.closed', values: {}, message: 'the worker ended' })),
  ])
  if (fault) {
    await caller.close()
    await ended
    throw unpackFault(fault)
  }
  clearOldClaims(directory)
  worker.postMessage(port2, [port2])
  worker.unref()
  return seriesOf(caller, () => stop(caller, worker, ended))
}

async function stop(caller: Caller, worker: Worker, ended: Promise<void>): Promise<void> {
  worker.ref()
  try {
    await caller.call('stop', null)
  } catch (error) {
    if (!(error instanceof SeriesError && error.code === 'series.closed')) throw error
  }
  await ended
}
