import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { as, factoryHouse, unitId } from '@ronghe/factory/testing'
import { systemCaller } from '@ronghe/kit/auth'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { startEdgeProcess } from './test/edge.ts'
import { register, type Stopping, startModbusMachine, startOpcuaMachine } from './test/machines.ts'

const waitMsMax = 60_000

let directory = ''
let house: TestHouse
let modbus: Awaited<ReturnType<typeof startModbusMachine>>
let opcua: Stopping & { endpoint: string }
let edge: ChildProcess
let a: Awaited<ReturnType<typeof as>>
let edgeId = ''
const machines: Record<string, string> = {}
const tagIds: Record<string, string> = {}

const waitFor = <T>(what: string, holds: () => Promise<T>) => eventually(what, holds, waitMsMax)

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'commands-'))
  house = await factoryHouse()
  modbus = await startModbusMachine()
  opcua = await startOpcuaMachine(directory)
  a = await as(house, 'a')
  const credential = await a.addEdge({ body: { code: 'hall', name: '车间' } })
  edgeId = credential.id
  edge = startEdgeProcess(directory, credential, devices())
  await waitFor('the machines are found', async () => {
    const { rows } = await a.discovered({ params: { edgeId } })
    return rows.length === 2
  })
  for (const device of ['mill', 'oven']) machines[device] = await registerMachine(device)
  const names = [...Object.keys(register), ...nodes, 'readOnly']
  await waitFor('every signal is there', async () => {
    for (const equipmentId of Object.values(machines)) {
      const { rows } = await a.tags({ params: { equipmentId } })
      for (const row of rows) if (row.quality === 'good') tagIds[row.name] = row.id
    }
    return names.every((name) => tagIds[name])
  })
})
after(async () => {
  edge?.kill('SIGKILL')
  await house?.close()
  await modbus?.stop()
  await opcua?.stop()
  rmSync(directory, { recursive: true })
})

const nodes = ['taken', 'guarded', 'fixed', 'clamped', 'lost']

function devices(): object[] {
  const tag = { table: 'holding', encoding: 'uint16', scale: 0.1 }
  const written = Object.entries(register).map(([name, address]) => {
    return { ...tag, name, address, writable: true, writeMin: 0, writeMax: 300 }
  })
  const read = { ...tag, name: 'readOnly', address: register.good }
  const place = { adapter: 'modbus', host: '127.0.0.1', port: modbus.port, intervalMs: 50, timeoutMs: 2000 }
  return [
    { device: 'mill', ...place, tags: [...written, read] },
    {
      ...{ device: 'oven', adapter: 'opcua', endpoint: opcua.endpoint, publishingMs: 50 },
      tags: nodes.map((name) => ({ name, nodeId: `ns=1;s=${name}` })),
    },
  ]
}

async function registerMachine(device: string): Promise<string> {
  const kind = { isNumericalControl: false, isNetworked: true, isKeyProcess: false }
  const place = { unitId: await unitId(house.house, 'firm-a', 'L1'), edgeId, device }
  return (await a.addEquipment({ body: { code: device, name: device, ...kind, ...place } })).id
}

type Outcome = { state: string; readBack: string | null; refusal: string | null }

/** Has a value written and waits until it is known how that ended. */
async function give(name: string, value: string): Promise<Outcome & { id: string }> {
  const { id } = await a.giveCommand({ params: { tagId: tagIds[name] ?? '' }, body: { value, reason: '试' } })
  return waitFor(`${name} is answered`, async () => {
    for (const equipmentId of Object.values(machines)) {
      const { rows } = await a.commands({ params: { equipmentId }, query: { pageSize: 100 } })
      const row = rows.find((one) => one.id === id && one.answeredAt !== null)
      if (row) return { id, state: row.state, readBack: row.readBack, refusal: row.refusal }
    }
    return null
  })
}

const audited = (id: string) =>
  house.house.act(
    systemCaller,
    ({ sql }) => sql<{ action: string; reason: string | null; after: Record<string, unknown> }[]>`
      select action, reason, after from kit_audit where after->>'commandId' = ${id} order by seq`,
  )

const noticesOf = async (id: string) =>
  house.house.act(
    systemCaller,
    ({ sql }) => sql<{ payload: { word: string } }[]>`select payload from kit_events
      where name = 'kit.notice' and payload::text like ${`%${id}%`}`,
  )

describe('a value written to a machine through the server, the broker and the edge', () => {
  test('is confirmed by what was read back and by nothing else', async () => {
    const { id, ...outcome } = await give('good', '25.3')
    assert.deepEqual(outcome, { state: 'confirmed', readBack: '25.3', refusal: null })
    assert.equal(modbus.held(register.good), 253)
    const trail = await audited(id)
    assert.deepEqual(
      trail.map((row) => [row.action, row.after.state ?? null, row.reason]),
      [
        ['factory.command.given', null, '试'],
        ['factory.command.answered', 'confirmed', null],
      ],
    )
    assert.equal((await give('taken', '0.1')).state, 'confirmed')
  })

  test('that the machine took and did not keep is told with what it has', async () => {
    const stuck = await give('stuck', '12')
    assert.deepEqual([stuck.state, stuck.readBack], ['differs', '0'])
    const clamped = await give('clamped', '250')
    assert.deepEqual([clamped.state, clamped.readBack], ['differs', '100'])
    // What lies between two steps of the register becomes one of them, and that is told.
    const between = await give('good', '25.34')
    assert.deepEqual([between.state, Number(between.readBack).toFixed(1)], ['differs', '25.3'])
  })

  test('is offered only where the machine’s side takes it', async () => {
    const readOnly = Object.values(machines).map(async (equipmentId) => {
      const { rows } = await a.tags({ params: { equipmentId } })
      return rows.filter((row) => row.isReadOnly).map((row) => row.name)
    })
    assert.deepEqual((await Promise.all(readOnly)).flat().sort(), ['fixed', 'guarded', 'readOnly'])
  })

  test('that a machine, its server or its configuration refuses is refused, with the reason', async () => {
    const refusals: [string, string, RegExp][] = [
      ['refused', '12', /Modbus 异常 4/],
      ['guarded', '12', /BadUserAccessDenied/],
      ['fixed', '12', /BadNotWritable/],
      ['readOnly', '12', /只能读/],
      ['good', '301', /0 至 300/],
    ]
    for (const [name, value, reason] of refusals) {
      const outcome = await give(name, value)
      assert.deepEqual([outcome.state, outcome.readBack], ['refused', null], name)
      assert.match(outcome.refusal ?? '', reason)
      assert.doesNotMatch(outcome.refusal ?? '', /edge\.|\{\{/)
    }
  })

  test('of which nothing is read back is neither done nor refused', async () => {
    const lost = await give('lost', '12')
    assert.deepEqual([lost.state, lost.readBack], ['unproved', null])
    assert.match(lost.refusal ?? '', /BadNoCommunication/)
    const mute = await give('mute', '7')
    assert.equal(mute.state, 'unproved')
    assert.match(mute.refusal ?? '', /没有及时|未.*应答|没有.*答/)
    assert.equal(modbus.held(register.mute), 70)
    const [, answered] = await audited(mute.id)
    assert.equal(answered?.after.state, 'unproved')
  })

  test('to a machine that is away, and through an edge that is away, is never sent', async () => {
    await modbus.stop()
    const isLive = async () => {
      const { connections } = await a.oneEdge({ params: { edgeId } })
      return connections.find(({ device }) => device === 'mill')?.state === 'live'
    }
    await waitFor('the machine is away', async () => !(await isLive()))
    const away = await give('good', '12')
    assert.equal(away.state, 'refused')
    assert.match(away.refusal ?? '', /没有连接/)
    edge.kill('SIGKILL')
    await once(edge, 'exit')
    await waitFor('the edge is away', async () => !(await a.oneEdge({ params: { edgeId } })).isOnline)
    const offline = await give('taken', '12')
    assert.equal(offline.state, 'refused')
    assert.match(offline.refusal ?? '', /不在线/)
  })

  test('is told to whoever gave it where it was not confirmed', async () => {
    const told = await noticesOf(machines.oven ?? '')
    const words = new Set(told.map(({ payload }) => payload.word))
    for (const state of ['differs', 'refused', 'unproved'])
      assert.ok(words.has(`factory.notice.command.${state}`))
    assert.ok(!words.has('factory.notice.command.confirmed'))
  })
})
