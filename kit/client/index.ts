import type { Answer, Contract, ErrorAnswer, Input, Route } from '../contract/index.ts'

/** An error answer of the server, with the words already in the reader's language. */
export class RequestFault extends Error {
  readonly status: number
  readonly answer: ErrorAnswer

  constructor(status: number, answer: ErrorAnswer) {
    super(answer.message)
    this.name = 'RequestFault'
    this.status = status
    this.answer = answer
  }
}

export type ClientOptions = {
  /** Origin and base, `''` in a browser. */
  base?: string
  /** Headers of every request: language, acting organisation, an API key. */
  headers?: () => Record<string, string>
  fetch?: typeof globalThis.fetch
}

export type Client<C extends Contract> = {
  [K in keyof C['routes']]: (
    input?: Partial<Input<C['routes'][K]>>,
    signal?: AbortSignal,
  ) => Promise<Answer<C['routes'][K]>>
}

/**
 * A typed client of one contract: `client(contract).equipment({ params: { equipmentId } })`. Throws
 * `RequestFault`.
 */
export function client<C extends Contract>(contract: C, options: ClientOptions = {}): Client<C> {
  const calls: Record<string, unknown> = {}
  for (const [name, route] of Object.entries(contract.routes)) {
    calls[name] = (input: Loose = {}, signal?: AbortSignal) => request(route, input, options, signal)
  }
  return calls as Client<C>
}

type Loose = { params?: object; query?: object; body?: unknown }

/** The address of a route with its parameters filled in; also for links to exports and downloads. */
export function addressOf(route: Route, input: Loose, base = ''): string {
  const params = { ...input.params } as Record<string, string | number>
  const path = route.path.replace(/:([a-zA-Z]+)/g, (_, key: string) =>
    encodeURIComponent(String(params[key] ?? '')),
  )
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value === undefined || value === null || value === '') continue
    if (Array.isArray(value)) for (const one of value) query.append(key, String(one))
    else query.set(key, String(value))
  }
  const search = query.size > 0 ? `?${query}` : ''
  return `${base}/api${path}${search}`
}

async function request(
  route: Route,
  input: Loose,
  options: ClientOptions,
  signal?: AbortSignal,
): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers?.() }
  const init: RequestInit = { method: route.method, headers, credentials: 'same-origin' }
  if (signal) init.signal = signal
  if (input.body instanceof FormData) init.body = input.body
  else if (input.body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(input.body)
  }
  const send = options.fetch ?? globalThis.fetch
  const response = await send(addressOf(route, input, options.base), init)
  if (!response.ok) throw new RequestFault(response.status, await errorAnswer(response))
  if (response.status === 204) return undefined
  return response.json()
}

async function errorAnswer(response: Response): Promise<ErrorAnswer> {
  try {
    return (await response.json()) as ErrorAnswer
  } catch {
    return {
      code: 'kit.unavailable',
      message: response.statusText,
      requestId: response.headers.get('x-request-id') ?? '',
    }
  }
}
