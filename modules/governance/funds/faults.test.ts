import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type FundWorld, fundWorld } from '../test/funds.ts'
import { dayAfter, refused } from '../test/supervision.ts'

let w: FundWorld
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

const params = (applicationId: string) => ({ params: { applicationId } })

test('a submission that the deadline overtakes is refused whole, and stays a draft', async () => {
  const closesAt = `${dayAfter(w.clock.now(), 2)}T00:00:00.000Z`
  const id = await w.draft(await w.programme({ closesAt }))
  const drafted = await w.seenApplication(id, 'a')
  // The form was opened in time and is sent a second too late.
  w.clock.move(Date.parse(closesAt) - w.clock.now().getTime() + 1000)
  const firm = await w.by('a')
  const body = { act: 'submit' as const, version: drafted.version }
  await assert.rejects(firm.moveApplication({ ...params(id), body }), refused('governance.programme.closed'))
  const after = await w.seenApplication(id, 'a')
  assert.deepEqual([after.state, after.version], ['drafted', drafted.version])
})

test('a city official of another city neither sees nor checks an application', async () => {
  const id = await w.application('submitted')
  const { version } = await w.seenApplication(id)
  const other = await w.by('other-city')
  await assert.rejects(other.application(params(id)), refused('governance.application.unknown'))
  const body = { act: 'pass' as const, comment: '材料齐全', version }
  const check = other.checkApplication({ ...params(id), body })
  await assert.rejects(check, refused('governance.application.unknown'))
  assert.equal((await w.seenApplication(id)).state, 'submitted')
})

test('an approval that is sent again is refused, and grants once', async () => {
  const id = await w.application('noticed')
  await w.move(10)
  const { version } = await w.seenApplication(id)
  const leader = await w.by('leader')
  const body = { decision: 'approve' as const, version }
  await leader.decideApplication({ ...params(id), body })
  await assert.rejects(
    leader.decideApplication({ ...params(id), body }),
    refused('governance.item.changedSince'),
  )
  const now = await w.seenApplication(id)
  assert.equal(now.state, 'approved')
  const again = leader.decideApplication({ ...params(id), body: { ...body, version: now.version } })
  await assert.rejects(again, refused('governance.item.notNow'))
})

test('two approvals at once grant once', async () => {
  const id = await w.application('noticed')
  await w.move(10)
  const { version } = await w.seenApplication(id)
  const leader = await w.by('leader')
  const send = () =>
    leader.decideApplication({ ...params(id), body: { decision: 'approve' as const, version } })
  const both = await Promise.allSettled([send(), send()])
  assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
  assert.equal((await w.seenApplication(id)).state, 'approved')
})
