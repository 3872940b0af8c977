import type { Definition, SignalPoint, Signals, Trigger, Value } from '../model.ts'

/**
 * The naive twin of `evaluate`: every tick of the window is looked at by itself, by reading the whole history
 * anew. Slow, and without any of the engine's code.
 */
export function naiveTransitions(
  definition: Definition,
  signals: Signals,
  window: { fromMicros: number; toMicros: number },
  tickMicros: number,
): string[] {
  const told: string[] = []
  let isActive = false
  let heldTicks = 0
  for (let at = window.fromMicros; at < window.toMicros; at += tickMicros) {
    const over = excess(definition.trigger, signals, at, window.fromMicros)
    const band = 'deadBand' in definition.trigger ? definition.trigger.deadBand : 0
    const opposite = over === null ? false : isActive ? over <= -band : over > 0
    heldTicks = opposite ? heldTicks + 1 : 0
    const delay = isActive ? definition.offDelayMicros : definition.onDelayMicros
    if (!opposite || (heldTicks - 1) * tickMicros < delay) continue
    isActive = !isActive
    heldTicks = 0
    told.push(`${isActive ? 'raised' : 'cleared'} ${at}`)
  }
  return told
}

/** By how much the condition is exceeded: above 0 it is true; null: nobody knows. */
function excess(trigger: Trigger, signals: Signals, at: number, start: number): number | null {
  const value = valueAt(signals, 'signal' in trigger ? trigger.signal : trigger.feedback, at)
  const truth = (yes: boolean) => (yes ? 1 : 0)
  if (trigger.kind === 'stale') {
    const good = (signals[trigger.signal] ?? [])
      .filter((point) => point.timeMicros <= at && isGood(point))
      .map((point) => point.timeMicros)
    return truth(at - Math.max(start, ...good) >= trigger.silenceMicros)
  }
  if (trigger.kind === 'quality') {
    const point = pointAt(signals, trigger.signal, at)
    return point ? truth(point.quality !== 'good') : null
  }
  if (value === null) return null
  if (trigger.kind === 'reported') return truth(trigger.values.some((one) => one === value))
  if (trigger.kind === 'rule') return truth(value !== 0)
  if (trigger.kind === 'discrepancy') {
    const command = valueAt(signals, trigger.command, at)
    if (command === null) return null
    const named = trigger.pairs.find((pair) => pair[0] === command)
    if (trigger.pairs.length > 0 && named === undefined) return 0
    const wanted = named === undefined ? command : named[1]
    const isNear =
      typeof wanted === 'number' && typeof value === 'number' && Math.abs(wanted - value) <= trigger.tolerance
    return truth(!(isNear || wanted === value))
  }
  return numericExcess(trigger, signals, value, at)
}

type Numeric = Extract<Trigger, { kind: 'limit' | 'rate' | 'deviation' }>

function numericExcess(trigger: Numeric, signals: Signals, value: Value, at: number): number | null {
  if (typeof value !== 'number') return null
  if (trigger.kind === 'limit')
    return trigger.level.startsWith('H') ? value - trigger.limit : trigger.limit - value
  let measured: number
  if (trigger.kind === 'rate') {
    const past = valueAt(signals, trigger.signal, at - trigger.windowMicros)
    if (typeof past !== 'number') return null
    measured = ((value - past) / trigger.windowMicros) * trigger.perMicros
  } else {
    const target =
      'value' in trigger.target ? trigger.target.value : valueAt(signals, trigger.target.signal, at)
    if (typeof target !== 'number') return null
    measured = value - target
  }
  if (trigger.side === 'above') return measured - trigger.limit
  if (trigger.side === 'below') return -measured - trigger.limit
  return Math.abs(measured) - trigger.limit
}

function pointAt(signals: Signals, name: string, at: number): SignalPoint | null {
  let found: SignalPoint | null = null
  for (const point of signals[name] ?? []) {
    if (point.timeMicros > at) continue
    if (found === null || point.timeMicros >= found.timeMicros) found = point
  }
  return found
}

function isGood(point: SignalPoint): boolean {
  return point.quality === 'good' && point.value !== null && !Number.isNaN(point.value)
}

function valueAt(signals: Signals, name: string, at: number): Value | null {
  const point = pointAt(signals, name, at)
  return point && isGood(point) ? point.value : null
}
