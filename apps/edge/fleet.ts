import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Adapter, Note } from './adapters/adapter.ts'
import { FileAdapter } from './adapters/file/adapter.ts'
import { ModbusAdapter } from './adapters/modbus/adapter.ts'
import { MqttAdapter } from './adapters/mqtt/adapter.ts'
import { MtconnectAdapter } from './adapters/mtconnect/adapter.ts'
import { SparkplugAdapter } from './adapters/sparkplug/adapter.ts'
import type { DiskLog } from './buffer/log.ts'
import { Connection } from './connection.ts'
import type { ReportRule } from './deadband.ts'
import { Device } from './device.ts'
import { Notes } from './notes.ts'
import type { Reporter } from './report.ts'
import { type Config, type DeviceConfig, heartbeatMs as initialHeartbeatMs, type Limits } from './schema.ts'
import type { Publisher } from './sparkplug/publisher.ts'

export type Wired = {
  name: string
  config: DeviceConfig
  device: Device
  connection: Connection
  notes: Notes
}

export type FleetOptions = {
  config: Config
  limits: Limits
  log: DiskLog
  publisher: Publisher
  report: Reporter
  /** Called after records were written. */
  written(): void
}

/** The machines of this edge, each with its connection; they can be exchanged while it runs. */
export class Fleet {
  readonly #options: FleetOptions
  readonly #wired = new Map<string, Wired>()
  #working: Promise<void> = Promise.resolve()

  constructor(options: FleetOptions) {
    this.#options = options
  }

  list(): Wired[] {
    return [...this.#wired.values()]
  }

  get(name: string): Wired | undefined {
    return this.#wired.get(name)
  }

  /**
   * Of a device whose machine gives the times itself: how long before its turn an edge of a pair tells again
   * what the other should have told. Values that the edge dates are told once only.
   */
  overlapMicros(name: string): number {
    const config = this.#wired.get(name)?.config
    const isDatedHere =
      config?.adapter === 'modbus' || (config?.adapter === 'mqtt' && config.timePath === undefined)
    return isDatedHere ? 0 : 60_000_000
  }

  /**
   * Makes the machines those of the list: what is configured as before goes on undisturbed, the rest is ended
   * or begun. Calls are carried out one after the other.
   */
  apply(devices: readonly DeviceConfig[]): Promise<void> {
    const work = this.#working.then(() => this.#exchange(devices))
    this.#working = work.catch(() => {})
    return work
  }

  async stop(): Promise<void> {
    await this.#working
    await Promise.all(this.list().map(({ connection }) => connection.stop()))
  }

  async #exchange(devices: readonly DeviceConfig[]): Promise<void> {
    const wanted = new Map(devices.map((device) => [device.device, device]))
    const ending = this.list().filter(({ name, config }) => !isDeepStrictEqual(wanted.get(name), config))
    await Promise.all(ending.map(({ connection }) => connection.stop()))
    for (const { name } of ending) this.#wired.delete(name)
    for (const device of devices) {
      if (this.#wired.has(device.device)) continue
      const wired = await wire(device, this.#options)
      this.#wired.set(wired.name, wired)
      wired.connection.start()
    }
  }
}

async function wire(deviceConfig: DeviceConfig, options: FleetOptions): Promise<Wired> {
  const { config, limits, log, publisher, report, written } = options
  const name = deviceConfig.device
  const notes = new Notes()
  const note: Note = (why) => {
    if (notes.add(why)) report(name, connection.state, why)
  }
  const rules = new Map<string, ReportRule>()
  const { reportMsMax, tags } = deviceConfig
  if (tags !== 'all') for (const tag of tags) rules.set(tag.name, { deadband: tag.deadband, reportMsMax })
  const heard = () => connection.heard()
  const adapter = await adapterOf(deviceConfig, { config, limits, note, heard })
  const device = new Device({
    name,
    adapter,
    log,
    ruleOf: (tag) => rules.get(adapter.configuredName?.(tag) ?? tag) ?? { reportMsMax },
    aliveMsMax: limits.aliveMs,
    written,
    up: (births, how) => publisher.deviceUp(name, births, how),
    down: () => publisher.deviceDown(name),
    heard,
    note,
  })
  const connection: Connection = new Connection({
    kind: 'device',
    link: device.link(),
    bounds: limits,
    changed: (state, why) => {
      report(name, state, why)
      publisher.reportHealth()
    },
    lost: () => device.lost(),
  })
  return { name, config: deviceConfig, device, connection, notes }
}

type Context = { config: Config; limits: Limits; note: Note; heard(): void }

async function adapterOf(deviceConfig: DeviceConfig, context: Context): Promise<Adapter> {
  const { config, limits, note, heard } = context
  const { directory } = config.buffer
  // The broker is heard at least once per keep-alive (PINGRESP).
  const keepaliveSeconds = Math.max(Math.floor(limits.silentMsMax / 3000), 1)
  const clientId = `ronghe.${config.group}.${config.node}.${deviceConfig.device}`
  switch (deviceConfig.adapter) {
    case 'mtconnect': {
      const { url, tags, backfill = true, intervalMs = 250, heartbeatMs = initialHeartbeatMs } = deviceConfig
      return new MtconnectAdapter({ url, tags, backfill, intervalMs, heartbeatMs, note })
    }
    case 'modbus':
      return new ModbusAdapter(deviceConfig, note)
    case 'mqtt':
      return new MqttAdapter({
        ...{ config: deviceConfig, clientId: deviceConfig.clientId ?? clientId },
        ...{ keepaliveSeconds, note, heard },
      })
    case 'sparkplug':
      return new SparkplugAdapter({
        ...{ config: deviceConfig, clientId: deviceConfig.clientId ?? clientId },
        ...{ keepaliveSeconds, note, heard },
      })
    case 'file':
      return new FileAdapter(deviceConfig, { directory: config.files ?? join(directory, 'files'), note })
    default: {
      // The OPC UA stack is large; an edge without such a machine starts in half the time.
      const { OpcuaAdapter } = await import('./adapters/opcua/adapter.ts')
      return new OpcuaAdapter(deviceConfig, { directory, node: config.node, note })
    }
  }
}
