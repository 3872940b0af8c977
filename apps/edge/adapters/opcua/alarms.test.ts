import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { until } from '../../test/host.ts'
import { startOpcuaServer, type TestServer } from '../../test/opcua.ts'
import { type Rig, startRig } from '../../test/rig.ts'

let directory = ''
let server: TestServer
let rig: Rig
before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'edge-alarms-'))
  server = await startOpcuaServer(directory)
  rig = await startRig()
})
after(async () => {
  await rig.stop()
  await server.stop()
  rmSync(directory, { recursive: true })
})

const base = 'Alarms/1:Spindle/TooHot'
const readOnly = () => {
  const birth = rig.host.seen.findLast(({ type }) => type === 'DBIRTH')
  const metrics = birth?.payload.metrics ?? []
  return metrics.flatMap(({ name, properties }) => (properties?.readOnly?.value === true ? [name] : []))
}
const device = (more: object = {}) => ({
  device: 'm1',
  adapter: 'opcua',
  endpoint: server.endpoint,
  tags: [{ name: 'load', nodeId: 'ns=1;s=load' }],
  publishingMs: 50,
  samplingMs: 0,
  alarms: true,
  ...more,
})

test('conditions become signals: how grave, what is said, who answered, what is shelved', async () => {
  server.alarm.raise('spindle at 91 °C', 700)
  const edge = await rig.start([device({ acknowledgeAlarms: true })])
  await rig.live(edge)
  // It was there before the edge came.
  await rig.has(base, 'HIGH')
  await rig.has(`${base}/message`, 'spindle at 91 °C')
  await rig.has(`${base}/acknowledged`, false)
  server.alarm.raise('spindle at 120 °C', 950)
  await rig.has(base, 'CRITICAL')
  server.alarm.shelve(true)
  await rig.has(`${base}/shelved`, true)
  server.alarm.shelve(false)
  await until('no longer shelved', () => rig.values(`${base}/shelved`).at(-1) === false)
  server.alarm.raise('again', 650)
  await until('high', () => rig.values(base).at(-1) === 'HIGH')
  assert.ok(readOnly().includes(`${base}/message`) && !readOnly().includes(`${base}/acknowledge`))
  const answer = await rig.write('m1', `${base}/acknowledge`, '已通知维修')
  assert.equal(answer.ok, true, JSON.stringify(answer))
  assert.equal(server.alarm.isAcknowledged(), true)
  await until('it is told', () => rig.values(`${base}/acknowledged`).at(-1) === true)
  server.alarm.clear()
  await until('normal', () => rig.values(base).at(-1) === 'NORMAL')
  await edge.stop()
})

test('what ended while the edge was away ends when it is back; what is open is known again', async () => {
  server.alarm.raise('hot', 500)
  const edge = await rig.start([device()])
  await until('medium', () => rig.values(base).at(-1) === 'MEDIUM')
  await edge.stop()
  server.alarm.acknowledge('at the machine')
  server.alarm.clear()
  const again = await rig.start([device()])
  await until('over', () => rig.values(base).at(-1) === 'NORMAL')
  assert.equal(rig.values(`${base}/acknowledged`).at(-1), true)
  assert.ok(readOnly().includes(base))
  const refused = await rig.write('m1', `${base}/acknowledge`, 'not allowed')
  assert.equal(refused.ok, false)
  await again.stop()
})
