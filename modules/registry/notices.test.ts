import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { Recipients } from '@ronghe/kit/module'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { as, registryWorld } from './test/world.ts'

const everybody = ['a', 'viewer', 'b', 'clerk', 'city', 'other-city', 'region', 'platform']
let house: TestHouse
before(async () => {
  house = await registryWorld()
})
after(() => house.close())

/** Tells as another room would, in a transaction that fails afterwards where `fails`. */
async function tell(to: Recipients, organisation: string, fails = false): Promise<void> {
  await house.house.act(systemCaller, async (ctx) => {
    await ctx.notify({ to, word: 'registry.notice.submitted', blanks: { organisation }, link: null })
    if (fails) throw new Error('undone')
  })
}

/** Who has a notification that names the organisation. */
async function told(organisation: string): Promise<string[]> {
  const found = []
  for (const who of everybody) {
    const { rows } = await (await as(house, who)).notifications()
    if (rows.some((row) => row.text.startsWith(`${organisation} `))) found.push(who)
  }
  return found
}

/** Waits until the last thing told is delivered; what was told before it is then too. */
async function delivered(): Promise<void> {
  const mark = `mark-${Math.random()}`
  const personId = (await (await as(house, 'b')).me()).person?.id ?? ''
  await tell({ people: [personId] }, mark)
  await eventually('the notice is delivered', async () => (await told(mark)).length === 1)
}

test('a notice reaches those with a permission, the officials nearest, or people', async () => {
  const a = await as(house, 'a')
  const me = await a.me()
  const organisationId = me.organisation?.id ?? ''
  await tell({ organisationId, may: 'registry.unit.write' }, '甲')
  await tell({ organisationId, may: 'registry.unit.read' }, '乙')
  await tell({ regionCode: '450102', may: 'registry.verification.decide' }, '丙')
  await tell({ regionCode: '450000', may: 'registry.verification.decide' }, '丁')
  await tell({ people: [me.person?.id ?? '', me.person?.id ?? ''] }, '戊')
  await delivered()
  assert.deepEqual(await told('甲'), ['a'])
  assert.deepEqual(await told('乙'), ['a', 'viewer'])
  assert.deepEqual(await told('丙'), ['city'])
  assert.deepEqual(await told('丁'), ['region'])
  assert.deepEqual(await told('戊'), ['a'])
  assert.equal((await a.notifications()).rows.filter((row) => row.text.startsWith('戊')).length, 1)
})

test('what was undone is told to nobody', async () => {
  const personId = (await (await as(house, 'a')).me()).person?.id ?? ''
  await assert.rejects(tell({ people: [personId] }, '己', true), /undone/)
  await delivered()
  assert.deepEqual(await told('己'), [])
})
