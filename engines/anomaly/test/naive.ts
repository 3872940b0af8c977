import type { Row } from '../model.ts'

/**
 * The naive twin: the plain covariance, its axes by power iteration and deflation, T² and Q apart from one
 * another, and sorted lists for quantiles. It shares nothing with the engine but a type.
 */
export type NaiveOptions = { lagCount: number; varianceShare: number; quantile: number; windowCount: number }

export type Naive = {
  gap: number
  componentCount: number
  scores: (rows: readonly Row[]) => number[]
}

export function naiveLearn(rows: readonly number[][], options: NaiveOptions): Naive {
  const width = rows[0]!.length
  const columns = Array.from({ length: width }, (_, at) => rows.map((row) => row[at]!))
  const middles = columns.map((column) => naiveQuantile(column, 0.5))
  const spreads = columns.map((column, at) => {
    return (
      1.4826 *
      naiveQuantile(
        column.map((value) => Math.abs(value - middles[at]!)),
        0.5,
      )
    )
  })
  const vectorAt = (list: readonly Row[], at: number): number[] => {
    const vector: number[] = []
    for (let back = 0; back <= options.lagCount; back += 1) {
      list[at - back]!.forEach((value, index) => {
        vector.push((value! - middles[index]!) / spreads[index]!)
      })
    }
    return vector
  }
  const vectors: number[][] = []
  for (let at = options.lagCount; at < rows.length; at += 1) vectors.push(vectorAt(rows, at))
  const covariance = plainCovariance(vectors)
  const { axes, strengths } = powerAxes(covariance)
  const whole = covariance.reduce((sum, row, at) => sum + row[at]!, 0)
  let componentCount = 0
  let held = 0
  while (held < whole * options.varianceShare - whole * 1e-12 && componentCount < axes.length) {
    held += strengths[componentCount]!
    componentCount += 1
  }
  const statistics = (vector: readonly number[]) => {
    let hotelling = 0
    const rest = [...vector]
    for (let at = 0; at < componentCount; at += 1) {
      const along = inner(axes[at]!, vector)
      hotelling += along ** 2 / strengths[at]!
      rest.forEach((_, index) => {
        rest[index]! -= along * axes[at]![index]!
      })
    }
    return { hotelling, residual: inner(rest, rest) }
  }
  const all = vectors.map(statistics)
  const limitT = naiveQuantile(
    all.map((one) => one.hotelling),
    options.quantile,
  )
  const limitQ = Math.max(
    naiveQuantile(
      all.map((one) => one.residual),
      options.quantile,
    ),
    1e-6,
  )
  const scores = (list: readonly Row[]): number[] => {
    const singles: number[] = []
    for (let at = options.lagCount; at < list.length; at += 1) {
      const { hotelling, residual } = statistics(vectorAt(list, at))
      singles.push(hotelling / limitT + residual / limitQ)
    }
    return singles.map((_, at) =>
      naiveQuantile(singles.slice(Math.max(0, at - options.windowCount + 1), at + 1), 0.5),
    )
  }
  const gap = (strengths[componentCount - 1] ?? 0) / Math.max(strengths[componentCount] ?? 1e-12, 1e-12)
  return { gap, componentCount, scores }
}

function plainCovariance(vectors: readonly number[][]): number[][] {
  const size = vectors[0]!.length
  const matrix: number[][] = []
  for (let row = 0; row < size; row += 1) {
    const line: number[] = []
    for (let column = 0; column < size; column += 1) {
      line.push(vectors.reduce((sum, vector) => sum + vector[row]! * vector[column]!, 0) / vectors.length)
    }
    matrix.push(line)
  }
  return matrix
}

function powerAxes(matrix: readonly number[][]): { axes: number[][]; strengths: number[] } {
  let rest = matrix.map((row) => [...row])
  const axes: number[][] = []
  const strengths: number[] = []
  for (let axis = 0; axis < matrix.length; axis += 1) {
    let vector = matrix.map((_, at) => 1 + at * 0.37 + ((at * 7 + axis) % 5) * 0.11)
    for (let step = 0; step < 4000; step += 1) {
      const next = rest.map((row) => inner(row, vector))
      for (const known of axes) {
        const along = inner(next, known)
        known.forEach((value, at) => {
          next[at]! -= along * value
        })
      }
      const length = Math.sqrt(inner(next, next))
      if (length < 1e-300) break
      vector = next.map((value) => value / length)
    }
    const strength = inner(
      vector,
      rest.map((row) => inner(row, vector)),
    )
    axes.push(vector)
    strengths.push(strength)
    const found = vector
    rest = rest.map((row, at) => row.map((value, other) => value - strength * found[at]! * found[other]!))
  }
  return { axes, strengths }
}

export function inner(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, at) => sum + value * right[at]!, 0)
}

export function naiveQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  const position = share * (sorted.length - 1)
  const low = sorted[Math.floor(position)]!
  const high = sorted[Math.ceil(position)]!
  return low + (high - low) * (position - Math.floor(position))
}
