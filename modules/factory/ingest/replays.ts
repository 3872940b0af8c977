import type { FromWorker, Replayed, ToWorker } from './wire.ts'

/** The ingest answers within this time, or counts as not there. */
const answerMsMax = 15_000

export type Replays = ReturnType<typeof createReplays>

/** Messages that are handled once more, and what became of them. */
export function createReplays(post: (message: ToWorker) => void) {
  const waiting = new Map<number, { resolve(answer: Replayed | null): void; timer: NodeJS.Timeout }>()
  let number = 0

  function end(id: number, answer: Replayed | null): void {
    const one = waiting.get(id)
    waiting.delete(id)
    clearTimeout(one?.timer)
    one?.resolve(answer)
  }

  return {
    replay(edgeId: string, topic: string, payload: Uint8Array): Promise<Replayed | null> {
      const id = ++number
      return new Promise((resolve) => {
        const timer = setTimeout(() => end(id, null), answerMsMax)
        waiting.set(id, { resolve, timer })
        post({ kind: 'replay', id, edgeId, topic, payload })
      })
    },
    answered: ({ id, answer }: Extract<FromWorker, { kind: 'replayed' }>) => end(id, answer),
    stop(): void {
      for (const id of [...waiting.keys()]) end(id, null)
    },
  }
}
