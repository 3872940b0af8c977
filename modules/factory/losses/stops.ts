import type { Sql } from '@ronghe/kit/db'
import { type ReasonCatalogue, type Stop, stopsWithLosses } from '@ronghe/oee'
import { attributionOf, type MachineOf, timeInputs, type Window } from '../oee/report.ts'
import type { StopRules } from '../reasons/stop-rules.ts'

/** A stop of a machine, and whether it still wants a person's word. */
export type MachineStop = Stop & { isOpen: boolean }

/** What decides which stops are micro, what they are lost to, and which want a word. */
export type StopWords = {
  catalogue: ReasonCatalogue
  rules: Pick<StopRules, 'microStopSeconds' | 'classifySeconds'>
}

const secondMicros = 1_000_000
/** A setup says by itself what it is. */
const askedClasses: readonly string[] = ['down', 'idle', 'delay', 'unknown']

/** The stops of a machine in a window, from plan, states and words alone. */
export async function stopsOfMachine(
  sql: Sql,
  machine: MachineOf,
  window: Window,
  words: StopWords,
): Promise<MachineStop[]> {
  const inputs = await timeInputs(sql, machine, window)
  return openOrNot(stopsWithLosses(attributionOf(inputs), engineRules(words)), words)
}

/** The firm's words as the engine wants them. */
export function engineRules({ catalogue, rules }: StopWords) {
  return { reasons: catalogue, microStopMicrosMax: rules.microStopSeconds * secondMicros }
}

/**
 * A stop wants a word when it is long enough, no micro-stop, nobody spoke of it, and what the signals say of
 * it is no reason of the firm's tree. Silence is such a stop: a machine that says nothing has stopped until
 * somebody says otherwise.
 */
export function openOrNot(stops: readonly Stop[], { catalogue, rules }: StopWords): MachineStop[] {
  return stops.map((stop) => {
    const isLong = stop.toMicros - stop.fromMicros >= rules.classifySeconds * secondMicros
    const isSaid = stop.decidedBy === 'override'
    const isKnown = stop.reason !== null && Object.hasOwn(catalogue, stop.reason)
    const isAsked = askedClasses.includes(stop.timeClass) && !stop.isMicro
    return { ...stop, isOpen: isLong && isAsked && !isSaid && !isKnown }
  })
}
