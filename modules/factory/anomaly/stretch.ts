/** A stretch above the threshold; `weights` are each signal's parts summed over it. */
export type Stretch = {
  id: string
  fromMicros: number
  toMicros: number
  /** Percent of the threshold. */
  peak: number
  weights: number[]
}

/** Where following stands between two rows; plain JSON. */
export type Following = { open: Stretch | null; quiet: number; silent: number }

/** One scored row; `percent` of the threshold and parts, or null where nothing can be said. */
export type ScoredRow = { fromMicros: number; toMicros: number; percent: number | null; parts: number[] }

export const nothing: Following = { open: null, quiet: 0, silent: 0 }

/** A stretch ends after so many rows as usual: what flickers about the threshold is one stretch. */
const quietRows = 5
/** Silence ends a stretch after so many rows: nothing says that it goes on. */
const silentRows = 60

/** One row further; `ended` is the stretch that it ended. */
export function follow(
  before: Following,
  row: ScoredRow,
  newId: () => string,
): { after: Following; ended: Stretch | null } {
  const { open } = before
  if (row.percent === null) {
    const silent = before.silent + 1
    if (open && silent >= silentRows) return { after: nothing, ended: open }
    return { after: { ...before, silent }, ended: null }
  }
  if (row.percent > 100) return { after: { open: grown(open, row, newId), quiet: 0, silent: 0 }, ended: null }
  if (!open) return { after: nothing, ended: null }
  const quiet = before.quiet + 1
  if (quiet >= quietRows) return { after: nothing, ended: open }
  return { after: { open, quiet, silent: 0 }, ended: null }
}

function grown(open: Stretch | null, row: ScoredRow, newId: () => string): Stretch {
  const percent = row.percent ?? 0
  if (!open) {
    const { fromMicros, toMicros, parts } = row
    return { id: newId(), fromMicros, toMicros, peak: percent, weights: [...parts] }
  }
  return {
    ...open,
    toMicros: row.toMicros,
    peak: Math.max(open.peak, percent),
    weights: open.weights.map((weight, at) => weight + (row.parts[at] ?? 0)),
  }
}

/** Shares of the signals in a stretch, the largest first; they sum to 1. */
export function sharesOf(weights: readonly number[], signals: readonly string[]) {
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  if (whole <= 0) return []
  return signals
    .map((tagId, at) => ({ tagId, share: (weights[at] ?? 0) / whole }))
    .sort((one, other) => other.share - one.share || (one.tagId < other.tagId ? -1 : 1))
}
