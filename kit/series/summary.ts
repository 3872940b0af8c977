import { goodValue, scaled, unscaled } from './pack.ts'
import { QUALITY_BAD, QUALITY_GOOD } from './port.ts'

/**
 * A piece sums up a run of points of one series: how many, their least, greatest, sum and spread, the
 * first and the last, and what lies between those two in time. Two pieces that follow one another make
 * one, with the gap between them; so pieces of an hour answer for any span of whole hours as the points
 * themselves do. Times are microseconds, areas value × microseconds. `good` points are numbers of good
 * quality; others have no value.
 *
 *   held, slope            from the first to the last good point, as though the others were not there:
 *                          each value held to the next, or joined to it by a line
 *   good_held, good_slope  the same, but a value counts only until the next point of any quality
 *   good_micros            how long that is; zero_micros: how much of it at zero
 *   transitions            how often a good value differs from the good one before
 */
export const PIECE_COLUMNS = [
  ...['series', 'start', 'points', 'good', 'low', 'high', 'total', 'spread', 'worst'],
  ...['opening', 'opening_at', 'closing', 'closing_at', 'first', 'first_at', 'last', 'last_at'],
  ...['held', 'slope', 'good_held', 'good_slope', 'good_micros', 'zero_micros', 'transitions'],
] as const

/**
 * The numeric points of a relation made into a piece for each series and `bucket`, an expression over
 * `time`.
 */
export function rolled(relation: string, bucket: string): string {
  const until = '(next_at - time)'
  return `
    SELECT series, bucket AS start, count(*) AS points, count(good) AS good, min(good) AS low,
      max(good) AS high, fsum(good) AS total, var_pop(good) * count(good) AS spread,
      CASE max(badness) WHEN 0 THEN ${QUALITY_GOOD} WHEN 2 THEN ${QUALITY_BAD}
        ELSE max(quality) FILTER (badness = 1) END AS worst,
      arg_min(good, time) AS opening, min(good_at) AS opening_at, arg_max(good, time) AS closing,
      max(good_at) AS closing_at, arg_min_null(good, time) AS first, min(time) AS first_at,
      arg_max_null(good, time) AS last, max(time) AS last_at,
      coalesce(sum(good * (good_next_at - time)), 0) AS held,
      coalesce(sum((good + good_next) / 2 * (good_next_at - time)), 0) AS slope,
      coalesce(sum(good * ${until}), 0) AS good_held,
      coalesce(sum((good + coalesce(next, good)) / 2 * ${until}), 0) AS good_slope,
      coalesce(sum(${until}) FILTER (good IS NOT NULL), 0)::BIGINT AS good_micros,
      coalesce(sum(${until}) FILTER (good = 0), 0)::BIGINT AS zero_micros,
      count(*) FILTER (good <> good_next) AS transitions
    FROM (
      SELECT *, lead(time) OVER along AS next_at, lead(good) OVER along AS next,
        lead(good_at IGNORE NULLS) OVER along AS good_next_at, lead(good IGNORE NULLS) OVER along AS good_next
      FROM (
        SELECT series, time, quality, ${bucket} AS bucket, ${goodValue} AS good,
          CASE WHEN ${goodValue} IS NOT NULL THEN time END AS good_at,
          CASE quality WHEN ${QUALITY_GOOD} THEN 0 WHEN ${QUALITY_BAD} THEN 2 ELSE 1 END AS badness
        FROM ${relation} WHERE text IS NULL)
      WINDOW along AS (PARTITION BY series, bucket ORDER BY time))
    GROUP BY series, bucket`
}

/**
 * Pieces made into one for each series and `bucket`, an expression over `start`; the bucket becomes the
 * new start.
 */
export function merged(pieces: string, bucket: string): string {
  return `
    SELECT series, bucket AS start, sum(points)::BIGINT AS points, sum(good)::BIGINT AS good, min(low) AS low,
      max(high) AS high, fsum(total) AS total,
      CASE WHEN sum(good) > 0 THEN greatest(0, sum(spread) + sum(good * apart * apart)
        - sum(good * apart) * sum(good * apart) / sum(good)) END AS spread,
      arg_max(worst, badness) AS worst, arg_min(opening, opening_at) AS opening,
      min(opening_at) AS opening_at, arg_max(closing, closing_at) AS closing, max(closing_at) AS closing_at,
      arg_min_null(first, first_at) AS first, min(first_at) AS first_at,
      arg_max_null(last, last_at) AS last, max(last_at) AS last_at,
      sum(held) + coalesce(sum(before * (opening_at - before_at)), 0) AS held,
      sum(slope) + coalesce(sum((before + opening) / 2 * (opening_at - before_at)), 0) AS slope,
      sum(good_held) + coalesce(sum(ago * (first_at - ago_at)), 0) AS good_held,
      sum(good_slope)
        + coalesce(sum((ago + coalesce(first, ago)) / 2 * (first_at - ago_at)), 0) AS good_slope,
      sum(good_micros)::BIGINT
        + coalesce(sum(first_at - ago_at) FILTER (ago IS NOT NULL), 0)::BIGINT AS good_micros,
      sum(zero_micros)::BIGINT + coalesce(sum(first_at - ago_at) FILTER (ago = 0), 0)::BIGINT AS zero_micros,
      (sum(transitions) + count(*) FILTER (before <> opening))::BIGINT AS transitions
    FROM (
      SELECT *, total / nullif(good, 0) - first_value(opening IGNORE NULLS) OVER whole AS apart,
        CASE worst WHEN ${QUALITY_GOOD} THEN 0 WHEN ${QUALITY_BAD} THEN 2 ELSE 1 END AS badness,
        lag(closing IGNORE NULLS) OVER along AS before, lag(closing_at IGNORE NULLS) OVER along AS before_at,
        lag(last) OVER along AS ago, lag(last_at) OVER along AS ago_at
      FROM (SELECT *, ${bucket} AS bucket FROM (${pieces}))
      WINDOW along AS (PARTITION BY series, bucket ORDER BY first_at),
        whole AS (PARTITION BY series, bucket ORDER BY first_at
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))
    GROUP BY series, bucket`
}

const packedValues = ['low', 'high', 'total', 'opening', 'closing']

/** Pieces packed for a file: what follows from other columns is left out. Sorted by series and start. */
export function packedPieces(pieces: string): string {
  const values = packedValues.map((name) => `${scaled(name)} AS ${name}_scaled, ${unscaled(name)} AS ${name}`)
  const mixed = (name: string) => `CASE WHEN points <> good THEN ${name} END`
  return `
    SELECT series, start, points, points - good AS bad, nullif(worst, ${QUALITY_GOOD}) AS worst, power,
      ${values.join(', ')}, spread, first_at - start AS first_in, last_at - first_at AS lasted,
      ${mixed('opening_at - start')} AS opening_in, ${mixed('closing_at - start')} AS closing_in,
      ${mixed('first')} AS first, ${mixed('last')} AS last, held, slope, ${mixed('good_held')} AS good_held,
      ${mixed('good_slope')} AS good_slope, ${mixed('good_micros')} AS good_micros, zero_micros, transitions
    FROM (${pieces}) LEFT JOIN power USING (series) ORDER BY series, start`
}

/** SQL that gives back the pieces of packed files. */
export function unpackedPieces(files: string): string {
  const value = (name: string) => `coalesce(${name}_scaled / power, ${name})`
  const mixed = (name: string, otherwise: string) => `CASE WHEN bad > 0 THEN ${name} ELSE ${otherwise} END`
  return `(
    SELECT series, start, points, points - bad AS good, ${value('low')} AS low, ${value('high')} AS high,
      ${value('total')} AS total, spread, coalesce(worst, ${QUALITY_GOOD}) AS worst,
      ${value('opening')} AS opening, start + ${mixed('opening_in', 'first_in')} AS opening_at,
      ${value('closing')} AS closing, start + ${mixed('closing_in', 'first_in + lasted')} AS closing_at,
      ${mixed('first', value('opening'))} AS first, start + first_in AS first_at,
      ${mixed('last', value('closing'))} AS last, start + first_in + lasted AS last_at, held, slope,
      ${mixed('good_held', 'held')} AS good_held, ${mixed('good_slope', 'slope')} AS good_slope,
      ${mixed('good_micros', 'lasted')} AS good_micros, zero_micros, transitions
    FROM ${files})`
}
