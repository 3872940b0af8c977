import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { type Edge, startEdge } from './edge.ts'
import { hashOf, keptDevices, none } from './kept-devices.ts'
import type { Config } from './schema.ts'
import { encode, type Metric } from './sparkplug/payload.ts'
import { startAgent, type TestAgent } from './test/agent.ts'
import { type Host, startHost, until } from './test/host.ts'
import { startOpcuaServer, type TestServer } from './test/opcua.ts'

let directory = ''
let buffer = ''
let agent: TestAgent
let host: Host
let edges: Edge[] = []
const servers: TestServer[] = []
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'edge-'))
  buffer = join(directory, 'buffer')
  agent = await startAgent([{ id: 'n', category: 'SAMPLE', type: 'LOAD', units: 'PERCENT' }])
  host = await startHost()
})
afterEach(async () => {
  for (const edge of edges.splice(0)) await edge.stop()
  for (const server of servers.splice(0)) await server.stop()
  await host.stop()
  await agent.stop()
  rmSync(directory, { recursive: true })
})

const limits = { batchMs: 5, rebirthMsMin: 10, waitMsMin: 20, waitMsMax: 50, healthMs: 200, aliveMs: 100 }

async function start(devices: Config['devices'] = 'server'): Promise<Edge> {
  const config: Config = {
    server: host.url,
    group: 'plant',
    node: 'edge',
    username: 'u',
    password: 'secret',
    buffer: { directory: buffer },
    limits,
    devices,
  }
  const edge = await startEdge(config, { report: () => {} })
  edges.push(edge)
  await until('born', () => host.seen.some((seen) => seen.type === 'NBIRTH'))
  return edge
}

const mtconnect = (device: string) => ({ device, adapter: 'mtconnect' as const, url: agent.url, tags: 'all' })
const opcua = (server: TestServer, tags: object[]) => ({
  device: 'm2',
  adapter: 'opcua' as const,
  endpoint: server.endpoint,
  tags,
})

let asked = 0
type Reply = { id: string; ok: boolean; result: Record<string, unknown>; reason: { key: string; zh: string } }

function send(command: string, metrics: Metric[]): void {
  host.publish(`spBv1.0/plant/${command}`, encode({ timestamp: Date.now(), metrics }))
}

async function answered(id: string): Promise<Reply> {
  const replies = () =>
    host.seen.flatMap(({ payload }) =>
      (payload.metrics ?? []).flatMap((metric) => {
        if (metric.name !== 'Edge/Reply' || !metric.value) return []
        const reply = JSON.parse(String(metric.value)) as Reply
        return reply.id === id ? [reply] : []
      }),
    )
  await until(`answer ${id}`, () => replies().length > 0)
  assert.equal(replies().length, 1)
  return replies()[0]!
}

function ask(kind: string, more: object = {}): Promise<Reply> {
  const id = `request-${++asked}`
  send('NCMD/edge', [{ name: 'Edge/Request', type: 'String', value: JSON.stringify({ id, kind, ...more }) }])
  return answered(id)
}

function write(device: string, tag: string, value: number | string): Promise<Reply> {
  const id = `command-${++asked}`
  const type = typeof value === 'number' ? 'Double' : 'String'
  send(`DCMD/edge/${device}`, [
    { name: tag, type, value },
    { name: 'Edge/Command', type: 'String', value: id },
  ])
  return answered(id)
}

function configure(version: number, devices: unknown, hash?: string): Promise<Reply> {
  const text = JSON.stringify(devices)
  return ask('configure', { version, text, hash: hash ?? hashOf(text) })
}

const births = () => host.seen.filter((seen) => seen.type === 'DBIRTH').map((seen) => seen.device)

test('machines configured by the server are read at once, and after a restart without it', async () => {
  const edge = await start()
  assert.deepEqual(Object.keys(edge.state().devices), [])
  const reply = await configure(3, [mtconnect('m1')])
  assert.deepEqual([reply.ok, reply.result.version], [true, 3])
  agent.add('n', '7')
  await until('stored', () => host.points.some(({ device, value }) => device === 'm1' && value === 7))
  assert.equal(keptDevices(buffer).version, 3)
  await edge.stop()
  edges = []
  const again = await start()
  assert.deepEqual(Object.keys(again.state().devices), ['m1'])
})

test('a machine that stays as it was is not disturbed by another that comes or goes', async () => {
  const edge = await start()
  await configure(1, [mtconnect('m1')])
  await until('live', () => edge.state().devices.m1?.state === 'live')
  await configure(2, [mtconnect('m1'), mtconnect('m3')])
  await until('born', () => births().includes('m3'))
  assert.ok(!host.seen.some((seen) => seen.type === 'DDEATH'))
  await configure(3, [mtconnect('m3')])
  await until('gone', () => host.seen.some((seen) => seen.type === 'DDEATH' && seen.device === 'm1'))
  assert.deepEqual(Object.keys(edge.state().devices), ['m3'])
  assert.deepEqual(host.faults, [])
})

test('a faulty configuration, another hash and a torn file are refused and change nothing', async () => {
  const edge = await start()
  await configure(1, [mtconnect('m1')])
  const faulty = await configure(2, [{ ...mtconnect('m1'), url: 'ftp://x' }])
  assert.deepEqual([faulty.ok, faulty.reason.key], [false, 'edge.config.refused'])
  assert.equal((await configure(2, [], hashOf('[ ]'))).reason.key, 'edge.config.hash')
  assert.equal(keptDevices(buffer).version, 1)
  assert.deepEqual(Object.keys(edge.state().devices), ['m1'])
  const checked = await ask('check', { devices: [{ ...mtconnect('m1'), url: 'ftp://x', extra: 1 }] })
  const faults = checked.result.faults as { field: string; zh: string }[]
  assert.deepEqual(faults.map(({ field }) => field).sort(), ['devices[0].extra', 'devices[0].url'])
  assert.ok(faults.every(({ zh }) => /[一-鿿]/.test(zh)))
  const path = join(buffer, 'devices.json')
  writeFileSync(path, readFileSync(path, 'utf8').replace('m1', 'm9'))
  assert.deepEqual(keptDevices(buffer), none)
})

test('an edge with a file of its own is not configured by the server', async () => {
  await start([{ ...mtconnect('m1'), tags: 'all' }])
  assert.equal((await configure(1, [])).reason.key, 'edge.config.byFile')
  assert.equal((await ask('dance')).reason.key, 'edge.request.unknown')
})

test('a server certificate is listed, trusted, and lets the machine connect', async () => {
  const server = await startOpcuaServer(directory)
  servers.push(server)
  const edge = await start()
  const secure = { securityMode: 'SignAndEncrypt', securityPolicy: 'Basic256Sha256' }
  await configure(1, [{ ...opcua(server, [{ name: 'load', nodeId: 'ns=1;s=load' }]), ...secure }])
  await until('refused', () => edge.state().devices.m2?.reason.key === 'edge.opcua.untrusted', 30_000)
  const listed = (await ask('certificates')).result as { rows: { thumbprint: string; isTrusted: boolean }[] }
  const [found] = listed.rows
  assert.equal(found?.isTrusted, false)
  const trusted = await ask('trust', { thumbprint: found?.thumbprint, trusted: true })
  assert.equal(trusted.ok, true)
  await until('live', () => edge.state().devices.m2?.state === 'live', 30_000)
  const missing = await ask('trust', { thumbprint: 'AB', trusted: true })
  assert.equal(missing.reason.key, 'edge.opcua.noCertificate')
})

test('an OPC UA server is browsed, and a value is written and read back', async () => {
  const server = await startOpcuaServer(directory)
  servers.push(server)
  server.set('plain', 5, Date.now())
  const edge = await start()
  const device = { adapter: 'opcua', endpoint: server.endpoint }
  const roots = (await ask('browse', { device, nodeId: null })).result as { rows: { name: string }[] }
  assert.ok(roots.rows.some(({ name }) => name === 'Machine'))
  const machine = (roots.rows as { name: string; nodeId: string }[]).find(({ name }) => name === 'Machine')
  const inside = (await ask('browse', { device, nodeId: machine?.nodeId })).result
  const plain = (inside.rows as Record<string, unknown>[]).find(({ name }) => name === 'plain')
  assert.deepEqual([plain?.nodeId, plain?.isVariable, plain?.value], ['ns=1;s=plain', true, '5'])
  assert.equal((await write('m2', 'plain', 1)).reason.key, 'edge.write.unknownDevice')
  await configure(1, [opcua(server, [{ name: 'plain', nodeId: 'ns=1;s=plain' }])])
  await until('live', () => edge.state().devices.m2?.state === 'live', 30_000)
  const written = await write('m2', 'plain', 42.5)
  assert.equal((written.result as unknown as { value: number }[])[0]?.value, 42.5)
  await until('told', () => host.points.some(({ tag, value }) => tag === 'plain' && value === 42.5))
  assert.equal((await write('m2', 'plain', 'fast')).reason.key, 'edge.write.misfit')
  assert.equal((await write('m2', 'nothing', 1)).reason.key, 'edge.write.unknownTag')
})

test('what cannot write says so', async () => {
  const edge = await start([{ ...mtconnect('m1'), tags: 'all' }])
  await until('live', () => edge.state().devices.m1?.state === 'live')
  assert.equal((await write('m1', 'n', 1)).reason.key, 'edge.write.readOnly')
})
