import { decode } from './decode.ts'
import { encode } from './encode.ts'
import type { GivenMetric } from './model.ts'

/** One measurement. */
export type Measurement = { name: string; value: number; unit: string; conditions: string }

const metricsPerPayload = 100
const conditions = `payloads of ${metricsPerPayload} Double metrics by alias, with times`

/** Reads and writes payloads as edges send them. */
export async function run({ large }: { large: boolean }): Promise<Measurement[]> {
  const payloads = large ? 20_000 : 20
  const metrics: GivenMetric[] = Array.from({ length: metricsPerPayload }, (_, alias) => {
    return { alias, timestamp: 1_750_000_000_000 + alias, type: 'Double', value: alias / 3 }
  })
  const bytes = encode({ timestamp: 1_750_000_000_000, seq: 1, metrics })
  let sum = 0
  const reading = rate(payloads, () => {
    sum += decode(bytes).metrics.length
  })
  const writing = rate(payloads, () => {
    sum += encode({ timestamp: 1_750_000_000_000, seq: 1, metrics }).length
  })
  if (sum === 0) throw new Error('nothing was read')
  return [
    { name: 'sparkplug.decode', value: reading, unit: 'metrics/s', conditions },
    { name: 'sparkplug.encode', value: writing, unit: 'metrics/s', conditions },
  ]
}

function rate(payloads: number, work: () => void): number {
  const startMs = performance.now()
  for (let index = 0; index < payloads; index++) work()
  return (payloads * metricsPerPayload * 1000) / (performance.now() - startMs)
}
