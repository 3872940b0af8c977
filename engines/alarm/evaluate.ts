import type {
  Activation,
  Definition,
  Memory,
  SignalPoint,
  Signals,
  Transition,
  Trigger,
  Value,
} from './model.ts'
import {
  advance,
  known,
  lookBackMicros,
  readTrigger,
  signalsOfTrigger,
  type Tracks,
  trackOf,
} from './read.ts'

export type Window = { fromMicros: number; toMicros: number }
export type Evaluated = {
  memory: Memory
  transitions: Transition[]
  /** The next moment at or after the window's end at which something happens by time alone; null: none. */
  wakeMicros: number | null
}

export function emptyMemory(startedMicros: number): Memory {
  return { isActive: false, pendingSince: null, peak: null, lastGoodMicros: startedMicros }
}

/**
 * What became of one alarm in [from, to) (ALM-1 to ALM-9). Going on from the memory gives the same as one
 * window over all, wherever it is cut. Give the points of the window, those of `lookBack` before it, and the
 * last one before these. Pure; O(n log n). Throws RangeError on times that are not integers or a window that
 * ends before it starts.
 */
export function evaluate(
  definition: Definition,
  memory: Memory,
  signals: Signals,
  window: Window,
): Evaluated {
  const { trigger } = definition
  assertWindow(window)
  const tracks = tracksOf(trigger, signals, memory)
  const instants = instantsOf(trigger, signals, memory, window)
  const state: Memory = { ...memory }
  const transitions: Transition[] = []
  let index = 0
  let at = window.fromMicros
  while (at < window.toMicros) {
    walk(tracks, trigger, at)
    judge(definition, state, tracks, at, transitions)
    while (index < instants.length && instants[index]! <= at) index += 1
    const due = dueMicros(definition, state)
    const next = Math.min(
      instants[index] ?? Number.POSITIVE_INFINITY,
      due > at ? due : Number.POSITIVE_INFINITY,
    )
    if (next >= window.toMicros) break
    at = next
  }
  state.lastGoodMicros = tracks.lastGoodMicros
  return { memory: state, transitions, wakeMicros: wakeOf(definition, state, tracks, instants, window) }
}

/** Whatever it reads, and however far back before a window. */
export function needsOf(definition: Definition): { signals: string[]; lookBackMicros: number } {
  const { trigger } = definition
  return { signals: signalsOfTrigger(trigger), lookBackMicros: lookBackMicros(trigger) }
}

function tracksOf(trigger: Trigger, signals: Signals, memory: Memory): Tracks {
  const [main = '', other] = signalsOfTrigger(trigger)
  const points = signals[main] ?? []
  return {
    main: trackOf(points),
    other: other === undefined ? null : trackOf(signals[other] ?? []),
    past: trigger.kind === 'rate' ? trackOf(shifted(points, trigger.windowMicros)) : null,
    lastGoodMicros: memory.lastGoodMicros,
  }
}

/** The signal as it was a window ago is the signal shifted by the window. */
function shifted(points: readonly SignalPoint[], by: number): SignalPoint[] {
  return points.map((point) => ({ ...point, timeMicros: point.timeMicros + by }))
}

/** All moments after the window's start at which what is known may change, ascending. */
function instantsOf(trigger: Trigger, signals: Signals, memory: Memory, window: Window): number[] {
  const times: number[] = []
  const put = (time: number) => {
    if (time > window.fromMicros) times.push(time)
  }
  for (const name of new Set(signalsOfTrigger(trigger))) {
    for (const point of signals[name] ?? []) {
      const { timeMicros } = point
      if (!Number.isSafeInteger(timeMicros))
        throw new RangeError(`time of ${name} is no integer: ${timeMicros}`)
      put(timeMicros)
      if (trigger.kind === 'rate') put(timeMicros + trigger.windowMicros)
      if (trigger.kind === 'stale' && known(point) !== undefined) put(timeMicros + trigger.silenceMicros)
    }
  }
  if (trigger.kind === 'stale') put(memory.lastGoodMicros + trigger.silenceMicros)
  return times.sort((left, right) => left - right)
}

function walk(tracks: Tracks, trigger: Trigger, at: number): void {
  const { main } = tracks
  if (trigger.kind === 'stale') {
    // Every good point on the way counts, not only the one that holds now.
    while (main.next < main.points.length && main.points[main.next]!.timeMicros <= at) {
      const point = main.points[main.next]!
      main.held = point
      main.next += 1
      if (known(point) !== undefined)
        tracks.lastGoodMicros = Math.max(tracks.lastGoodMicros, point.timeMicros)
    }
  } else advance(main, at)
  if (tracks.other) advance(tracks.other, at)
  if (tracks.past) advance(tracks.past, at)
}

/** Changes come before timers: a delay that ends in the moment in which the condition ends raises nothing. */
function judge(
  definition: Definition,
  state: Memory,
  tracks: Tracks,
  at: number,
  transitions: Transition[],
): void {
  // After a change its opposite is looked at once, so that nothing stays pending from before.
  for (let turn = 0; turn < 2; turn += 1) {
    const reading = readTrigger(definition.trigger, tracks, at)
    if (state.isActive) state.peak = worse(definition.trigger, state.peak, reading.value)
    const opposite = state.isActive ? reading.clears : reading.raises
    if (opposite !== true) {
      state.pendingSince = null
      return
    }
    state.pendingSince ??= at
    const delay = state.isActive ? definition.offDelayMicros : definition.onDelayMicros
    if (at < state.pendingSince + delay) return
    const kind = state.isActive ? 'cleared' : 'raised'
    const { peak } = state
    transitions.push({ kind, atMicros: at, sinceMicros: state.pendingSince, value: reading.value, peak })
    state.isActive = !state.isActive
    state.pendingSince = null
    state.peak = state.isActive ? reading.value : null
  }
}

/** When the pending change is due; infinite where nothing is pending. */
function dueMicros(
  { onDelayMicros, offDelayMicros }: Definition,
  { isActive, pendingSince }: Memory,
): number {
  if (pendingSince === null) return Number.POSITIVE_INFINITY
  return pendingSince + (isActive ? offDelayMicros : onDelayMicros)
}

function wakeOf(
  definition: Definition,
  state: Memory,
  tracks: Tracks,
  instants: readonly number[],
  window: Window,
): number | null {
  const { trigger } = definition
  const later = instants.find((time) => time >= window.toMicros) ?? Number.POSITIVE_INFINITY
  const silent = trigger.kind === 'stale' ? tracks.lastGoodMicros + trigger.silenceMicros : 0
  const stale = silent >= window.toMicros ? silent : Number.POSITIVE_INFINITY
  const wake = Math.min(dueMicros(definition, state), later, stale)
  return Number.isFinite(wake) ? wake : null
}

/** The value further beyond; of equals and of texts the earlier. */
function worse(trigger: Trigger, peak: Value | null, value: Value | null): Value | null {
  if (typeof value !== 'number' || typeof peak !== 'number') return peak ?? value
  const isLow =
    (trigger.kind === 'limit' && (trigger.level === 'L' || trigger.level === 'LL')) ||
    ('side' in trigger && trigger.side === 'below')
  if ('side' in trigger && trigger.side === 'either') return Math.abs(value) > Math.abs(peak) ? value : peak
  return isLow ? Math.min(peak, value) : Math.max(peak, value)
}

function assertWindow({ fromMicros, toMicros }: Window): void {
  if (!Number.isSafeInteger(fromMicros) || !Number.isSafeInteger(toMicros) || toMicros < fromMicros)
    throw new RangeError(`no window: ${fromMicros} to ${toMicros}`)
}

/** The activations that transitions make; `openSince` is the start of one that was open before them. */
export function activationsOf(
  transitions: readonly Transition[],
  openSince: number | null = null,
): Activation[] {
  const list: Activation[] = openSince === null ? [] : [{ fromMicros: openSince, toMicros: null }]
  for (const { kind, atMicros } of transitions) {
    const last = list.at(-1)
    if (kind === 'raised') list.push({ fromMicros: atMicros, toMicros: null })
    else if (last) last.toMicros = atMicros
  }
  return list
}
