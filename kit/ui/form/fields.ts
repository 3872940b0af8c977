import { type Control, controlOf, type Schema, withoutNull } from '../../contract/schema.ts'

/** One field of a form, from one property of the body's schema. */
export type Field = {
  /** `address.city`: the same name as in the server's field faults. */
  readonly key: string
  readonly path: readonly string[]
  readonly schema: Schema
  readonly control: Control
  readonly required: boolean
  readonly nullable: boolean
}

/** All fields of an object schema, depth first; nested objects bring their own fields. */
export function fieldsOf(schema: Schema, path: readonly string[] = []): Field[] {
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).flatMap(([name, given]) => {
    const { schema: inner, nullable } = withoutNull(given)
    const control = controlOf(inner)
    const here = [...path, name]
    if (control === 'group') return fieldsOf(inner, here)
    return [
      { key: here.join('.'), path: here, schema: inner, control, required: required.has(name), nullable },
    ]
  })
}

/** Is a value wanted? A switch always has one, and a list that may be empty has none to be wanted. */
export function isStarred({ required, nullable, control, schema }: Field): boolean {
  const mayBeEmpty = schema.type === 'array' && !schema.minItems
  return required && !nullable && control !== 'toggle' && !mayBeEmpty
}

/** The fields in the asked order; those that are not named follow in the schema's order. */
export function ordered(fields: readonly Field[], order: readonly string[] = []): Field[] {
  const named = order.flatMap((key) => fields.filter((field) => field.key === key))
  return [...named, ...fields.filter((field) => !order.includes(field.key))]
}

export type Values = Record<string, unknown>

/** First values: the schema's defaults, then what the page brings. Required switches begin as off. */
export function firstValues(fields: readonly Field[], initial: Values = {}): Values {
  const values: Values = {}
  for (const field of fields) {
    const given = valueAt(initial, field.path)
    const fallback = field.control === 'toggle' && field.required ? false : undefined
    const value = given ?? field.schema.default ?? fallback
    if (value !== undefined && value !== null) putAt(values, field.path, value)
  }
  return values
}

/**
 * The body to send: an emptied optional field is left out, an emptied nullable one is null. Hidden and custom
 * values of `initial` that the form does not edit stay as they are.
 */
export function bodyOf(fields: readonly Field[], values: Values): Values {
  const body: Values = {}
  for (const field of fields) {
    const value = valueAt(values, field.path)
    const empty = value === undefined || value === null || value === ''
    if (!empty) putAt(body, field.path, typeof value === 'string' ? trimmed(field, value) : value)
    else if (field.nullable) putAt(body, field.path, null)
    else if (field.required && field.schema.type === 'string') putAt(body, field.path, '')
  }
  return body
}

/** Blanks around a password belong to it. */
function trimmed(field: Field, value: string): string {
  return /password|secret/i.test(field.key) ? value : value.trim()
}

export function valueAt(values: unknown, path: readonly string[]): unknown {
  let value = values
  for (const part of path) value = (value as Record<string, unknown> | null | undefined)?.[part]
  return value
}

function putAt(values: Values, path: readonly string[], value: unknown): void {
  let target = values
  for (const part of path.slice(0, -1)) {
    target[part] ??= {}
    target = target[part] as Values
  }
  const last = path.at(-1)
  if (last !== undefined) target[last] = value
}
