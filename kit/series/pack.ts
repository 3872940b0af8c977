import { QUALITY_GOOD } from './port.ts'

/**
 * How points lie in files. Nearly all signals are decimal numbers of a few places, and whole numbers take
 * a third of the space of doubles: so a value is kept as `scaled`, the whole number that it is when
 * multiplied by its series' `power` of ten, wherever that gives back the very same double, and as `value`
 * elsewhere.
 */

/** Beyond this a value times the largest power is no exact whole number any more. */
const SCALED_MAX = 9e9
const PLACES_MAX = 6

/** Whether a value of SQL is just a whole number of `power`; a negative zero would lose its sign. */
function isScaled(value: string, power: string): string {
  return `(abs(${value}) < ${SCALED_MAX} AND NOT (${value} = 0 AND signbit(${value}))
    AND round(${value} * ${power}) / ${power} = ${value})`
}

/** The least power of ten that makes a value whole; null where none up to a million does. */
function powerOf(value: string): string {
  const cases = Array.from({ length: PLACES_MAX + 1 }, (_, places) => {
    const power = `${10 ** places}.0`
    return `WHEN ${isScaled(value, power)} THEN ${power}`
  })
  return `CASE ${cases.join(' ')} END`
}

/** SQL for series and the power that makes all their decimal values whole; of points in `relation`. */
export function powers(relation: string): string {
  return `SELECT series, max(${powerOf('value')})::DOUBLE AS power FROM ${relation} GROUP BY series`
}

/** A value of SQL as a whole number of `power`, or null. */
export function scaled(value: string, power = 'power'): string {
  return `CASE WHEN ${isScaled(value, power)} THEN round(${value} * ${power})::BIGINT END`
}

/** What is left of a value when `scaled` does not hold it. */
export function unscaled(value: string, power = 'power'): string {
  return `CASE WHEN ${isScaled(value, power)} THEN NULL ELSE ${value} END`
}

/** The points of `relation`, packed and sorted, with the powers of the table `power`. */
export function packedPoints(relation: string): string {
  return `
    SELECT series, time, ${scaled('value')} AS scaled, power, ${unscaled('value')} AS value, text, quality
    FROM ${relation} LEFT JOIN power USING (series) ORDER BY series, time`
}

/** SQL that gives back the points of packed files. */
export function unpackedPoints(files: string): string {
  return `(SELECT series, time, coalesce(scaled / power, value) AS value, text, quality FROM ${files})`
}

/**
 * A value of SQL where it is a good number, else null. Infinite and monstrous ones are none: no sum
 * survives them.
 */
export const goodValue = `CASE WHEN quality = ${QUALITY_GOOD} AND abs(value) < 1e150 THEN value END`
