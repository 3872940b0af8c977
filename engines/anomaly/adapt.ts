import { scoresOf } from './learn.ts'
import type { Feedback, Judged, Model } from './model.ts'

/** How far beside a judged peak the threshold is set. */
const clearance = 1.05

/**
 * Moves the threshold by people's judgements. Among the learned threshold and those just beside each judged
 * peak it takes the one that misjudges the fewest stretches; of equals the nearest to the learned one in
 * ratio, then the lower. So the sequence of the judgements does not matter.
 */
export function adapt(model: Model, feedback: readonly Feedback[]): Model {
  const judged = new Map(model.judged.map((one) => [one.id, one]))
  for (const { id, judgement, rows } of feedback) {
    const scores = scoresOf(model, rows)
    if (scores.length === 0) continue
    const peakScore = scores.reduce((highest, value) => Math.max(highest, value))
    judged.set(id, { id, judgement, peakScore })
  }
  const all = [...judged.values()].sort((left, right) => (left.id < right.id ? -1 : 1))
  return { ...model, judged: all, threshold: thresholdFor(model.thresholdLearned, all) }
}

function thresholdFor(learned: number, judged: readonly Judged[]): number {
  const besides = judged.flatMap(({ peakScore }) => [peakScore * clearance, peakScore / clearance])
  let best = learned
  for (const candidate of besides.filter((value) => value > 0)) {
    const order =
      mistakes(candidate, judged) - mistakes(best, judged) ||
      distance(candidate, learned) - distance(best, learned) ||
      candidate - best
    if (order < 0) best = candidate
  }
  return best
}

function mistakes(threshold: number, judged: readonly Judged[]): number {
  return judged.filter(({ judgement, peakScore }) => peakScore > threshold !== (judgement === 'anomalous'))
    .length
}

function distance(candidate: number, learned: number): number {
  return Math.abs(Math.log(candidate / learned))
}
