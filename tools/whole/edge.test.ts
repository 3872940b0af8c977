import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eventually } from '@ronghe/kit/test'
import { runProgram } from '../start/test/harness.ts'
import { startModbusDevice } from './test/peers.ts'
import { readJson, type Session, signInAs, startWhole, type Whole } from './whole.ts'

const edgeFile = fileURLToPath(new URL('../../apps/edge/main.ts', import.meta.url))
const waitMsMax = 60_000

type Credential = { id: string; password: string; server: string; group: string; node: string }
type Row = Record<string, unknown>
type Edge = { isOnline: boolean; source: string; versionInForce: number; connections: Row[] }

test('an engineer connects a Modbus device from the server and writes to it', {
  timeout: 1_800_000,
}, async (t) => {
  const whole = await startWhole(t, { SAMPLE_HISTORY_DAYS: '1' })
  const engineer = await signInAs(whole, 'enterprise-administrator')
  const { holding, port } = await startModbusDevice(t)
  holding.writeUInt16BE(1200, 20)
  const place = await startEmptyEdge(t, whole, engineer)
  const one = async () => readJson<Edge>(await engineer.get(place))
  const eventual = (what: string, holds: () => Promise<boolean>) => eventually(what, holds, waitMsMax)
  await eventual('the edge is configured by the server', async () => (await one()).source === 'server')

  const tag = { table: 'holding', encoding: 'uint16', scale: 0.1, unit: 'RPM' }
  const tags = [
    { ...tag, name: 'speed', address: 10 },
    { ...tag, name: 'setpoint', address: 11, writable: true, writeMin: 0, writeMax: 300 },
  ]
  const device = { device: 'mill-1', adapter: 'modbus', host: '127.0.0.1', port, intervalMs: 50, tags }
  const wrong = { devices: [{ ...device, port: 70_000 }] }
  const { faults } = await readJson<{ faults: Row[] }>(await engineer.post(`${place}/check`, wrong))
  assert.deepEqual(
    faults.map(({ field }) => field),
    ['devices[0].port'],
  )
  await readJson(await engineer.post(`${place}/configurations`, { devices: [device], basedOn: 0 }))
  assert.equal((await engineer.post(`${place}/configurations`, { devices: [], basedOn: 0 })).status, 409)
  await eventual('version 1 is in force', async () => (await one()).versionInForce === 1)
  await eventual('the device is live', async () => (await one()).connections[0]?.state === 'live')

  const equipmentId = await register(engineer, place)
  const tagsOf = async () =>
    (await readJson<{ rows: Row[] }>(await engineer.get(`/factory/equipment/${equipmentId}/tags`))).rows
  const newest = async (name: string) => (await tagsOf()).find((row) => row.name === name)?.value
  await eventual('the speed is seen', async () => (await newest('speed')) === 120)

  const setpoint = (await tagsOf()).find((row) => row.name === 'setpoint')
  const give = (value: string) =>
    engineer.post(`/factory/tags/${setpoint?.id}/commands`, { value, reason: '试机' })
  assert.equal((await give('fast')).status, 400)
  await readJson(await give('250'))
  await readJson(await give('301'))
  const given = async () =>
    (await readJson<{ rows: Row[] }>(await engineer.get(`/factory/equipment/${equipmentId}/commands`))).rows
  await eventual('both are answered', async () => (await given()).every((row) => row.answeredAt !== null))
  const [beyond, within] = await given()
  assert.deepEqual([within?.state, within?.readBack, beyond?.state], ['confirmed', '250', 'refused'])
  assert.match(String(beyond?.refusal), /300/)
  assert.equal(holding.readUInt16BE(22), 2500)
  await eventual('the new value is seen', async () => (await newest('setpoint')) === 250)

  for (const role of ['operator', 'region-official']) {
    const other = await signInAs(whole, role)
    assert.equal((await other.get(`${place}/configurations`)).status, 403, role)
    assert.equal((await other.post(`${place}/configurations`, { devices: [] })).status, 403, role)
  }
})

/** An edge that has its machines from the server, as a person sets it up; answers its place in the API. */
async function startEmptyEdge(t: TestContext, whole: Whole, engineer: Session): Promise<string> {
  const added = await engineer.post('/factory/edges', { code: 'hall-2', name: '二号车间' })
  const { id, password, server, group, node } = await readJson<Credential>(added)
  const file = path.join(whole.root, 'edge.json')
  const buffer = { directory: path.join(whole.root, 'edge-buffer') }
  const config = { server, group, node, username: id, password, buffer, devices: 'server' }
  writeFileSync(file, JSON.stringify({ ...config, hostId: 'ronghe', limits: { healthMs: 500 } }))
  const run = runProgram(edgeFile, ['--config', file], {})
  t.after(() => run.end('SIGTERM'))
  return `/factory/edges/${id}`
}

/** Registers the machine that the edge found. */
async function register(engineer: Session, place: string): Promise<string> {
  const found = async () =>
    (await readJson<{ rows: Row[] }>(await engineer.get(`${place}/discovered`))).rows.map((row) => row.device)
  await eventually('the device is found', async () => (await found()).includes('mill-1'), waitMsMax)
  const units = await readJson<{ rows: Row[] }>(await engineer.get('/registry/units'))
  const body = {
    unitId: units.rows[0]?.id,
    code: 'MILL-1',
    name: '一号铣床',
    edgeId: place.split('/').at(-1),
    device: 'mill-1',
  }
  return (await readJson<{ id: string }>(await engineer.post('/factory/equipment', body))).id
}
