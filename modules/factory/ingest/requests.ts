import { Fault } from '@ronghe/kit/errors'
import type { ToWorker } from './wire.ts'

type Words = { key: string; params: Record<string, string | number>; zh: string; en: string }
type Reply =
  | { id: string; ok: true; result: unknown }
  | { id: string; ok: false; reason: Words }
  /** Of our own, before anything was sent. */
  | { id: string; ok: false; fault: string }
type Waiting = {
  edgeId: string
  resolve(result: unknown): void
  reject(fault: Error): void
  timer: NodeJS.Timeout
  /** It is answered by the edge's birth, and bears no id of ours. */
  isRebirth: boolean
}

/** An edge answers within this time, or counts as silent. */
const answerMsMax = 15_000
/** Requests to one edge that may wait for their answers. */
const waitingMax = 4

/** The reason of an edge that refused, in its own words. */
export class EdgeRefusal extends Error {
  readonly words: Words

  constructor(words: Words) {
    super(words.en)
    this.name = 'EdgeRefusal'
    this.words = words
  }
}

/** Requests to edges and their answers, matched by id. An answer that nobody waits for is dropped. */
export function createRequests(post: (message: ToWorker) => void, newId: () => string) {
  const waiting = new Map<string, Waiting>()
  const online = new Set<string>()

  function send(edgeId: string, message: (id: string) => ToWorker, isRebirth = false) {
    if (!online.has(edgeId)) return Promise.reject(new Fault('factory.edge.offline'))
    const open = [...waiting.values()].filter((one) => one.edgeId === edgeId).length
    if (open >= waitingMax) return Promise.reject(new Fault('factory.edge.busy'))
    const id = newId()
    return new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => end(id)?.reject(new Fault('factory.edge.silent')), answerMsMax)
      waiting.set(id, { edgeId, resolve, reject, timer, isRebirth })
      post(message(id))
    })
  }

  function end(id: string): Waiting | undefined {
    const one = waiting.get(id)
    waiting.delete(id)
    clearTimeout(one?.timer)
    return one
  }

  return {
    isOnline: (edgeId: string) => online.has(edgeId),
    /** Whether the edge's session is open. */
    seen(edgeId: string, isOnline: boolean): void {
      if (isOnline) online.add(edgeId)
      else online.delete(edgeId)
    },
    answered(edgeId: string, text: string): void {
      const reply = replyOf(text)
      if (!reply || waiting.get(reply.id)?.edgeId !== edgeId) return
      const one = end(reply.id)
      if (reply.ok) one?.resolve(reply.result)
      else one?.reject('fault' in reply ? new Fault(reply.fault) : new EdgeRefusal(reply.reason))
    },
    ask(edgeId: string, kind: string, more: object = {}): Promise<unknown> {
      return send(edgeId, (id) => {
        const value = JSON.stringify({ ...more, id, kind })
        return { kind: 'command', edgeId, metrics: [{ name: 'Edge/Request', type: 'String', value }] }
      })
    },
    /** Has the edge say anew what it is and has (Sparkplug B 3.0, 6.4.22); any node can. */
    rebirth(edgeId: string): Promise<unknown> {
      const metrics = [{ name: 'Node Control/Rebirth', type: 'Boolean' as const, value: true }]
      return send(edgeId, () => ({ kind: 'command', edgeId, metrics }), true)
    },
    born(edgeId: string): void {
      for (const [id, one] of waiting) if (one.isRebirth && one.edgeId === edgeId) end(id)?.resolve(null)
    },
    write(edgeId: string, device: string, tag: string, value: string | number | boolean): Promise<unknown> {
      return send(edgeId, (id) => ({ kind: 'write', edgeId, device, tag, value, id }))
    },
    stop(): void {
      for (const id of [...waiting.keys()]) end(id)?.reject(new Fault('factory.edge.silent'))
    },
  }
}

export type Requests = ReturnType<typeof createRequests>

function replyOf(text: string): Reply | null {
  try {
    const reply = JSON.parse(text) as Reply
    return typeof reply?.id === 'string' ? reply : null
  } catch {
    return null
  }
}
