import type { SignalPoint, Trigger, Truth, Value } from './model.ts'

/** What is known at one moment: whether it would raise, whether it would clear, and the value to show. */
export type Reading = { raises: Truth; clears: Truth; value: Value | null }

/** A signal's points in ascending time, walked once. */
export type Track = { points: readonly SignalPoint[]; next: number; held: SignalPoint | null }

/** Of points at one time the last in the list holds (ALM-3). */
export function trackOf(points: readonly SignalPoint[]): Track {
  return { points: points.toSorted((a, b) => a.timeMicros - b.timeMicros), next: 0, held: null }
}

/** Walks on to what holds at a moment. */
export function advance(track: Track, atMicros: number): void {
  while (track.next < track.points.length && track.points[track.next]!.timeMicros <= atMicros) {
    track.held = track.points[track.next]!
    track.next += 1
  }
}

/** The value that counts; undefined: not known (ALM-4). */
export function known(point: SignalPoint | null): Value | undefined {
  if (point?.quality !== 'good' || point.value === null) return undefined
  return typeof point.value === 'number' && !Number.isFinite(point.value) ? undefined : point.value
}

const unknown: Reading = { raises: null, clears: null, value: null }

/** Beyond the limit raises; inside by the dead-band clears; between the two neither does (ALM-10, ALM-11). */
export function beyond(value: number, side: 'above' | 'below', limit: number, deadBand: number): Reading {
  const over = side === 'above' ? value - limit : limit - value
  return { raises: over > 0, clears: over <= -deadBand, value }
}

/** On either side: the magnitude is held against the limit; the value keeps its sign. */
export function beyondEither(
  value: number,
  side: 'above' | 'below' | 'either',
  limit: number,
  deadBand: number,
): Reading {
  if (side === 'either') return { ...beyond(Math.abs(value), 'above', limit, deadBand), value }
  const signed = side === 'above' ? value : -value
  return { ...beyond(signed, 'above', limit, deadBand), value }
}

function plain(truth: boolean, value: Value | null): Reading {
  return { raises: truth, clears: !truth, value }
}

/** The signals a trigger reads, the first the one it is about. */
export function signalsOfTrigger(trigger: Trigger): string[] {
  if (trigger.kind === 'discrepancy') return [trigger.feedback, trigger.command]
  if (trigger.kind === 'deviation' && 'signal' in trigger.target)
    return [trigger.signal, trigger.target.signal]
  return [trigger.signal]
}

/** How far back before a window the points still count. */
export function lookBackMicros(trigger: Trigger): number {
  return trigger.kind === 'rate' ? trigger.windowMicros : 0
}

/** Tracks at a moment: the signal itself, the other one, and the signal as it was a window ago. */
export type Tracks = { main: Track; other: Track | null; past: Track | null; lastGoodMicros: number }

/** Judges a trigger on what is known at a moment (ALM-10 to ALM-19). */
export function readTrigger(trigger: Trigger, tracks: Tracks, atMicros: number): Reading {
  const { held } = tracks.main
  const value = known(held)
  switch (trigger.kind) {
    case 'limit': {
      if (typeof value !== 'number') return unknown
      const side = trigger.level === 'H' || trigger.level === 'HH' ? 'above' : 'below'
      return beyond(value, side, trigger.limit, trigger.deadBand)
    }
    case 'rate': {
      const past = known(tracks.past?.held ?? null)
      if (typeof value !== 'number' || typeof past !== 'number') return unknown
      const rate = ((value - past) / trigger.windowMicros) * trigger.perMicros
      return beyondEither(rate, trigger.side, trigger.limit, trigger.deadBand)
    }
    case 'deviation': {
      const target = 'value' in trigger.target ? trigger.target.value : known(tracks.other?.held ?? null)
      if (typeof value !== 'number' || typeof target !== 'number') return unknown
      return beyondEither(value - target, trigger.side, trigger.limit, trigger.deadBand)
    }
    case 'stale':
      return plain(atMicros - tracks.lastGoodMicros >= trigger.silenceMicros, null)
    case 'quality':
      if (!held) return unknown
      return plain(held.quality !== 'good', held.quality)
    case 'discrepancy':
      return disagreement(trigger, value, known(tracks.other?.held ?? null))
    case 'rule':
      return value === undefined ? unknown : plain(value !== 0, null)
    case 'reported':
      return value === undefined ? unknown : plain(trigger.values.includes(value), value)
  }
}

type Discrepancy = Extract<Trigger, { kind: 'discrepancy' }>

function disagreement(
  trigger: Discrepancy,
  feedback: Value | undefined,
  command: Value | undefined,
): Reading {
  if (feedback === undefined || command === undefined) return unknown
  const pair = trigger.pairs.find(([said]) => said === command)
  // A command that the pairs do not name asks for nothing.
  if (trigger.pairs.length > 0 && !pair) return plain(false, feedback)
  const wanted = pair ? pair[1] : command
  if (typeof wanted === 'number' && typeof feedback === 'number')
    return plain(Math.abs(feedback - wanted) > trigger.tolerance, feedback)
  return plain(feedback !== wanted, feedback)
}
