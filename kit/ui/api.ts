import { type QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { addressOf, type Client, client, RequestFault } from '../client/index.ts'
import type { Answer, Contract, ErrorAnswer, Input, Route } from '../contract/index.ts'
import { fetchOrTake } from './asked-early.ts'
import { forgottenBy } from './forgotten.ts'
import { restartLive } from './live.tsx'
import { headersOf, settings } from './settings.ts'

type RouteName<C extends Contract> = keyof C['routes'] & string
type In<C extends Contract, K extends RouteName<C>> = Partial<Input<C['routes'][K]>>
type Out<C extends Contract, K extends RouteName<C>> = Answer<C['routes'][K]>

/** What a mutation is told; the other options of `useMutation` may be spread beside it. */
export type Tell<C extends Contract> = {
  /**
   * Routes of the same module whose answers are asked for again after success. Without a word all of them are
   * where the route writes, and none where it only reads.
   */
  forgets?: readonly RouteName<C>[] | '*'
}

type QueryOf<A> = ReturnType<typeof queryOptions<A, Error, A, readonly unknown[]>>

export type Api<C extends Contract> = {
  /** Plain promises; throw `RequestFault`. */
  call: Client<C>
  /** Options for `useQuery`. */
  ask: { [K in RouteName<C>]: (input?: In<C, K>) => QueryOf<Out<C, K>> }
  /** Options for `useMutation`; the variables are the route's input. */
  tell: { [K in RouteName<C>]: (options?: Tell<C>) => TellOptions<In<C, K>, Out<C, K>> }
  /** Fetches a file (`download` routes, exports of lists) and saves it under the server's name. */
  download: { [K in RouteName<C>]: (input?: In<C, K>) => Promise<void> }
  /**
   * Asks again for the routes' answers on every open page; without names, for all of the module. It ends when
   * they are there, and never fails.
   */
  forget: (...routes: RouteName<C>[]) => Promise<void>
}

export type TellOptions<I, O> = {
  mutationFn: (input: I) => Promise<O>
  onSuccess: () => void
}

/**
 * The contract as the page uses it: typed calls with language and acting organisation, bound to React Query.
 */
export function useApi<C extends Contract>(contract: C): Api<C> {
  const cache = useQueryClient()
  return useMemo(() => apiOf(contract, cache), [contract, cache])
}

/**
 * To call after signing in or out and after changing the organisation: forgets every answer, asks again,
 * reconnects the stream.
 */
export function useSessionChanged(): () => Promise<void> {
  const cache = useQueryClient()
  return useCallback(async () => {
    restartLive()
    await cache.resetQueries()
  }, [cache])
}

export function apiOf<C extends Contract>(contract: C, cache: QueryClient): Api<C> {
  const call = client(contract, { headers: () => headersOf(settings()), fetch: fetchOrTake })
  const forget = async (...routes: string[]) => {
    const keys = routes.length > 0 ? routes.map((route) => [contract.module, route]) : [[contract.module]]
    await Promise.all(keys.map((queryKey) => cache.invalidateQueries({ queryKey })))
  }
  const ask: Record<string, unknown> = {}
  const tell: Record<string, unknown> = {}
  const download: Record<string, unknown> = {}
  for (const [name, route] of Object.entries(contract.routes)) {
    const run = call[name as RouteName<C>] as (input?: object, signal?: AbortSignal) => Promise<unknown>
    ask[name] = (input: object = {}) =>
      queryOptions({
        queryKey: [contract.module, name, input],
        queryFn: ({ signal }: { signal: AbortSignal }) => run(input, signal),
      })
    tell[name] = ({ forgets = forgottenBy(route) }: Tell<C> = {}) => ({
      mutationFn: (input: object) => run(input),
      onSuccess: () => {
        if (forgets === '*') void forget()
        else if (forgets.length > 0) void forget(...forgets)
      },
    })
    download[name] = (input: object = {}) => downloadFile(route, input)
  }
  return { call, ask, tell, download, forget } as unknown as Api<C>
}

type FileInput = { params?: object; query?: object }

/**
 * Fetches a file. A plain link or image would send neither the chosen language nor the acting organisation,
 * and would show an error answer as a page of its own. Throws `RequestFault`.
 */
export async function fetchFile(route: Route, input: FileInput): Promise<Response> {
  const response = await fetch(addressOf(route, input), {
    method: route.method,
    headers: headersOf(settings()),
    credentials: 'same-origin',
  })
  if (!response.ok) throw new RequestFault(response.status, (await response.json()) as ErrorAnswer)
  return response
}

/** Fetches a file and hands it to the browser. Throws `RequestFault`. */
export async function downloadFile(route: Route, input: FileInput): Promise<void> {
  const response = await fetchFile(route, input)
  const name =
    fileNameOf(response.headers.get('content-disposition')) ?? route.path.split('/').at(-1) ?? 'file'
  saveBlob(await response.blob(), name)
}

/** The name in `content-disposition: attachment; filename*=UTF-8''…` (RFC 6266), null when there is none. */
export function fileNameOf(disposition: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? null
}

/** Saves content under a name, as a click on a link would. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
