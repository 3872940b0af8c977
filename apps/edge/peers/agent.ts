import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type AgentItem = {
  id: string
  name?: string
  category: 'SAMPLE' | 'EVENT' | 'CONDITION'
  type: string
  units?: string
}
type Observed = { sequence: number; id: string; element: string; text: string; time: string; code: string }

export type TestAgent = {
  readonly url: string
  readonly requests: string[]
  /** Adds an observation; of a condition `element` is its level. Returns its sequence number. */
  add(id: string, text: string, more?: { timeMicros?: number; level?: string; code?: string }): number
  /** A new instance with an empty buffer. */
  restart(): void
  streams: boolean
  looksBack: boolean
  /** Ends every open answer and, until `open` is called, refuses new ones. */
  close(): void
  open(): void
  stop(): Promise<void>
}

/** A small MTConnect agent with a ring buffer: probe, current (at), sample (from, count), streaming with heartbeats. */
export async function startAgent(items: readonly AgentItem[], bufferSize = 10_000): Promise<TestAgent> {
  let instance = 1
  let ring: Observed[] = []
  let next = 1
  let isOpen = true
  const streams = new Set<{ response: ServerResponse; from: number; timer: NodeJS.Timeout }>()

  const header = (type: string, nextSequence = next) =>
    `<Header creationTime="${new Date().toISOString()}" sender="test" instanceId="${instance}" version="1.8" bufferSize="${bufferSize}"` +
    (type === 'Streams'
      ? ` firstSequence="${ring[0]?.sequence ?? next}" lastSequence="${next - 1}" nextSequence="${nextSequence}"`
      : '') +
    '/>'
  const wrap = (type: string, body: string, nextSequence?: number) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<MTConnect${type} xmlns="urn:mtconnect.org:MTConnect${type}:1.8">${header(type, nextSequence)}${body}</MTConnect${type}>`
  const error = (code: string) => wrap('Error', `<Errors><Error errorCode="${code}">${code}</Error></Errors>`)
  const document = (list: readonly Observed[], nextSequence?: number) => {
    const groups = ['Samples', 'Events', 'Condition'].map((group, index) => {
      const category = ['SAMPLE', 'EVENT', 'CONDITION'][index]
      const inside = list.filter(
        (observed) => items.find((item) => item.id === observed.id)?.category === category,
      )
      return inside.length === 0 ? '' : `<${group}>${inside.map(element).join('')}</${group}>`
    })
    const component = `<ComponentStream component="Device" componentId="d">${groups.join('')}</ComponentStream>`
    return wrap(
      'Streams',
      `<Streams><DeviceStream name="M1" uuid="m1">${component}</DeviceStream></Streams>`,
      nextSequence,
    )
  }
  const element = ({ element: tag, id, sequence, time, text, code }: Observed) =>
    `<${tag} dataItemId="${id}" sequence="${sequence}" timestamp="${time}"${code ? ` nativeCode="${code}"` : ''}>${text}</${tag}>`
  const stateAt = (at: number) => {
    const newest = new Map<string, Observed>()
    for (const observed of [...first, ...ring]) if (observed.sequence <= at) newest.set(observed.id, observed)
    return [...newest.values()]
  }
  let first: Observed[] = []

  const page = (from: number, count: number) => {
    const list = ring.filter((observed) => observed.sequence >= from).slice(0, count)
    return document(list, (list.at(-1)?.sequence ?? from - 1) + 1)
  }
  const isOutside = (from: number) => from < (ring[0]?.sequence ?? next) || from > next

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://agent')
    agent.requests.push(`${url.pathname}${url.search}`)
    if (!isOpen) return void response.destroy()
    const query = (name: string) =>
      url.searchParams.has(name) ? Number(url.searchParams.get(name)) : undefined
    const send = (body: string) => response.writeHead(200, { 'content-type': 'text/xml' }).end(body)
    if (url.pathname === '/probe') {
      const list = items.map((item) => {
        const more = `${item.name ? ` name="${item.name}"` : ''}${item.units ? ` units="${item.units}"` : ''}`
        return `<DataItem id="${item.id}" category="${item.category}" type="${item.type}"${more}/>`
      })
      return void send(
        wrap(
          'Devices',
          `<Devices><Device id="d" name="M1" uuid="m1"><DataItems>${list.join('')}</DataItems></Device></Devices>`,
        ),
      )
    }
    const at = query('at')
    if (url.pathname === '/current') {
      if (at !== undefined && !agent.looksBack) return void send(error('UNSUPPORTED'))
      return void send(
        at !== undefined && isOutside(at) ? error('OUT_OF_RANGE') : document(stateAt(at ?? next)),
      )
    }
    const from = query('from') ?? ring[0]?.sequence ?? next
    if (isOutside(from)) return void send(error('OUT_OF_RANGE'))
    const interval = query('interval')
    if (interval === undefined || !agent.streams) return void send(page(from, query('count') ?? 100))
    stream(response, from, interval, query('count') ?? 100)
  })

  function stream(response: ServerResponse, start: number, intervalMs: number, count: number): void {
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace;boundary=cut' })
    const open = { response, from: start, timer: setInterval(send, intervalMs) }
    streams.add(open)
    response.on('close', () => {
      clearInterval(open.timer)
      streams.delete(open)
    })
    function send(): void {
      if (isOutside(open.from)) return void response.destroy()
      const body = page(open.from, count)
      open.from = Math.min(open.from + count, next)
      response.write(
        `--cut\r\nContent-type: text/xml\r\nContent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}\r\n`,
      )
    }
  }

  const agent: TestAgent = {
    url: '',
    requests: [],
    streams: true,
    looksBack: true,
    add(id, text, more = {}) {
      const time = isoOf(more.timeMicros ?? Date.now() * 1000)
      const observed = {
        sequence: next++,
        id,
        element: more.level ?? 'Value',
        text,
        time,
        code: more.code ?? '',
      }
      ring.push(observed)
      while (ring.length > bufferSize) {
        const gone = ring.shift()!
        first = [...first.filter((kept) => kept.id !== gone.id), gone]
      }
      return observed.sequence
    },
    restart() {
      instance++
      ring = []
      first = []
      next = 1
      for (const open of streams) open.response.destroy()
    },
    close() {
      isOpen = false
      for (const open of streams) open.response.destroy()
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

function isoOf(timeMicros: number): string {
  const second = Math.floor(timeMicros / 1e6)
  return `${new Date(second * 1000).toISOString().slice(0, 19)}.${String(timeMicros - second * 1e6).padStart(6, '0')}Z`
}
