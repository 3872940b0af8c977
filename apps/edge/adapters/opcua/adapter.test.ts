import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { type Edge, startEdge } from '../../edge.ts'
import type { Config, OpcuaConfig } from '../../schema.ts'
import { type Host, startHost, until } from '../../test/host.ts'
import { startOpcuaServer, type TestServer } from '../../test/opcua.ts'

let shared = ''
let directory = ''
let server: TestServer
let host: Host
let edges: Edge[] = []
before(async () => {
  shared = mkdtempSync(join(tmpdir(), 'edge-opcua-'))
  server = await startOpcuaServer(shared)
})
after(async () => {
  await server.stop()
  rmSync(shared, { recursive: true })
})
beforeEach(async () => {
  directory = mkdtempSync(join(shared, 'case-'))
  host = await startHost()
})
afterEach(async () => {
  for (const edge of edges.splice(0)) await edge.stop()
  await host.stop()
})

const reports: { key: string; params: object }[] = []

let newestMs = 0
/** The machine's clock: now, and never the same time twice. */
function later(): number {
  newestMs = Math.max(Date.now(), newestMs + 1)
  return newestMs
}

const tag = (name: string) => ({ name, nodeId: `ns=1;s=${name}` })

async function start(more: Partial<OpcuaConfig> = {}, limits: Config['limits'] = {}): Promise<Edge> {
  reports.length = 0
  const device: OpcuaConfig = {
    device: 'm1',
    adapter: 'opcua',
    endpoint: server.endpoint,
    tags: ['load', 'mode', 'on', 'big'].map(tag),
    publishingMs: 50,
    samplingMs: 0,
    ...more,
  }
  const config: Config = {
    server: host.url,
    group: 'plant',
    node: 'edge',
    username: 'u',
    password: 'secret',
    buffer: { directory },
    limits: { batchMs: 10, waitMsMin: 50, waitMsMax: 100, ...limits },
    devices: [device],
  }
  const edge = await startEdge(config, { report: (_subject, _state, why) => reports.push(why) })
  edges.push(edge)
  return edge
}

const live = (edge: Edge) => until('live', () => edge.state().devices.m1!.state === 'live')
const points = (name: string) =>
  host.points
    .filter((point) => point.tag === name)
    .map(({ value, quality, timeMicros }) => [value, quality, timeMicros])
const has = (name: string, value: unknown) =>
  host.points.some((point) => point.tag === name && point.value === value)

test('types and units from the server, values with their source time, bad ones as bad', async () => {
  const first = later()
  server.set('load', 12.5, first)
  server.set('mode', 'AUTO', later())
  server.set('on', true, later())
  server.set('big', [0, 77], later())
  const edge = await start({ tags: ['load', 'mode', 'on', 'big', 'none'].map(tag) })
  await live(edge)
  await until('first values', () => has('load', 12.5) && has('big', 77) && has('on', true))
  const second = later()
  server.set('load', 13, second)
  const third = later()
  server.set('load', null, third, false)
  // On a crowded machine the connection may be taken up anew meanwhile, which marks the time between.
  const told = () => points('load').filter(([, quality]) => quality !== 500)
  await until('bad value', () => told().length === 3)
  assert.deepEqual(told(), [
    [12.5, 192, first * 1000],
    [13, 192, second * 1000],
    [null, 0, third * 1000],
  ])
  const birth = host.seen.find(({ type }) => type === 'DBIRTH')!.payload.metrics!
  const described = birth
    .slice(0, 4)
    .map(({ name, type, properties }) => [name, type, properties?.engUnit?.value])
  assert.deepEqual(described, [
    ['load', 'Double', 'P1'],
    ['mode', 'String', ''],
    ['on', 'Boolean', ''],
    ['big', 'Double', ''],
  ])
  assert.equal(birth.find(({ name }) => name === 'mode')!.value, 'AUTO')
  assert.ok(
    reports.some(
      ({ key, params }) => key === 'edge.opcua.badNode' && JSON.stringify(params).includes('s=none'),
    ),
  )
  assert.deepEqual(host.faults, [])
})

test('what the server lets nobody write, or not this user, is read-only in its birth', async () => {
  const edge = await start({ tags: ['load', 'plain', 'fixed', 'guarded'].map(tag) })
  await live(edge)
  const birth = host.seen.find(({ type }) => type === 'DBIRTH')!.payload.metrics!
  const readOnly = birth.filter(({ properties }) => properties?.readOnly?.value === true)
  assert.deepEqual(
    readOnly.map(({ name }) => name),
    ['fixed', 'guarded'],
  )
})

test('fast changes all arrive, none is folded into the next', async () => {
  const edge = await start({ tags: [tag('load')] })
  await live(edge)
  for (let index = 0; index < 90; index++) server.set('load', 1000 + index, later())
  await until('last', () => has('load', 1089))
  const values = points('load').map(([value]) => value as number)
  assert.deepEqual(
    values.filter((value) => value >= 1000),
    Array.from({ length: 90 }, (_, index) => 1000 + index),
  )
})

test('what happened while the edge was away is read from the history, whole and once', async () => {
  const edge = await start()
  await live(edge)
  await edge.stop()
  edges = []
  // More than one request returns.
  for (let index = 0; index < 2500; index++) server.set('load', 5000 + index, later())
  const again = await start()
  await until('history', () => has('load', 7499))
  await live(again)
  const values = points('load')
    .map(([value]) => value as number)
    .filter((value) => value >= 5000)
  assert.deepEqual(
    values,
    Array.from({ length: 2500 }, (_, index) => 5000 + index),
  )
  const unique = new Set(host.points.map((point) => `${point.tag} ${point.timeMicros}`))
  assert.equal(unique.size, host.points.length)
})

test('without a history the time away is marked unknown, and the present value is told', async () => {
  server.set('plain', 1, later())
  const edge = await start({ tags: [tag('plain')] })
  await live(edge)
  await until('first', () => has('plain', 1))
  await edge.stop()
  edges = []
  server.set('plain', 2, later())
  const again = await start({ tags: [tag('plain')] })
  await live(again)
  await until('second', () => has('plain', 2))
  assert.deepEqual(
    points('plain').map(([value, quality]) => [value, quality]),
    [
      [1, 192],
      [null, 500],
      [2, 192],
    ],
  )
  assert.ok(reports.some(({ key }) => key === 'edge.opcua.gap'))
})

test('an unknown certificate is refused until the operator trusts it', async () => {
  const secure = {
    securityMode: 'SignAndEncrypt',
    securityPolicy: 'Basic256Sha256',
    tags: [tag('mode')],
  } as const
  const edge = await start({ ...secure, tags: [...secure.tags] })
  await until('refused', () => reports.some(({ key }) => key === 'edge.opcua.untrusted'))
  assert.notEqual(edge.state().devices.m1!.state, 'live')
  const pki = join(directory, 'pki')
  const rejected = () => readdirSync(join(pki, 'rejected'))
  await until('laid aside', () => rejected().length > 0)
  for (const name of rejected()) renameSync(join(pki, 'rejected', name), join(pki, 'trusted', 'certs', name))
  await live(edge)
})

test('signed, and with a user: right is let in, wrong is told', async () => {
  const secure = { securityMode: 'Sign', securityPolicy: 'Basic256Sha256', trustUnknown: true } as const
  const edge = await start({ ...secure, credentials: { username: 'edge', password: 'right' } })
  await live(edge)
  await edge.stop()
  edges = []
  await start({ ...secure, credentials: { username: 'edge', password: 'wrong' } })
  await until('refused', () => reports.some(({ key }) => key === 'edge.opcua.refused'))
})

test('a server that goes away is noticed and taken up again when it is back', async () => {
  const own = mkdtempSync(join(shared, 'own-'))
  let other = await startOpcuaServer(own)
  other.set('mode', 'AUTO', later())
  const edge = await start({ endpoint: other.endpoint, tags: [tag('mode')] })
  await live(edge)
  await until('first', () => has('mode', 'AUTO'))
  await other.stop()
  await until('lost', () => edge.state().devices.m1!.state !== 'live')
  await until('death', () => host.seen.some(({ type }) => type === 'DDEATH'))
  assert.equal(points('mode').at(-1)![1], 500)
  other = await startOpcuaServer(own, Number(new URL(other.endpoint).port))
  other.set('mode', 'MANUAL', later())
  await live(edge)
  await until('back', () => has('mode', 'MANUAL'))
  await other.stop()
})
