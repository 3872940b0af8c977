import type { Letter, Told } from './wire.ts'

const flushMs = 1_000
/** Bytes of a message that are kept; a longer one is refused without its content. */
export const letterBytesMax = 65_536
/** Different refusals of one edge that are kept a second; the rest is only counted. */
const lettersMax = 50
/** Bytes of content that wait to be told. */
const waitingBytesMax = 16 * 1024 * 1024

export type Refusal = Omit<Letter, 'count' | 'atMs' | 'payload'> & { payload: Uint8Array | null }

/**
 * Gathers what is refused and tells it once a second: the same refusal of the same metric is one letter with
 * its count and its newest message. However much is refused, little is told. /
 */
export function createLetters(tell: (told: Told) => void, nowMs: () => number) {
  let waiting = new Map<string, Map<string, Letter>>()
  let bytes = 0

  function add(edgeId: string, { payload, ...refusal }: Refusal): void {
    const ofEdge = waiting.get(edgeId) ?? new Map<string, Letter>()
    waiting.set(edgeId, ofEdge)
    let key = `${refusal.code} ${refusal.device ?? ''} ${refusal.metric ?? ''} ${refusal.topic}`
    let one = refusal
    if (!ofEdge.has(key) && ofEdge.size >= lettersMax) {
      key = 'more'
      one = { ...refusal, code: 'more', device: null, metric: null, detail: '' }
    }
    const known = ofEdge.get(key)
    const size = payload?.length ?? 0
    const isKept =
      payload !== null && size <= letterBytesMax && key !== 'more' && bytes + size <= waitingBytesMax
    bytes += (isKept ? size : 0) - (isKept ? (known?.payload?.length ?? 0) : 0)
    ofEdge.set(key, {
      ...one,
      atMs: nowMs(),
      // Of its own, since the bytes are part of a larger piece that the broker read.
      payload: isKept ? Uint8Array.from(payload) : (known?.payload ?? null),
      count: (known?.count ?? 0) + 1,
    })
  }

  function flush(): void {
    if (waiting.size === 0) return
    const all = waiting
    waiting = new Map()
    bytes = 0
    for (const [edgeId, letters] of all) tell({ kind: 'refused', edgeId, letters: [...letters.values()] })
  }

  const timer = setInterval(flush, flushMs)
  return {
    add,
    flush,
    stop(): void {
      clearInterval(timer)
      flush()
    },
  }
}
