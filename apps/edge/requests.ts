import { devicesFaults } from './config.ts'
import type { Fleet } from './fleet.ts'
import { devicesIn, hashOf, type Kept, keepDevices } from './kept-devices.ts'
import type { Lease } from './pair/lease.ts'
import type { Pairing } from './pair/pairing.ts'
import { type Reason, ReasonError, reason, reasonOf } from './reason.ts'
import type { Config, DeviceConfig, Limits, OpcuaConfig } from './schema.ts'
import type { Publisher, Written } from './sparkplug/publisher.ts'
import { inWords } from './words.ts'

/** What the host may ask of an edge (metric `Edge/Request`, JSON). */
export type Asked =
  | { id: string; kind: 'check'; devices: unknown }
  | { id: string; kind: 'configure'; version: number; hash: string; text: string }
  | { id: string; kind: 'lease'; lease: Lease }
  | { id: string; kind: 'certificates' }
  | { id: string; kind: 'trust'; thumbprint: string; trusted: boolean }
  | { id: string; kind: 'browse'; device: unknown; nodeId: string | null }

export type RequestsOptions = {
  config: Config
  limits: Limits
  fleet: Fleet
  publisher: Publisher
  /** This edge as one of a pair; null: it is none. */
  pairing: Pairing | null
  /** The configuration in force changed. */
  kept(kept: Kept): void
}

const browseMsMax = 10_000

/**
 * Answers the host's requests: one JSON `{ id, ok, result | reason }` each, its reasons in both languages.
 */
export class Requests {
  readonly #options: RequestsOptions

  constructor(options: RequestsOptions) {
    this.#options = options
  }

  receive(text: string): void {
    let asked: Asked
    try {
      asked = JSON.parse(text) as Asked
    } catch {
      return
    }
    if (typeof asked?.id === 'string') this.#reply(asked.id, this.#answer(asked))
  }

  /** Values for a device, by the standard's own command; told what was read back. */
  write(device: string, values: readonly Written[], id: string | undefined): void {
    const work = this.#write(device, values)
    if (id === undefined) work.catch(() => {})
    else this.#reply(id, work)
  }

  async #write(name: string, values: readonly Written[]): Promise<unknown> {
    const wired = this.#options.fleet.get(name)
    if (!wired) throw new ReasonError('edge.write.unknownDevice', { device: name })
    if (wired.connection.state !== 'live') throw new ReasonError('edge.write.notConnected', { device: name })
    const read = []
    for (const { tag, value } of values) {
      if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean') {
        throw new ReasonError('edge.write.kind', { tag })
      }
      read.push(await wired.device.write(tag, value))
    }
    return read
  }

  async #answer(asked: Asked): Promise<unknown> {
    const { config, limits } = this.#options
    const { directory } = config.buffer
    switch (asked.kind) {
      case 'check':
        return { faults: devicesFaults(asked.devices, limits).map(faultWords) }
      case 'configure':
        return this.#configure(asked)
      case 'lease':
        return this.#lease(asked.lease)
      case 'certificates':
        return (await certificates()).listCertificates(directory)
      case 'trust':
        return (await certificates()).trustCertificate(directory, asked.thumbprint, asked.trusted)
      case 'browse': {
        const device = this.#opcuaDevice(asked.device)
        const { browse } = await import('./adapters/opcua/browse.ts')
        return browse(
          device,
          asked.nodeId,
          { directory, node: config.node },
          AbortSignal.timeout(browseMsMax),
        )
      }
      default:
        throw new ReasonError('edge.request.unknown')
    }
  }

  async #configure(asked: Kept): Promise<unknown> {
    const { config, limits, fleet, publisher, kept } = this.#options
    if (config.devices !== 'server') throw new ReasonError('edge.config.byFile')
    if (hashOf(asked.text) !== asked.hash) throw new ReasonError('edge.config.hash')
    const devices = devicesIn(asked.text, limits)
    const next = { version: asked.version, hash: asked.hash, text: asked.text }
    keepDevices(config.buffer.directory, next)
    kept(next)
    await fleet.apply(devices)
    publisher.bearAgain()
    return { version: asked.version, hash: asked.hash }
  }

  #lease(lease: Lease): unknown {
    const { pairing, publisher } = this.#options
    if (!pairing) throw new ReasonError('edge.pair.none')
    pairing.take(lease)
    publisher.pump()
    return { committedMs: pairing.committedMs() }
  }

  #opcuaDevice(device: unknown): OpcuaConfig {
    const given = { device: 'browse', ...(device as object), tags: [{ name: 'x', nodeId: 'i=2258' }] }
    const [fault] = devicesFaults([given], this.#options.limits)
    if (fault) throw new ReasonError(fault.rule, { ...fault.values, field: fault.field })
    if ((given as unknown as DeviceConfig).adapter !== 'opcua') throw new ReasonError('edge.request.browse')
    return given as unknown as OpcuaConfig
  }

  #reply(id: string, work: Promise<unknown>): void {
    const { publisher } = this.#options
    work.then(
      (result) => publisher.reply(JSON.stringify({ id, ok: true, result })),
      (error: unknown) =>
        publisher.reply(JSON.stringify({ id, ok: false, reason: inWords(reasonOf(error)) })),
    )
  }
}

/** The folders of OPC UA; loaded when they are asked for. */
function certificates() {
  return import('./adapters/opcua/trust.ts')
}

function faultWords({ field, rule, values }: { field: string; rule: string; values?: object }) {
  return { field, ...inWords(reason(rule, (values ?? {}) as Reason['params'])) }
}
