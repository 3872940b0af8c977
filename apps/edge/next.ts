import { type Reason, reason } from './reason.ts'

/** How far a connection has come. The steps in -ing end by themselves or by an action that ends them. */
export type Step = 'down' | 'opening' | 'open' | 'preparing' | 'prepared' | 'flowing' | 'closing'

/** What is seen of a connection. All times are milliseconds of a clock that never goes back. */
export type Observed = {
  kind: 'device' | 'uplink'
  step: Step
  /** Time in this step. */
  stepMs: number
  /** Time since the other side last gave a sign of life (or since the step began). */
  silentMs: number
  /** Attempts in a row that did not come to flow for `stableMs`. */
  failures: number
  /** Why the last attempt ended; null before the first one. */
  fault: Reason | null
  /** Whoever reads waits until the buffer has room. */
  held: boolean
  /** Random in [0, 1): keeps a hundred edges from returning in the same instant. */
  jitter: number
}

export type Bounds = {
  openMsMax: number
  silentMsMax: number
  closeMsMax: number
  waitMsMin: number
  waitMsMax: number
}
export type Desired = { run: boolean; bounds: Bounds }

export type State = 'stopped' | 'waiting' | 'connecting' | 'preparing' | 'live' | 'held' | 'closing'

export type Action = 'open' | 'prepare' | 'flow' | 'close' | 'abandon'
export type Next = { state: State; action?: Action; reason: Reason }

/**
 * What a connection is and what to do about it: pure, total, and the only place where it is decided.
 * The reason is what an operator reads; the action is what the runtime then does, once.
 */
export function next(observed: Observed, desired: Desired): Next {
  const { kind, step, stepMs, fault } = observed
  const { bounds } = desired
  if (step === 'closing') {
    const isStuck = stepMs >= bounds.closeMsMax
    const why = fault ?? reason(`edge.${kind}.stopping`)
    return isStuck ? { state: 'closing', action: 'abandon', reason: why } : { state: 'closing', reason: why }
  }
  if (!desired.run) {
    if (step === 'down') return { state: 'stopped', reason: reason(`edge.${kind}.stopped`) }
    return { state: 'closing', action: 'close', reason: reason(`edge.${kind}.stopping`) }
  }
  return step === 'down' ? nextAttempt(observed, bounds) : nextStep(observed, bounds)
}

/**
 * How long to wait after so many failures: doubling from the least to the greatest wait, and a random fifth
 * less.
 */
export function waitMs(failures: number, jitter: number, bounds: Bounds): number {
  if (failures === 0) return 0
  const full = Math.min(bounds.waitMsMin * 2 ** Math.min(failures - 1, 30), bounds.waitMsMax)
  return full * (1 - 0.2 * jitter)
}

function nextAttempt(observed: Observed, bounds: Bounds): Next {
  const { kind, stepMs, failures, fault, jitter } = observed
  const remainingMs = waitMs(failures, jitter, bounds) - stepMs
  if (remainingMs <= 0)
    return { state: 'connecting', action: 'open', reason: reason(`edge.${kind}.connecting`) }
  return { state: 'waiting', reason: fault ?? reason(`edge.${kind}.waiting`, { attempts: failures }) }
}

function nextStep(observed: Observed, bounds: Bounds): Next {
  const { kind, step, stepMs, silentMs, held } = observed
  const seconds = (ms: number) => Math.round(ms / 1000)
  switch (step) {
    case 'opening':
      if (stepMs < bounds.openMsMax) return { state: 'connecting', reason: reason(`edge.${kind}.connecting`) }
      return {
        state: 'closing',
        action: 'close',
        reason: reason(`edge.${kind}.openTooLong`, { seconds: seconds(bounds.openMsMax) }),
      }
    case 'open':
      return { state: 'preparing', action: 'prepare', reason: reason(`edge.${kind}.preparing`) }
    case 'prepared':
      return { state: 'live', action: 'flow', reason: reason(`edge.${kind}.live`) }
    default:
      // While we do not read, the other side's silence is ours.
      if (held) return { state: 'held', reason: reason(`edge.${kind}.held`) }
      if (silentMs >= bounds.silentMsMax) {
        const why = reason(`edge.${kind}.silent`, { seconds: seconds(bounds.silentMsMax) })
        return { state: 'closing', action: 'close', reason: why }
      }
      if (step === 'preparing') return { state: 'preparing', reason: reason(`edge.${kind}.preparing`) }
      return { state: 'live', reason: reason(`edge.${kind}.live`) }
  }
}
