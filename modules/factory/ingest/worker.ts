import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '@ronghe/kit/clock'
import { seriesOver } from '@ronghe/kit/series'
import { stateTopic, topicParts } from '@ronghe/sparkplug'
import { Aedes, type Client } from 'aedes'
import { createLetters } from './letters.ts'
import { createLimits } from './limits.ts'
import { createLoads } from './loads.ts'
import { boundPackets } from './packets.ts'
import { EdgeSession } from './session.ts'
import type {
  EdgeIdentity,
  FromWorker,
  LiveValue,
  Questions,
  SessionWorld,
  Told,
  ToWorker,
  WorkerData,
} from './wire.ts'

const liveMs = 250
const heardMs = 1_000

const { series: seriesPort, host, port, hostId, reorderMs, packetBytesMax } = workerData as WorkerData
const edges = new WeakMap<Client, EdgeIdentity>()
const sessions = new Map<string, { client: Client; session: EdgeSession }>()
const questions = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
const live = new Map<string, LiveValue>()
const heard = new Set<string>()
let questionNumber = 0
const ownState = stateTopic(hostId)

const nowMs = () => systemClock.now().getTime()
const tell = (told: Told) => parentPort?.postMessage(told satisfies FromWorker)
const limits = createLimits(nowMs)
const loads = createLoads(tell, nowMs, limits)
const letters = createLetters(tell, nowMs)
const world: SessionWorld = {
  series: seriesOver(seriesPort),
  limits,
  stored(organisationId, points, duplicates) {
    limits.stored(organisationId, points)
    loads.stored(organisationId, points, duplicates)
  },
  refuse: letters.add,
  reorderMs,
  nowMs,
  tell,
  ask<K extends keyof Questions>(question: K, ask: Questions[K]['ask']) {
    const id = ++questionNumber
    parentPort?.postMessage({ kind: 'ask', id, question, ask } as FromWorker)
    return new Promise<Questions[K]['answer']>((resolve, reject) => {
      questions.set(id, { resolve: resolve as (answer: unknown) => void, reject })
    })
  },
  live(value) {
    const known = live.get(value.tagId)
    if (!known || known.timeMicros <= value.timeMicros) live.set(value.tagId, value)
  },
  publish(topic, payload) {
    broker.publish({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false }, () => {})
  },
}

const broker = await Aedes.createBroker({
  concurrency: 200,
  heartbeatInterval: 30_000,
  connectTimeout: 15_000,
})

broker.authenticate = (client, username, password, done) => {
  const passwordHash = createHash('sha256')
    .update(password ?? '')
    .digest('hex')
  world.ask('authenticate', { username: username ?? '', passwordHash }).then(
    (known) => {
      if (!known) return done(Object.assign(new Error('not authorized'), { returnCode: 4 }) as never, null)
      limits.set(known.edge.organisationId, known.limits, known.pointsToday)
      edges.set(client, known.edge)
      done(null, true)
    },
    () => done(Object.assign(new Error('unavailable'), { returnCode: 3 }) as never, null),
  )
}

/** An edge speaks only for itself: births, data and deaths below its own group and node. */
broker.authorizePublish = (client, packet, done) => {
  const edge = client && edges.get(client)
  const parts = topicParts(packet.topic)
  const isOwn = edge && parts && parts.group === edge.group && parts.node === edge.node
  if (isOwn && /^[ND](BIRTH|DATA|DEATH)$/.test(parts.type) && !packet.retain) return done(null)
  if (edge) refuse(edge, packet.retain ? 'retained' : 'notYours', packet.topic, packet.payload as Buffer)
  done(new Error('not yours'))
}

function refuse(
  edge: EdgeIdentity,
  code: string,
  topic: string,
  payload: Uint8Array | null,
  detail = '',
): void {
  letters.add(edge.edgeId, { code, topic, device: null, metric: null, detail, payload })
}

/** An edge hears only its own commands and whether we are there. */
broker.authorizeSubscribe = (client, subscription, done) => {
  const edge = client && edges.get(client)
  const { topic } = subscription
  const own = edge
    ? [`spBv1.0/${edge.group}/NCMD/${edge.node}`, `spBv1.0/${edge.group}/DCMD/${edge.node}/`, ownState]
    : []
  const isOwn = own.some(
    (one) => topic === one || (one.endsWith('/') && topic.startsWith(one)) || topic === `${one}/#`,
  )
  done(null, isOwn ? subscription : null)
}

broker.on('publish', (packet, client) => {
  const edge = client && edges.get(client)
  if (!edge) return
  heard.add(edge.edgeId)
  loads.message(edge.organisationId, packet.payload.length)
  const known = sessions.get(edge.edgeId)
  // A second connection with the same credential takes over; the first is an edge that has not noticed its
  // death.
  if (known?.client !== client) {
    known?.client.close()
    sessions.set(edge.edgeId, { client, session: new EdgeSession(edge, world) })
  }
  sessions.get(edge.edgeId)?.session.receive(packet.topic, packet.payload as Buffer)
})

broker.on('ping', (_packet, client) => {
  const edge = client && edges.get(client)
  if (edge) heard.add(edge.edgeId)
})

broker.on('clientDisconnect', (client) => {
  const edge = edges.get(client)
  const known = edge && sessions.get(edge.edgeId)
  if (!edge || known?.client !== client) return
  sessions.delete(edge.edgeId)
  known.session.gone('factory.edge.reason.disconnected')
})

const server = createServer((socket) => {
  const client = broker.handle(socket)
  boundPackets(socket, packetBytesMax, (bytes) => {
    const edge = edges.get(client)
    if (edge) refuse(edge, 'packet', '', null, `${bytes} bytes`)
  })
})
server.listen(port, host, () => {
  const address = server.address()
  tell({ kind: 'listening', port: typeof address === 'object' && address ? address.port : port })
})
server.on('error', (error) => {
  throw error
})
void announce(true)

const liveTimer = setInterval(() => {
  if (live.size > 0) tell({ kind: 'live', values: [...live.values()] })
  live.clear()
}, liveMs)
const heardTimer = setInterval(() => {
  loads.flush()
  if (heard.size > 0) tell({ kind: 'heard', edgeIds: [...heard], atMs: nowMs() })
  heard.clear()
}, heardMs)

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'stop') return void stop()
  if (message.kind === 'disconnect') return sessions.get(message.edgeId)?.client.close()
  if (message.kind === 'command') return sessions.get(message.edgeId)?.session.command(message.metrics)
  if (message.kind === 'write') {
    const { device, tag, value, id } = message
    return sessions.get(message.edgeId)?.session.write(device, tag, value, id)
  }
  if (message.kind === 'limits') return limits.set(message.organisationId, message.limits)
  if (message.kind === 'replay') return void replay(message)
  const question = questions.get(message.id)
  questions.delete(message.id)
  if (message.error !== undefined) question?.reject(new Error(message.error))
  else question?.resolve(message.answer)
})

/** STATE of the host application, retained (Sparkplug B 3.0, 6.4.26). */
function announce(online: boolean): Promise<void> {
  const payload = Buffer.from(JSON.stringify({ online, timestamp: nowMs() }))
  const packet = { cmd: 'publish' as const, qos: 1 as const, retain: true, dup: false, payload }
  return new Promise((resolve) => broker.publish({ ...packet, topic: ownState }, () => resolve()))
}

/** Only an edge that is there knows what its aliases mean; null otherwise. */
async function replay({ id, edgeId, topic, payload }: Extract<ToWorker, { kind: 'replay' }>): Promise<void> {
  const session = sessions.get(edgeId)?.session
  const answer = session ? await session.replay(topic, payload).catch(() => null) : null
  parentPort?.postMessage({ kind: 'replayed', id, answer } satisfies FromWorker)
}

async function stop(): Promise<void> {
  await announce(false)
  letters.stop()
  clearInterval(liveTimer)
  clearInterval(heardTimer)
  server.close()
  await new Promise<void>((resolve) => broker.close(() => resolve()))
  await world.series.close()
  parentPort?.close()
}
