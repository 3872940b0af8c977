import { product, quantile, symmetricEigen } from './matrix.ts'
import type { LearnOptions, Model, Row } from './model.ts'
import { emptyMemory, score, standardise } from './score.ts'

/** A bound below which a variance is rounding, in units of a standardised signal. */
const varianceMin = 1e-6

/**
 * Learns normal behaviour from rows of normal operation. RangeError for fewer than ten complete vectors, for
 * options outside their bounds and for rows of another width: faults of the caller.
 */
export function learn(rows: readonly Row[], options: LearnOptions): Model {
  const lagCount = options.lagCount ?? 2
  const windowCount = options.windowCount ?? 5
  const varianceShare = options.varianceShare ?? 0.9
  const share = options.quantile ?? 0.99
  const marginFactor = options.marginFactor ?? 1.5
  const { signals } = options
  demand(signals.length > 0 && new Set(signals).size === signals.length, 'signals must differ')
  demand(Number.isInteger(lagCount) && lagCount >= 0, 'lagCount must be a whole number ≥ 0')
  demand(Number.isInteger(windowCount) && windowCount >= 1, 'windowCount must be a whole number ≥ 1')
  demand(varianceShare > 0 && varianceShare <= 1, 'varianceShare must be in (0, 1]')
  demand(share > 0 && share <= 1 && marginFactor > 0, 'quantile must be in (0, 1], marginFactor > 0')
  for (const row of rows) demand(row.length === signals.length, 'a row must have one value per signal')
  const { centre, scale } = standards(rows, signals.length)
  const vectors = completeVectors(rows, centre, scale, lagCount)
  demand(vectors.length >= 10, 'learning needs ten complete vectors')
  const { whitening, componentCount } = whiten(vectors, varianceShare, share)
  const base = { version: 1 as const, signals: [...signals], lagCount, windowCount, centre, scale }
  const model: Model = {
    ...base,
    componentCount,
    whitening,
    thresholdLearned: 1,
    threshold: 1,
    judged: [],
  }
  const learned = quantile(scoresOf(model, rows), share) * marginFactor
  const threshold = Math.max(learned, 1e-9)
  return { ...model, threshold, thresholdLearned: threshold }
}

function demand(holds: boolean, message: string): void {
  if (!holds) throw new RangeError(message)
}

export function scoresOf(model: Model, rows: readonly Row[]): number[] {
  let memory = emptyMemory()
  const scores: number[] = []
  for (const row of rows) {
    const scored = score(model, memory, row)
    memory = scored.memory
    if (scored.score !== null) scores.push(scored.score)
  }
  return scores
}

/** Median and 1.4826 MAD; where more than half are equal the deviation, where all are a hundredth of it. */
function standards(rows: readonly Row[], width: number): { centre: number[]; scale: number[] } {
  const centre: number[] = []
  const scale: number[] = []
  for (let column = 0; column < width; column += 1) {
    const values = rows.map((row) => row[column]!).filter((value) => Number.isFinite(value))
    demand(values.length > 0, 'every signal needs a value to learn from')
    const middle = quantile(values, 0.5)
    const spread = quantile(
      values.map((value) => Math.abs(value - middle)),
      0.5,
    )
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length)
    const smallest = Math.max(Math.abs(middle), 1) * 1e-9
    centre.push(middle)
    if (spread > smallest) scale.push(spread * 1.4826)
    else if (deviation > smallest) scale.push(deviation)
    else scale.push(Math.max(Math.abs(middle) * 0.01, 1e-6))
  }
  return { centre, scale }
}

function completeVectors(
  rows: readonly Row[],
  centre: readonly number[],
  scale: readonly number[],
  lagCount: number,
): number[][] {
  const standard = rows.map((row) => standardise(row, centre, scale))
  const vectors: number[][] = []
  for (let at = lagCount; at < standard.length; at += 1) {
    const vector = standard
      .slice(at - lagCount, at + 1)
      .reverse()
      .flat()
    if (vector.every((value) => value !== null)) vectors.push(vector)
  }
  return vectors
}

/**
 * The symmetric root of T²/limit + Q/limit (the combined index of Yue and Qin, 2001), so that each coordinate
 * of its product with a vector, squared, is that coordinate's contribution.
 */
function whiten(vectors: readonly number[][], varianceShare: number, share: number) {
  const size = vectors[0]!.length
  const covariance = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  for (const vector of vectors) {
    for (let row = 0; row < size; row += 1) {
      const value = vector[row]! / vectors.length
      for (let column = 0; column < size; column += 1) covariance[row]![column]! += value * vector[column]!
    }
  }
  const { values, vectors: axes } = symmetricEigen(covariance)
  const whole = values.reduce((sum, value) => sum + Math.max(value, 0), 0)
  let componentCount = 0
  for (let held = 0; componentCount < size && held < whole * varianceShare * (1 - 1e-12); ) {
    held += values[componentCount]!
    componentCount += 1
  }
  const hotelling: number[] = []
  const residual: number[] = []
  for (const vector of vectors) {
    const along = product(axes, vector)
    hotelling.push(sumOf(along, 0, componentCount, (value, at) => value ** 2 / strength(values, at)))
    residual.push(sumOf(along, componentCount, size, (value) => value ** 2))
  }
  const limitHotelling = Math.max(quantile(hotelling, share), varianceMin)
  const limitResidual = Math.max(quantile(residual, share), varianceMin)
  const roots = values.map((_, at) =>
    Math.sqrt(at < componentCount ? 1 / (strength(values, at) * limitHotelling) : 1 / limitResidual),
  )
  const whitening = covariance.map((line, row) =>
    line.map((_, column) => sumOf(roots, 0, size, (root, at) => root * axes[at]![row]! * axes[at]![column]!)),
  )
  return { whitening, componentCount }
}

function strength(values: readonly number[], at: number): number {
  return Math.max(values[at]!, varianceMin)
}

function sumOf(
  values: readonly number[],
  from: number,
  to: number,
  term: (value: number, at: number) => number,
): number {
  let sum = 0
  for (let at = from; at < to; at += 1) sum += term(values[at]!, at)
  return sum
}
