import path from 'node:path'
import { directoryBytes } from './directory.ts'
import { asked, type Peer } from './peer.ts'
import { endMs, startMs } from './points.ts'

type Answer = { data: { result: { values?: unknown[][]; value?: [number, string] }[] } }

/** VictoriaMetrics as Debian has it; it answers from memory and writes to the disk every few seconds. */
export const victoria: Peer = {
  name: 'VictoriaMetrics 1.79.5',
  durability: 'answered from memory, on disk after some seconds (its default)',
  program: 'victoria-metrics',
  arguments: async (port, directory) => [
    `-storageDataPath=${path.join(directory, 'data')}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    '-retentionPeriod=100y',
    '-search.maxUniqueTimeseries=100000',
    '-search.disableCache',
  ],
  ready: '/health',
  write: '/write?precision=ms',
  async means(url, set, signals, bucketMs) {
    const which = signals < set.signals ? `${set.name}_value{signal="s0"}` : `${set.name}_value`
    const query = `avg_over_time(${which}[${bucketMs}ms])`
    const window = { start: String((startMs + bucketMs) / 1000), end: String(endMs(set) / 1000) }
    const answer = await asked<Answer>(url, '/api/v1/query_range', {
      query,
      ...window,
      step: `${bucketMs}ms`,
    })
    return answer.data.result.reduce((sum, one) => sum + (one.values?.length ?? 0), 0)
  },
  async count(url, set) {
    const length = `${endMs(set) - startMs + 1}ms`
    const query = `sum(count_over_time(${set.name}_value[${length}]))`
    const answer = await asked<Answer>(url, '/api/v1/query', { query, time: String(endMs(set) / 1000) })
    return Number(answer.data.result[0]?.value?.[1] ?? 0)
  },
  async settle(url) {
    await fetch(`${url}/internal/force_flush`)
    await fetch(`${url}/internal/force_merge`)
    await new Promise((resolve) => setTimeout(resolve, 5000))
  },
  bytes: (directory) => directoryBytes(path.join(directory, 'data')),
}
