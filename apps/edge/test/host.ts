import { createServer, type Server, type Socket } from 'node:net'
import { Aedes, type AedesPublishPacket } from 'aedes'
import { decode, encode, type Metric, type Payload, toNumber } from '../sparkplug/payload.ts'

/** One point as the host stored it, with the offset by which it knows what it has. */
export type StoredPoint = {
  stream: string
  offset: number
  device: string
  tag: string
  timeMicros: number
  value: unknown
  quality: number
  isHistorical: boolean
}
export type Seen = { type: string; device: string; payload: Payload; qos: number; retain: boolean }

export type Host = {
  readonly url: string
  readonly port: number
  readonly seen: Seen[]
  readonly points: StoredPoint[]
  /** Violations of the protocol that the host noticed. */
  readonly faults: string[]
  readonly committed: Map<string, number>
  /** How acknowledgements are given: at once, never, or by calling `acknowledge`. */
  acknowledges: boolean
  acknowledge(offset?: number, stream?: string): void
  rebirth(): void
  publish(topic: string, payload: Uint8Array, retain?: boolean): void
  /** Cuts every connection. */
  cut(): void
  stop(): Promise<void>
}

export type HostOptions = {
  port?: number
  group?: string
  node?: string
  password?: string
  /** What an earlier host on the same store had committed. */
  before?: Pick<Host, 'points' | 'committed'>
}

type Session = { stream: string; names: Map<number, string>; nextSeq: number; bdSeq: number | undefined }

/**
 * A host application over a real broker: keeps points, commits offsets with them, acknowledges, asks for
 * rebirth.
 */
export async function startHost(options: HostOptions = {}): Promise<Host> {
  const { group = 'plant', node = 'edge', password = 'secret' } = options
  const broker = await Aedes.createBroker({
    authenticate: (_client, _username, given, done) => {
      if (given?.toString() === password) done(null, true)
      else done(Object.assign(new Error('refused'), { returnCode: 5 as never }), null)
    },
  })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    broker.handle(socket)
  })
  await listen(server, options.port ?? 0)
  const port = (server.address() as { port: number }).port
  const store = new HostStore(options.before)
  const command = (metrics: Metric[]) => {
    const payload = encode({ timestamp: Date.now(), metrics })
    publish(`spBv1.0/${group}/NCMD/${node}`, payload)
  }
  const publish: Host['publish'] = (topic, payload, retain = false) => {
    const packet = {
      cmd: 'publish' as const,
      dup: false,
      qos: 0 as const,
      retain,
      topic,
      payload: Buffer.from(payload),
    }
    broker.publish(packet, () => {})
  }
  const host: Host = {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    seen: store.seen,
    points: store.points,
    faults: store.faults,
    committed: store.committed,
    acknowledges: true,
    acknowledge(offset, stream = store.session.stream) {
      const value = offset ?? store.committed.get(store.session.stream) ?? 0
      command([
        { name: 'Buffer/Acknowledged', type: 'UInt64', value },
        { name: 'Buffer/Stream', type: 'String', value: stream },
      ])
    },
    rebirth: () => command([{ name: 'Node Control/Rebirth', type: 'Boolean', value: true }]),
    publish,
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
  broker.on('publish', (packet) => {
    if (!packet.topic.startsWith(`spBv1.0/${group}/`) || packet.topic.includes('/NCMD/')) return
    const answer = store.receive(packet)
    if (answer === 'acknowledge' && host.acknowledges) host.acknowledge()
    if (answer === 'rebirth') host.rebirth()
  })
  return host
}

/** What the server's ingest does, in its simplest form: the naive twin of the real one. */
class HostStore {
  readonly seen: Seen[] = []
  readonly points: StoredPoint[]
  readonly faults: string[] = []
  readonly committed: Map<string, number>
  session: Session = { stream: '', names: new Map(), nextSeq: 0, bdSeq: undefined }

  constructor(before: HostOptions['before']) {
    this.points = before?.points ?? []
    this.committed = before?.committed ?? new Map()
  }

  receive(packet: AedesPublishPacket): 'acknowledge' | 'rebirth' | undefined {
    const [, , type = '', , device = ''] = packet.topic.split('/')
    const payload = decode(packet.payload as Buffer)
    this.seen.push({ type, device, payload, qos: packet.qos, retain: packet.retain })
    if (type === 'NDEATH') return this.#death(payload)
    if (type === 'NBIRTH') return this.#birth(payload)
    const seq = toNumber(payload.seq)
    if (seq !== this.session.nextSeq)
      this.faults.push(`${type}: seq ${seq}, expected ${this.session.nextSeq}`)
    this.session.nextSeq = ((seq ?? 0) + 1) % 256
    if (type === 'DBIRTH') for (const metric of payload.metrics ?? []) this.#name(device, metric)
    return type === 'DDATA' ? this.#data(device, payload) : undefined
  }

  #birth(payload: Payload): 'acknowledge' {
    const value = (name: string) => payload.metrics?.find((metric) => metric.name === name)?.value
    if (toNumber(payload.seq) !== 0) this.faults.push('NBIRTH: seq is not 0')
    if (value('Node Control/Rebirth') !== false) this.faults.push('NBIRTH: no Node Control/Rebirth')
    const stream = String(value('Buffer/Stream'))
    this.session = { stream, names: new Map(), nextSeq: 1, bdSeq: toNumber(value('bdSeq')) }
    return 'acknowledge'
  }

  #death(payload: Payload): undefined {
    if (payload.seq !== undefined && payload.seq !== null) this.faults.push('NDEATH: has a seq')
  }

  #name(device: string, metric: Metric): void {
    const alias = toNumber(metric.alias ?? undefined)
    if (alias !== undefined) this.session.names.set(alias, `${device}/${metric.name}`)
  }

  #data(device: string, payload: Payload): 'acknowledge' | 'rebirth' {
    const metrics = payload.metrics ?? []
    const bound = (name: string) => toNumber(metrics.find((metric) => metric.name === name)?.value)
    const first = bound('Buffer/First') ?? Number.NaN
    const last = bound('Buffer/Offset') ?? Number.NaN
    const { stream } = this.session
    const committed = this.committed.get(stream) ?? 0
    if (!(first <= committed + 1)) return 'rebirth'
    const records = metrics.filter((metric) => metric.name === undefined)
    for (const [index, metric] of records.entries()) {
      const offset = last - records.length + 1 + index
      if (offset > committed) this.points.push(this.#point(stream, offset, device, metric))
    }
    this.committed.set(stream, Math.max(committed, last))
    return 'acknowledge'
  }

  #point(stream: string, offset: number, device: string, metric: Metric): StoredPoint {
    const name = this.session.names.get(toNumber(metric.alias) ?? -1)
    if (!name?.startsWith(`${device}/`)) this.faults.push(`DDATA: alias ${String(metric.alias)} was not born`)
    const property = (key: string) => toNumber(metric.properties?.[key]?.value)
    return {
      stream,
      offset,
      device,
      tag: (name ?? '').slice(device.length + 1),
      timeMicros: (toNumber(metric.timestamp) ?? 0) * 1000 + (property('Micros') ?? 0),
      value: metric.value,
      quality: property('Quality') ?? 192,
      isHistorical: metric.isHistorical === true,
    }
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

/**
 * Resolves as soon as `holds` does; throws with `what` after a long time, so that a hang shows what was
 * missing.
 */
export async function until(what: string, holds: () => boolean, waitMsMax = 60_000): Promise<void> {
  const endMs = performance.now() + waitMsMax
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
