import { edgeProgram } from '@ronghe/kit/program'
import { lockDirectory } from './buffer/lock.ts'
import { DiskLog } from './buffer/log.ts'
import { bufferBytesMax, checkConfig, limitsOf } from './config.ts'
import { Connection } from './connection.ts'
import { Fleet, type Wired } from './fleet.ts'
import { devicesIn, type Kept, keptDevices } from './kept-devices.ts'
import type { State } from './next.ts'
import { Pairing, pairHealthMs } from './pair/pairing.ts'
import { type Reason, reason } from './reason.ts'
import { consoleReporter, type Reporter } from './report.ts'
import { Requests } from './requests.ts'
import type { Config, Limits } from './schema.ts'
import type { Health } from './sparkplug/metrics.ts'
import { Publisher } from './sparkplug/publisher.ts'
import { Uplink } from './sparkplug/uplink.ts'
import { inWords, localeFrom } from './words.ts'

export type EdgeState = {
  uplink: { state: State; reason: Reason }
  devices: Readonly<Record<string, { state: State; reason: Reason }>>
  buffer: { stream: string; last: number; acknowledged: number; bytes: number; dropped: number }
}

export type Edge = {
  state(): EdgeState
  /** Stops reading, writes the log to the disk, tells the server of the end (NDEATH) and disconnects. */
  stop(): Promise<void>
}

export type EdgeOptions = {
  /** Where reasons go; by default JSON lines on the standard output. */
  report?: Reporter
}

/**
 * Starts an edge: adapters, dead-band, disk log, Sparkplug B. Throws `ConfigFault` with all faults of
 * the configuration, and `ReasonError` when the buffer directory is in use. Everything else is waited for,
 * tried again, and reported.
 */
export async function startEdge(given: Config, options: EdgeOptions = {}): Promise<Edge> {
  const config = checkConfig(given)
  const limits = limitsOf(config)
  const report = options.report ?? consoleReporter(localeFrom(config.language, process.env))
  const unlock = lockDirectory(config.buffer.directory)
  const log = openLog(config, report, unlock)
  let kept: Kept | null = config.devices === 'server' ? keptDevices(config.buffer.directory) : null
  const pairing = config.pair ? new Pairing(log, (device) => fleet.overlapMicros(device)) : null
  const publisher: Publisher = new Publisher({
    group: config.group,
    node: config.node,
    log,
    windowMax: config.windowMax ?? 256,
    batchRecordsMax: limits.batchRecordsMax,
    ackMsMax: limits.ackMsMax,
    rebirthMsMin: limits.rebirthMsMin,
    newest: (name, tag) => fleet.get(name)?.device.newest(tag),
    health: () => healthOf(log, fleet.list(), kept, pairing),
    request: (text) => requests.receive(text),
    write: (device, values, id) => requests.write(device, values, id),
    report: (why) => report('uplink', 'live', why),
    ...(pairing ? { gate: (device, timeMicros) => pairing.verdict(device, timeMicros) } : {}),
  })
  const flush = flusher(log, publisher, limits, report)
  const fleet: Fleet = new Fleet({ config, limits, log, publisher, report, written: flush.soon })
  const requests = new Requests({
    config,
    limits,
    fleet,
    publisher,
    pairing,
    kept: (next) => {
      kept = next
      report('edge', 'live', reason('edge.config.applied', { version: next.version }))
    },
  })
  const devices = config.devices === 'server' ? devicesIn(kept?.text ?? '[]', limits) : config.devices
  const up = wireUplink(config, limits, publisher, report, () => pairing?.sessionBegins())
  const healthMs = pairing ? Math.min(limits.healthMs, pairHealthMs) : limits.healthMs
  const timers = [
    setInterval(() => publisher.tick(), Math.min(limits.ackMsMax, 1000)),
    setInterval(() => publisher.reportHealth(), healthMs),
  ]
  report(
    'edge',
    'live',
    reason('edge.process.started', { group: config.group, node: config.node, devices: devices.length }),
  )
  up.start()
  await fleet.apply(devices)
  return {
    state: () => stateOf(up, fleet.list(), log),
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await fleet.stop()
      await flush.stop()
      await up.stop()
      await log.close()
      unlock()
      report('edge', 'stopped', reason('edge.process.stopped'))
    },
  }
}

function openLog(config: Config, report: Reporter, unlock: () => void): DiskLog {
  try {
    const { directory, bytesMax = bufferBytesMax } = config.buffer
    const log = new DiskLog({ directory, bytesMax })
    const { last, acknowledged, damaged } = log
    report('buffer', 'live', reason('edge.buffer.opened', { last, acknowledged }))
    if (damaged > 0) report('buffer', 'live', reason('edge.buffer.damaged', { count: damaged }))
    return log
  } catch (error) {
    unlock()
    throw error
  }
}

/** Makes what was written durable in groups, by time or by number, and sends it only then. */
function flusher(log: DiskLog, publisher: Publisher, limits: Limits, report: Reporter) {
  let timer: NodeJS.Timeout | undefined
  let dropped = log.dropped
  let running: Promise<void> = Promise.resolve()
  async function flush(): Promise<void> {
    timer = undefined
    try {
      await log.sync()
      publisher.pump()
    } catch (error) {
      report('buffer', 'waiting', reason('edge.buffer.unwritable', { message: String(error) }))
    }
    if (log.dropped > dropped) {
      dropped = log.dropped
      report('buffer', 'live', reason('edge.buffer.dropping', { count: dropped }))
    }
  }
  function start(delayMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      running = running.then(flush)
    }, delayMs)
  }
  let isEarly = false
  return {
    soon() {
      const isMuch = log.last - log.synced >= limits.batchRecordsMax
      if (timer === undefined) {
        isEarly = isMuch
        start(isMuch ? 0 : limits.batchMs)
      } else if (isMuch && !isEarly) {
        isEarly = true
        start(0)
      }
    },
    async stop() {
      clearTimeout(timer)
      running = running.then(flush)
      await running
    },
  }
}

function wireUplink(
  config: Config,
  limits: Limits,
  publisher: Publisher,
  report: Reporter,
  begins: () => void,
): Connection {
  const { server, group, node, username, password, hostId, caFile, buffer } = config
  const { keepaliveSeconds, openMsMax } = limits
  const link = new Uplink({
    server,
    group,
    node,
    username,
    password,
    hostId,
    caFile,
    keepaliveSeconds,
    openMsMax,
    directory: buffer.directory,
    publisher,
    begins,
    heard: () => connection.heard(),
    unreadable: (message) =>
      report('uplink', connection.state, reason('edge.uplink.unreadable', { message })),
  })
  const connection: Connection = new Connection({
    kind: 'uplink',
    link,
    // The broker is heard at least once per keep-alive (PINGRESP).
    bounds: { ...limits, silentMsMax: Math.max(limits.silentMsMax, keepaliveSeconds * 2500) },
    changed: (state, why) => report('uplink', state, why),
  })
  return connection
}

/** What runs does not change while it runs. */
const program = JSON.stringify(edgeProgram())

function healthOf(log: DiskLog, wired: readonly Wired[], kept: Kept | null, pairing: Pairing | null): Health {
  const connections = wired.map(({ name, connection }): [string, string] => {
    const { state, reason: why } = connection
    return [name, JSON.stringify({ state, ...inWords(why) })]
  })
  return {
    bytes: log.bytes,
    unacknowledged: log.last - log.acknowledged,
    dropped: log.dropped,
    connections: Object.fromEntries(connections),
    notes: Object.fromEntries(
      wired.map(({ name, notes }) => [
        name,
        JSON.stringify(notes.list().map(({ why, count }) => ({ ...inWords(why), count }))),
      ]),
    ),
    program,
    pair: pairing ? JSON.stringify({ committedMs: pairing.committedMs() }) : null,
    configuration: JSON.stringify(
      kept ? { source: 'server', version: kept.version, hash: kept.hash } : { source: 'file' },
    ),
  }
}

function stateOf(up: Connection, wired: readonly Wired[], log: DiskLog): EdgeState {
  const { stream, last, acknowledged, bytes, dropped } = log
  return {
    uplink: { state: up.state, reason: up.reason },
    devices: Object.fromEntries(
      wired.map(({ name, connection }) => [name, { state: connection.state, reason: connection.reason }]),
    ),
    buffer: { stream, last, acknowledged, bytes, dropped },
  }
}
