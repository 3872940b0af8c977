import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { Contract, Route } from '../../contract/index.ts'
import { schemaOf } from '../../contract/schema.ts'
import { downloadFile, useApi } from '../api.ts'
import { useChangeSearch, useSearch } from '../navigation.tsx'
import { say } from '../say.ts'
import { changed, type ListState, queryOf, readList, writeList } from './address.ts'
import type { Filter, ListRoute, ListViewProps, RowOf } from './types.ts'

export type ListRows<R> = { rows: R[]; total: number }

/** State of a list in the address, its rows, and its exports. */
export function useList<C extends Contract, K extends ListRoute<C>>(props: ListViewProps<C, K>) {
  const { contract, params, fixed, name } = props
  const route = contract.routes[props.route] as Route
  const filters = useMemo(() => filtersOf(props.filters ?? []), [props.filters])
  const beyond = useMemo(
    () => narrowingOf(route, [...filters.map(({ key }) => key), ...Object.keys(fixed ?? {})]),
    [route, filters, fixed],
  )
  const keys = [...filters.map((filter) => filter.key), ...beyond]
  const search = useSearch()
  const change = useChangeSearch()
  const state = readList(search, keys, name)
  const api = useApi(contract)
  const input = { params: params ?? {}, query: { ...queryOf(state), ...fixed } }
  const asking = api.ask[props.route](input as Parameters<(typeof api.ask)[K]>[0])
  const answer = useQuery({
    queryKey: asking.queryKey as readonly unknown[],
    queryFn: asking.queryFn as unknown as (context: {
      signal: AbortSignal
    }) => Promise<ListRows<RowOf<C, K>>>,
    placeholderData: keepPreviousData,
    ...(props.refetchMs ? { refetchInterval: props.refetchMs } : {}),
  })
  const set = (next: Partial<ListState>) => change(writeList(changed(state, next), keys, name))
  // The last row of the last page may have gone, or the address may be an old one.
  const isBeyond = answer.data?.rows.length === 0 && !answer.isPlaceholderData && state.page > 1
  useEffect(() => {
    if (isBeyond) set({ page: 1 })
  })
  return {
    answer,
    filters,
    route,
    state,
    set,
    /** What of the address narrows the rows without a control of its own. */
    narrowed: beyond.filter((key) => state.filters[key] !== undefined),
    async exportAs(format: 'csv' | 'xlsx') {
      const { page: _page, pageSize: _pageSize, ...query } = input.query as Record<string, unknown>
      await downloadFile(route, { params: input.params, query: { ...query, format } }).catch(say.fault)
    },
  }
}

function filtersOf(given: readonly (string | Filter)[]): Filter[] {
  return given.map((filter) => (typeof filter === 'string' ? { key: filter } : filter))
}

/** Everything else that the route can be asked by: a link from a figure narrows the list to its rows. */
function narrowingOf(route: Route, known: readonly string[]): string[] {
  const all = Object.keys(schemaOf(route.query).properties ?? {})
  return all.filter((key) => !['page', 'pageSize', 'q', 'sort', 'format', ...known].includes(key))
}
