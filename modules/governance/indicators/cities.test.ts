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

test('a city with a target and no figure is listed without one, here and on the wall', async () => {
  const forget = () =>
    w.house.house.act(systemCaller, async ({ sql }) => {
      await sql`delete from governance_city_figures where goal_key = 'recognised'`
    })
  const params = { goalKey: 'recognised' }
  const body = { target: 5, dueOn: '2026-10-31' }
  const region = await w.by('region')
  await region.setCityTarget({ params: { ...params, regionCode: '450200' }, body })
  await forget()
  const { rows } = await region.goalCities({ params })
  assert.deepEqual(
    rows.map((row) => [row.code, row.target, row.day, row.evidenced, row.light]),
    [['450200', 5, null, null, null]],
  )
  await forget()
  const { goals } = await region.wall({ query: {} })
  const none = { evidenced: null, declared: null, light: null, change: null }
  assert.deepEqual(goals.find((one) => one.key === 'recognised')?.cities, [
    { code: '450200', target: 5, ...none },
  ])
})

test('the wall’s map has each city’s own light and how its figure moved in thirty days', async () => {
  await w.house.house.act(systemCaller, async ({ sql }) => {
    await sql`insert into governance_city_figures (goal_key, region_code, day, value_evidenced)
      values ('certified', '450200', '2026-09-01', 5), ('certified', '450100', '2026-09-01', 12)`
  })
  await set('region', '450100', 10, '2026-11-01')
  const { goals } = await (await w.by('city')).wall({ query: { year: 2026 } })
  const cities = goals.find((one) => one.key === 'certified')?.cities ?? []
  const shown = cities.map(({ code, light, change }) => [code, light, change])
  assert.deepEqual(shown.slice(0, 2), [
    ['450100', 'green', 0],
    ['450200', 'green', -2],
  ])
  await w.house.house.act(systemCaller, async ({ sql }) => {
    await sql`delete from governance_city_figures where goal_key = 'certified' and day = '2026-09-01'`
  })
  await set('region', '450100', 10, '2026-10-31')
})

test('officials of the region alone set it, and for cities alone', async () => {
  for (const who of ['city', 'leader', 'a'])
    await assert.rejects(set(who, '450100', 1, '2027-12-31'), refused('kit.forbidden'))
  await assert.rejects(set('region', '450102', 1, '2027-12-31'), refused('governance.region.unknown'))
  assert.deepEqual((await lights())['450100'], [10, 'yellow'])
})
