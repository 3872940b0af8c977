import { setTimeout as wait } from 'node:timers/promises'
import { bad, type Observation, observe, type TagType, type Value } from '../../observation.ts'
import { ReasonError, reason } from '../../reason.ts'
import { type ModbusConfig, type ModbusTag, modbusIntervalMs } from '../../schema.ts'
import type { Adapter, Description, Note, Sink } from '../adapter.ts'
import { readBack, unlessUnproved } from '../writing.ts'
import { apart, type Block, blocksOf } from './plan.ts'
import { ModbusException, ModbusSession } from './session.ts'
import { decode, encode, widthOf } from './values.ts'

/** The address, or the length from there, is not there (exception codes 2 and 3). */
const absent = new Set([2, 3])

/** A Modbus TCP device, read in blocks at its interval. It keeps no history: time away is a gap. */
export class ModbusAdapter implements Adapter {
  readonly #config: ModbusConfig
  readonly #note: Note
  #blocks: Block[]
  #session: ModbusSession | undefined
  readonly #told = new Set<string>()

  constructor(config: ModbusConfig, note: Note) {
    this.#config = config
    this.#note = note
    const { tags, blockGapMax: gapMax = 16, blockLengthMax: lengthMax = 125 } = config
    this.#blocks = blocksOf(tags, { gapMax, lengthMax })
  }

  async describe(signal: AbortSignal): Promise<Description> {
    this.#session = await ModbusSession.open(this.#config, signal)
    const values = await this.#readAll()
    const tags = this.#config.tags.map((tag) => ({ name: tag.name, type: typeOf(tag), unit: tag.unit ?? '' }))
    return { tags, values }
  }

  async catchUp(sink: Sink): Promise<void> {
    if (sink.position()) sink.gap(reason('edge.modbus.gap'))
    await this.#poll(sink)
  }

  async follow(sink: Sink, signal: AbortSignal): Promise<void> {
    const intervalMs = this.#config.intervalMs ?? modbusIntervalMs
    let dueMs = performance.now()
    while (!signal.aborted) {
      await this.#poll(sink)
      // A device that takes longer than its interval is read again at once, never twice at the same time.
      dueMs = Math.max(dueMs + intervalMs, performance.now())
      await wait(Math.max(dueMs - performance.now(), 0), undefined, { signal }).catch(() => {})
    }
  }

  async close(): Promise<void> {
    this.#session?.close()
    this.#session = undefined
  }

  isWritable(name: string): boolean {
    return this.#config.tags.some((tag) => tag.name === name && tag.writable)
  }

  async write(name: string, value: Exclude<Value, null>): Promise<Observation> {
    const tag = this.#config.tags.find((one) => one.name === name)
    if (!tag) throw new ReasonError('edge.write.unknownTag', { tag: name })
    if (!tag.writable) throw new ReasonError('edge.write.readOnly', { tag: name })
    const { writeMin = Number.NEGATIVE_INFINITY, writeMax = Number.POSITIVE_INFINITY } = tag
    if (typeof value === 'number' && (value < writeMin || value > writeMax)) {
      throw new ReasonError('edge.write.range', { tag: name, min: String(writeMin), max: String(writeMax) })
    }
    const session = this.#open
    await put(session, tag, value).catch((error: unknown) => {
      if (!(error instanceof ModbusException)) throw error
      throw new ReasonError('edge.write.refused', { tag: name, message: because(error) })
    })
    const registers = await unlessUnproved(name, session.read({ ...tag, length: widthOf(tag) }))
    return readBack(observe(name, typeOf(tag), Date.now() * 1000, decode(tag, registers)))
  }

  async #poll(sink: Sink): Promise<void> {
    const observations = await this.#readAll()
    const atMicros = Date.now() * 1000
    sink.take({ observations, position: { atMicros }, atMicros })
  }

  async #readAll(): Promise<Observation[]> {
    const observations: Observation[] = []
    const blocks: Block[] = []
    for (const block of this.#blocks) blocks.push(...(await this.#readBlock(block, observations)))
    this.#blocks = blocks
    return observations
  }

  /** Reads a block; answers the blocks that stand for it from now on. */
  async #readBlock(block: Block, into: Observation[]): Promise<Block[]> {
    const session = this.#open
    try {
      const registers = await session.read(block)
      const timeMicros = Date.now() * 1000
      for (const tag of block.tags) {
        const at = (tag.address - block.address) * 2
        const own = registers.subarray(at, at + widthOf(tag) * 2)
        into.push(observe(tag.name, typeOf(tag), timeMicros, decode(tag, own)))
        this.#told.delete(tag.name)
      }
      return [block]
    } catch (error) {
      if (!(error instanceof ModbusException)) throw error
      // One register that is not there spoils the whole block: read its tags one by one from now on.
      if (absent.has(error.code) && block.tags.length > 1) {
        const blocks: Block[] = []
        for (const one of apart(block)) blocks.push(...(await this.#readBlock(one, into)))
        return blocks
      }
      this.#refused(block, error.code, into)
      return [block]
    }
  }

  #refused(block: Block, code: number, into: Observation[]): void {
    const timeMicros = Date.now() * 1000
    for (const { name, address } of block.tags) {
      into.push({ tag: name, timeMicros, value: null, quality: bad })
      if (this.#told.has(name)) continue
      this.#told.add(name)
      this.#note(reason('edge.modbus.exception', { tag: name, address, code }))
    }
  }

  get #open(): ModbusSession {
    if (!this.#session) throw new ReasonError('edge.modbus.lost', { message: 'closed' })
    return this.#session
  }
}

function typeOf(tag: ModbusTag): TagType {
  if (tag.encoding === 'bool') return 'boolean'
  return tag.encoding === 'text' ? 'text' : 'number'
}

async function put(session: ModbusSession, tag: ModbusTag, value: Exclude<Value, null>): Promise<void> {
  if (tag.table === 'coil') {
    if (value !== true && value !== false && value !== 0 && value !== 1) throw misfit(tag)
    return sent(tag, session.writeCoil(tag.address, Boolean(value)))
  }
  const isNumber = tag.encoding !== 'text'
  if (isNumber && typeof value !== 'number') throw misfit(tag)
  const registers = encode(tag, typeof value === 'boolean' ? Number(value) : value)
  if (!registers) throw misfit(tag)
  return sent(tag, session.writeRegisters(tag.address, registers))
}

/** A request without an answer may have been carried out; an exception was not. */
function sent(tag: ModbusTag, work: Promise<void>): Promise<void> {
  return unlessUnproved(tag.name, work, (error) => error instanceof ModbusException)
}

function misfit(tag: ModbusTag): ReasonError {
  return new ReasonError('edge.write.misfit', { tag: tag.name, type: tag.encoding })
}

/** The device's exception in words, by its code (MODBUS Application Protocol V1.1b3, 7). */
function because({ code, message }: ModbusException): string {
  if (code === 1) return 'edge.because.function'
  if (code === 2) return 'edge.because.address'
  if (code === 3) return 'edge.because.value'
  if (code === 4) return 'edge.because.failure'
  return code === 6 ? 'edge.because.busy' : message
}
