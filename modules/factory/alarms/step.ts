import {
  type Activation,
  activationsOf,
  type Definition,
  emptyMemory,
  evaluate,
  type Memory,
  type Signals,
  type Transition,
  type Value,
} from '@ronghe/alarm'
import { type Bound, engineSignals, truthPoints } from './bind.ts'

/** What is kept of a watch between two goes; plain JSON. */
export type WatchMemory = { alarm: Memory; suppress: Memory | null }

/** An activation with what its transitions told. */
export type Told = Activation & {
  sinceMicros: number
  value: Value | null
  peak: Value | null
  /** Was it suppressed by design when it was raised? */
  isSuppressed: boolean
}

export type Step = {
  memory: WatchMemory
  /** Activations that touch the window; one that was open before it begins at `openSince`. */
  told: Told[]
  /** Is it suppressed by design at the window's end, and when did that change last in the window. */
  isSuppressed: boolean
  changedMicros: number | null
  wakeMicros: number | null
}

type Window = { fromMicros: number; toMicros: number }

/** The condition that suppresses is a rule without delays. */
const suppression: Definition = {
  trigger: { kind: 'rule', signal: 'suppress' },
  onDelayMicros: 0,
  offDelayMicros: 0,
}

export function freshMemory(bound: Bound, fromMicros: number): WatchMemory {
  return { alarm: emptyMemory(fromMicros), suppress: bound.suppress ? emptyMemory(fromMicros) : null }
}

/** What a window makes of a watch. Pure; the same wherever time is cut. */
export function stepWatch(
  bound: Bound,
  memory: WatchMemory,
  signals: Signals,
  window: Window,
  openSince: number | null,
): Step {
  const read = engineSignals(bound, signals, window)
  const alarm = evaluate(bound.definition, memory.alarm, read, window)
  const held = memory.suppress
  const suppress =
    bound.suppress && held
      ? evaluate(suppression, held, { suppress: truthPoints(bound.suppress, signals, window) }, window)
      : null
  const wasSuppressed = held?.isActive ?? false
  const isSuppressedAt = (at: number) =>
    (suppress?.transitions.findLast(({ atMicros }) => atMicros <= at)?.kind ??
      (wasSuppressed ? 'raised' : 'cleared')) === 'raised'
  return {
    memory: { alarm: alarm.memory, suppress: suppress?.memory ?? null },
    told: toldOf(alarm.transitions, openSince, isSuppressedAt),
    isSuppressed: suppress?.memory.isActive ?? false,
    changedMicros: suppress?.transitions.at(-1)?.atMicros ?? null,
    wakeMicros: alarm.wakeMicros,
  }
}

function toldOf(
  transitions: readonly Transition[],
  openSince: number | null,
  isSuppressedAt: (at: number) => boolean,
): Told[] {
  const raised = new Map(
    transitions.filter(({ kind }) => kind === 'raised').map((one) => [one.atMicros, one]),
  )
  const cleared = new Map(
    transitions.filter(({ kind }) => kind === 'cleared').map((one) => [one.atMicros, one]),
  )
  return activationsOf(transitions, openSince).map(({ fromMicros, toMicros }) => {
    const begin = fromMicros === openSince ? undefined : raised.get(fromMicros)
    const end = toMicros === null ? undefined : cleared.get(toMicros)
    return {
      fromMicros,
      toMicros,
      sinceMicros: begin?.sinceMicros ?? fromMicros,
      value: begin?.value ?? null,
      peak: end?.peak ?? null,
      isSuppressed: isSuppressedAt(fromMicros),
    }
  })
}
