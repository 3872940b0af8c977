import { type DataType, numberOf, valueAs } from '@ronghe/sparkplug'
import type { Metric } from './payload.ts'

/** So long an edge of another maker may take to report what was written; then what it said last counts. */
const readBackMs = 10_000

/** What scaling there and back may lose of a number. */
const lostMax = 1e-12

type Value = string | number | boolean

/**
 * Whether what was read back is what was written. A fraction may come back in single precision, in which many
 * devices keep it; a whole number that differs is another one.
 */
export function isSameValue(written: Value, read: Value): boolean {
  if (typeof written === 'string' || typeof read === 'string') return written === read
  const [wanted, had] = [Number(written), Number(read)]
  if (Math.abs(had - wanted) <= Math.abs(wanted) * lostMax) return true
  return !Number.isInteger(wanted) && Math.fround(wanted) === had
}

type Awaited = { id: string; device: string; name: string; value: Value }
type Waiting = Awaited & { last: Value | null; timer: NodeJS.Timeout }

export type ReadBack = ReturnType<typeof createReadBack>

/**
 * Answers of edges that know only the standard's commands: what they report of a metric after it was written.
 * Confirmed as soon as it is the value; else, after a while, what they said last, or nothing.
 */
export function createReadBack(reply: (text: string) => void) {
  const waiting = new Map<string, Waiting>()

  function end(one: Waiting, value: Value): void {
    clearTimeout(one.timer)
    waiting.delete(one.id)
    reply(JSON.stringify({ id: one.id, ok: true, result: [{ tag: one.name, value }] }))
  }

  return {
    get isWaiting(): boolean {
      return waiting.size > 0
    },
    await(awaited: Awaited): void {
      const timer = setTimeout(() => {
        const one = waiting.get(awaited.id)
        // Without a word of it nothing is known; the command then counts as not answered.
        if (one && one.last !== null) end(one, one.last)
        waiting.delete(awaited.id)
      }, readBackMs).unref()
      waiting.set(awaited.id, { ...awaited, last: null, timer })
    },
    observed(device: string, name: string, metric: Metric, type: DataType | undefined): void {
      for (const one of waiting.values()) {
        if (one.device !== device || one.name !== name) continue
        const value = valueAs(metric.value, metric.type ?? type)
        if (typeof value === 'object') continue
        const said = typeof value === 'bigint' ? numberOf(value) : value
        one.last = said
        if (isSameValue(one.value, said)) end(one, said)
      }
    },
    /** The datatype of the metric does not take the value. */
    refuse(id: string): void {
      reply(JSON.stringify({ id, ok: false, fault: 'factory.command.notCompatible' }))
    },
    stop(): void {
      for (const { timer } of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
