import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { directoryBytes } from './directory.ts'
import { asked, type Peer } from './peer.ts'
import { endMs, type PointSet, startMs } from './points.ts'

type Answer = { results: { series?: { values: unknown[][] }[]; error?: string }[] }

const query = { db: 'bench', epoch: 'ms' }
const span = (set: PointSet) => `time >= ${startMs}ms AND time < ${endMs(set)}ms`

/** InfluxDB 1.6 as Debian has it; its write-ahead log is synced before it answers (wal-fsync-delay 0). */
export const influx: Peer = {
  name: 'InfluxDB 1.6.7',
  durability: 'answered after fsync of its write-ahead log (its default)',
  program: 'influxd',
  async arguments(port, directory) {
    const at = (name: string) => JSON.stringify(path.join(directory, name))
    const config = [
      'reporting-disabled = true',
      'bind-address = "127.0.0.1:0"',
      `[meta]\ndir = ${at('meta')}`,
      `[data]\ndir = ${at('data')}\nwal-dir = ${at('wal')}`,
      `[http]\nbind-address = "127.0.0.1:${port}"\nlog-enabled = false`,
      '[monitor]\nstore-enabled = false',
    ].join('\n')
    const file = path.join(directory, 'influxdb.conf')
    await writeFile(file, config)
    return ['-config', file]
  },
  ready: '/ping',
  async begin(url) {
    await fetch(`${url}/query`, { method: 'POST', body: new URLSearchParams({ q: 'CREATE DATABASE bench' }) })
  },
  write: '/write?db=bench&precision=ms',
  async means(url, set, signals, bucketMs) {
    const where = signals < set.signals ? `signal = 's0' AND ${span(set)}` : span(set)
    const q = `SELECT mean(value) FROM ${set.name} WHERE ${where} GROUP BY time(${bucketMs}ms), signal`
    const answer = await asked<Answer>(url, '/query', { ...query, q })
    return (answer.results[0]?.series ?? []).reduce((sum, one) => sum + one.values.length, 0)
  },
  async count(url, set) {
    const q = `SELECT count(value) FROM ${set.name}`
    const answer = await asked<Answer>(url, '/query', { ...query, q })
    return Number(answer.results[0]?.series?.[0]?.values[0]?.[1] ?? 0)
  },
  // It compacts when it sees fit; there is no asking for it.
  async settle() {
    await new Promise((resolve) => setTimeout(resolve, 20_000))
  },
  async bytes(directory) {
    return (
      (await directoryBytes(path.join(directory, 'data'))) +
      (await directoryBytes(path.join(directory, 'wal')))
    )
  },
}
