type Early = { headers: string; atMs: number; answers: Map<string, Promise<Response>> }

/** So long an answer that came before the page's program may wait for whoever asks. */
const keptMsMax = 15_000

/**
 * `fetch`, which takes an answer that was asked for while the page's program was still on its way (apps/web,
 * `early.ts`): each once, to the same question with the same headers, and not when it is old.
 */
export const fetchOrTake: typeof globalThis.fetch = async (input, init) => {
  const taken = take(String(input), init)
  if (taken) {
    const answer = await taken.catch(() => null)
    init?.signal?.throwIfAborted()
    if (answer) return answer
  }
  return fetch(input, init)
}

function take(address: string, init: RequestInit | undefined): Promise<Response> | null {
  const early = (globalThis as { rongheEarly?: Early }).rongheEarly
  if (!early || (init?.method ?? 'GET') !== 'GET') return null
  const answer = early.answers.get(address)
  if (!answer) return null
  early.answers.delete(address)
  const { accept: _accept, ...headers } = (init?.headers ?? {}) as Record<string, string>
  const isSame = JSON.stringify(headers) === early.headers
  return isSame && Date.now() - early.atMs < keptMsMax ? answer : null
}
