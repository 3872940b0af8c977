import { createConnection, createServer, type Server, type Socket } from 'node:net'
import modbus from 'jsmodbus'

export type ModbusServer = {
  port: number
  holding: Buffer
  input: Buffer
  coils: Buffer
  /** Requests that came until now. */
  readonly requests: number
  /** Answers this to whatever comes from now on; empty: nothing. */
  babble(bytes: Buffer): void
  stop(): Promise<void>
}

const registersMax = 1000
const illegalAddress = 2

/**
 * A Modbus TCP server of the library's own, 1000 registers of each kind and as many bits. In front of it is
 * what the library lacks: an exception for registers beyond, and ways to go wrong.
 */
export async function startModbusServer(port = 0): Promise<ModbusServer> {
  const holding = Buffer.alloc(registersMax * 2)
  const input = Buffer.alloc(registersMax * 2)
  const coils = Buffer.alloc(registersMax / 8)
  const behind = createServer()
  // Whoever cuts a connection while an answer is under way resets it; the library listens for no error.
  behind.on('connection', (socket) => socket.on('error', () => {}))
  new modbus.server.TCP(behind, { holding, input, coils, discrete: coils })
  await listen(behind, 0)
  const sockets = new Set<Socket>()
  let requests = 0
  let babble: Buffer | null = null
  const server = createServer((socket) => {
    const inner = createConnection({ host: '127.0.0.1', port: portOf(behind) })
    for (const [one, other] of [
      [socket, inner],
      [inner, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => {})
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    inner.on('data', (bytes) => socket.write(bytes))
    socket.on('data', (request) => {
      requests++
      if (babble !== null) socket.write(babble)
      else if (isBeyond(request)) socket.write(exception(request))
      else inner.write(request)
    })
  })
  await listen(server, port)
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: portOf(server),
    holding,
    input,
    coils,
    get requests() {
      return requests
    },
    babble(bytes) {
      babble = bytes
      cut()
    },
    async stop() {
      cut()
      await Promise.all([server, behind].map((one) => new Promise((resolve) => one.close(resolve))))
    },
  }
}

function isBeyond(request: Buffer): boolean {
  const isRegisters = request[7] === 3 || request[7] === 4
  return isRegisters && request.readUInt16BE(8) + request.readUInt16BE(10) > registersMax
}

/** The request's head, its function with the highest bit set, and the code. */
function exception(request: Buffer): Buffer {
  const answer = Buffer.alloc(9)
  request.copy(answer, 0, 0, 8)
  answer.writeUInt16BE(3, 4)
  answer.writeUInt8((request[7] ?? 0) | 0x80, 7)
  answer.writeUInt8(illegalAddress, 8)
  return answer
}

const portOf = (server: Server) => (server.address() as { port: number }).port

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
}
