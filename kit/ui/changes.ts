export type Change = { field: string; before: string; after: string }

/** The fields that differ between two states of a thing; nested parts are compared as text. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const old = partsOf(before)
  const now = partsOf(after)
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  return fields
    .map((field) => ({ field, before: textOf(old[field]), after: textOf(now[field]) }))
    .filter((change) => change.before !== change.after)
}

function partsOf(thing: unknown): Record<string, unknown> {
  return typeof thing === 'object' && thing !== null ? (thing as Record<string, unknown>) : {}
}

function textOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
