import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'

/**
 * Stores that many points of all tags, a second apart, up to a minute ago; as those that devices say. A
 * thread of its own does it, whose memory goes with it.
 */
export async function fillStore(house: House, points: number): Promise<void> {
  const rows = await house.act(systemCaller, ({ sql }) => sql<{ id: string }[]>`select id from factory_tags`)
  if (rows.length === 0 || points === 0) return
  const numbers = [...(await house.series.resolve(rows.map(({ id }) => id)))]
  const series = house.series.connect()
  const workerData = { series, numbers, points }
  const file = new URL('./fill.worker.ts', import.meta.url)
  await once(new Worker(file, { workerData, transferList: [series] }), 'exit')
}
