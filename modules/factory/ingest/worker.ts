import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '@ronghe/kit/clock'
import { seriesOver } from '@ronghe/kit/series'
import { Aedes, type Client } from 'aedes'
import { topicParts } from './payload.ts'
import { EdgeSession, type SessionWorld } from './session.ts'
import type { EdgeIdentity, FromWorker, LiveValue, Questions, Told, ToWorker, WorkerData } from './wire.ts'

const liveMs = 250
const heardMs = 1_000

const { series: seriesPort, host, port, hostId } = workerData as WorkerData
const edges = new WeakMap<Client, EdgeIdentity>()
const sessions = new Map<string, { client: Client; session: EdgeSession }>()
const questions = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
const live = new Map<string, LiveValue>()
const heard = new Set<string>()
let questionNumber = 0
const stateTopic = `spBv1.0/STATE/${hostId}`

const nowMs = () => systemClock.now().getTime()
const tell = (told: Told) => parentPort?.postMessage(told satisfies FromWorker)
const world: SessionWorld = {
  series: seriesOver(seriesPort),
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
    (edge) => {
      if (!edge) return done(Object.assign(new Error('not authorized'), { returnCode: 4 }) as never, null)
      edges.set(client, edge)
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
  done(isOwn && /^[ND](BIRTH|DATA|DEATH)$/.test(parts.type) && !packet.retain ? null : new Error('not yours'))
}

/** An edge hears only its own commands and whether we are there. */
broker.authorizeSubscribe = (client, subscription, done) => {
  const edge = client && edges.get(client)
  const { topic } = subscription
  const own = edge
    ? [`spBv1.0/${edge.group}/NCMD/${edge.node}`, `spBv1.0/${edge.group}/DCMD/${edge.node}/`, stateTopic]
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

const server = createServer(broker.handle)
server.listen(port, host, () => {
  const address = server.address()
  tell({ kind: 'listening', port: typeof address === 'object' && address ? address.port : port })
})
server.on('error', (error) => {
  throw error
})
announce(true)

const liveTimer = setInterval(() => {
  if (live.size > 0) tell({ kind: 'live', values: [...live.values()] })
  live.clear()
}, liveMs)
const heardTimer = setInterval(() => {
  if (heard.size > 0) tell({ kind: 'heard', edgeIds: [...heard], atMs: nowMs() })
  heard.clear()
}, heardMs)

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'stop') return void stop()
  if (message.kind === 'disconnect') return sessions.get(message.edgeId)?.client.close()
  if (message.kind === 'command') {
    return sessions.get(message.edgeId)?.session.command(message.device, message.metrics)
  }
  const question = questions.get(message.id)
  questions.delete(message.id)
  if (message.error !== undefined) question?.reject(new Error(message.error))
  else question?.resolve(message.answer)
})

/** STATE of the host application, retained (Sparkplug B 3.0, 6.4.26). */
function announce(online: boolean): void {
  const payload = Buffer.from(JSON.stringify({ online, timestamp: nowMs() }))
  broker.publish({ cmd: 'publish', topic: stateTopic, payload, qos: 1, retain: true, dup: false }, () => {})
}

async function stop(): Promise<void> {
  announce(false)
  clearInterval(liveTimer)
  clearInterval(heardTimer)
  server.close()
  await new Promise<void>((resolve) => broker.close(() => resolve()))
  await world.series.close()
  parentPort?.close()
}
