import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Edge, startEdge } from '../../edge.ts'
import type { Config, ModbusTag } from '../../schema.ts'
import { encode, type Metric } from '../../sparkplug/payload.ts'
import { type Host, startHost, until } from '../../test/host.ts'
import { type ModbusServer, startModbusServer } from '../../test/modbus.ts'

let directory = ''
let host: Host
let server: ModbusServer
const edges: Edge[] = []
const reports: string[] = []
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'edge-'))
  host = await startHost()
  server = await startModbusServer()
  reports.length = 0
})
afterEach(async () => {
  for (const edge of edges.splice(0)) await edge.stop()
  await server.stop()
  await host.stop()
  rmSync(directory, { recursive: true })
})

const speed: ModbusTag = { name: 'speed', table: 'holding', address: 10, encoding: 'uint16', scale: 0.1 }
const power: ModbusTag = { name: 'power', table: 'holding', address: 12, encoding: 'float32' }
const door: ModbusTag = { name: 'door', table: 'coil', address: 3, encoding: 'bool' }

async function start(tags: ModbusTag[], more: object = {}): Promise<Edge> {
  const config: Config = {
    server: host.url,
    group: 'plant',
    node: 'edge',
    username: 'u',
    password: 'secret',
    buffer: { directory: join(directory, 'buffer') },
    limits: { batchMs: 5, waitMsMin: 20, waitMsMax: 50, healthMs: 200, aliveMs: 100 },
    devices: [
      {
        ...{ device: 'm1', adapter: 'modbus', host: '127.0.0.1', port: server.port },
        ...{ intervalMs: 20, timeoutMs: 300, tags, ...more },
      },
    ],
  }
  const edge = await startEdge(config, {
    report: (_subject, _state, why) => reports.push(`${why.key} ${why.params.tag ?? ''}`),
  })
  edges.push(edge)
  return edge
}

const last = (tag: string) => host.points.findLast((point) => point.tag === tag)
const has = (tag: string, value: unknown) =>
  until(`${tag} ${value}`, () => last(tag)?.value === value && last(tag)?.quality === 192)

let commands = 0
async function write(tag: string, type: 'Double' | 'Boolean', value: number | boolean) {
  const id = `command-${++commands}`
  const metrics: Metric[] = [
    { name: tag, type, value },
    { name: 'Edge/Command', type: 'String', value: id },
  ]
  host.publish('spBv1.0/plant/DCMD/edge/m1', encode({ timestamp: Date.now(), metrics }))
  const replies = () =>
    host.seen
      .flatMap(({ payload }) => payload.metrics ?? [])
      .flatMap((metric) => (metric.name === 'Edge/Reply' && metric.value ? [String(metric.value)] : []))
      .map((text) => JSON.parse(text) as { id: string; ok: boolean; result: never; reason: { key: string } })
      .filter((reply) => reply.id === id)
  await until('answer', () => replies().length > 0)
  return replies()[0]!
}

describe('Modbus TCP', () => {
  test('registers and coils arrive, and only changes are told', async () => {
    server.holding.writeUInt16BE(1234, 20)
    server.holding.writeFloatBE(1.5, 24)
    await start([speed, power, door])
    await has('speed', 123.4)
    await has('power', 1.5)
    await has('door', false)
    server.coils[0] = 0b1000
    await has('door', true)
    assert.equal(host.points.filter(({ tag }) => tag === 'power').length, 1)
    const before = server.requests
    await until('reads on', () => server.requests >= before + 4)
    assert.deepEqual(host.faults, [])
  })

  test('a register that is not there is bad alone, and is told once', async () => {
    server.holding.writeUInt16BE(10, 20)
    const absent: ModbusTag = { name: 'absent', table: 'holding', address: 999, encoding: 'uint32' }
    const near: ModbusTag = { name: 'near', table: 'holding', address: 998, encoding: 'uint16' }
    server.holding.writeUInt16BE(77, 998 * 2)
    await start([speed, near, absent], { blockGapMax: 120 })
    await has('speed', 1)
    await has('near', 77)
    await until('bad', () => last('absent')?.quality === 0)
    server.holding.writeUInt16BE(20, 20)
    await has('speed', 2)
    assert.equal(reports.filter((line) => line === 'edge.modbus.exception absent').length, 1)
  })

  test('a device that goes away is unknown until it is back', async () => {
    server.holding.writeUInt16BE(10, 20)
    const edge = await start([speed])
    await has('speed', 1)
    const { port } = server
    await server.stop()
    await until('stale', () => last('speed')?.quality === 500)
    assert.notEqual(edge.state().devices.m1?.state, 'live')
    server = await startModbusServer(port)
    server.holding.writeUInt16BE(30, 20)
    await has('speed', 3)
  })

  test('silence and nonsense end the connection and no value is made of them', async () => {
    server.holding.writeUInt16BE(10, 20)
    await start([speed])
    await has('speed', 1)
    server.babble(Buffer.alloc(0))
    await until('silent', () => reports.some((line) => line.startsWith('edge.modbus.silent')))
    // An answer to another transaction, then bytes that are no Modbus at all.
    server.babble(Buffer.from('ffff000000050103020063', 'hex'))
    const heard = reports.length
    await until('refused', () => reports.slice(heard).some((line) => line.startsWith('edge.modbus')))
    server.babble(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
    const again = reports.length
    await until('refused again', () => reports.slice(again).some((line) => line.startsWith('edge.modbus')))
    assert.deepEqual(
      host.points.filter(({ quality }) => quality === 192).map(({ value }) => value),
      [1],
    )
  })

  test('a value is written, read back, and kept within its bounds', async () => {
    const setpoint = { ...speed, name: 'setpoint', writable: true, writeMin: 0, writeMax: 300 }
    const wide: ModbusTag = { ...power, writable: true, wordOrder: 'little' }
    const edge = await start([setpoint, wide, { ...door, writable: true }, { ...speed, address: 50 }])
    await until('live', () => edge.state().devices.m1?.state === 'live')
    assert.deepEqual(readOnlyOf('m1'), ['speed'], 'its birth says what can’t be written')
    const written = await write('setpoint', 'Double', 120.5)
    assert.equal((written.result as { value: number }[])[0]?.value, 120.5)
    assert.equal(server.holding.readUInt16BE(20), 1205)
    assert.equal((await write('power', 'Double', 2.5)).ok, true)
    assert.equal(server.holding.readUInt16BE(26), 0x4020)
    assert.equal((await write('door', 'Boolean', true)).ok, true)
    assert.equal(server.coils[0], 0b1000)
    assert.equal((await write('setpoint', 'Double', 301)).reason.key, 'edge.write.range')
    assert.equal((await write('speed', 'Double', 1)).reason.key, 'edge.write.readOnly')
    assert.equal((await write('door', 'Double', 7)).reason.key, 'edge.write.misfit')
  })
})

function readOnlyOf(device: string): string[] {
  const birth = host.seen.findLast((seen) => seen.type === 'DBIRTH' && seen.device === device)
  const metrics = birth?.payload.metrics ?? []
  return metrics.filter((one) => one.properties?.readOnly?.value === true).map((one) => one.name ?? '')
}

const python = '/usr/bin/python3'
const peer = fileURLToPath(new URL('../../test/modbus-peer.py', import.meta.url))
const hasPeer = spawnSync(python, ['-c', 'import pymodbus']).status === 0
const skip = hasPeer ? false : 'pymodbus is not installed (Debian: python3-pymodbus)'

test('a server of other makers: registers, exceptions, writing', { skip }, async (t) => {
  const free = await startModbusServer()
  const { port } = free
  await free.stop()
  const other = spawn(python, [peer, String(port)], { stdio: 'ignore' })
  t.after(() => other.kill('SIGKILL'))
  const at = (name: string, address: number): ModbusTag => ({
    ...{ name, table: 'holding', encoding: 'uint16', writable: true },
    address,
  })
  const edge = await start([at('a', 1), at('b', 9), at('beyond', 12), { ...door, address: 5 }], { port })
  await until('live', () => edge.state().devices.m1?.state === 'live', 30_000)
  await has('a', 11)
  await has('b', 99)
  await has('door', true)
  await until('bad', () => last('beyond')?.quality === 0)
  assert.equal((await write('b', 'Double', 4711)).ok, true)
  await has('b', 4711)
  assert.equal((await write('beyond', 'Double', 1)).reason.key, 'edge.write.refused')
})
