import type { Observation } from '../play/playhead.ts'
import { formatTime } from '../play/shdr.ts'
import { type Entry, SequenceBuffer } from './buffer.ts'
import {
  assetsDocument,
  devicesDocument,
  devicesElement,
  errorDocument,
  type Header,
  type Placed,
  streamsDocument,
} from './documents.ts'
import type { Device } from './model.ts'
import { chooseItems } from './path.ts'
import { type Refusal, refusal } from './request.ts'

/** Most observations of one document; a client that asks for more goes on from `nextSequence`. */
const documentEntriesMax = 50_000
const assetBufferSize = 1024

export type AgentOptions = {
  devices: readonly Device[]
  bufferSize: number
  /** Differs from every earlier one, as the sequence numbers begin anew with each start. */
  instanceId: number
  sender: string
  nowMicros: () => number
}

/** Which data items a request speaks of. */
export type Wanted = (item: number) => boolean

/** An MTConnect agent without its transport: devices, their buffer and the documents about them. */
export class Agent {
  readonly buffer: SequenceBuffer
  readonly #options: AgentOptions
  readonly #placed: Placed[] = []
  readonly #firstItem: number[] = []
  readonly #waiting = new Set<() => void>()

  constructor(options: AgentOptions) {
    this.#options = options
    for (const device of options.devices) {
      this.#firstItem.push(this.#placed.length)
      for (const item of device.items) this.#placed.push({ device, item })
    }
    const isCondition = (item: number) => this.#placed[item]!.item.category === 'CONDITION'
    this.buffer = new SequenceBuffer(options.bufferSize, isCondition)
  }

  /** Takes in what a device, given by its index, observed. */
  observe(device: number, observation: Observation): void {
    this.buffer.append(observation.timeMicros, this.#firstItem[device]! + observation.item, observation.text)
  }

  /** Wakes the streams that wait for observations. */
  wake(): void {
    for (const go of [...this.#waiting]) go()
  }

  /**
   * Resolves when observations came in, after `waitMsMax`, or when the signal says that nobody waits any
   * more.
   */
  changed(waitMsMax: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer)
        this.#waiting.delete(go)
        signal.removeEventListener('abort', go)
        resolve()
      }
      const timer = setTimeout(go, waitMsMax)
      this.#waiting.add(go)
      signal.addEventListener('abort', go)
    })
  }

  /** Which data items a device (by name or uuid; empty: all) and a path (empty: everything) choose. */
  choose(deviceName: string, path: string): Wanted | Refusal {
    const devices = this.#named(deviceName)
    if (devices.length === 0) return refusal(404, 'NO_DEVICE', `there is no device ${deviceName}`)
    const ids = path === '' ? null : chooseItems(devicesElement(devices), path)
    if (path !== '' && ids === null)
      return refusal(400, 'INVALID_XPATH', `the path ${path} is not understood`)
    const chosen = this.#placed.map(
      ({ device, item }) => devices.includes(device) && (ids === null || ids.has(item.id)),
    )
    if (!chosen.includes(true)) return refusal(400, 'INVALID_XPATH', `the path ${path} chooses no data item`)
    return (item) => chosen[item]!
  }

  probe(deviceName: string): string | Refusal {
    const devices = this.#named(deviceName)
    if (devices.length === 0) return refusal(404, 'NO_DEVICE', `there is no device ${deviceName}`)
    return devicesDocument(this.#header(), devices)
  }

  assets(ids: readonly string[]): string | Refusal {
    if (ids.length > 0) return refusal(404, 'ASSET_NOT_FOUND', `there is no asset ${ids.join(', ')}`)
    return assetsDocument(this.#header())
  }

  /** State of the wanted data items, now or just after the observation `at`. */
  current(wanted: Wanted, at: number | null): string | Refusal {
    const { firstSequence, nextSequence } = this.buffer
    if (at !== null && (at < firstSequence || at >= nextSequence)) return this.#outOfRange('at', at)
    const state = this.buffer.current(at ?? undefined)
    const entries = [...state].flatMap(([item, list]) => (wanted(item) ? list : []))
    entries.sort((one, other) => one.item - other.item || one.sequence - other.sequence)
    return this.#streams(entries, at === null ? nextSequence : at + 1)
  }

  /** Observations from a sequence number on; 0 means the first still held. `next` is where to go on. */
  sample(
    wanted: Wanted,
    from: number,
    count: number,
  ): { document: string; entries: number; next: number } | Refusal {
    const { firstSequence, nextSequence } = this.buffer
    const start = from === 0 ? firstSequence : from
    if (start < firstSequence || start > nextSequence) return this.#outOfRange('from', from)
    const { entries, next } = this.buffer.slice(start, Math.min(count, documentEntriesMax), wanted)
    return { document: this.#streams(entries, next), entries: entries.length, next }
  }

  error(refused: { code: string; message: string }): string {
    return errorDocument(this.#header(), refused.code, refused.message)
  }

  #streams(entries: readonly Entry[], nextSequence: number): string {
    const { firstSequence } = this.buffer
    const range = { firstSequence, lastSequence: this.buffer.nextSequence - 1, nextSequence }
    return streamsDocument(this.#header(), range, entries, this.#placed)
  }

  #outOfRange(name: string, value: number): Refusal {
    const { firstSequence, nextSequence } = this.buffer
    const message = `'${name}' is ${value}; the buffer holds ${firstSequence} to ${nextSequence - 1}`
    return refusal(404, 'OUT_OF_RANGE', message)
  }

  #named(name: string): readonly Device[] {
    const { devices } = this.#options
    return name === '' ? devices : devices.filter((device) => device.name === name || device.uuid === name)
  }

  #header(): Header {
    const { sender, instanceId, nowMicros } = this.#options
    const creationTime = formatTime(nowMicros())
    return { sender, instanceId, bufferSize: this.buffer.size, creationTime, assetBufferSize }
  }
}

/** Whether an answer is a refusal and not a document. */
export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && (answer as Refusal).kind === 'refused'
}
