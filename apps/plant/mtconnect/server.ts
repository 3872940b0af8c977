import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Agent, isRefusal, type Wanted } from './agent.ts'
import { type AgentRequest, parseRequest, type Refusal, refusal } from './request.ts'

type SampleRequest = Extract<AgentRequest, { kind: 'sample' }>

export type AgentServer = { port: number; stop(): Promise<void> }

/**
 * Serves an agent by HTTP. At most `streamsMax` clients may stream at once; one more is refused. Rejects when
 * the address is taken. `stop` ends open streams at once.
 */
export async function serveAgent(
  agent: Agent,
  options: { host: string; port: number; streamsMax: number },
): Promise<AgentServer> {
  let streams = 0
  const server = createServer((request, response) => {
    const parsed = accept(request)
    const chooses = parsed.kind === 'sample' || parsed.kind === 'current'
    const wanted = chooses ? agent.choose(parsed.device, parsed.path) : () => true
    if (isRefusal(wanted)) return send(agent, response, wanted)
    const interval = chooses && request.method === 'GET' ? parsed.interval : null
    if (interval === null) return send(agent, response, answer(agent, parsed, wanted))
    if (streams >= options.streamsMax) {
      return send(agent, response, refusal(503, 'TOO_MANY', `at most ${options.streamsMax} streams`))
    }
    streams += 1
    response.on('close', () => {
      streams -= 1
    })
    if (parsed.kind === 'sample') void streamSamples(agent, { ...parsed, interval }, wanted, response)
    else void streamCurrent(agent, interval, wanted, response)
  })
  server.listen(options.port, options.host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function accept(request: IncomingMessage): AgentRequest | Refusal {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refusal(405, 'UNSUPPORTED', `the agent only answers GET, not ${request.method ?? ''}`)
  }
  const url = URL.parse(request.url ?? '/', 'http://agent')
  return url === null ? refusal(400, 'INVALID_URI', 'the address is not well formed') : parseRequest(url)
}

function answer(agent: Agent, request: AgentRequest | Refusal, wanted: Wanted): string | Refusal {
  switch (request.kind) {
    case 'refused':
      return request
    case 'probe':
      return agent.probe(request.device)
    case 'assets':
      return agent.assets(request.ids)
    case 'current':
      return agent.current(wanted, request.at)
    case 'sample': {
      const sampled = agent.sample(wanted, request.from ?? 0, request.count)
      return isRefusal(sampled) ? sampled : sampled.document
    }
  }
}

function send(agent: Agent, response: ServerResponse, answered: string | Refusal): void {
  const refused = isRefusal(answered)
  const body = Buffer.from(refused ? agent.error(answered) : answered)
  response.writeHead(refused ? answered.status : 200, {
    'content-type': 'text/xml; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
    ...(refused && answered.status === 405 ? { allow: 'GET, HEAD' } : {}),
  })
  response.end(body)
}

/**
 * Sends parts as observations come, at least `interval` apart; when there are none for `heartbeat`, an empty
 * part, so that the client can tell silence from a broken line (MTConnect Part 1, Streaming). A client that
 * reads too slowly and so falls out of the buffer gets an error document and the end.
 */
async function streamSamples(
  agent: Agent,
  request: SampleRequest & { interval: number },
  wanted: Wanted,
  response: ServerResponse,
): Promise<void> {
  const first = agent.sample(wanted, request.from ?? 0, 1)
  if (isRefusal(first)) return send(agent, response, first)
  const stream = openStream(response)
  let from = request.from === null || request.from === 0 ? agent.buffer.firstSequence : request.from
  let sentAt = performance.now()
  while (!stream.signal.aborted) {
    const sampled = agent.sample(wanted, from, request.count)
    if (isRefusal(sampled)) {
      await stream.part(agent.error(sampled))
      break
    }
    from = sampled.next
    const silentMs = performance.now() - sentAt
    if (sampled.entries > 0 || silentMs >= request.heartbeat) {
      sentAt = performance.now()
      await stream.part(sampled.document)
      await stream.pause(request.interval)
    } else {
      await agent.changed(Math.max(1, request.heartbeat - silentMs), stream.signal)
    }
  }
  response.end()
}

/** Sends the state every `interval`. */
async function streamCurrent(
  agent: Agent,
  intervalMs: number,
  wanted: Wanted,
  response: ServerResponse,
): Promise<void> {
  const stream = openStream(response)
  while (!stream.signal.aborted) {
    const state = agent.current(wanted, null)
    await stream.part(isRefusal(state) ? agent.error(state) : state)
    await stream.pause(Math.max(intervalMs, currentIntervalMsMin))
  }
  response.end()
}

/** The state is large and repeats; it is not sent more often than this. */
const currentIntervalMsMin = 10

type Stream = { signal: AbortSignal; part(document: string): Promise<void>; pause(ms: number): Promise<void> }

function openStream(response: ServerResponse): Stream {
  const boundary = randomBytes(16).toString('hex')
  const closed = new AbortController()
  response.on('close', () => closed.abort())
  // A client may go away between two parts; that is no fault of the agent.
  response.on('error', () => closed.abort())
  response.writeHead(200, {
    'content-type': `multipart/x-mixed-replace;boundary=${boundary}`,
    'cache-control': 'no-store',
    connection: 'close',
  })
  return {
    signal: closed.signal,
    async part(document) {
      const body = Buffer.from(document)
      const head = `--${boundary}\r\nContent-type: text/xml\r\nContent-length: ${body.length}\r\n\r\n`
      const more = response.write(Buffer.concat([Buffer.from(head), body, Buffer.from('\r\n')]))
      if (!more && !closed.signal.aborted) await untilEither(response, closed.signal, null)
    },
    pause: (ms) => untilEither(null, closed.signal, ms),
  }
}

/** Waits for the client to have read, or for a time, but never beyond the end of the connection. */
function untilEither(response: ServerResponse | null, signal: AbortSignal, ms: number | null): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      response?.off('drain', go)
      signal.removeEventListener('abort', go)
      resolve()
    }
    const timer = ms === null ? undefined : setTimeout(go, ms)
    response?.once('drain', go)
    signal.addEventListener('abort', go)
  })
}
