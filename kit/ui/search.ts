/** The query of an address as plain words: every value is text, a repeated key keeps its last value. */
export type Search = Record<string, string>

/** `?q=%E5%8D%97&page=2` → `{ q: '南', page: '2' }`. */
export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text))
}

/**
 * The way back; empty values are left out, so that addresses stay short and equal pages have equal addresses.
 */
export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue
    query.set(key, String(value))
  }
  return query.size > 0 ? `?${query}` : ''
}
