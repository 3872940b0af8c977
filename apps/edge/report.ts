import type { State } from './next.ts'
import type { Reason } from './reason.ts'
import { type Locale, say } from './words.ts'

/** Takes what an operator should know: of which connection, in which state it is, and why. */
export type Reporter = (subject: string, state: State, why: Reason) => void

/** pino's levels. */
const info = 30
const warning = 40
const quietStates: ReadonlySet<State> = new Set(['live', 'connecting', 'preparing', 'stopped', 'closing'])

/** JSON lines as pino writes them, with the reason in words and as key and parameters. */
export function consoleReporter(locale: Locale): Reporter {
  return (subject, state, why) => {
    const level = quietStates.has(state) ? info : warning
    const line = { level, time: Date.now(), name: 'edge', subject, state, key: why.key, params: why.params }
    process.stdout.write(`${JSON.stringify({ ...line, msg: say(locale, why) })}\n`)
  }
}
