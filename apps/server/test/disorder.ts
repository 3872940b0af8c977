import { createConnection, createServer, type Socket } from 'node:net'

/** What becomes of so many messages that follow one another. */
export type Disorder = { bunch: number; of(messages: readonly Buffer[]): readonly Buffer[] }

export type DisorderlyNetwork = {
  readonly url: string
  /** Requests for rebirth that passed. */
  readonly rebirths: number
  /** Messages that passed otherwise than they came. */
  readonly disturbed: number
  /** From now on; null: everything passes as it comes. */
  disturb(disorder: Disorder | null): void
  cut(): void
  stop(): Promise<void>
}

const publish = 3
/** A bunch that does not fill is sent after this silence. */
const idleMs = 150

/** A network between an edge and a broker that does to the edge's messages what TCP would not. */
export async function startDisorder(toUrl: string): Promise<DisorderlyNetwork> {
  const { hostname, port } = new URL(toUrl)
  const sockets = new Set<Socket>()
  let disorder: Disorder | null = null
  let [rebirths, disturbed] = [0, 0]
  const server = createServer((near) => {
    const far = createConnection(Number(port), hostname)
    let held: Buffer[] = []
    let timer: NodeJS.Timeout | undefined
    const flush = () => {
      clearTimeout(timer)
      const [messages, out] = [held, disorder?.of(held) ?? held]
      held = []
      if (out !== messages) disturbed += messages.length
      for (const one of out) far.write(one)
    }
    near.on(
      'data',
      packets((packet) => {
        if (!disorder || !isDisturbed(packet)) {
          flush()
          far.write(packet)
          return
        }
        held.push(packet)
        clearTimeout(timer)
        if (held.length >= disorder.bunch) flush()
        else timer = setTimeout(flush, idleMs)
      }),
    )
    far.on(
      'data',
      packets((packet) => {
        if (typeOf(packet) === publish && packet.includes('Node Control/Rebirth')) rebirths++
        near.write(packet)
      }),
    )
    near.on('close', () => clearTimeout(timer))
    join(near, far, sockets)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`,
    get rebirths() {
      return rebirths
    },
    get disturbed() {
      return disturbed
    },
    disturb(next) {
      disorder = next
    },
    cut,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      cut()
      await closed
    },
  }
}

/** Both ends are there, and end together. */
function join(near: Socket, far: Socket, sockets: Set<Socket>): void {
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    sockets.add(one)
    one.on('error', () => {})
    one.on('close', () => {
      sockets.delete(one)
      other.destroy()
    })
  }
}

/** All that follows the birth of the node, which nothing can be understood without. */
function isDisturbed(packet: Buffer): boolean {
  return typeOf(packet) === publish && !packet.includes('/NBIRTH/')
}

const typeOf = (packet: Buffer) => packet.readUInt8(0) >> 4

/** Hands on whole MQTT packets (MQTT 3.1.1, 2.2.3: the rest's length in groups of seven bits). */
function packets(take: (packet: Buffer) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0)
  return (bytes) => {
    rest = Buffer.concat([rest, bytes])
    for (let end = endOf(rest); end !== null; end = endOf(rest)) {
      take(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  }
}

function endOf(bytes: Buffer): number | null {
  let length = 0
  for (let place = 1; place < bytes.length && place <= 4; place++) {
    const byte = bytes.readUInt8(place)
    length += (byte & 127) << (7 * (place - 1))
    if (byte < 128) return bytes.length >= place + 1 + length ? place + 1 + length : null
  }
  return null
}
