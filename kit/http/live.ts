import type { WebSocket } from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import type { Caller } from '../auth/index.ts'
import { holds } from '../auth/index.ts'
import { regionPrefix } from '../db/index.ts'
import type { House, Module, Topic } from '../module/index.ts'
import { callerOf } from './routes.ts'

const topicsMax = 200
const pingMs = 20_000

type Watcher = {
  socket: WebSocket
  caller: Caller
  topics: Set<string>
  alive: boolean
  /** Bytes that may wait for it. */
  bytesMax: number
}

/** The live stream `/api/live`: pages subscribe to topics and get only what they may see. */
export type Live = {
  publish(topic: Topic, message: unknown): void
  mount(app: FastifyInstance, house: House, modules: readonly Module[]): void
  /** Region of an organisation, so that an official sees the firms of the region and no others. */
  learn(organisationId: string, regionCode: string): void
  watchers(): number
}

export function createLive(): Live {
  const watchers = new Set<Watcher>()
  const regions = new Map<string, string>()
  return {
    watchers: () => watchers.size,
    learn: (organisationId, regionCode) => void regions.set(organisationId, regionCode),
    publish(topic, message) {
      let text: string | null = null
      for (const watcher of watchers) {
        if (!watcher.topics.has(topic.name) || !maySee(watcher.caller, topic, regions)) continue
        // What a slow page has not taken lies in our memory: cut off, it comes again and asks anew.
        if (watcher.socket.bufferedAmount > watcher.bytesMax) {
          watchers.delete(watcher)
          watcher.socket.terminate()
          continue
        }
        text ??= JSON.stringify({ topic: topic.name, message })
        watcher.socket.send(text)
      }
    },
    mount(app, house, modules) {
      app.get('/api/live', { websocket: true, schema: { hide: true } }, async (socket, request) => {
        const topics = new Set<string>()
        let isKnown = false
        // A page subscribes as soon as it is connected; what it says while we ask who it is must be heard.
        socket.on('message', (data: Buffer) => {
          const subscribed = hear({ socket, topics }, data.toString('utf8').slice(0, 1000))
          if (isKnown && subscribed !== null) socket.send(JSON.stringify({ subscribed }))
        })
        const caller = await callerOf(house, modules, request)
        if (socket.readyState !== socket.OPEN) return
        const bytesMax = house.config.LIVE_QUEUE_BYTES_MAX
        const watcher: Watcher = { socket, caller, topics, alive: true, bytesMax }
        watchers.add(watcher)
        const timer = setInterval(() => void keep(watcher), pingMs)
        socket.on('pong', () => {
          watcher.alive = true
        })
        socket.on('close', () => {
          clearInterval(timer)
          watchers.delete(watcher)
        })
        isKnown = true
        socket.send(JSON.stringify({ ready: true }))
        for (const subscribed of topics) socket.send(JSON.stringify({ subscribed }))

        // Rights change and pages go to sleep: ask again who it is, and cut off who is gone.
        async function keep(one: Watcher): Promise<void> {
          if (!one.alive) return socket.terminate()
          one.alive = false
          socket.ping()
          one.caller = await callerOf(house, modules, request).catch(() => one.caller)
        }
      })
    },
  }
}

/** The topic that is subscribed to from now on, null when it is none. */
function hear(watcher: Pick<Watcher, 'socket' | 'topics'>, text: string): string | null {
  let said: { subscribe?: unknown; unsubscribe?: unknown }
  try {
    said = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof said.unsubscribe === 'string') watcher.topics.delete(said.unsubscribe)
  if (typeof said.subscribe !== 'string') return null
  if (watcher.topics.size >= topicsMax) {
    watcher.socket.send(JSON.stringify({ refused: said.subscribe, code: 'kit.rate.exceeded' }))
    return null
  }
  watcher.topics.add(said.subscribe)
  return said.subscribe
}

function maySee(caller: Caller, topic: Topic, regions: ReadonlyMap<string, string>): boolean {
  if (topic.personId !== undefined) return caller.personId === topic.personId
  if (!holds(caller, topic.may)) return false
  if (topic.organisationId === null || caller.reach === 'all') return true
  if (topic.organisationId === caller.organisationId) return true
  if (caller.reach !== 'region' || !caller.regionCode) return false
  return (regions.get(topic.organisationId) ?? '').startsWith(regionPrefix(caller.regionCode))
}
