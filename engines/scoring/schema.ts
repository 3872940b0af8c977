import schema from './framework.schema.json' with { type: 'json' }
import type { Fault } from './model.ts'

/** The words of JSON Schema (2020-12) that the format of frameworks is written in; no other is read. */
export type Schema = {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string
  readonly const?: string
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly oneOf?: readonly Schema[]
}

/** The format of a framework’s file. */
export const frameworkSchema: Schema = schema

const depthMax = 40

/** Every fault of shape of what should be a framework; none means that it is a `Framework`. */
export function shapeFaults(value: unknown): Fault[] {
  return check(frameworkSchema, value, '', 0)
}

function check(given: Schema, value: unknown, path: string, depth: number): Fault[] {
  const wanted = resolved(given)
  if (depth > depthMax) return fault(path, 'depth', `more than ${depthMax} deep`)
  if (wanted.oneOf) return checkOneOf(wanted.oneOf, value, path, depth)
  if (wanted.enum && !wanted.enum.includes(value as string)) {
    return fault(path, 'enum', wanted.enum.join(' | '))
  }
  if (wanted.type && !isOfType(wanted.type, value)) return fault(path, 'type', wanted.type)
  if (typeof value === 'string') return checkText(wanted, value, path)
  if (typeof value === 'number') return checkNumber(wanted, value, path)
  if (Array.isArray(value)) return checkList(wanted, value, path, depth)
  return isObject(value) ? checkProperties(wanted, value, path, depth) : []
}

function fault(path: string, word: string, detail: string): Fault[] {
  return [{ path: path === '' ? '/' : path, code: `schema.${word}`, detail }]
}

function checkText(wanted: Schema, value: string, path: string): Fault[] {
  const length = [...value].length
  if (length < (wanted.minLength ?? 0)) return fault(path, 'minLength', `${wanted.minLength}`)
  if (length > (wanted.maxLength ?? Infinity)) return fault(path, 'maxLength', `${wanted.maxLength}`)
  const fits = wanted.pattern === undefined || new RegExp(wanted.pattern, 'u').test(value)
  return fits ? [] : fault(path, 'pattern', value.slice(0, 80))
}

function checkNumber(wanted: Schema, value: number, path: string): Fault[] {
  if (value < (wanted.minimum ?? -Infinity)) return fault(path, 'minimum', `${wanted.minimum}`)
  return value > (wanted.maximum ?? Infinity) ? fault(path, 'maximum', `${wanted.maximum}`) : []
}

function checkList(wanted: Schema, value: readonly unknown[], path: string, depth: number): Fault[] {
  if (value.length < (wanted.minItems ?? 0)) return fault(path, 'minItems', `${wanted.minItems}`)
  if (value.length > (wanted.maxItems ?? Infinity)) return fault(path, 'maxItems', `${wanted.maxItems}`)
  const items = wanted.items
  return items ? value.flatMap((item, index) => check(items, item, `${path}/${index}`, depth + 1)) : []
}

function checkProperties(
  wanted: Schema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
): Fault[] {
  const faults = (wanted.required ?? [])
    .filter((name) => !Object.hasOwn(value, name))
    .flatMap((name) => fault(`${path}/${name}`, 'required', name))
  for (const [name, inner] of Object.entries(value)) {
    const at = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const known = wanted.properties ?? {}
    if (Object.hasOwn(known, name)) faults.push(...check(known[name]!, inner, at, depth + 1))
    else if (wanted.additionalProperties === false) faults.push(...fault(at, 'additionalProperties', name))
  }
  return faults
}

/** Faults of the one alternative that was meant, so that a person is not told of all that were not. */
function checkOneOf(choices: readonly Schema[], value: unknown, path: string, depth: number): Fault[] {
  let best = -1
  let meant: Schema | null = null
  for (const choice of choices.map(resolved)) {
    const likeness = likenessOf(choice, value)
    if (likeness > best) {
      best = likeness
      meant = choice
    }
  }
  return meant ? check(meant, value, path, depth) : fault(path, 'oneOf', 'no alternative fits')
}

/** How many of an alternative’s own keys a value has; −1 when it cannot be meant, as by another `const`. */
function likenessOf(choice: Schema, value: unknown): number {
  if (choice.oneOf) return Math.max(...choice.oneOf.map((inner) => likenessOf(resolved(inner), value)))
  if (choice.type && !isOfType(choice.type, value)) return -1
  if (!isObject(value)) return 0
  let likeness = 0
  for (const name of choice.required ?? []) {
    const wanted = choice.properties?.[name]?.const
    if (wanted !== undefined && value[name] !== wanted) return -1
    if (Object.hasOwn(value, name)) likeness += 1
  }
  return likeness
}

function resolved(given: Schema): Schema {
  const name = given.$ref?.slice('#/$defs/'.length)
  return name === undefined ? given : frameworkSchema.$defs![name]!
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'object') return isObject(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isInteger(value)
  return type === typeof value
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
