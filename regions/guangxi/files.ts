import { readFileSync } from 'node:fs'

/** The bytes of a file beside this one, read at every call. */
export function readBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, import.meta.url)))
}

/**
 * A reader of one JSON file beside this one. The file is read at the first call and kept, so that whoever
 * only asks for the code of the region does not pay for 1,972 trades.
 */
export function fileReader<Shape>(name: string): () => Shape {
  let kept: Shape | undefined
  return () => {
    kept ??= JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as Shape
    return kept
  }
}

/**
 * The same of a sample whose newest year is `year`: its years and days are moved so far that this is the one
 * now, since what is open in it must not be closed when the year is over.
 */
export function yearlyReader<Shape>(name: string, year: number): () => Shape {
  const read = fileReader<Shape>(name)
  return () => moveYears(read(), new Date().getFullYear() - year)
}

/** A number called `year` and a text that is a day, so many years later; 29 February becomes the 28th. */
export function moveYears<Shape>(value: Shape, years: number): Shape {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) => {
      if (key === 'year' && typeof one === 'number') return one + years
      const [, first, rest] = (typeof one === 'string' && /^(\d{4})(-\d\d-\d\d)$/.exec(one)) || []
      if (first === undefined || rest === undefined) return one
      const moved = Number(first) + years
      return `${moved}${rest === '-02-29' && !isLeap(moved) ? '-02-28' : rest}`
    }),
  ) as Shape
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
