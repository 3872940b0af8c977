import { Worker } from 'node:worker_threads'
import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { setDeviceState, setDevicesOffline } from '../store/device-sessions.ts'
import * as store from '../store/ingest.ts'
import { limitsOf, pointsToday } from '../store/limits.ts'
import { answerBirth } from './birth.ts'
import { createHealthDesk } from './health.ts'
import { createLetterDesk } from './letter-desk.ts'
import type { Limits } from './limits.ts'
import { createLiveDesk } from './live.ts'
import { createLoadDesk, type Rate } from './load-desk.ts'
import { createReplays, type Replays } from './replays.ts'
import { createRequests, type Requests } from './requests.ts'
import type { FromWorker, Questions, Told, ToWorker, WorkerData } from './wire.ts'

export const hostId = 'ronghe'

type HealthEar = (health: Extract<Told, { kind: 'health' }>) => void

export type Ingest = {
  /** Port the broker listens on. */
  port: number
  /** When an edge was last heard, Unix milliseconds; undefined: not since the start. */
  lastHeardMs(edgeId: string): number | undefined
  /** Ends an edge's session, so that it comes again with its new rights. */
  disconnect(edgeId: string): void
  counts(): { points: number; duplicates: number; refused: number }
  /** What an organisation brings at present. */
  rate(organisationId: string): Rate
  /** New limits of an organisation count at once. */
  setLimits(organisationId: string, limits: Limits): void
  /** Handles a refused message once more; null while its edge is not there. */
  replay: Replays['replay']
  /**
   * Asks an edge and waits for its answer. Faults `factory.edge.offline`, `factory.edge.silent`,
   * `factory.edge.busy`; `factory.edge.refuses` with the edge's reason.
   */
  ask: Requests['ask']
  /** Asks an edge to be born anew and waits for its birth; as `ask`. */
  rebirth: Requests['rebirth']
  /** Writes a value to a device of an edge; as `ask`. */
  write: Requests['write']
  isOnline: Requests['isOnline']
  /** A signal is shown in another scale from now on. */
  forgetTag(tagId: string): void
  /** Calls with what edges say of themselves, as they say it. */
  onHealth(hear: HealthEar): void
  /** Gives an edge its newest version of machines, if it is there. */
  configure(edgeId: string): void
  stop(): Promise<void>
}

const running = new WeakMap<House, Ingest>()

/** The ingest of a running house. Throws before `startIngest`. */
export function ingestOf(house: House): Ingest {
  const ingest = running.get(house)
  if (!ingest) throw new Error('ingest is not running')
  return ingest
}

function startWorker(house: House): Worker {
  const series = house.series.connect()
  const { MQTT_HOST: host, MQTT_PORT: port } = house.config
  const { SPARKPLUG_REORDER_MS: reorderMs, MQTT_PACKET_BYTES_MAX: packetBytesMax } = house.config
  const data: WorkerData = { series, host, port, hostId, reorderMs, packetBytesMax }
  return new Worker(new URL('./worker.ts', import.meta.url), { workerData: data, transferList: [series] })
}

/** Everybody on the main thread whom the worker tells something. */
function openDesks(house: House, post: (message: ToWorker) => void) {
  const counts = { points: 0, duplicates: 0, refused: 0 }
  const letters = createLetterDesk(house)
  const requests = createRequests(post, () => Buffer.from(house.clock.randomBytes(16)).toString('hex'))
  house.measure({
    name: 'ronghe_ingest_refused',
    help: 'Messages and metrics refused since the start, by reason',
    label: 'reason',
    read: letters.counts,
  })
  house.measure({
    name: 'ronghe_ingest_points',
    help: 'Points since the start',
    label: 'what',
    read: () => Object.entries(counts).map(([label, value]) => ({ label, value })),
  })
  return {
    heard: new Map<string, number>(),
    counts,
    desk: createLiveDesk(house),
    letters,
    load: createLoadDesk(house, letters.takeRefused),
    replays: createReplays(post),
    requests,
    health: createHealthDesk(house, requests),
    healthEars: [] as HealthEar[],
  }
}

/** Starts broker and Sparkplug host in a worker thread; resolves when it listens. */
export async function startIngest(house: House): Promise<Ingest> {
  await house.act(systemCaller, async ({ sql, now }) => {
    await store.setAllOffline(sql, now, 'factory.edge.reason.restarted')
    await setDevicesOffline(sql, now)
  })
  const worker = startWorker(house)
  const post = (message: ToWorker) => worker.postMessage(message)
  let listening: (port: number) => void = () => {}
  const desks = openDesks(house, post)
  const { heard, counts, desk, letters, load, replays, requests, health, healthEars } = desks
  const ear = createEar(house, { ...desks, listening: (at) => listening(at) })

  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'ask') return void answer(house, worker, message)
    if (message.kind === 'replayed') return replays.answered(message)
    ear.told(message)
  })
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const actualPort = await new Promise<number>((resolve, reject) => {
    listening = resolve
    worker.once('error', reject)
  })
  // Without telemetry the server is not itself: let the supervisor start it anew.
  worker.on('error', (error) => {
    house.log.fatal({ err: error }, 'ingest worker failed')
    process.kill(process.pid, 'SIGTERM')
  })
  const ingest: Ingest = {
    port: actualPort,
    lastHeardMs: (edgeId) => heard.get(edgeId),
    disconnect: (edgeId) => post({ kind: 'disconnect', edgeId }),
    counts: () => ({ ...counts }),
    rate: load.rate,
    setLimits: (organisationId, limits) => post({ kind: 'limits', organisationId, limits }),
    replay: replays.replay,
    ask: requests.ask,
    rebirth: requests.rebirth,
    write: requests.write,
    isOnline: requests.isOnline,
    forgetTag: desk.forget,
    onHealth: (hear) => healthEars.push(hear),
    configure: health.configure,
    async stop() {
      requests.stop()
      post({ kind: 'stop' })
      await exited
      replays.stop()
      await ear.settled()
      await letters.settled()
      await load.stop()
      await health.stop()
      await desk.stop()
    },
  }
  running.set(house, ingest)
  return ingest
}

type Hearers = ReturnType<typeof openDesks> & { listening(port: number): void }

/** Hands what the worker tells to whom it concerns. */
function createEar(house: House, hearers: Hearers) {
  const { heard, counts, desk, requests, health, letters, load } = hearers
  // One after the other, so that an edge's states are written in the order they happened.
  let edgeStates: Promise<void> = Promise.resolve()

  function told(message: Told): void {
    if (message.kind === 'listening') hearers.listening(message.port)
    if (message.kind === 'heard') for (const edgeId of message.edgeIds) heard.set(edgeId, message.atMs)
    if (message.kind === 'live') desk.take(message.values)
    if (message.kind === 'load') {
      load.take(message.rows)
      for (const { points, duplicates } of message.rows) {
        counts.points += points
        counts.duplicates += duplicates
      }
    }
    if (message.kind === 'refused') {
      for (const { count } of message.letters) counts.refused += count
      letters.take(message)
    }
    if (message.kind === 'device') {
      const { edgeId, device, isOnline } = message
      later(edgeId, () => keepDevice(house, { edgeId, device, isOnline, at: new Date(message.atMs) }))
    }
    if (message.kind === 'reply') requests.answered(message.edgeId, message.reply)
    if (message.kind === 'health') {
      if (message.isBirth) requests.born(message.edgeId)
      health.take(message)
      for (const hear of hearers.healthEars) hear(message)
    }
    if (message.kind === 'edge') {
      requests.seen(message.edgeId, message.isOnline)
      if (message.isOnline) heard.set(message.edgeId, message.atMs)
      later(message.edgeId, () => keepEdgeState(house, message))
    }
  }

  function later(edgeId: string, work: () => Promise<void>): void {
    edgeStates = edgeStates.then(work).catch((error: unknown) => {
      house.log.error({ err: error, edgeId }, 'edge state not kept')
    })
  }

  return { told, settled: () => edgeStates }
}

type Ask = Extract<FromWorker, { kind: 'ask' }>

async function answer(house: House, worker: Worker, message: Ask): Promise<void> {
  try {
    const result =
      message.question === 'authenticate'
        ? await authenticate(house, message.ask)
        : await answerBirth(house, message.ask)
    worker.postMessage({ kind: 'answer', id: message.id, answer: result } satisfies ToWorker)
  } catch (error) {
    house.log.error({ err: error, question: message.question }, 'ingest question failed')
    worker.postMessage({
      kind: 'answer',
      id: message.id,
      answer: null,
      error: String(error),
    } satisfies ToWorker)
  }
}

async function authenticate(
  house: House,
  ask: Questions['authenticate']['ask'],
): Promise<Questions['authenticate']['answer']> {
  if (!/^[0-9a-f-]{36}$/.test(ask.username)) return null
  return house.act(systemCaller, async ({ sql, now }) => {
    const edge = await store.edgeByCredential(sql, ask.username, ask.passwordHash)
    if (!edge) return null
    const { organisationId } = edge
    return {
      edge,
      limits: await limitsOf(sql, organisationId),
      pointsToday: await pointsToday(sql, organisationId, now),
    }
  })
}

async function keepDevice(
  house: House,
  one: { edgeId: string; device: string; isOnline: boolean; at: Date },
): Promise<void> {
  const organisationId = await house.act(systemCaller, ({ sql }) => setDeviceState(sql, one))
  if (!organisationId) return
  house.publish({ name: 'factory.edges', may: 'factory.read', organisationId }, { edgeId: one.edgeId })
}

async function keepEdgeState(house: House, told: Extract<Told, { kind: 'edge' }>): Promise<void> {
  const { edgeId, isOnline, reason } = told
  const at = new Date(told.atMs)
  const organisationId = await house.act(systemCaller, ({ sql }) =>
    store.setEdgeState(sql, edgeId, isOnline, at, reason),
  )
  if (!organisationId) return
  house.publish(
    { name: 'factory.edges', may: 'factory.read', organisationId },
    { edgeId, isOnline, at: at.toISOString(), reason },
  )
}
