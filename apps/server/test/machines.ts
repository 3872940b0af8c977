import { createServer, type Socket } from 'node:net'
import {
  DataType,
  OPCUACertificateManager,
  OPCUAServer,
  StatusCodes,
  Variant,
  type VariantOptions,
} from 'node-opcua'

/** Registers of the Modbus machine, by how it takes what is written to them. */
export const register = { good: 0, stuck: 1, refused: 2, mute: 3 } as const

const [readHolding, writeSingle, deviceFailure] = [3, 6, 4]

export type Stopping = { stop(): Promise<void> }

/**
 * A Modbus TCP machine as they are in a hall: one register takes what is written, one says so and keeps its
 * own value, one refuses by an exception, and of one no answer to a write ever comes.
 */
export async function startModbusMachine(): Promise<Stopping & { port: number; held(at: number): number }> {
  const registers = Buffer.alloc(16)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (request) => {
      const answer = answerTo(request, registers)
      if (answer) socket.write(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    held: (at) => registers.readUInt16BE(at * 2),
    stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      return closed
    },
  }
}

/** The answer's head is the request's, with a length of its own (MODBUS Messaging on TCP/IP, 3.1.3). */
function answerTo(request: Buffer, registers: Buffer): Buffer | null {
  const [code, address, given] = [request.readUInt8(7), request.readUInt16BE(8), request.readUInt16BE(10)]
  const framed = (body: Buffer) => {
    const head = Buffer.from(request.subarray(0, 7))
    head.writeUInt16BE(body.length + 1, 4)
    return Buffer.concat([head, body])
  }
  if (code === readHolding) {
    const values = registers.subarray(address * 2, (address + given) * 2)
    return framed(Buffer.concat([Buffer.from([code, values.length]), values]))
  }
  if (code !== writeSingle || address === register.refused) {
    return framed(Buffer.from([code | 0x80, deviceFailure]))
  }
  if (address !== register.stuck) registers.writeUInt16BE(given, address * 2)
  return address === register.mute ? null : framed(request.subarray(7, 12))
}

/**
 * An OPC UA server whose nodes take what is written, clamp it to 100, may be written by others only, or by
 * nobody, and one that loses its source when it is written to.
 */
export async function startOpcuaMachine(directory: string): Promise<Stopping & { endpoint: string }> {
  const server = new OPCUAServer({
    ...{ port: 0, host: '127.0.0.1', hostname: '127.0.0.1', allowAnonymous: true },
    serverCertificateManager: new OPCUACertificateManager({
      rootFolder: `${directory}/machine-pki`,
      automaticallyAcceptUnknownCertificate: true,
    }),
  })
  await server.initialize()
  const space = server.engine.addressSpace!
  const namespace = space.getOwnNamespace()
  const machine = namespace.addObject({ browseName: 'Machine', organizedBy: space.rootFolder.objects })
  const double = (value: number): VariantOptions => ({ dataType: DataType.Double, value })
  const add = (name: string, more: object) =>
    namespace.addVariable({
      ...{ componentOf: machine, browseName: name, nodeId: `s=${name}`, dataType: 'Double', ...more },
      minimumSamplingInterval: 100,
    })
  add('taken', { value: double(1) })
  add('guarded', { value: double(1), userAccessLevel: 'CurrentRead' })
  add('fixed', { value: double(1), accessLevel: 'CurrentRead' })
  let clamped = 1
  add('clamped', {
    value: {
      get: () => new Variant(double(clamped)),
      set: (variant: Variant) => {
        clamped = Math.min(Number(variant.value), 100)
        return StatusCodes.Good
      },
    },
  })
  let isLost = false
  add('lost', {
    value: {
      get: () => (isLost ? StatusCodes.BadNoCommunication : new Variant(double(1))),
      set: () => {
        isLost = true
        return StatusCodes.Good
      },
    },
  })
  await server.start()
  return {
    endpoint: `opc.tcp://127.0.0.1:${server.endpoints[0]!.port}`,
    stop: () => server.shutdown(0),
  }
}
