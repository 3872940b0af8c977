import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { refused, type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'

let w: SupervisionWorld
before(async () => {
  w = await supervisionWorld()
  await w.house.house.act(systemCaller, async ({ sql }) => {
    await sql`delete from governance_city_figures where goal_key = 'certified'`
    for (const [code, value] of [
      ['450100', 12],
      ['450200', 3],
    ] as const)
      await sql`insert into governance_city_figures (goal_key, region_code, day, value_evidenced)
        values ('certified', ${code}, '2026-11-01', ${value})`
  })
})
after(() => w.house.close())

const set = async (who: string, regionCode: string, target: number, dueOn: string) =>
  (await w.by(who)).setCityTarget({ params: { goalKey: 'certified', regionCode }, body: { target, dueOn } })
const lights = async () => {
  const { rows } = await (await w.by('city')).goalCities({ params: { goalKey: 'certified' } })
  return Object.fromEntries(rows.map((row) => [row.code, [row.target, row.light]]))
}

test('a city without a target of its own has no light', async () => {
  assert.deepEqual(await lights(), { 450100: [null, null], 450200: [null, null] })
})

test('a city is lit by its own figure, target and day', async () => {
  await set('region', '450100', 10, '2026-10-31')
  await set('region', '450200', 10, '2026-10-31')
  assert.deepEqual(await lights(), { 450100: [10, 'yellow'], 450200: [10, 'red'] })
  await set('region', '450200', 3, '2027-12-31')
  assert.deepEqual((await lights())['450200'], [3, 'green'])
})

test('a target that was met in time stays green after its day', async () => {
  await set('region', '450100', 10, '2026-11-01')
  assert.deepEqual((await lights())['450100'], [10, 'green'])
  await set('region', '450100', 10, '2026-10-31')
  assert.deepEqual((await lights())['450100'], [10, 'yellow'])
})

test('the wall of a city shows its own target and no other city’s', async () => {
  const city = await w.by('city')
  const goalOf = async (region: string) => {
    const { goals } = await city.wall({ query: { region } })
    return goals.find((one) => one.key === 'certified')?.target
  }
  await set('region', '450200', 7, '2027-12-31')
  assert.deepEqual([await goalOf('450100'), await goalOf('450200'), await goalOf('450000')], [10, 7, 100])
  const { goals } = await city.wall({ query: { region: '450200' } })
  assert.equal(goals.find((one) => one.key === 'control')?.lightReason, 'noTarget')
})

test('officials of the region alone set it, and for cities alone', async () => {
  for (const who of ['city', 'leader', 'a'])
    await assert.rejects(set(who, '450100', 1, '2027-12-31'), refused('kit.forbidden'))
  await assert.rejects(set('region', '450102', 1, '2027-12-31'), refused('governance.region.unknown'))
  assert.deepEqual((await lights())['450100'], [10, 'yellow'])
})
