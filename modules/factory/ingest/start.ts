import { Worker } from 'node:worker_threads'
import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import * as store from '../store/ingest.ts'
import { answerBirth } from './birth.ts'
import { createHealthDesk } from './health.ts'
import { createLiveDesk } from './live.ts'
import { createRequests, type Requests } from './requests.ts'
import type { FromWorker, Questions, Told, ToWorker, WorkerData } from './wire.ts'

export const hostId = 'ronghe'

export type Ingest = {
  /** Port the broker listens on. */
  port: number
  /** When an edge was last heard, Unix milliseconds; undefined: not since the start. */
  lastHeardMs(edgeId: string): number | undefined
  /** Ends an edge's session, so that it comes again with its new rights. */
  disconnect(edgeId: string): void
  counts(): { points: number; duplicates: number; refused: number }
  /**
   * Asks an edge and waits for its answer. Faults `factory.edge.offline`, `factory.edge.silent`,
   * `factory.edge.busy`; `factory.edge.refuses` with the edge's reason.
   */
  ask: Requests['ask']
  /** Writes a value to a device of an edge; as `ask`. */
  write: Requests['write']
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

/** Starts broker and Sparkplug host in a worker thread; resolves when it listens. */
export async function startIngest(house: House): Promise<Ingest> {
  await house.act(systemCaller, ({ sql, now }) =>
    store.setAllOffline(sql, now, 'factory.edge.reason.restarted'),
  )
  const series = house.series.connect()
  const { MQTT_HOST: host, MQTT_PORT: port } = house.config
  const data: WorkerData = { series, host, port, hostId }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: data,
    transferList: [series],
  })
  const heard = new Map<string, number>()
  const counts = { points: 0, duplicates: 0, refused: 0 }
  const desk = createLiveDesk(house)
  const requests = createRequests(
    (message) => worker.postMessage(message satisfies ToWorker),
    () => Buffer.from(house.clock.randomBytes(16)).toString('hex'),
  )
  const health = createHealthDesk(house, requests)
  let listening: (port: number) => void = () => {}
  const ear = createEar(house, { heard, counts, desk, requests, health, listening: (at) => listening(at) })

  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'ask') return void answer(house, worker, message)
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
    disconnect: (edgeId) => worker.postMessage({ kind: 'disconnect', edgeId } satisfies ToWorker),
    counts: () => ({ ...counts }),
    ask: requests.ask,
    write: requests.write,
    configure: health.configure,
    async stop() {
      requests.stop()
      worker.postMessage({ kind: 'stop' } satisfies ToWorker)
      await exited
      await ear.settled()
      await health.stop()
      await desk.stop()
    },
  }
  running.set(house, ingest)
  return ingest
}

type Hearers = {
  heard: Map<string, number>
  counts: { points: number; duplicates: number; refused: number }
  desk: ReturnType<typeof createLiveDesk>
  requests: Requests
  health: ReturnType<typeof createHealthDesk>
  listening(port: number): void
}

/** Hands what the worker tells to whom it concerns. */
function createEar(house: House, hearers: Hearers) {
  const { heard, counts, desk, requests, health } = hearers
  // One after the other, so that an edge's states are written in the order they happened.
  let edgeStates: Promise<void> = Promise.resolve()

  function told(message: Told): void {
    if (message.kind === 'listening') hearers.listening(message.port)
    if (message.kind === 'heard') for (const edgeId of message.edgeIds) heard.set(edgeId, message.atMs)
    if (message.kind === 'live') desk.take(message.values)
    if (message.kind === 'committed') {
      counts.points += message.points
      counts.duplicates += message.duplicates
    }
    if (message.kind === 'refused') {
      counts.refused += message.count
      house.log.warn({ edgeId: message.edgeId, reason: message.reason }, 'telemetry refused')
    }
    if (message.kind === 'reply') requests.answered(message.edgeId, message.reply)
    if (message.kind === 'health') health.take(message)
    if (message.kind === 'edge') {
      requests.seen(message.edgeId, message.isOnline)
      if (message.isOnline) heard.set(message.edgeId, message.atMs)
      edgeStates = edgeStates
        .then(() => keepEdgeState(house, message))
        .catch((error: unknown) => {
          house.log.error({ err: error, edgeId: message.edgeId }, 'edge state not kept')
        })
    }
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
  return house.act(systemCaller, ({ sql }) => store.edgeByCredential(sql, ask.username, ask.passwordHash))
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
