import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Series = {
  name: string
  times: string[]
  values: number[]
  /** First and last index of each labelled window. */
  windows: [number, number][]
}

export type NabEntry = { series: Series; scores: readonly number[] }

export type Profile = { falsePositive: number; falseNegative: number }

/** The three application profiles of NAB (Lavin and Ahmad, 2015); a true positive weighs 1 in each. */
export const profiles = {
  standard: { falsePositive: 0.11, falseNegative: 1 },
  lowFalsePositives: { falsePositive: 0.22, falseNegative: 1 },
  lowFalseNegatives: { falsePositive: 0.11, falseNegative: 2 },
}

/** The labelled series, or null where the folder is absent. */
export function readNab(folder: string): Series[] | null {
  if (!existsSync(folder)) return null
  const labels = JSON.parse(readFileSync(join(folder, 'labels/combined_windows.json'), 'utf8')) as Record<
    string,
    [string, string][]
  >
  return Object.entries(labels).map(([name, windows]) => {
    const lines = readFileSync(join(folder, 'data', name), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
    const times = lines.map((line) => line.split(',')[0]!)
    const at = (time: string) => times.indexOf(time.slice(0, 19))
    return {
      name,
      times,
      values: lines.map((line) => Number(line.split(',')[1])),
      windows: windows.map(([from, to]) => [at(from), at(to)]),
    }
  })
}

export function probationCount(length: number): number {
  return Math.floor(0.15 * Math.min(length, 5000))
}

function scaledSigmoid(position: number): number {
  return position >= 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1
}

/** Each scored point with what an alarm there is worth; `window` names the window it lies in, or null. */
function worths(series: Series, scores: readonly number[]) {
  const points: { score: number; worth: number; window: string | null }[] = []
  const first = probationCount(scores.length)
  for (let at = first; at < scores.length; at += 1) {
    const inside = series.windows.findIndex(([from, to]) => from <= at && at <= to)
    if (inside >= 0) {
      const [from, to] = series.windows[inside]!
      const worth = scaledSigmoid(-(to - at + 1) / (to - from + 1)) / scaledSigmoid(-1)
      points.push({ score: scores[at]!, worth, window: `${series.name} ${inside}` })
      continue
    }
    const before = series.windows.filter(([, to]) => to < at).at(-1)
    const position = before ? (at - before[1]) / (before[1] - before[0]) : 3
    points.push({ score: scores[at]!, worth: scaledSigmoid(position), window: null })
  }
  return points
}

/**
 * NAB's score: the best over all thresholds common to all series, 0 for no alarm at all and 100 for an alarm
 * at the beginning of every window and nowhere else.
 */
export function nabScore(corpus: readonly NabEntry[], profile: Profile) {
  const points = corpus.flatMap(({ series, scores }) => worths(series, scores))
  points.sort((left, right) => right.score - left.score)
  const best = new Map<string, number>()
  for (const { window } of points) if (window !== null) best.set(window, -profile.falseNegative)
  const windowCount = best.size
  let sum = -profile.falseNegative * windowCount
  const none = sum
  let highest = { raw: sum, threshold: Number.POSITIVE_INFINITY }
  points.forEach(({ score, worth, window }, at) => {
    if (window === null) sum += worth * profile.falsePositive
    else if (worth > best.get(window)!) {
      sum += worth - best.get(window)!
      best.set(window, worth)
    }
    if (points[at + 1]?.score !== score && sum > highest.raw) highest = { raw: sum, threshold: score }
  })
  return {
    score: (100 * (highest.raw - none)) / (windowCount - none),
    threshold: highest.threshold,
    windowCount,
  }
}
