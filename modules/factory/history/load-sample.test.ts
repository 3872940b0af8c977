import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { retentionOf } from '../store/retention.ts'
import { retentionRules } from '../store/retention-rules.ts'
import { factoryHouse, type Machine, makeMachine } from '../testing.ts'
import { keepClasses, type SampleRetention } from './load-sample.ts'

let house: TestHouse
let machine: Machine
before(async () => {
  house = await factoryHouse({ start: false })
  machine = (await makeMachine(house.house, { code: 'K-1' })).machine
})
after(() => house.close())

test('classes of a sample are kept once, in their order, and what the firm said stays', async () => {
  const tiers = { rawDays: 400, minuteDays: 1100, hourDays: null }
  const classes = [
    { ...tiers, rawDays: null, minuteDays: null, name: { zh: '电能', en: 'Energy' }, pattern: 'energy' },
    { ...tiers, rawDays: 90, name: { zh: '一号机', en: 'One' }, equipment: 'K-1' },
  ]
  const sample: SampleRetention[] = [{ ...tiers, organisation: 'firm-a', classes }]
  const ids = { owner: () => machine.organisationId, machine: () => machine.id }
  const load = (list: readonly SampleRetention[]) =>
    house.house.act(systemCaller, (ctx) => keepClasses(ctx, list, ids))
  await load(sample)
  await load([{ ...tiers, rawDays: 1, organisation: 'firm-a', classes: [] }])
  const kept = await house.house.act(systemCaller, async ({ sql }) => ({
    all: await retentionOf(sql, machine.organisationId),
    rules: await retentionRules(sql, machine.organisationId),
  }))
  assert.equal(kept.all?.rawDays, 400)
  assert.deepEqual(
    kept.rules.map((one) => [one.rank, one.name, one.pattern, one.equipmentId, one.rawDays]),
    [
      [1, '电能', 'energy', null, null],
      [2, '一号机', null, machine.id, 90],
    ],
  )
})
