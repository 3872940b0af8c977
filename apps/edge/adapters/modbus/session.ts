import { createConnection, type Socket } from 'node:net'
import modbus from 'jsmodbus'
import { messageOf, ReasonError } from '../../reason.ts'
import type { ModbusConfig } from '../../schema.ts'
import type { Block } from './plan.ts'

/** The device answered that it cannot: its exception code (MODBUS Application Protocol V1.1b3, 7). */
export class ModbusException extends Error {
  readonly code: number

  constructor(code: number) {
    super(`Modbus exception ${code}`)
    this.name = 'ModbusException'
    this.code = code
  }
}

type Failure = { err?: string; message?: string; response?: { body?: { code?: number } } }
type Answer = { response: { body: { valuesAsBuffer?: Buffer; valuesAsArray?: readonly number[] } } }

/** One connection to a device: one request at a time, since many devices know no second. */
export class ModbusSession {
  readonly #socket: Socket
  readonly #client: InstanceType<typeof modbus.client.TCP>
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(socket: Socket, config: ModbusConfig) {
    this.#socket = socket
    this.#client = new modbus.client.TCP(socket, config.unit ?? 1, config.timeoutMs ?? 3000)
  }

  static async open(config: ModbusConfig, signal: AbortSignal): Promise<ModbusSession> {
    const { host, port = 502 } = config
    const socket = createConnection({ host, port, noDelay: true })
    const session = new ModbusSession(socket, config)
    await new Promise<void>((resolve, reject) => {
      const refuse = (error: unknown) => {
        socket.destroy()
        reject(new ReasonError('edge.modbus.unreachable', { message: messageOf(error) }))
      }
      socket.once('connect', resolve)
      socket.once('error', refuse)
      signal.addEventListener('abort', () => refuse(new Error('timeout')), { once: true })
    })
    // What goes wrong later is told by the request that meets it.
    socket.on('error', () => {})
    return session
  }

  /** The block's registers, two bytes each; of bits a register each, 0 or 1. */
  async read(block: Pick<Block, 'table' | 'address' | 'length'>): Promise<Buffer> {
    const { table, address, length } = block
    const answer = await this.#ask(() => {
      if (table === 'holding') return this.#client.readHoldingRegisters(address, length)
      if (table === 'input') return this.#client.readInputRegisters(address, length)
      if (table === 'coil') return this.#client.readCoils(address, length)
      return this.#client.readDiscreteInputs(address, length)
    })
    const { body } = answer.response
    if (table === 'coil' || table === 'discrete') return bitsOf(body.valuesAsArray ?? [], length)
    const registers = body.valuesAsBuffer ?? Buffer.alloc(0)
    if (registers.length !== length * 2) throw new ReasonError('edge.modbus.garbage')
    return registers
  }

  async writeRegisters(address: number, registers: Buffer): Promise<void> {
    await this.#ask(() =>
      registers.length === 2
        ? this.#client.writeSingleRegister(address, registers.readUInt16BE(0))
        : this.#client.writeMultipleRegisters(address, registers),
    )
  }

  async writeCoil(address: number, isOn: boolean): Promise<void> {
    await this.#ask(() => this.#client.writeSingleCoil(address, isOn))
  }

  close(): void {
    this.#socket.destroy()
  }

  #ask(request: () => Promise<unknown>): Promise<Answer> {
    const work = this.#turn.then(async () => {
      try {
        return (await request()) as Answer
      } catch (error) {
        throw faultOf(error as Failure)
      }
    })
    this.#turn = work.catch(() => {})
    return work
  }
}

function bitsOf(values: readonly number[], length: number): Buffer {
  if (values.length < length) throw new ReasonError('edge.modbus.garbage')
  const registers = Buffer.alloc(length * 2)
  for (let index = 0; index < length; index++) registers.writeUInt16BE(values[index] ? 1 : 0, index * 2)
  return registers
}

function faultOf(failure: Failure): Error {
  if (failure instanceof ReasonError) return failure
  const code = failure.response?.body?.code
  if (failure.err === 'ModbusException' && code !== undefined) return new ModbusException(code)
  if (failure.err === 'Timeout') return new ReasonError('edge.modbus.silent')
  return new ReasonError('edge.modbus.lost', { message: failure.message ?? String(failure.err ?? failure) })
}
