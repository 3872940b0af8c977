import { linkOfUrn, normaliseId } from '@ronghe/epcis'
import { Problem } from './problem.ts'

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i
const number = /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/
const scheme = /^[a-z][a-z0-9+.-]*:./i
const listMax = 1000

/** Values of a list: repeated, separated by `|`, or an array of JSON. */
export function texts(name: string, value: unknown): string[] {
  const given = [value].flat()
  if (given.some((one) => !/^(string|number|boolean)$/.test(typeof one))) throw wrong(name, 'a text')
  const values = given.flatMap((one) => String(one).split('|')).filter((one) => one !== '')
  if (values.length === 0 || values.length > listMax) throw wrong(name, `1 to ${listMax} values`)
  return values
}

/** A list of URIs, as they were given. */
export function uris(name: string, value: unknown): string[] {
  return texts(name, value).map((one) => {
    if (!scheme.test(one)) throw wrong(name, `a URI: ${one}`)
    return one
  })
}

export function ids(name: string, value: unknown): string[] {
  return uris(name, value).map(normaliseId)
}

/** A pattern such as `urn:epc:idpat:sgtin:4012345.012345.*` means every serial of its class. */
export function patterns(name: string, value: unknown): { exact: string[]; prefixes: string[] } {
  const given = uris(name, value)
  const isPattern = (one: string) => one.startsWith('urn:epc:idpat:')
  const prefixes = given.filter(isPattern).map((one) => {
    const link = linkOfUrn(one)
    if (!link) throw wrong(name, `a pattern: ${one}`)
    return link
  })
  return { exact: given.filter((one) => !isPattern(one)).map(normaliseId), prefixes }
}

export function isTime(text: string): boolean {
  return time.test(text)
}

export function isNumber(text: string): boolean {
  return number.test(text)
}

export function instant(name: string, value: unknown): string {
  const text = String(value).replace(' ', '+')
  if (!time.test(text) || Number.isNaN(Date.parse(text.toUpperCase()))) throw wrong(name, 'a time with zone')
  return text
}

/** One number, or several where any of them may be equal; kept as they were written. */
export function numbers(name: string, value: unknown, isList: boolean): string[] {
  const given = [value].flat().flatMap((one) => String(one).split('|'))
  if (!isList && given.length > 1) throw wrong(name, 'a number')
  if (given.length > listMax) throw wrong(name, `1 to ${listMax} values`)
  return given.map((one) => {
    if (!number.test(one)) throw wrong(name, 'a number')
    return one
  })
}

export function count(name: string, value: unknown): number {
  const found = Number(value)
  if (!Number.isInteger(found) || found < 1) throw wrong(name, 'a whole number from 1')
  return found
}

/** Parameters without a value: asked for by their name, not asked for by `false`. */
export function flag(name: string, value: unknown): boolean {
  if (value === false || value === 'false') return false
  if (value === true || value === null || /^(true|\d*)$/.test(String(value))) return true
  throw wrong(name, 'true')
}

export function wrong(name: string, rule: string): Problem {
  return new Problem('QueryParameterException', `${name}: ${rule}`)
}
