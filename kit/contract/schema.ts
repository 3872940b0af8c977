import type { TSchema } from './index.ts'

/** A JSON schema as the forms and filters read it; TypeBox schemas are such objects. */
export type Schema = {
  type?: string
  enum?: readonly (string | number)[]
  const?: string | number | boolean
  format?: string
  contentMediaType?: string
  anyOf?: readonly Schema[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  pattern?: string
  default?: unknown
}

export function schemaOf(schema: TSchema | undefined): Schema {
  return (schema ?? {}) as Schema
}

/** Takes `null` out of a union: `string | null` is edited as a string that may be left empty. */
export function withoutNull(schema: Schema): { schema: Schema; nullable: boolean } {
  const parts = schema.anyOf
  if (!parts) return { schema, nullable: false }
  const rest = parts.filter((part) => part.type !== 'null')
  const nullable = rest.length < parts.length
  if (rest.length === 1 && rest[0]) return { schema: rest[0], nullable }
  return { schema: { ...schema, anyOf: rest }, nullable }
}

/** The values of an enumeration or of a union of constants; null when the schema is neither. */
export function choicesOf(given: Schema): readonly (string | number)[] | null {
  const { schema } = withoutNull(given)
  if (schema.enum) return schema.enum
  if (schema.const !== undefined && typeof schema.const !== 'boolean') return [schema.const]
  const parts = schema.anyOf?.map((part) => part.const)
  if (!parts || parts.some((part) => part === undefined || typeof part === 'boolean')) return null
  return parts as (string | number)[]
}

export type Control =
  | 'text'
  | 'longText'
  | 'number'
  | 'choice'
  | 'choices'
  | 'toggle'
  | 'day'
  | 'instant'
  | 'password'
  | 'tags'
  | 'group'
  | 'custom'

/** The control that suits a schema; `custom` is what only the page can draw (lists of objects). */
export function controlOf(given: Schema): Control {
  const { schema } = withoutNull(given)
  if (choicesOf(schema)) return 'choice'
  if (schema.type === 'boolean') return 'toggle'
  if (schema.type === 'integer' || schema.type === 'number') return 'number'
  if (schema.type === 'object') return schema.properties ? 'group' : 'custom'
  if (schema.type === 'array') return arrayControl(schema.items ?? {})
  if (schema.type !== 'string') return 'custom'
  if (schema.format === 'date') return 'day'
  if (schema.format === 'date-time') return 'instant'
  return (schema.maxLength ?? 0) > 300 ? 'longText' : 'text'
}

function arrayControl(items: Schema): Control {
  if (choicesOf(items)) return 'choices'
  return items.type === 'string' ? 'tags' : 'custom'
}
