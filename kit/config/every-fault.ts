import type { TSchema } from 'typebox'
import { Settings } from 'typebox/system'
import { Value } from 'typebox/value'

// TypeBox stops at eight errors; whoever sets a program up wants to see all of them.
Settings.Set({ maxErrors: 10_000 })

/** One rule of a schema that a value breaks; `instancePath` is a JSON pointer, empty for the whole. */
export type SchemaFault = {
  keyword: string
  schemaPath: string
  instancePath: string
  params: Readonly<Record<string, unknown>>
  message: string
}

/** Every rule of the schema that the value breaks, not only the first few. */
export function everyFault(schema: TSchema, value: unknown): SchemaFault[] {
  return Value.Errors(schema, value) as unknown as SchemaFault[]
}
