import type { Observation, Playhead } from './playhead.ts'

/** One machine that plays: where it reads and who is told. */
export type Track = { playhead: Playhead; observe(observation: Observation): void }

/**
 * Plays all tracks in common order of time up to now, then goes on as time goes. `settled` is called after
 * each batch, `untilMicros` says up to when may be played. Returns a function that ends it.
 */
export function startPump(
  tracks: readonly Track[],
  untilMicros: () => number,
  settled: () => void,
): () => void {
  let timer: NodeJS.Timeout | undefined
  const turn = () => {
    if (playUntil(tracks, untilMicros()) > 0) settled()
    const next = tracks.reduce((least, track) => Math.min(least, track.playhead.nextMicros), Infinity)
    const waitMs = Math.ceil((next - untilMicros()) / 1000)
    timer = setTimeout(turn, Math.min(Math.max(waitMs, waitMsMin), waitMsMax))
  }
  turn()
  return () => clearTimeout(timer)
}

/** Observations that come closer than this are told together. */
const waitMsMin = 10
/** The clock may be set forward while nothing is due; it is looked at again after this. */
const waitMsMax = 1000

/** Tells all observations before `untilMicros`; returns how many. */
export function playUntil(tracks: readonly Track[], untilMicros: number): number {
  let count = 0
  for (;;) {
    let next: Track | undefined
    let nextMicros = untilMicros
    for (const track of tracks) {
      const time = track.playhead.nextMicros
      if (time >= nextMicros) continue
      next = track
      nextMicros = time
    }
    if (next === undefined) return count
    next.observe(next.playhead.take())
    count += 1
  }
}
