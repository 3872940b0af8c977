import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Edge, startEdge } from '../edge.ts'
import { messageOf } from '../reason.ts'
import type { Config, DeviceConfig } from '../schema.ts'
import { encode, type Metric } from '../sparkplug/payload.ts'
import { type Host, type StoredPoint, startHost, until } from './host.ts'

export type Rig = {
  readonly directory: string
  readonly host: Host
  /** What the edge told its operator, newest last. */
  readonly reports: string[]
  start(devices: readonly object[], more?: Partial<Config>): Promise<Edge>
  live(edge: Edge, device?: string): Promise<void>
  points(tag: string): StoredPoint[]
  /** Good values of a tag in their order. */
  values(tag: string): unknown[]
  has(tag: string, value: unknown): Promise<void>
  /** Has a value written; the edge's answer. */
  write(device: string, tag: string, value: number | boolean | string): Promise<Answer>
  stop(): Promise<void>
}
export type Answer = { id: string; ok: boolean; result: { value: unknown }[]; reason: { key: string } }

/** A host and the edges of one test. */
export async function startRig(): Promise<Rig> {
  const directory = mkdtempSync(join(tmpdir(), 'edge-'))
  const host = await startHost()
  const edges = new Set<Edge>()
  const reports: string[] = []
  const points = (tag: string) => host.points.filter((point) => point.tag === tag)
  let commands = 0
  return {
    directory,
    host,
    reports,
    points,
    async start(devices, more = {}) {
      const config: Config = {
        server: host.url,
        group: 'plant',
        node: 'edge',
        username: 'u',
        password: 'secret',
        buffer: { directory: join(directory, 'buffer') },
        limits: { batchMs: 5, waitMsMin: 20, waitMsMax: 50, healthMs: 200, aliveMs: 100 },
        devices: devices as DeviceConfig[],
        ...more,
      }
      const edge = await startEdge(config, {
        report: (_subject, _state, why) => reports.push(`${why.key} ${JSON.stringify(why.params)}`),
      }).catch((error: unknown) => Promise.reject(new Error(messageOf(error))))
      edges.add(edge)
      const { stop } = edge
      return Object.assign(edge, {
        stop: () => {
          edges.delete(edge)
          return stop()
        },
      })
    },
    live: (edge, device = 'm1') => until('live', () => edge.state().devices[device]?.state === 'live'),
    values: (tag) => points(tag).flatMap(({ value, quality }) => (quality === 192 ? [value] : [])),
    has: (tag, value) => until(`${tag} ${value}`, arrival(host.points, tag, value)),
    async write(device, tag, value) {
      const id = `command-${++commands}`
      const type = typeof value === 'number' ? 'Double' : typeof value === 'string' ? 'String' : 'Boolean'
      const metrics: Metric[] = [
        { name: tag, type, value },
        { name: 'Edge/Command', type: 'String', value: id },
      ]
      host.publish(`spBv1.0/plant/DCMD/edge/${device}`, encode({ timestamp: Date.now(), metrics }))
      const answers = () =>
        host.seen
          .flatMap(({ payload }) => payload.metrics ?? [])
          .flatMap(({ name, value: said }) => (name === 'Edge/Reply' && said ? [String(said)] : []))
          .map((text) => JSON.parse(text) as Answer)
          .filter((answer) => answer.id === id)
      await until('answer', () => answers().length > 0)
      return answers()[0]!
    },
    async stop() {
      for (const edge of [...edges]) await edge.stop()
      await host.stop()
      rmSync(directory, { recursive: true })
    },
  }
}

/** Whether a good value has come; each look goes on where the one before ended. */
function arrival(points: readonly StoredPoint[], tag: string, value: unknown): () => boolean {
  let at = 0
  return () => {
    const from = at
    at = points.length
    return points
      .slice(from)
      .some((point) => point.tag === tag && point.value === value && point.quality === 192)
  }
}
