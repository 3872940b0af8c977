import type { Appended, Batch, Bucket, Point, Points, Series } from '../port.ts'
import { QUALITY_GOOD } from '../port.ts'

type Naive = Pick<Series, 'resolve' | 'append' | 'offset' | 'raw' | 'last' | 'buckets'> & {
  /** Every stored point with the commit that stored it. */
  stored: { commit: number; series: number; timeMicros: number }[]
}

/**
 * The store's rules in the plainest form, to compare the real one with: everything in maps, nothing on disk.
 */
export function naiveSeries(): Naive {
  const keys: string[] = []
  const points = new Map<number, Map<number, Point>>()
  const offsets = new Map<string, number>()
  const stored: Naive['stored'] = []
  const sorted = (series: number, fromMicros: number, toMicros: number): Point[] =>
    [...(points.get(series)?.values() ?? [])]
      .filter(({ timeMicros }) => timeMicros >= fromMicros && timeMicros < toMicros)
      .sort((a, b) => a.timeMicros - b.timeMicros)
  let commit = 0

  return {
    stored,
    resolve: async (asked) => {
      for (const key of asked) if (!keys.includes(key)) keys.push(key)
      return Int32Array.from(asked, (key) => keys.indexOf(key) + 1)
    },
    append: async (batch) => {
      commit++
      return store(batch, points, offsets, (series, timeMicros) =>
        stored.push({ commit, series, timeMicros }),
      )
    },
    offset: async (source) => offsets.get(source) ?? null,
    raw: async ({ series, fromMicros, toMicros, limit }) =>
      columns(sorted(series, fromMicros, toMicros).slice(0, limit)),
    last: async (series, atMicros = Number.MAX_SAFE_INTEGER) =>
      series.map((one) => sorted(one, 0, atMicros + 1).at(-1) ?? null),
    buckets: async ({ series, fromMicros, toMicros, bucketMicros }) =>
      [...new Set(series)]
        .sort((a, b) => a - b)
        .flatMap((one) => bucketsOf(one, sorted(one, fromMicros, toMicros), fromMicros, bucketMicros)),
  }
}

function store(
  batch: Batch,
  points: Map<number, Map<number, Point>>,
  offsets: Map<string, number>,
  tell: (series: number, timeMicros: number) => void,
): Appended {
  let count = 0
  batch.series.forEach((series, i) => {
    const timeMicros = batch.timeMicros[i]!
    const known = points.get(series) ?? new Map<number, Point>()
    points.set(series, known)
    if (known.has(timeMicros)) return
    const [value, text, quality] = [batch.value[i]!, batch.text[i]!, batch.quality[i]!]
    known.set(timeMicros, { timeMicros, value, text, quality })
    tell(series, timeMicros)
    count++
  })
  const had = offsets.get(batch.source)
  if (batch.offset !== null && (had === undefined || batch.offset > had))
    offsets.set(batch.source, batch.offset)
  return { commit: 0, stored: count, duplicates: batch.series.length - count }
}

function columns(list: readonly Point[]): Points {
  return {
    timeMicros: Float64Array.from(list, ({ timeMicros }) => timeMicros),
    value: Float64Array.from(list, ({ value }) => value),
    text: list.map(({ text }) => text),
    quality: Uint16Array.from(list, ({ quality }) => quality),
  }
}

function bucketsOf(
  series: number,
  list: readonly Point[],
  fromMicros: number,
  bucketMicros: number,
): Bucket[] {
  const good = list.filter(({ quality, value }) => quality === QUALITY_GOOD && !Number.isNaN(value))
  const groups = Map.groupBy(good, ({ timeMicros }) => Math.floor((timeMicros - fromMicros) / bucketMicros))
  return [...groups].map(([bucket, group]) => {
    const values = group.map(({ value }) => value)
    return {
      series,
      fromMicros: fromMicros + bucket * bucketMicros,
      count: values.length,
      min: Math.min(...values),
      max: Math.max(...values),
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      first: values[0]!,
      last: values.at(-1)!,
    }
  })
}
