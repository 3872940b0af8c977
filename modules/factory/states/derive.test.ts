import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { derivations } from '../store/derivation.ts'
import { equipmentById } from '../store/equipment.ts'
import { spansOf } from '../store/states.ts'
import {
  append,
  clockAt,
  factoryHouse,
  hour,
  type Machine,
  makeMachine,
  minute,
  setEdge,
} from '../testing.ts'
import { createDeriver } from './derive.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000

let house: TestHouse
const clock = clockAt(start + 4 * hour)
before(async () => {
  house = await factoryHouse({ start: false, clock })
})
after(() => house.close())

const heard = new Map<string, number>()
const deriver = () => createDeriver(house.house, { lastHeardMs: (edgeId) => heard.get(edgeId) })

async function states(machine: Machine): Promise<string[]> {
  const rows = await house.house.act(systemCaller, ({ sql }) =>
    spansOf(sql, machine.id, 0, start + 100 * hour),
  )
  return rows.map(
    (row) => `${(row.fromMicros - start) / minute}-${(row.toMicros - start) / minute} ${row.state}`,
  )
}

test('signals become states; late points change the past; a new deriver goes on', async () => {
  const { machine, tags } = await makeMachine(house.house, { code: 'D1' })
  const { execution = '', mode = '' } = tags
  await append(house.house, [
    { tag: execution, at: start, value: 'ACTIVE' },
    { tag: mode, at: start, value: 'AUTOMATIC' },
    { tag: execution, at: start + 60 * minute, value: 'READY' },
  ])
  await deriver().round()
  // The last point is known, and nothing after it: the edge was never heard.
  assert.deepEqual((await states(machine)).slice(0, 1), ['0-60 production'])
  await append(house.house, [{ tag: execution, at: start + 30 * minute, value: 'FEED_HOLD' }])
  await append(house.house, [{ tag: execution, at: start + 90 * minute, value: 'ACTIVE' }])
  await deriver().round()
  const found = await states(machine)
  assert.deepEqual(found.slice(0, 3), ['0-30 production', '30-60 delay', '60-90 idle'])
  await setEdge(house.house, machine.edgeId, true, start + 90 * minute)
  heard.set(machine.edgeId, (start + 120 * minute) / 1000)
  await append(house.house, [{ tag: tags.load ?? '', at: start + 91 * minute, value: 1 }])
  await deriver().round()
  assert.deepEqual((await states(machine)).at(-1), '90-120 production')
})

test('a machine that is not heard of is unknown, and its states end where signals end', async () => {
  const { machine, tags } = await makeMachine(house.house, { code: 'D2' })
  await append(house.house, [{ tag: tags.execution ?? '', at: start, value: 'ACTIVE' }])
  await setEdge(house.house, machine.edgeId, false, start + 3 * hour)
  await deriver().round()
  const row = await house.house.act(systemCaller, ({ sql, now }) => equipmentById(sql, 'zh', machine.id, now))
  assert.equal(row?.state, 'unknown')
  const [derived] = (await house.house.act(systemCaller, ({ sql, now }) => derivations(sql, now))).filter(
    (one) => one.equipmentId === machine.id,
  )
  assert.equal(derived?.derivedTo, start + 1)
})
