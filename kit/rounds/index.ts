import type { Logger } from 'pino'

export type Rounds = {
  everyMs: number
  /** Stands in the log where a round fails; the next one comes all the same. */
  failed: string
  round(): Promise<unknown>
  /** The first round at once, and not only after `everyMs`. */
  isAtOnce?: boolean
}

/**
 * Runs a round every so often, each after the one before it has ended. The answer stops it, once a round that
 * is under way has ended.
 */
export function startRounds(
  log: Pick<Logger, 'error'>,
  { everyMs, failed, round, isAtOnce }: Rounds,
): () => Promise<void> {
  let isStopped = false
  let working: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  async function once(): Promise<void> {
    await round().catch((error: unknown) => log.error({ err: error }, failed))
    wait()
  }
  function wait(): void {
    if (isStopped) return
    timer = setTimeout(() => {
      working = once()
    }, everyMs)
    timer.unref()
  }
  if (isAtOnce) working = once()
  else wait()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await working
  }
}
