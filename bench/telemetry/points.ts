import { availableParallelism } from 'node:os'

/** One set of points: every signal has one each `stepMs`, at the same moments, as a scan gives them. */
export type PointSet = { name: string; signals: number; stepMs: number; steps: number }

export type Size = { week: PointSet; day: PointSet; years: PointSet; batchRows: number }

const dayMs = 86_400_000
/** 2014-10-07T00:00:00Z: all points lie in the past, as some stores refuse the future. */
export const startMs = 16_350 * dayMs

export const large: Size = {
  week: { name: 'week', signals: 1000, stepMs: 60_000, steps: 7 * 1440 },
  day: { name: 'day', signals: 4, stepMs: 1000, steps: 86_400 },
  years: { name: 'years', signals: 1, stepMs: 60_000, steps: 10 * 365 * 1440 },
  batchRows: 5000,
}
export const tiny: Size = {
  week: { name: 'week', signals: 5, stepMs: 3_600_000, steps: 7 * 24 },
  day: { name: 'day', signals: 2, stepMs: 60_000, steps: 1440 },
  years: { name: 'years', signals: 1, stepMs: dayMs, steps: 3650 },
  batchRows: 200,
}

export const countOf = ({ signals, steps }: PointSet) => signals * steps
export const endMs = ({ steps, stepMs }: PointSet) => startMs + steps * stepMs

/** The value of a signal at a step: a slow wave with a fast one on it, two decimals. */
export function valueAt(signal: number, step: number): number {
  const wave = 500 * Math.sin(step / 97 + signal) + 20 * Math.sin(step / 3 + signal * 7)
  return Math.round(wave * 100) / 100
}

/** Ranges of steps that make batches of about `batchRows` points. */
export function* batchesOf(set: PointSet, batchRows: number): Generator<{ from: number; to: number }> {
  const perBatch = Math.max(1, Math.floor(batchRows / set.signals))
  for (let from = 0; from < set.steps; from += perBatch)
    yield { from, to: Math.min(from + perBatch, set.steps) }
}

/** Points of a range of steps as InfluxDB's line protocol with times in milliseconds. */
export function linesOf(set: PointSet, { from, to }: { from: number; to: number }): string {
  const lines: string[] = []
  for (let step = from; step < to; step++) {
    for (let signal = 0; signal < set.signals; signal++) {
      const at = startMs + step * set.stepMs
      lines.push(`${set.name},signal=s${signal} value=${valueAt(signal, step)} ${at}`)
    }
  }
  return lines.join('\n')
}

/** What every measurement was made under. */
export function conditionsOf(size: Size): string {
  const { week, day, years, batchRows } = size
  const sets = [week, day, years].map((set) => `${set.signals} × ${set.steps} each ${set.stepMs / 1000} s`)
  return (
    `numeric points (${sets.join('; ')}), batches of ${batchRows}, made beforehand, 32 under way; ` +
    `${availableParallelism()} cores, all on one machine; the fastest of five questions`
  )
}
