import { LRUCache } from 'lru-cache'
import type { Answer, Asking } from './answer.ts'

/** With what the answer was made of (`staleMs` of `memory.ts`) nobody is led by anything older than 30 s. */
export const readyMs = 5_000
export const answersMax = 20_000
const charactersMax = 20_000_000

export type ReadyOptions = {
  now: () => number
  /** How often links were changed, as far as this process has heard. */
  changes: () => number
  answer: (asking: Asking) => Promise<Answer>
}

export type Ready = {
  /** The answer that is ready, if one is. */
  find(asking: Asking): Answer | undefined
  make(asking: Asking): Promise<Answer>
}

type Entry = { answer: Answer; changes: number; askedMs: number }

/**
 * Redirects that were made a moment ago, for whoever asks for the same in the same words. One that was asked
 * for before links changed is not given after it. Nothing else is kept: who asks for what is not there fills
 * no memory.
 */
export function readyAnswers({ now, changes, answer }: ReadyOptions): Ready {
  const entries = new LRUCache<string, Entry>({
    ...{ max: answersMax, maxSize: charactersMax },
    sizeCalculation: ({ answer: { headers } }, key) => {
      return Object.values(headers).reduce((sum, value) => sum + value.length, key.length)
    },
  })
  return {
    find(asking) {
      const entry = entries.get(keyOf(asking))
      const isTrue = entry?.changes === changes() && now() - entry.askedMs < readyMs
      return isTrue ? entry.answer : undefined
    },
    async make(asking) {
      const at = { changes: changes(), askedMs: now() }
      const made = await answer(asking)
      if (made.status === 307) entries.set(keyOf(asking), { answer: made, ...at })
      return made
    },
  }
}

/** Neither an address nor a header has a line break. What was not said is not what was said to be nothing. */
function keyOf({ base, url, accept, language }: Asking): string {
  return [base, url, said(accept), said(language)].join('\n')
}

function said(header: string | undefined): string {
  return header === undefined ? '' : `=${header}`
}
