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

test('a server that was down and kept its history is read from where the edge knew it', async () => {
  const own = mkdtempSync(join(shared, 'own-'))
  let other = await startOpcuaServer(own)
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
  await edge.stop()
  await other.stop()
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
