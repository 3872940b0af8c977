import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'node:test'
import type { LogRecord } from '../buffer/frames.ts'
import { DiskLog } from '../buffer/log.ts'
import { decode, encode, type Metric, type Payload } from '../sparkplug/payload.ts'
import { type Message, Publisher, type PublisherOptions } from '../sparkplug/publisher.ts'

let directory = ''
let count = 0
const logs: DiskLog[] = []
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'edge-publisher-'))
})
afterEach(async () => {
  for (const log of logs.splice(0)) await log.close()
  rmSync(directory, { recursive: true })
})

export type Sent = { type: string; device: string; payload: Payload }

/** A publisher over a real log; what it sends is kept, and time is moved by the test. */
export function setUp(options: Partial<PublisherOptions> = {}, bytesMax = 1 << 24) {
  const log = new DiskLog({ directory: join(directory, String(count++)), bytesMax, segmentBytes: 2000 })
  logs.push(log)
  const sent: Sent[] = []
  const reports: string[] = []
  const clock = { nowMs: 100_000 }
  const publisher = new Publisher({
    group: 'g',
    node: 'n',
    log,
    windowMax: 4,
    batchRecordsMax: 3,
    ackMsMax: 1000,
    rebirthMsMin: 20,
    newest: () => undefined,
    health: () => ({
      bytes: 0,
      unacknowledged: 0,
      dropped: 0,
      connections: {},
      notes: {},
      pair: null,
      program: '{}',
      configuration: '{}',
    }),
    request: () => {},
    write: () => {},
    report: (why) => reports.push(why.key),
    nowMs: () => clock.nowMs,
    ...options,
  })
  const send = ({ topic, payload }: Message) => {
    const [, , type = '', , device = ''] = topic.split('/')
    sent.push({ type, device, payload: decode(payload) })
  }
  let time = 0
  const append = async (device: string, number: number) => {
    const [row] = log.define(device, [{ name: 'a', type: 'number', unit: 'MMT' }])
    const records = Array.from({ length: number }, (): LogRecord => [row!.id, ++time * 1000, time, 192])
    log.append({ device, records })
    await log.sync()
    publisher.pump()
  }
  const command = (...metrics: Metric[]) => publisher.command(encode({ timestamp: 1, metrics }))
  const acknowledge = (value: number) => command({ name: 'Buffer/Acknowledged', type: 'UInt64', value })
  const up = (device: string) => {
    const [row] = log.define(device, [{ name: 'a', type: 'number', unit: 'MMT' }])
    publisher.deviceUp(device, [{ name: 'a', type: 'number', unit: 'MMT', alias: row!.id }])
  }
  return { log, publisher, sent, reports, clock, send, append, command, acknowledge, up }
}

/** A metric of a message by its name. */
export const metric = (one: Sent | undefined, name: string) =>
  one?.payload.metrics?.find((found) => found.name === name)?.value
