import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptyMemory, type LearnOptions, learn, type Row, score } from '../index.ts'

export type Experiment = { name: string; signals: string[]; rows: Row[]; labels: boolean[] }
export type Outcome = { f1: number; falseAlarmPercent: number; missedAlarmPercent: number; points: number }

/** The 34 labelled experiments, or null where the folder is absent. */
export function readSkab(folder: string): Experiment[] | null {
  if (!existsSync(folder)) return null
  return ['valve1', 'valve2', 'other'].flatMap((group) =>
    readdirSync(join(folder, group))
      .filter((name) => name.endsWith('.csv'))
      .sort()
      .map((name) => {
        const [head, ...lines] = readFileSync(join(folder, group, name), 'utf8')
          .trim()
          .split('\n')
        const cells = lines.map((line) => line.split(';'))
        return {
          name: `${group}/${name}`,
          signals: head!.split(';').slice(1, 9),
          rows: cells.map((line) => line.slice(1, 9).map(Number)),
          labels: cells.map((line) => Number(line[9]) === 1),
        }
      }),
  )
}

/** Learns from the first 400 rows of each experiment, judges the rest, and pools all points. */
export function outlierScore(
  experiments: readonly Experiment[],
  options: Omit<LearnOptions, 'signals'>,
  learnCount = 400,
): Outcome {
  const counts = { hit: 0, alarm: 0, miss: 0, quiet: 0 }
  for (const { signals, rows, labels } of experiments) {
    const model = learn(rows.slice(0, learnCount), { ...options, signals })
    let memory = emptyMemory()
    rows.forEach((row, at) => {
      const scored = score(model, memory, row)
      memory = scored.memory
      if (at < learnCount) return
      if (scored.isAnomalous) counts[labels[at] ? 'hit' : 'alarm'] += 1
      else counts[labels[at] ? 'miss' : 'quiet'] += 1
    })
  }
  const { hit, alarm, miss, quiet } = counts
  return {
    f1: hit === 0 ? 0 : (2 * hit) / (2 * hit + alarm + miss),
    falseAlarmPercent: (100 * alarm) / Math.max(alarm + quiet, 1),
    missedAlarmPercent: (100 * miss) / Math.max(hit + miss, 1),
    points: hit + alarm + miss + quiet,
  }
}
