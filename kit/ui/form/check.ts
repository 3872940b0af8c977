import { choicesOf, type Schema } from '../../contract/schema.ts'
import type { Field } from './fields.ts'

/** A rule that a value breaks: the word key (the same as the server's) and what fills its blanks. */
export type Broken = { rule: string; values?: Record<string, string | number> }

/** The first rule that a field's value breaks, null when it is right. The server checks again. */
export function brokenRule(field: Field, value: unknown): Broken | null {
  const empty =
    value === undefined || value === null || value === '' || (typeof value === 'string' && !value.trim())
  if (empty) return field.required && !field.nullable ? { rule: 'rule.required' } : null
  if (Array.isArray(value)) return brokenLength(field.schema, value.length, 'Items')
  if (typeof value === 'number') return brokenNumber(field.schema, value)
  if (typeof value === 'string') return brokenText(field.schema, value)
  return null
}

function brokenLength(schema: Schema, length: number, what: 'Items' | 'Length'): Broken | null {
  const least = what === 'Items' ? schema.minItems : schema.minLength
  const most = what === 'Items' ? schema.maxItems : schema.maxLength
  if (least !== undefined && length < least) return { rule: `rule.min${what}`, values: { limit: least } }
  if (most !== undefined && length > most) return { rule: `rule.max${what}`, values: { limit: most } }
  return null
}

function brokenNumber(schema: Schema, value: number): Broken | null {
  if (schema.type === 'integer' && !Number.isInteger(value))
    return { rule: 'rule.type', values: { type: 'integer' } }
  if (schema.minimum !== undefined && value < schema.minimum)
    return { rule: 'rule.minimum', values: { limit: schema.minimum } }
  if (schema.maximum !== undefined && value > schema.maximum)
    return { rule: 'rule.maximum', values: { limit: schema.maximum } }
  return null
}

/** The server counts characters as JSON schema does, by code points. */
function brokenText(schema: Schema, value: string): Broken | null {
  const choices = choicesOf(schema)
  if (choices)
    return choices.map(String).includes(value)
      ? null
      : { rule: 'rule.enum', values: { allowed: choices.join(', ') } }
  const broken = brokenLength(schema, [...value].length, 'Length')
  if (broken) return broken
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) return { rule: 'rule.pattern' }
  const format = schema.format ? formats[schema.format] : undefined
  if (format && !format.test(value)) return { rule: 'rule.format', values: { format: schema.format ?? '' } }
  return null
}

/** Formats that a person types; the others come from controls that cannot write them wrongly. */
const formats: Record<string, RegExp> = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  ipv4: /^(\d{1,3}\.){3}\d{1,3}$/,
}
