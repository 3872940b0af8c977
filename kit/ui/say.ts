import { RequestFault } from '../client/index.ts'
import { word } from './words.tsx'

export type Said = { id: number; kind: 'done' | 'warning' | 'fault'; text: string }
type Hear = (said: Said) => void

let last = 0
let hears: Hear | null = null
const waiting: Said[] = []

/**
 * Short words at the top of the page: what was done (a word key), what to mind, what went wrong (an error).
 */
export const say = {
  done: (key: string, values?: Record<string, string | number>) => tell('done', word(key, values)),
  warning: (key: string, values?: Record<string, string | number>) => tell('warning', word(key, values)),
  fault: (error: unknown) => tell('fault', faultText(error)),
}

/** What a person may read about an error: the server's words, or that the server cannot be reached. */
export function faultText(error: unknown): string {
  if (error instanceof RequestFault) return error.message || word('fault.kit.unavailable')
  if (isOffline(error)) return word('ui.fault.offline')
  return word('ui.fault.broken')
}

/** `fetch` rejects with a TypeError when no answer comes at all. */
export function isOffline(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message)
}

/** The host of the toasts listens; what was said before it was loaded is handed over first. */
export function hear(listener: Hear): () => void {
  hears = listener
  for (const said of waiting.splice(0)) listener(said)
  return () => {
    hears = null
  }
}

/** Calls back once something is said, so that the toasts need not be loaded before. */
export function whenSaid(callback: () => void): () => void {
  if (waiting.length > 0) callback()
  knocks.add(callback)
  return () => void knocks.delete(callback)
}

const knocks = new Set<() => void>()

function tell(kind: Said['kind'], text: string): void {
  last += 1
  const said = { id: last, kind, text }
  if (hears) {
    hears(said)
    return
  }
  waiting.push(said)
  for (const knock of knocks) knock()
}
