/**
 * The one text of a value (RFC 8785, JSON Canonicalization Scheme): keys by UTF-16 code units, no white
 * space. Keys without a value are left out. RangeError for a number that is not whole, and for what JSON
 * cannot say.
 */
export function canonicalJson(value: unknown): string {
  // What has its keys in sequence already, as every score has, is written by the language itself.
  return isInSequence(value) ? JSON.stringify(value) : written(value)
}

/** Whether all keys below stand as they must; throws where there is no canonical text. */
function isInSequence(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true
  if (typeof value === 'number') return isWhole(value)
  if (typeof value !== 'object') throw new RangeError(`${typeof value} cannot be written`)
  let all = true
  if (Array.isArray(value)) {
    for (const inner of value) all = isInSequence(inner) && all
    return all
  }
  let before = ''
  for (const key in value) {
    const inner: unknown = value[key as keyof typeof value]
    if (inner === undefined) continue
    all = isInSequence(inner) && before <= key && all
    before = key
  }
  return all
}

function isWhole(value: number): boolean {
  // −0 is written as 0, which is another value when it is read.
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new RangeError(`${value} is not whole`)
  return true
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const object = value as Readonly<Record<string, unknown>>
  const parts = Object.keys(object)
    .sort()
    .filter((key) => object[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${written(object[key])}`)
  return `{${parts.join(',')}}`
}

/** A copy with all keys in sequence, as far as the language keeps it. */
export function inSequence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSequence)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, inSequence(inner)]))
}
