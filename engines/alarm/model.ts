/** A value of a signal: a number or a text; undefined where it is not known. */
export type Value = number | string

/** One change of a signal; only a good point has a value that counts. Times are integer microseconds. */
export type SignalPoint = { timeMicros: number; value: Value | null; quality: 'good' | 'bad' | 'stale' }

/** The points of each signal by name, in any sequence; with the last one before the window. */
export type Signals = Readonly<Record<string, readonly SignalPoint[]>>

/** HH, H, L, LL: how far beyond normal, and on which side. */
export type Level = 'HH' | 'H' | 'L' | 'LL'
export type Side = 'above' | 'below' | 'either'

/** What makes an alarm active. Every part is JSON. */
export type Trigger =
  /** The value is beyond a limit; it is back when it has come inside by the dead-band. */
  | { kind: 'limit'; signal: string; level: Level; limit: number; deadBand: number }
  /** The value changes faster than `limit` per `perMicros`, measured over `windowMicros`. */
  | {
      kind: 'rate'
      signal: string
      side: Side
      limit: number
      perMicros: number
      windowMicros: number
      deadBand: number
    }
  /** The value is further from a set-point, or from another signal, than the limit. */
  | {
      kind: 'deviation'
      signal: string
      side: Side
      target: { signal: string } | { value: number }
      limit: number
      deadBand: number
    }
  /** No good point came for so long. */
  | { kind: 'stale'; signal: string; silenceMicros: number }
  /** The source says that the value cannot be trusted. */
  | { kind: 'quality'; signal: string }
  /** What was commanded and what came of it do not agree. */
  | {
      kind: 'discrepancy'
      command: string
      feedback: string
      tolerance: number
      /** Which answer belongs to which command; without it they must be equal. */
      pairs: readonly (readonly [Value, Value])[]
    }
  /** Another place has judged a rule: 1 is true, 0 false, no value unknown. */
  | { kind: 'rule'; signal: string }
  /** The machine's own controller reports a condition by one of these words. */
  | { kind: 'reported'; signal: string; values: readonly Value[] }

/** When a trigger becomes an alarm and when it is over. */
export type Definition = { trigger: Trigger; onDelayMicros: number; offDelayMicros: number }

/** Three-valued: null is unknown. */
export type Truth = true | false | null

/** What evaluating remembers between two windows; plain JSON of constant size. */
export type Memory = {
  isActive: boolean
  /** Since when the opposite of `isActive` holds without a break; null: it does not. */
  pendingSince: number | null
  /** The worst value since the alarm became active. */
  peak: Value | null
  /** The last good point so far; before the first the moment from which the alarm is watched. */
  lastGoodMicros: number
}

/** The alarm became active, or went back to normal. */
export type Transition = {
  kind: 'raised' | 'cleared'
  atMicros: number
  /** Since when the condition held, before the delay. */
  sinceMicros: number
  /** At `raised` the value that made it; at `cleared` the one that ended it. */
  value: Value | null
  /** At `cleared` the worst value in between. */
  peak: Value | null
}

/** A stretch in which an alarm was active; `toMicros` null: it still is. */
export type Activation = { fromMicros: number; toMicros: number | null }
