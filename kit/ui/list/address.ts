import type { Search } from '../search.ts'

export const pageSizeFirst = 20
export const pageSizes = [10, 20, 50, 100, 200]

/**
 * What a list shows: kept in the address, so that a link, a reload and the back button show the same rows.
 */
export type ListState = {
  readonly q: string
  readonly page: number
  readonly pageSize: number
  /** Column key, `-` before it for descending; '' is the server's own order. */
  readonly sort: string
  readonly filters: Readonly<Record<string, string>>
}

/**
 * Reads a list's state from the address; `name` keeps two lists of one page apart. Nonsense falls back to the
 * first page.
 */
export function readList(search: Search, filters: readonly string[], name = ''): ListState {
  const value = (key: string) => search[keyOf(name, key)] ?? ''
  const kept: Record<string, string> = {}
  for (const filter of filters) if (value(filter)) kept[filter] = value(filter)
  const sort = value('sort')
  return {
    q: value('q').slice(0, 100),
    page: whole(value('page'), 1, 100_000, 1),
    pageSize: whole(value('pageSize'), 1, 200, pageSizeFirst),
    sort: /^-?[a-zA-Z]{1,59}$/.test(sort) ? sort : '',
    filters: kept,
  }
}

/** The address's changes for a new state; null removes what is as at first. Inverse of `readList`. */
export function writeList(
  state: ListState,
  filters: readonly string[],
  name = '',
): Record<string, string | null> {
  const changes: Record<string, string | null> = {
    [keyOf(name, 'q')]: state.q || null,
    [keyOf(name, 'page')]: state.page === 1 ? null : String(state.page),
    [keyOf(name, 'pageSize')]: state.pageSize === pageSizeFirst ? null : String(state.pageSize),
    [keyOf(name, 'sort')]: state.sort || null,
  }
  for (const filter of filters) changes[keyOf(name, filter)] = state.filters[filter] || null
  return changes
}

/**
 * The route's query for a state; empty parts are left out, as the server refuses empty text in some of them.
 */
export function queryOf(state: ListState): Record<string, string | number> {
  const query: Record<string, string | number> = {
    page: state.page,
    pageSize: state.pageSize,
    ...state.filters,
  }
  if (state.q) query.q = state.q
  if (state.sort) query.sort = state.sort
  return query
}

/** A change of what is searched starts at the first page again. */
export function changed(state: ListState, change: Partial<ListState>): ListState {
  return { ...state, page: 1, ...change }
}

/** Every click on a column's title: ascending, descending, the server's own order. */
export function nextSort(sort: string, key: string): string {
  if (sort === key) return `-${key}`
  return sort === `-${key}` ? '' : key
}

function keyOf(name: string, key: string): string {
  return name ? `${name}.${key}` : key
}

function whole(text: string, min: number, max: number, otherwise: number): number {
  const value = Number(text)
  return /^\d+$/.test(text) && value >= min && value <= max ? value : otherwise
}
