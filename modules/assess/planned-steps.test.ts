import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { ownEvidenceOf } from './own-evidence.ts'
import { as, organisationId, startRun, type World, world } from './test/world.ts'

let house: World
before(async () => {
  house = await world()
})
after(() => house.close())

test('steps that stand in the plan are told with day and money and without their owner', async () => {
  const firm = await as(house, 'b')
  const runId = await startRun(firm)
  const step = { node: 'tools', title: '工具培训', owner: '王工', dueOn: '2026-12-01', costFen: 500 }
  const add = async (change: object) =>
    (await firm.addStep({ params: { runId }, body: { ...step, ...change } })).id
  const kept = await add({})
  await add({ title: '去年之前', dueOn: '2024-01-01' })
  const dropped = await add({ title: '放弃' })
  const { node: _node, ...rest } = step
  const params = { stepId: dropped }
  await firm.changeStep({ params, body: { ...rest, status: 'dropped', revision: 1 } })
  const own = await organisationId(house, 'firm-b')
  const all = await house.house.act(systemCaller, (ctx) => ownEvidenceOf(ctx, own))
  const found = all.find(({ query }) => query === 'assess.plannedSteps')
  assert.equal(found?.value, '1')
  const facts = { dueOn: '2026-12-01', costFen: 500, stepStatus: 'planned' }
  assert.deepEqual(found?.rows, [{ kind: 'assess.step', id: kept, label: '工具培训', facts }])
})
