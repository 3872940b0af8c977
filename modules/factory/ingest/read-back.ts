import { type DataType, numberOf, valueAs } from '@ronghe/sparkplug'
import type { Metric } from './payload.ts'

/** So long an edge of another maker may take to report what was written; then what it said last counts. */
const readBackMs = 10_000

type Awaited = { id: string; device: string; name: string; value: string | number | boolean }
type Waiting = Awaited & { last: string | number | boolean | null; timer: NodeJS.Timeout }

export type ReadBack = ReturnType<typeof createReadBack>

/**
 * Answers of edges that know only the standard's commands: what they report of a metric after it was written.
 * Confirmed as soon as it is the value; else, after a while, what they said last, or nothing.
 */
export function createReadBack(reply: (text: string) => void) {
  const waiting = new Map<string, Waiting>()

  function end(one: Waiting, value: string | number | boolean): void {
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
        const isSame =
          typeof one.value === 'string' ? said === one.value : numberOf(said) === Number(one.value)
        if (isSame) end(one, said)
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
