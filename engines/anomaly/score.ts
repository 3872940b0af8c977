import { product, quantile, solve } from './matrix.ts'
import type { Contribution, Memory, Model, Row, Scored } from './model.ts'

export function emptyMemory(): Memory {
  return { rows: [], recent: [] }
}

/**
 * Scores one row after those that the memory has seen. The score is the median of the latest `windowCount`
 * single scores; it is compared with the model's threshold.
 */
export function score(model: Model, memory: Memory, row: Row): Scored {
  if (row.length !== model.signals.length) throw new RangeError('a row must have one value per signal')
  const standard = standardise(row, model.centre, model.scale)
  const rows = [standard, ...memory.rows].slice(0, model.lagCount + 1)
  const silent = standard.every((value) => value === null)
  if (silent || rows.length <= model.lagCount) {
    return { score: null, isAnomalous: null, contributions: [], memory: { rows, recent: memory.recent } }
  }
  const parts = partsOf(model, rows.flat())
  const single = { score: parts.reduce((sum, part) => sum + part, 0), parts }
  const recent = [...memory.recent, single].slice(-model.windowCount)
  const value = quantile(
    recent.map((one) => one.score),
    0.5,
  )
  return {
    score: value,
    isAnomalous: value > model.threshold,
    contributions: explain(model, recent),
    memory: { rows, recent },
  }
}

/** In units of each signal's spread, at most a million of them, so that no square is without bound. */
export function standardise(
  row: Row,
  centre: readonly number[],
  scale: readonly number[],
): (number | null)[] {
  return row.map((value, index) =>
    Number.isFinite(value) ? Math.min(Math.max((value! - centre[index]!) / scale[index]!, -1e6), 1e6) : null,
  )
}

/** Each signal's part of the combined index; what is missing takes the value that makes the index least. */
function partsOf(model: Model, vector: readonly (number | null)[]): number[] {
  const missing = vector.flatMap((value, at) => (value === null ? [at] : []))
  const filled = vector.map((value) => value ?? 0)
  if (missing.length > 0) {
    const index = missing.map((row) => missing.map((column) => dot(model.whitening[row]!, column, model)))
    const pulled = product(model.whitening, product(model.whitening, filled))
    const found = solve(
      index,
      missing.map((at) => -pulled[at]!),
    )
    missing.forEach((at, order) => {
      filled[at] = found[order]!
    })
  }
  const squares = product(model.whitening, filled).map((value) => value * value)
  const whole = squares.reduce((sum, value) => sum + value, 0)
  for (const at of missing) squares[at] = 0
  const seen = squares.reduce((sum, value) => sum + value, 0)
  const parts = model.signals.map(() => 0)
  for (let at = 0; at < squares.length; at += 1) {
    parts[at % parts.length]! += seen > 0 ? squares[at]! * (whole / seen) : 0
  }
  return parts
}

function dot(row: readonly number[], column: number, model: Model): number {
  return row.reduce((sum, value, at) => sum + value * model.whitening[at]![column]!, 0)
}

function explain(model: Model, recent: Memory['recent']): Contribution[] {
  const sums = model.signals.map((_, at) => recent.reduce((sum, one) => sum + one.parts[at]!, 0))
  const whole = sums.reduce((sum, value) => sum + value, 0)
  if (whole === 0) return []
  return model.signals
    .map((signal, at) => ({ signal, share: sums[at]! / whole, at }))
    .sort((left, right) => right.share - left.share || left.at - right.at)
    .map(({ signal, share }) => ({ signal, share }))
}
