import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { until } from '../../test/host.ts'
import { policies, startOpcuaServer, type TestServer } from '../../test/opcua.ts'
import { type Rig, startRig } from '../../test/rig.ts'
import { startWire } from '../../test/wire.ts'

let shared = ''
let server: TestServer
let rig: Rig
before(async () => {
  shared = mkdtempSync(join(tmpdir(), 'edge-outage-'))
  server = await startOpcuaServer(shared)
})
after(async () => {
  await server.stop()
  rmSync(shared, { recursive: true })
})
beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.stop())

let newestMs = 0
/** The machine's clock: now, and never the same time twice. */
function later(): number {
  newestMs = Math.max(Date.now(), newestMs + 1)
  return newestMs
}
const portOf = (endpoint: string) => Number(new URL(endpoint).port)
const device = (port: number, more: object = {}) => ({
  ...{ device: 'm1', adapter: 'opcua', endpoint: `opc.tcp://127.0.0.1:${port}`, publishingMs: 50 },
  ...{ samplingMs: 0, tags: [{ name: 'load', nodeId: 'ns=1;s=load' }] },
  ...more,
})
const counting = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)
/** Good values from a number on, without the end of a stale mark, which repeats the value before it. */
const numbers = (from: number) =>
  rig.values('load').filter((value, index, all) => Number(value) >= from && value !== all[index - 1])

/** No time is unknown for longer than the microsecond that a mark lasts. */
function checkNoGap(): void {
  const points = rig.points('load')
  for (const [index, { quality, timeMicros }] of points.entries()) {
    if (quality !== 500) continue
    assert.equal(points[index + 1]?.timeMicros, timeMicros + 1)
    assert.equal(points[index + 1]?.quality, 192)
  }
}

test('the network to a server is cut while its machine works on: all of it is read afterwards', async (t) => {
  const wire = await startWire(portOf(server.endpoint))
  t.after(() => wire.stop())
  const edge = await rig.start([device(wire.port)])
  await rig.live(edge)
  server.set('load', 1000, later())
  await rig.has('load', 1000)
  wire.cut()
  await until('lost', () => edge.state().devices.m1?.state !== 'live')
  for (const value of counting(1001, 1500)) server.set('load', value, later())
  wire.mend()
  await until('read', () => numbers(1000).length === 500)
  await rig.live(edge)
  server.set('load', 1500, later())
  await rig.has('load', 1500)
  assert.deepEqual(numbers(1000), counting(1000, 1501))
  checkNoGap()
})

/** What the host has of a tag from a time on, without marks of silence and their ends. */
const told = (tag: string, fromMicros: number) =>
  rig
    .points(tag)
    .filter(({ timeMicros }) => timeMicros >= fromMicros && timeMicros % 1000 === 0)
    .filter(({ quality }) => quality !== 500)
    .map(({ timeMicros, value, quality }) => [timeMicros, value, quality])

test('a gap is filled value by value, from pages with one place kept, and as corrected', async (t) => {
  const wire = await startWire(portOf(server.endpoint))
  t.after(() => wire.stop())
  const names = ['load', 'mode', 'on'] as const
  const tags = names.map((name) => ({ name, nodeId: `ns=1;s=${name}` }))
  const edge = await rig.start([device(wire.port, { tags })])
  await rig.live(edge)
  wire.cut()
  await until('lost', () => edge.state().devices.m1?.state !== 'live')
  const fromMicros = (newestMs + 1) * 1000
  const said: Record<(typeof names)[number], unknown[][]> = { load: [], mode: [], on: [] }
  const say = (name: (typeof names)[number], value: number | string | boolean, isGood = true) => {
    const timeMs = later()
    server.set(name, value, timeMs, isGood)
    said[name].push(isGood ? [timeMs * 1000, value, 192] : [timeMs * 1000, null, 0])
    return timeMs
  }
  for (const index of counting(0, 90)) {
    say('load', 3000 + index, index % 9 !== 8)
    say('mode', `program ${index}`)
    say('on', index % 2 === 0, index % 10 !== 9)
  }
  // People corrected one value, took one out, and added none that was not measured.
  const [corrected, removed] = [say('load', 4000), say('load', 4001)]
  say('load', 4002)
  server.histories.load.amend(corrected, 4000.5)
  server.histories.load.amend(removed, null)
  said.load = said.load.filter(([at]) => at !== removed * 1000)
  said.load.find(([at]) => at === corrected * 1000)![1] = 4000.5
  Object.assign(server.limits, { valuesMax: 7, continuationsMax: 1 })
  t.after(() => Object.assign(server.limits, { valuesMax: Number.POSITIVE_INFINITY, continuationsMax: 100 }))
  wire.mend()
  await rig.has('load', 4002)
  await rig.live(edge)
  for (const name of names) assert.deepEqual(told(name, fromMicros), said[name], name)
  checkNoGap()
})

test('hours are joined without a value missing or twice where one begins', async (t) => {
  const own = mkdtempSync(join(shared, 'own-'))
  const other = await startOpcuaServer(own)
  t.after(() => other.stop())
  // It tells a value that lies on a seam with the hour before it and with the one after it.
  other.histories.load.standAtSeams()
  const edge = await rig.start([device(portOf(other.endpoint), { backfillDays: 1 })])
  await rig.live(edge)
  // Another look at the newest hour is one value more, at any moment.
  const expected = () => other.histories.load.numbers().map(([timeMs, value]) => [timeMs * 1000, value, 192])
  assert.ok(expected().length > 24)
  await until('read', () => told('load', 0).length >= expected().length)
  assert.deepEqual(told('load', 0), expected())
})

test('a server that was down and kept its history is read from where the edge knew it', async (t) => {
  const own = mkdtempSync(join(shared, 'own-'))
  let other = await startOpcuaServer(own)
  t.after(() => other.stop())
  const port = portOf(other.endpoint)
  const edge = await rig.start([device(port)])
  await rig.live(edge)
  const said: [number, number][] = counting(2000, 2010).map((value) => [value, later()])
  for (const [value, timeMs] of said) other.set('load', value, timeMs)
  await rig.has('load', 2009)
  await other.stop()
  await until('lost', () => edge.state().devices.m1?.state !== 'live')
  // Its machine went on; the server had it from the machine when it started again.
  for (const value of counting(2010, 2200)) said.push([value, later()])
  other = await startOpcuaServer(own, port, (set) => {
    for (const [value, timeMs] of said) set('load', value, timeMs)
  })
  await until('read', () => numbers(2000).length === 200)
  await rig.live(edge)
  assert.deepEqual(numbers(2000), counting(2000, 2200))
  checkNoGap()
})

test('every security policy, signed or encrypted', { timeout: 120_000 }, async () => {
  const secure = policies.filter((policy) => policy !== 'None')
  const devices = secure.map((securityPolicy, index) => ({
    ...device(portOf(server.endpoint), { securityPolicy, trustUnknown: true }),
    securityMode: index === 0 ? 'Sign' : 'SignAndEncrypt',
    device: securityPolicy,
    credentials: { username: 'edge', password: 'right' },
  }))
  const edge = await rig.start(devices)
  for (const { device: name } of devices) await rig.live(edge, name)
  const states = Object.values(edge.state().devices).map(({ state }) => state)
  assert.deepEqual(
    states,
    secure.map(() => 'live'),
  )
})
