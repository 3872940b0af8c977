import type { Aggregate, Interval, Options, Point } from '../model.ts'

type Good = { at: number; value: number }

/**
 * The aggregates straight from their definitions, to compare the engine with: time goes in single units
 * and every look-up goes through all points. Times must be whole numbers; `points` are all there are, in
 * order.
 */
export function naive(
  name: Aggregate,
  interval: Interval,
  points: readonly Point[],
  options: Options,
): number | null {
  const overTime = naiveOverTime(name, interval, points, options)
  return overTime === undefined ? naiveOfValues(name, interval, points) : overTime
}

function lastOf<T extends Point>(list: readonly T[], time: number): T | undefined {
  return list.findLast((point) => point.at <= time)
}

function nextOf<T extends Point>(list: readonly T[], time: number): T | undefined {
  return list.find((point) => point.at > time)
}

function goodOf(points: readonly Point[]): Good[] {
  return points.filter((point): point is Good => point.value !== null)
}

function onLine(list: readonly Point[], time: number): number | null {
  const left = lastOf(list, Math.floor(time))
  if (!left || left.value === null) return null
  const right = nextOf(list, Math.floor(time))
  if (!right || right.value === null) return left.value
  return left.value + ((right.value - left.value) * (time - left.at)) / (right.at - left.at)
}

const sumOf = (list: readonly number[]) => list.reduce((total, value) => total + value, 0)

/** Undefined: the aggregate is of values and not of time. */
function naiveOverTime(
  name: Aggregate,
  { from, to, at }: Interval,
  points: readonly Point[],
  { stepped, second }: Options,
): number | null | undefined {
  const good = goodOf(points)
  const cells = Array.from({ length: to - from }, (_, index) => from + index)
  const goodCells = cells.filter((cell) => typeof lastOf(points, cell)?.value === 'number')
  const zeroCells = goodCells.filter((cell) => lastOf(points, cell)?.value === 0)
  const sloped = cells.flatMap((cell) => onLine(good, cell + 0.5) ?? [])
  const simple = goodCells.map((cell) =>
    stepped ? lastOf(points, cell)!.value! : onLine(points, cell + 0.5)!,
  )
  const isKnown = lastOf(points, to - 1) !== undefined
  const meanOf = (list: readonly number[]) => (list.length > 0 ? sumOf(list) / list.length : null)
  const totalOf = (list: readonly number[]) => (list.length > 0 ? sumOf(list) / second : null)
  const share = (100 * goodCells.length) / cells.length
  const state = (count: number) => (goodCells.length > 0 ? count / second : null)
  const told: Partial<Record<Aggregate, () => number | null>> = {
    interpolative: () => {
      const here = good.find((point) => point.at === at)
      if (here) return here.value
      return stepped ? (lastOf(good, at)?.value ?? null) : onLine(good, at)
    },
    timeAverage: () => meanOf(sloped),
    total: () => totalOf(sloped),
    timeAverage2: () => meanOf(simple),
    total2: () => totalOf(simple),
    durationGood: () => (isKnown ? goodCells.length / second : null),
    durationBad: () => (isKnown ? (cells.length - goodCells.length) / second : null),
    percentGood: () => (isKnown ? share : null),
    percentBad: () => (isKnown ? 100 - share : null),
    durationInStateZero: () => state(zeroCells.length),
    durationInStateNonZero: () => state(goodCells.length - zeroCells.length),
  }
  return told[name]?.()
}

function naiveOfValues(name: Aggregate, { from, to }: Interval, points: readonly Point[]): number | null {
  const good = goodOf(points)
  const isWithin = ({ at }: Point) => at >= from && at < to
  const within = points.filter(isWithin)
  const values = good.filter(isWithin).map(({ value }) => value)
  const mean = sumOf(values) / values.length
  const variance = (less: number) => {
    const squares = sumOf(values.map((value) => (value - mean) ** 2))
    return values.length > less ? squares / (values.length - less) : 0
  }
  if (name === 'count') {
    if (within.length > 0) return values.length
    return lastOf(points, from - 1) && nextOf(points, to - 1) ? 0 : null
  }
  if (name === 'start') return within[0]?.value ?? null
  if (name === 'end') return within.at(-1)?.value ?? null
  if (name === 'worstQuality') return within.length === 0 ? null : within.length > values.length ? 0 : 1
  if (values.length === 0) return null
  const isChange = (point: Good, index: number) => isWithin(point) && good[index - 1]?.value !== point.value
  const told: Partial<Record<Aggregate, () => number>> = {
    average: () => mean,
    minimum: () => Math.min(...values),
    maximum: () => Math.max(...values),
    range: () => Math.max(...values) - Math.min(...values),
    delta: () => values.at(-1)! - values[0]!,
    numberOfTransitions: () => good.filter(isChange).length,
    standardDeviationSample: () => Math.sqrt(variance(1)),
    standardDeviationPopulation: () => Math.sqrt(variance(0)),
    varianceSample: () => variance(1),
    variancePopulation: () => variance(0),
  }
  return told[name]!()
}
