import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { opened } from '../configuration/vault.ts'
import * as store from '../store/edge-health.ts'
import { createClockWatch, tellClock } from './clock-watch.ts'
import { createNotes, parsed } from './notes.ts'
import { EdgeRefusal, type Requests } from './requests.ts'
import type { Said, Told } from './wire.ts'

type Health = Extract<Told, { kind: 'health' }>
type Connection = { device: string; state: string; key: string; zh: string; en: string }

const connectionPrefix = 'Edge/Connection/'

/**
 * Keeps what edges say of themselves: the newest as a whole, and each change of a connection in the edge's
 * log. An edge that is configured by the server and has not the version it should have is given it.
 */
export function createHealthDesk(house: House, requests: Requests) {
  const isNews = newsOfConnections()
  const newNotes = createNotes(house.translate)
  const clockNews = createClockWatch(house.translate)
  let working: Promise<void> = Promise.resolve()

  async function keep(health: Health): Promise<void> {
    const { edgeId, said, isBirth } = health
    const connections = connectionsOf(said)
    const clockOffsetMs = health.sentMs - health.atMs
    const ofClock = clockNews(edgeId, clockOffsetMs)
    const news = [...connections.filter((one) => isNews(edgeId, one)), ...newNotes(edgeId, said), ...ofClock]
    const one = { edgeId, at: new Date(health.atMs), clockOffsetMs, news }
    const kept = await house.act(systemCaller, async (ctx) => {
      const found = await store.keepHealth(ctx.sql, { ...one, health: healthOf(said, connections) })
      if (found && ofClock.some(({ state }) => state === 'clockWrong'))
        await tellClock(ctx, edgeId, clockOffsetMs)
      return found
    })
    if (!kept) return
    const { organisationId, wanted } = kept
    house.publish({ name: 'factory.edges', may: 'factory.read', organisationId }, { edgeId })
    const inForce = parsed(said['Edge/Configuration'])
    if (isBirth && inForce?.source === 'server' && wanted && wanted.hash !== inForce.hash) {
      await configure(edgeId)
    }
  }

  /** Gives the edge the newest version and keeps what it answered. */
  async function configure(edgeId: string): Promise<void> {
    const found = await house.act(systemCaller, ({ sql }) => store.newestConfiguration(sql, edgeId))
    if (!found) return
    const { version, hash, text } = await opened(house, found)
    const newest = { version, hash, text }
    // The session goes on while the edge exchanges its machines; its answer must not be waited for here.
    requests.ask(edgeId, 'configure', newest).then(
      () => note(edgeId, newest.version, null),
      (error: unknown) => {
        const words = error instanceof EdgeRefusal ? { zh: error.words.zh, en: error.words.en } : null
        // Who does not answer is given it at the next birth.
        if (words) note(edgeId, newest.version, words)
      },
    )
  }

  function note(edgeId: string, version: number, refusal: { zh: string; en: string } | null): void {
    soon(async () => {
      const organisationId = await house.act(systemCaller, ({ sql, now }) =>
        store.noteConfigured(sql, { edgeId, version, refusal, at: now }),
      )
      if (!organisationId) return
      house.publish({ name: 'factory.edges', may: 'factory.read', organisationId }, { edgeId })
    })
  }

  function soon(what: () => Promise<void>): void {
    working = working.then(what).catch((error: unknown) => house.log.error({ err: error }, 'edge health'))
  }

  return {
    take: (health: Health) => soon(() => keep(health)),
    /** A new version was saved: give it to its edge, if that is there. */
    configure: (edgeId: string) => soon(() => configure(edgeId)),
    async stop(): Promise<void> {
      await working
    },
  }
}

/** Whether a connection is otherwise than it was told before. */
function newsOfConnections(): (edgeId: string, connection: Connection) => boolean {
  const known = new Map<string, string>()
  return (edgeId, { device, state, key }) => {
    const subject = `${edgeId} ${device}`
    const isKnown = known.get(subject) === `${state} ${key}`
    known.set(subject, `${state} ${key}`)
    return !isKnown
  }
}

function healthOf(said: Said, connections: Connection[]): store.EdgeHealth {
  return {
    bufferBytes: numberOf(said['Edge/Buffer Bytes']),
    unacknowledged: numberOf(said['Edge/Unacknowledged']),
    dropped: numberOf(said['Edge/Dropped']),
    configuration: parsed(said['Edge/Configuration']),
    connections,
    program: programOf(parsed(said['Edge/Program'])),
  }
}

function connectionsOf(said: Said): Connection[] {
  return Object.entries(said).flatMap(([name, value]) => {
    const connection = name.startsWith(connectionPrefix) ? parsed(value) : null
    if (!connection) return []
    const { state = '', key = '', zh = '', en = '' } = connection
    const device = name.slice(connectionPrefix.length)
    return [{ device, state: String(state), key: String(key), zh: String(zh), en: String(en) }]
  })
}

function programOf(said: Record<string, unknown> | null): store.EdgeHealth['program'] {
  const { version, hash } = said ?? {}
  return typeof version === 'string' && typeof hash === 'string' ? { version, hash } : null
}

function numberOf(value: string | number | null | undefined): number | null {
  return typeof value === 'number' ? value : null
}
