/**
 * What contracts say with TypeBox, as the plain JSON schemas that pages read: TypeBox itself, which is a
 * fifth of the first view, checks and infers, and pages do neither. It stands in its place in the bundle
 * (`vite.config.ts`); its test holds every schema of every contract against TypeBox's.
 */
type Schema = Record<string, unknown>
type Options = Record<string, unknown>

/** Marks what need not be there; unseen in JSON, as TypeBox does it. */
const optional = Symbol('optional')

const named =
  (type: string) =>
  (options: Options = {}) => ({ type, ...options })

function object(properties: Record<string, Schema>, options: Options = {}): Schema {
  const required = Object.keys(properties).filter((key) => !(optional in (properties[key] ?? {})))
  return { type: 'object', ...(required.length > 0 ? { required } : {}), properties, ...options }
}

function marked(schema: Schema): Schema {
  return Object.defineProperty({ ...schema }, optional, { value: true })
}

function unmarked(schema: Schema): Schema {
  return { ...schema }
}

/** What the keys of a record look like: any text, a pattern, or these words. */
function record(key: Schema, value: Schema, options: Options = {}): Schema {
  const words = (key.enum ?? (key.anyOf as Schema[] | undefined)?.map((one) => one.const)) as string[] | null
  if (words) return object(Object.fromEntries(words.map((word) => [word, value])), options)
  return { type: 'object', patternProperties: { [String(key.pattern ?? '^.*$')]: value }, ...options }
}

function propertiesOf(schema: Schema): [string, Schema][] {
  return Object.entries(schema.properties as Record<string, Schema>)
}

export const Type = {
  Any: (options: Options = {}): Schema => ({ ...options }),
  Array: (items: Schema, options: Options = {}): Schema => ({ type: 'array', items, ...options }),
  Boolean: named('boolean'),
  Enum: (values: readonly unknown[], options: Options = {}): Schema => ({ enum: [...values], ...options }),
  Integer: named('integer'),
  Intersect: (allOf: Schema[], options: Options = {}): Schema => ({ allOf, ...options }),
  Literal: (value: unknown, options: Options = {}): Schema => ({
    ...{ type: typeof value, const: value },
    ...options,
  }),
  Null: named('null'),
  Number: named('number'),
  Object: object,
  Omit: (schema: Schema, keys: readonly string[], options: Options = {}): Schema =>
    object(Object.fromEntries(propertiesOf(schema).filter(([key]) => !keys.includes(key))), options),
  Optional: marked,
  Partial: (schema: Schema, options: Options = {}): Schema =>
    object(Object.fromEntries(propertiesOf(schema).map(([key, one]) => [key, marked(one)])), options),
  Pick: (schema: Schema, keys: readonly string[], options: Options = {}): Schema =>
    object(Object.fromEntries(propertiesOf(schema).filter(([key]) => keys.includes(key))), options),
  Record: record,
  Required: (schema: Schema, options: Options = {}): Schema =>
    object(Object.fromEntries(propertiesOf(schema).map(([key, one]) => [key, unmarked(one)])), options),
  String: named('string'),
  Union: (anyOf: Schema[], options: Options = {}): Schema => ({ anyOf, ...options }),
  Unknown: (options: Options = {}): Schema => ({ ...options }),
  Unsafe: (schema: Schema): Schema => schema,
}
