import { assertInteger, assertWindow, type Interval } from './interval.ts'
import { evaluate, type Reading, tagsOf, type Value } from './kleene.ts'
import type { StateKind } from './model.ts'
import { type StateRules, tagsOfRules } from './rules.ts'

/** One change of a signal. Only a good point has a value that counts; stale and bad are unknown at once. */
export type SignalPoint = { timeMicros: number; value: Value | null; quality: 'good' | 'bad' | 'stale' }

/**
 * The points of each tag, in any sequence. A key with an empty list is a tag that exists and is silent; a tag
 * without a key does not exist on this machine (OEE-33). Points before the window count: give at least the
 * last one at or before its start.
 */
export type Signals = Readonly<Record<string, readonly SignalPoint[]>>

/** A stretch in which the rules see one state; it is an `Observation`. */
export type StateInterval = Interval & {
  id: string
  state: StateKind
  reason: string | null
  /** The rule that won, or that could not be judged; null where every rule was false. */
  rule: string | null
  decidedBy: 'rule' | 'unknown' | 'default'
  /** The tags the rule reads; where it could not be judged, those of them that were unknown. */
  tags: string[]
}

type Verdict = Omit<StateInterval, keyof Interval>
type Change = { timeMicros: number; track: Track; kind: 'value' | 'live' | 'dead'; value: Value | undefined }
/** What is known of one tag at the sweep's position; `live` only matters where silence is bounded. */
type Track = { value: Value | undefined; live: boolean }

/**
 * The states of a machine over the window by ordered rules in three-valued logic (OEE-30 to OEE-37). The
 * result covers the window exactly and its neighbours differ. Pure; the same points in another sequence
 * give the same result, except that of points of one tag at one time the last in the list holds; O(n log
 * n). A window that starts later gives the same states from there on (OEE-37). Throws RangeError on times
 * that are not integers.
 */
export function statesFromSignals(rules: StateRules, signals: Signals, window: Interval): StateInterval[] {
  assertWindow(window)
  const tracks = new Map<string, Track>()
  for (const tag of tagsOfRules(rules)) {
    if (Object.hasOwn(signals, tag)) tracks.set(tag, { value: undefined, live: false })
  }
  const shared: Track = { value: undefined, live: false }
  const changes = changesOf(rules, signals, window, tracks, shared)
  const bounded = typeof rules.silenceMicrosMax === 'number'
  const reading: Reading = {
    has: (tag) => tracks.has(tag),
    value: (tag) => {
      const track = tracks.get(tag)
      return track && (!bounded || track.live || shared.live) ? track.value : undefined
    },
  }
  const judge = judgeOf(rules, reading)
  const intervals: StateInterval[] = []
  let next = 0
  let fromMicros = window.fromMicros
  while (fromMicros < window.toMicros) {
    while (next < changes.length && changes[next]!.timeMicros <= fromMicros) {
      apply(changes[next]!)
      next += 1
    }
    const toMicros = Math.min(window.toMicros, changes[next]?.timeMicros ?? window.toMicros)
    extend(intervals, fromMicros, toMicros, judge())
    fromMicros = toMicros
  }
  return intervals
}

/** All that happens before the window ends, in order of time; at one time in the order of the lists. */
function changesOf(
  rules: StateRules,
  signals: Signals,
  window: Interval,
  tracks: ReadonlyMap<string, Track>,
  shared: Track,
): Change[] {
  const nowhere = new Set(rules.unknownValues ?? [])
  const silence = rules.silenceMicrosMax ?? null
  const changes: Change[] = []
  for (const [tag, track] of tracks) {
    const points = signals[tag]!
    for (const point of points) {
      assertInteger(point.timeMicros, `time of ${tag}`)
      if (point.timeMicros >= window.toMicros) continue
      const known = isKnown(point, nowhere)
      const value = known ? point.value! : undefined
      changes.push({ timeMicros: point.timeMicros, track, kind: 'value', value })
    }
    if (silence !== null) changes.push(...lifeOf([points], silence, nowhere, track))
  }
  if (silence !== null) {
    const alive = (rules.aliveTags ?? []).map((tag) => (Object.hasOwn(signals, tag) ? signals[tag]! : []))
    changes.push(...lifeOf(alive, silence, nowhere, shared))
  }
  return changes.sort((left, right) => left.timeMicros - right.timeMicros)
}

/** When signs of life begin and end: each good point is one, and lasts for the bound (OEE-34). */
function lifeOf(
  lists: readonly (readonly SignalPoint[])[],
  silence: number,
  nowhere: ReadonlySet<string>,
  track: Track,
): Change[] {
  const times: number[] = []
  for (const points of lists) {
    for (const point of points) if (isKnown(point, nowhere)) times.push(point.timeMicros)
  }
  times.sort((left, right) => left - right)
  const changes: Change[] = []
  times.forEach((time, index) => {
    const before = times[index - 1]
    const after = times[index + 1]
    if (before === undefined || time - before > silence) {
      changes.push({ timeMicros: time, track, kind: 'live', value: undefined })
    }
    if (after === undefined || after - time > silence) {
      changes.push({ timeMicros: time + silence, track, kind: 'dead', value: undefined })
    }
  })
  return changes
}

function isKnown(point: SignalPoint, nowhere: ReadonlySet<string>): boolean {
  if (point.quality !== 'good' || point.value === null || Number.isNaN(point.value)) return false
  return !(typeof point.value === 'string' && nowhere.has(point.value))
}

function apply(change: Change): void {
  if (change.kind === 'value') change.track.value = change.value
  else change.track.live = change.kind === 'live'
}

/** Makes the function that judges the present reading; what does not depend on it is worked out once. */
function judgeOf(rules: StateRules, reading: Reading): () => Verdict {
  const tags = new Map(rules.rules.map((rule) => [rule.id, tagsOf(rule.when)]))
  return () => {
    for (const rule of rules.rules) {
      const truth = evaluate(rule.when, reading)
      if (truth === false) continue
      const id = `${rules.id}/${rule.id}`
      const read = tags.get(rule.id)!
      if (truth) {
        return {
          id,
          state: rule.state,
          reason: rule.reason ?? null,
          rule: rule.id,
          decidedBy: 'rule',
          tags: read,
        }
      }
      const missing = read.filter((tag) => reading.value(tag) === undefined)
      return { id, state: 'unknown', reason: null, rule: rule.id, decidedBy: 'unknown', tags: missing }
    }
    const { state, reason } = rules.otherwise
    const id = `${rules.id}/otherwise`
    return { id, state, reason: reason ?? null, rule: null, decidedBy: 'default', tags: [] }
  }
}

function extend(intervals: StateInterval[], fromMicros: number, toMicros: number, verdict: Verdict): void {
  const last = intervals.at(-1)
  const same =
    last &&
    last.id === verdict.id &&
    last.decidedBy === verdict.decidedBy &&
    last.tags.length === verdict.tags.length &&
    last.tags.every((tag, index) => tag === verdict.tags[index])
  if (same) last.toMicros = toMicros
  else intervals.push({ fromMicros, toMicros, ...verdict })
}
