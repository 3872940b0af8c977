/** A JSON schema as the contracts write it. */
export type Schema = {
  type?: string
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly Schema[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  patternProperties?: Readonly<Record<string, Schema>>
  additionalProperties?: unknown
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  default?: unknown
}

/** What a test knows to be there, by the name of the field that asks for it. */
export type Known = Readonly<Record<string, unknown>>

const day = '2026-03-02'
const byFormat: Readonly<Record<string, string>> = {
  uuid: '01900000-0000-7000-8000-000000000000',
  date: day,
  'date-time': `${day}T00:00:00.000Z`,
  email: 'nobody@x.example',
  uri: 'https://x.example/a',
}

/** A value of a schema, whole: every field is there, and what is known stands in its place. */
export function fitting(schema: Schema, known: Known, name = ''): unknown {
  if (name in known) return known[name]
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return fitting(schema.anyOf[0] as Schema, known, name)
  if (schema.type === 'object') return fittingObject(schema, known)
  if (schema.type === 'array') {
    const one = fitting(schema.items ?? {}, known, singular(name))
    return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => one)
  }
  if (schema.type === 'integer' || schema.type === 'number')
    return Math.min(schema.maximum ?? 1, Math.max(schema.minimum ?? 1, 1))
  if (schema.type === 'boolean') return true
  if (schema.type === 'null') return null
  if (schema.type === 'string') return fittingText(schema)
  return {}
}

function fittingObject(schema: Schema, known: Known): Record<string, unknown> {
  const entries = Object.entries(schema.properties ?? {})
  return Object.fromEntries(entries.map(([key, one]) => [key, fitting(one, known, key)]))
}

const samples = [
  'a',
  'A1',
  '450100',
  '2026-03',
  day,
  '08:00',
  '2026',
  '#aabbcc',
  'C',
  '10',
  '/a',
  'en',
  'a.b',
]

function fittingText({ format, pattern, minLength = 1 }: Schema): string {
  if (format) return byFormat[format] ?? 'a'
  if (pattern) return samples.find((one) => new RegExp(pattern, 'u').test(one)) ?? 'a'
  return 'a'.repeat(Math.max(1, minLength))
}

function singular(name: string): string {
  return name.endsWith('s') ? name.slice(0, -1) : name
}

/** One input that differs from a fitting one in one place; `isWrong` where the contract itself forbids it. */
export type Twisted = { field: string; what: string; value: unknown; isWrong: boolean }

/**
 * What careless and hostile callers make of a value: each place of it once in each way. Strange but permitted
 * values come too, which a room may refuse but must not break of.
 */
export function* twisted(schema: Schema, good: unknown, field = ''): Generator<Twisted> {
  const one = (what: string, value: unknown, isWrong = true): Twisted => ({ field, what, value, isWrong })
  const kinds = schema.anyOf ?? [schema]
  if (kinds.every((kind) => !kind.type && !kind.enum && kind.const === undefined)) return
  const takes = (type: string) => kinds.some((kind) => kind.type === type)
  if (!takes('null')) yield one('null', null)
  if (!kinds.some((kind) => kind.type === 'object' || kind.type === undefined)) yield one('object', { a: 1 })
  const kind = kinds.find((each) => each.type !== 'null') ?? {}
  if (kind.enum || kind.const !== undefined) yield one('unknown choice', 'constructor')
  else if (kind.type === 'string') yield* texts(kind, one)
  else if (kind.type === 'integer' || kind.type === 'number') yield* numbers(kind, one)
  else if (kind.type === 'array') yield* arrays(kind, good, field, one)
  else if (kind.type === 'object') yield* objects(kind, good, field)
}

type Make = (what: string, value: unknown, isWrong?: boolean) => Twisted

function* texts({ format, pattern, minLength, maxLength }: Schema, one: Make): Generator<Twisted> {
  const free = !format && !pattern
  const fits = (text: string) => free || (!format && new RegExp(pattern ?? '', 'u').test(text))
  yield one('text with a zero byte', 'a\u0000b')
  if ((minLength ?? 0) > 0) yield one('empty', '')
  if (maxLength) yield one('too long', 'a'.repeat(maxLength + 1))
  else yield one('huge', 'a'.repeat(100_000), !free)
  yield one('half a character', '\ud800', !free)
  for (const [what, text] of [
    ['turned writing', '\u202e<script>\uffff'],
    ['name of the language', '__proto__'],
  ] as const)
    yield one(what, text, !fits(text))
  if (format === 'date') {
    yield one('no such day', '2026-02-30')
    for (const far of ['0001-01-01', '9999-12-31']) yield one('far day', far, false)
    yield one('before time', '0000-01-01')
  }
  if (format === 'date-time') {
    for (const far of ['0001-01-02T00:00:00Z', '9999-12-30T23:59:59.999Z']) yield one('far', far, false)
    for (const none of ['2016-12-31T23:59:60Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-14:00'])
      yield one('no such moment', none)
  }
}

function* numbers({ type, minimum, maximum }: Schema, one: Make): Generator<Twisted> {
  yield one('words', 'many')
  if (type === 'integer') yield one('broken', 1.5)
  for (const far of [-1e308, -(2 ** 31) - 1, 2 ** 31, 2 ** 53 + 2, 1e308])
    yield one('far', far, far < (minimum ?? far) || far > (maximum ?? far))
  if (minimum !== undefined) yield one('too little', minimum - 1)
  if (maximum !== undefined) yield one('too much', maximum + 1)
}

function* arrays(schema: Schema, good: unknown, field: string, one: Make): Generator<Twisted> {
  const items = Array.isArray(good) ? good : []
  if (schema.minItems) yield one('too few', [])
  if (schema.maxItems) {
    const length = schema.maxItems + 1
    yield one(
      'too many',
      Array.from({ length }, () => items[0]),
    )
  }
  if (items.length === 0) return
  const place = field === '' ? '0' : `${field}.0`
  for (const inner of twisted(schema.items ?? {}, items[0], place))
    yield { ...inner, value: [inner.value, ...items.slice(1)] }
}

function* objects(schema: Schema, good: unknown, field: string): Generator<Twisted> {
  const whole = (good ?? {}) as Record<string, unknown>
  const inside = (key: string) => (field === '' ? key : `${field}.${key}`)
  const put = (key: string, value: unknown) => ({ ...whole, [key]: value })
  for (const key of schema.required ?? []) {
    if (schema.properties?.[key]?.default !== undefined) continue
    const { [key]: _, ...rest } = whole
    yield { field: inside(key), what: 'missing', value: rest, isWrong: true }
  }
  const closed = schema.additionalProperties === false
  for (const key of ['constructor', 'other'])
    yield { field: inside(key), what: 'more', value: put(key, 1), isWrong: closed }
  const polluted = JSON.parse('{"__proto__":{"isAdmin":true}}') as object
  const value = Object.assign(Object.create(null), whole, polluted)
  yield { field, what: 'prototype', value, isWrong: false }
  for (const [key, one] of Object.entries(schema.properties ?? {}))
    for (const inner of twisted(one, whole[key], inside(key)))
      yield { ...inner, value: put(key, inner.value) }
}
