import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AgentItem, errorDocument, Ring, type Said } from './ring.ts'

export type { AgentItem } from './ring.ts'

export type TestAgent = {
  readonly url: string
  readonly requests: string[]
  /** Adds an observation; of a condition `level` is its element. Returns its sequence number. */
  add(id: string, text: string, more?: Said): number
  /** A new instance with an empty buffer. */
  restart(): void
  /** Whether it streams, or answers each request with one document. */
  streams: boolean
  /** Whether it knows `current?at=`. */
  looksBack: boolean
  /** Ends every open answer and, until `open` is called, refuses new ones. */
  close(): void
  open(): void
  stop(): Promise<void>
}

/**
 * A small MTConnect agent with a ring buffer: probe, current (at), sample (from, count), streaming by
 * multipart with an empty document as heartbeat.
 */
export async function startAgent(items: readonly AgentItem[], bufferSize = 10_000): Promise<TestAgent> {
  const ring = new Ring(items, bufferSize)
  const streams = new Set<ServerResponse>()
  let isOpen = true
  const endStreams = () => {
    for (const response of streams) response.destroy()
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://agent')
    agent.requests.push(`${url.pathname}${url.search}`)
    if (!isOpen) return void response.destroy()
    const interval = url.searchParams.get('interval')
    if (url.pathname === '/sample' && interval !== null && agent.streams) {
      const from = Number(url.searchParams.get('from'))
      if (!ring.isOutside(from)) return stream(ring, response, streams, from, Number(interval))
    }
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer(ring, url, agent.looksBack))
  })
  const agent: TestAgent = {
    url: '',
    requests: [],
    streams: true,
    looksBack: true,
    add: (id, text, more) => ring.add(id, text, more),
    restart() {
      ring.restart()
      endStreams()
    },
    close() {
      isOpen = false
      endStreams()
    },
    open() {
      isOpen = true
    },
    async stop() {
      agent.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  return Object.assign(agent, { url: `http://127.0.0.1:${port}` })
}

/** The document for a request that is answered once. */
function answer(ring: Ring, url: URL, looksBack: boolean): string {
  const query = (name: string) =>
    url.searchParams.has(name) ? Number(url.searchParams.get(name)) : undefined
  if (url.pathname === '/probe') return ring.probe()
  if (url.pathname === '/current') {
    const at = query('at')
    if (at !== undefined && !looksBack) return errorDocument('UNSUPPORTED')
    if (at !== undefined && ring.isOutside(at)) return errorDocument('OUT_OF_RANGE')
    return ring.current(at)
  }
  const from = query('from') ?? ring.firstSequence
  return ring.isOutside(from) ? errorDocument('OUT_OF_RANGE') : ring.sample(from, query('count') ?? 100)
}

function stream(
  ring: Ring,
  response: ServerResponse,
  streams: Set<ServerResponse>,
  start: number,
  intervalMs: number,
): void {
  let from = start
  response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace;boundary=cut' })
  const timer = setInterval(() => {
    // Whoever reads more slowly than the ring turns is cut off.
    if (ring.isOutside(from)) return void response.destroy()
    const body = ring.sample(from, 1000)
    from = Math.min(from + 1000, ring.nextSequence)
    const head = `--cut\r\nContent-type: text/xml\r\nContent-length: ${Buffer.byteLength(body)}\r\n\r\n`
    response.write(`${head}${body}\r\n`)
  }, intervalMs)
  streams.add(response)
  response.on('close', () => {
    clearInterval(timer)
    streams.delete(response)
  })
}
