import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { cpuSeconds, residentMegabytes } from '../process.ts'
import type { Row } from '../results.ts'

export type Size = { devices: number; registers: number; seconds: number }
export const large: Size = { devices: 100, registers: 200, seconds: 60 }
export const tiny: Size = { devices: 2, registers: 20, seconds: 2 }

const plantFile = fileURLToPath(new URL('./plant.child.ts', import.meta.url))
const edgeFile = fileURLToPath(new URL('../../apps/edge/main.ts', import.meta.url))
const warmUpMs = 5_000
const startMsMax = 60_000

/**
 * What one edge takes of a core while it reads devices every second: at rest, and when registers change.
 */
export async function runModbus(size: Size): Promise<Row[]> {
  const { devices, registers, seconds } = size
  const loads = [
    ['nothing changes', 0],
    ['a tenth of the registers changes', registers / 10],
    ['every register changes', registers],
  ] as const
  const rows: Row[] = []
  for (const [words, changing] of loads) {
    const { cores, recordsPerSecond, megabytes } = await measure(size, changing)
    const conditions = [
      `one edge process, ${devices} devices × ${registers} registers at 1 s for ${seconds} s`,
      'devices and an acknowledging host in a process beside it on the same machine',
    ].join(', ')
    const shared = { engine: 'modbus', peer: null, ratio: null, conditions }
    rows.push({ ...shared, name: `${words}: processor`, value: cores, unit: 'cores' })
    rows.push({ ...shared, name: `${words}: memory`, value: megabytes, unit: 'MiB' })
    rows.push({ ...shared, name: `${words}: acknowledged`, value: recordsPerSecond, unit: 'records/s' })
  }
  return rows
}

async function measure(size: Size, changing: number) {
  const directory = mkdtempSync(join(tmpdir(), 'bench-modbus-'))
  const plant = fork(plantFile, [String(size.devices), String(size.registers), String(changing)])
  const [{ ports, mqtt }] = (await once(plant, 'message')) as [{ ports: number[]; mqtt: number }]
  const file = join(directory, 'edge.json')
  writeFileSync(file, JSON.stringify(configOf(directory, size, ports, mqtt)))
  const edge = fork(edgeFile, ['--config', file], { stdio: 'ignore' })
  try {
    await untilRead(plant)
    await wait(Math.min(warmUpMs, size.seconds * 1000))
    const before = { cpu: cpuSeconds(edge), records: await recordsOf(plant), atMs: performance.now() }
    await wait(size.seconds * 1000)
    const seconds = (performance.now() - before.atMs) / 1000
    return {
      cores: (cpuSeconds(edge) - before.cpu) / seconds,
      recordsPerSecond: ((await recordsOf(plant)) - before.records) / seconds,
      megabytes: residentMegabytes(edge),
    }
  } finally {
    edge.kill('SIGKILL')
    plant.kill('SIGKILL')
    await Promise.all([edge, plant].map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')))
    rmSync(directory, { recursive: true })
  }
}

/** The edge's program has started and the first values have arrived, however busy the machine is. */
async function untilRead(plant: ChildProcess): Promise<void> {
  for (const end = performance.now() + startMsMax; (await recordsOf(plant)) === 0; await wait(100))
    if (performance.now() > end) throw new Error(`the edge reads nothing within ${startMsMax} ms`)
}

function configOf(directory: string, size: Size, ports: readonly number[], mqtt: number) {
  const tags = Array.from({ length: size.registers }, (_, address) => ({
    ...{ name: `r${address}`, table: 'holding', encoding: 'uint16' },
    address,
  }))
  return {
    server: `mqtt://127.0.0.1:${mqtt}`,
    ...{ group: 'bench', node: 'edge', username: 'bench', password: 'bench' },
    buffer: { directory: join(directory, 'buffer') },
    devices: ports.map((port, index) => ({
      ...{ device: `d${index}`, adapter: 'modbus', host: '127.0.0.1', intervalMs: 1000 },
      port,
      tags,
    })),
  }
}

async function recordsOf(plant: ChildProcess): Promise<number> {
  plant.send('records')
  const [{ records }] = (await once(plant, 'message')) as [{ records: number }]
  return records
}
