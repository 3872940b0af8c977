/** A request to the agent that is well formed (MTConnect Part 1, Protocol and Messaging). */
export type AgentRequest =
  | { kind: 'probe'; device: string }
  | { kind: 'assets'; ids: string[] }
  | { kind: 'current'; device: string; path: string; at: number | null; interval: number | null }
  | {
      kind: 'sample'
      device: string
      path: string
      from: number | null
      count: number
      interval: number | null
      heartbeat: number
    }

/** Why a request is refused: HTTP status, MTConnect error code and a sentence. */
export type Refusal = { kind: 'refused'; status: number; code: string; message: string }

export const countDefault = 100
export const heartbeatMsDefault = 10_000

/** Reads the path and the query of a URL. Names of devices are not looked up here. */
export function parseRequest(url: URL): AgentRequest | Refusal {
  let parts: string[]
  try {
    parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    return refusal(400, 'INVALID_URI', 'the path is not well encoded')
  }
  const last = parts.at(-1) ?? ''
  if (parts[0] === 'asset' || parts[0] === 'assets') {
    return { kind: 'assets', ids: (parts[1] ?? '').split(';').filter(Boolean) }
  }
  if (parts.length > 2) return refusal(404, 'INVALID_URI', `unknown path ${url.pathname}`)
  const device = parts.length === 2 ? parts[0]! : ''
  if (parts.length === 0 || last === 'probe') return { kind: 'probe', device }
  if (last === 'current') return parseCurrent(url.searchParams, device)
  if (last === 'sample') return parseSample(url.searchParams, device)
  if (last === 'assets' && parts.length === 2) return { kind: 'assets', ids: [] }
  if (parts.length === 1) return { kind: 'probe', device: last }
  return refusal(404, 'INVALID_URI', `unknown path ${url.pathname}`)
}

export function refusal(status: number, code: string, message: string): Refusal {
  return { kind: 'refused', status, code, message }
}

function parseCurrent(query: URLSearchParams, device: string): AgentRequest | Refusal {
  const at = integer(query, 'at', 1)
  const interval = integer(query, 'interval', 0)
  for (const value of [at, interval]) if (value !== null && typeof value === 'object') return value
  if (at !== null && interval !== null) {
    return refusal(400, 'INVALID_REQUEST', "'at' and 'interval' exclude each other")
  }
  const path = query.get('path') ?? ''
  return { kind: 'current', device, path, at: at as number | null, interval: interval as number | null }
}

function parseSample(query: URLSearchParams, device: string): AgentRequest | Refusal {
  const from = integer(query, 'from', 0)
  const count = integer(query, 'count', 1)
  const interval = integer(query, 'interval', 0)
  const heartbeat = integer(query, 'heartbeat', 1)
  for (const value of [from, count, interval, heartbeat]) {
    if (value !== null && typeof value === 'object') return value
  }
  return {
    kind: 'sample',
    device,
    path: query.get('path') ?? '',
    from: from as number | null,
    count: (count as number | null) ?? countDefault,
    interval: interval as number | null,
    heartbeat: (heartbeat as number | null) ?? heartbeatMsDefault,
  }
}

function integer(query: URLSearchParams, name: string, least: number): number | null | Refusal {
  const text = query.get(name)
  if (text === null) return null
  if (!/^-?\d{1,15}$/.test(text)) return refusal(400, 'INVALID_REQUEST', `'${name}' must be an integer`)
  const value = Number(text)
  if (value < least) return refusal(400, 'OUT_OF_RANGE', `'${name}' must be at least ${least}`)
  return value
}
