/** Sparkplug quality codes (Sparkplug 3.0, 6.4.12): the value is right, is wrong, or is no longer known. */
export const good = 192
export const bad = 0
export const stale = 500
export type Quality = typeof good | typeof bad | typeof stale

export type Value = number | string | boolean | null
export type TagType = 'number' | 'text' | 'boolean'

/** What one tag said at one instant of its machine's clock. The value is null unless the quality is good. */
export type Observation = { tag: string; timeMicros: number; value: Value; quality: Quality }

/**
 * A tag as a device describes it. `unit` is a UN/CEFACT Recommendation 20 code where one is known, else
 * text.
 */
export type TagDefinition = {
  name: string
  type: TagType
  unit: string
  /** Every value counts, even one equal to the value before (a trigger, a message). */
  isDiscrete?: boolean
}

/** Any JSON; where an adapter continues reading. Only the adapter that wrote it understands it. */
export type Position = { readonly [key: string]: string | number | boolean }

/**
 * The observation of `raw` for a tag of the given type; a value that does not fit the type is bad, never a
 * guess. NaN and infinities are bad too: neither JSON nor a mean has a place for them.
 */
export function observe(tag: string, type: TagType, timeMicros: number, raw: unknown): Observation {
  const value = fit(type, raw)
  return { tag, timeMicros, value, quality: value === null ? bad : good }
}

function fit(type: TagType, raw: unknown): Value {
  if (raw === null || raw === undefined) return null
  if (type === 'text') return typeof raw === 'string' ? raw : String(raw)
  if (type === 'boolean') return fitBoolean(raw)
  if (typeof raw === 'boolean') return raw ? 1 : 0
  const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function fitBoolean(raw: unknown): boolean | null {
  if (typeof raw === 'boolean') return raw
  if (raw === 1 || raw === '1' || raw === 'true' || raw === 'TRUE') return true
  if (raw === 0 || raw === '0' || raw === 'false' || raw === 'FALSE') return false
  return null
}
