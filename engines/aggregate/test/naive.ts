import type { Aggregate, Interval, Options, Point } from '../model.ts'

/**
 * The aggregates straight from their definitions, to compare the engine with: time goes in single units
 * and every look-up goes through all points. Times must be whole numbers; `points` are all there are, in
 * order.
 */
export function naive(
  name: Aggregate,
  { from, to, at }: Interval,
  points: readonly Point[],
  { stepped, second }: Options,
): number | null {
  const good = points.filter((point): point is { at: number; value: number } => point.value !== null)
  const within = points.filter((point) => point.at >= from && point.at < to)
  const values = good.filter((point) => point.at >= from && point.at < to).map(({ value }) => value)
  const sum = values.reduce((total, value) => total + value, 0)
  const cells = Array.from({ length: to - from }, (_, index) => from + index)
  const lastOf = <T extends Point>(list: readonly T[], time: number) =>
    list.findLast((point) => point.at <= time)
  const nextOf = <T extends Point>(list: readonly T[], time: number) => list.find((point) => point.at > time)

  function onLine(list: readonly Point[], time: number): number | null {
    const left = lastOf(list, Math.floor(time))
    if (!left || left.value === null) return null
    const right = nextOf(list, Math.floor(time))
    if (!right || right.value === null) return left.value
    return left.value + ((right.value - left.value) * (time - left.at)) / (right.at - left.at)
  }

  const goodCells = cells.filter((cell) => typeof lastOf(points, cell)?.value === 'number')
  const zeroCells = goodCells.filter((cell) => lastOf(points, cell)?.value === 0)
  const slopedCells = cells.flatMap((cell) => onLine(good, cell + 0.5) ?? [])
  const simpleCells = goodCells.map((cell) =>
    stepped ? lastOf(points, cell)!.value! : onLine(points, cell + 0.5)!,
  )
  const area = (list: readonly number[]) => list.reduce((total, value) => total + value, 0)
  const variance = (less: number) => {
    const mean = sum / values.length
    const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0)
    return values.length > less ? squares / (values.length - less) : 0
  }
  const ofValues = (value: () => number) => (values.length > 0 ? value() : null)
  const known = within.length > 0 || lastOf(points, from - 1) !== undefined

  switch (name) {
    case 'interpolative': {
      if (good.some((point) => point.at === at)) return good.find((point) => point.at === at)!.value
      return stepped ? (lastOf(good, at)?.value ?? null) : onLine(good, at)
    }
    case 'average':
      return ofValues(() => sum / values.length)
    case 'timeAverage':
      return slopedCells.length > 0 ? area(slopedCells) / slopedCells.length : null
    case 'total':
      return slopedCells.length > 0 ? area(slopedCells) / second : null
    case 'timeAverage2':
      return simpleCells.length > 0 ? area(simpleCells) / simpleCells.length : null
    case 'total2':
      return simpleCells.length > 0 ? area(simpleCells) / second : null
    case 'minimum':
      return ofValues(() => Math.min(...values))
    case 'maximum':
      return ofValues(() => Math.max(...values))
    case 'range':
      return ofValues(() => Math.max(...values) - Math.min(...values))
    case 'count':
      if (within.length > 0) return values.length
      return lastOf(points, from - 1) && nextOf(points, to - 1) ? 0 : null
    case 'delta':
      return ofValues(() => values.at(-1)! - values[0]!)
    case 'start':
      return within[0]?.value ?? null
    case 'end':
      return within.at(-1)?.value ?? null
    case 'durationGood':
      return known ? goodCells.length / second : null
    case 'durationBad':
      return known ? (cells.length - goodCells.length) / second : null
    case 'percentGood':
      return known ? (100 * goodCells.length) / cells.length : null
    case 'percentBad':
      return known ? 100 - (100 * goodCells.length) / cells.length : null
    case 'durationInStateZero':
      return goodCells.length > 0 ? zeroCells.length / second : null
    case 'durationInStateNonZero':
      return goodCells.length > 0 ? (goodCells.length - zeroCells.length) / second : null
    case 'numberOfTransitions':
      return ofValues(
        () =>
          good.filter((point, index) => {
            const isWithin = point.at >= from && point.at < to
            return isWithin && good[index - 1]?.value !== point.value
          }).length,
      )
    case 'standardDeviationSample':
      return ofValues(() => Math.sqrt(variance(1)))
    case 'standardDeviationPopulation':
      return ofValues(() => Math.sqrt(variance(0)))
    case 'varianceSample':
      return ofValues(() => variance(1))
    case 'variancePopulation':
      return ofValues(() => variance(0))
    case 'worstQuality':
      return within.length > 0 ? (within.length > values.length ? 0 : 1) : null
  }
}
