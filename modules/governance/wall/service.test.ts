import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { keepToday } from '../figures.ts'
import { refused, type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { addMachines, as } from '../test/world.ts'

let w: SupervisionWorld
before(async () => {
  w = await supervisionWorld()
  const machine = { firm: 'firm-a', isKeyProcess: true, isNumericalControl: true } as const
  const state = { isConnected: false, isOnline: false, isProved: false, isRetired: false }
  await addMachines(w.house, [{ ...machine, ...state }])
  await keepToday(w.house.house)
})
after(() => w.house.close())

const wallOf = async (who: string | null, query = {}) => (await as(w.house, who)).wall({ query })

describe('the target wall', () => {
  test('a stranger sees sums and lights, and no item by name', async () => {
    const id = await w.item(['nanning'], 'issued', 2)
    await w.move(4)
    const wall = await wallOf(null)
    assert.deepEqual([wall.code, wall.isCity, wall.year], ['450000', false, 2026])
    assert.deepEqual(wall.items, [])
    assert.ok(wall.movements.every((one) => one.kind !== 'item'))
    const names = JSON.stringify(wall)
    assert.ok(!names.includes(id), 'no trace of the item')
  })

  test('its lights are the sums of the parts, by the city that owes them', async () => {
    const { keepLights } = await import('../supervision/acts.ts')
    const { runningParts } = await import('../supervision/store/items.ts')
    await w.house.house.act(systemCaller, async (ctx) => keepLights(ctx, await runningParts(ctx.sql)))
    const wall = await wallOf('region')
    const nanning = wall.cities.find((one) => one.code === '450100')
    assert.deepEqual(nanning?.lights, { green: 0, yellow: 0, red: 1 })
    assert.deepEqual(wall.lights, nanning?.lights)
    assert.deepEqual(
      wall.items.map((one) => one.light),
      ['red'],
    )
    const issued = wall.movements.find((one) => one.kind === 'item')
    assert.match(issued?.link ?? '', /^\/governance\/items\//)
    assert.ok(nanning?.tiles.length)
  })

  test('a city official sees the items of the own city alone', async () => {
    assert.equal((await wallOf('city')).items.length, 1)
    assert.equal((await wallOf('other-city')).items.length, 0)
    assert.equal((await wallOf('other-city')).lights.red, 1, 'sums are public')
  })

  test('goals: overdue without the target is red, and without a figure there is no light', async () => {
    const { goals } = await wallOf(null)
    const lights = Object.fromEntries(goals.map((one) => [one.key, `${one.light} ${one.lightReason}`]))
    assert.deepEqual(lights, {
      control: 'red overdue',
      certified: 'null noFigure',
      assessed: 'red overdue',
      recognised: 'red overdue',
      direction: 'null noTarget',
    })
    const control = goals.find((one) => one.key === 'control')
    assert.equal(control?.declared.value, 100)
    assert.equal(control?.course.length, 1)
    assert.deepEqual(control?.cities, [
      { code: '450100', evidenced: 0, declared: 100 },
      { code: '450200', evidenced: null, declared: null },
    ])
  })

  test('a city has figures of its own and no target of the region', async () => {
    const wall = await wallOf(null, { region: '450200' })
    assert.deepEqual([wall.code, wall.isCity], ['450200', true])
    assert.deepEqual(wall.lights, { green: 0, yellow: 0, red: 0 })
    const control = wall.goals.find((one) => one.key === 'control')
    assert.deepEqual([control?.target, control?.light, control?.declared.value], [null, null, null])
  })

  test('a past year shows what was kept in it, or says that nothing was', async () => {
    const { goals, years } = await wallOf(null, { year: 2020 })
    assert.deepEqual(years, [2026])
    const assessed = goals.find((one) => one.key === 'assessed')
    assert.equal(assessed?.evidenced.value, null)
    assert.equal(assessed?.evidenced.reason, 'governance.reason.notKept')
    await w.move(120)
    const kept = await wallOf(null, { year: 2026 })
    assert.equal(kept.goals.find((one) => one.key === 'control')?.declared.value, 100)
  })

  test('a county or a place elsewhere is refused', async () => {
    await assert.rejects(wallOf(null, { region: '450102' }), refused('governance.region.unknown'))
    await assert.rejects(wallOf(null, { region: '110000' }), refused('governance.region.unknown'))
  })

  test('a figure that changed from one day to the next is a movement', async () => {
    await w.house.house.act(systemCaller, async ({ sql }) => {
      await sql`insert into governance_figures (goal_key, day, value_evidenced, inputs_hash, computed_at)
        values ('assessed', '2026-10-01', 3, 'x', now()), ('assessed', '2026-10-02', 5, 'x', now())`
    })
    const wall = await wallOf(null, { year: 2026 })
    const move = wall.movements.find((one) => one.kind === 'figure' && one.at.startsWith('2026-10-02'))
    assert.deepEqual([move?.detail, move?.link], ['3 → 5', '/governance/goals/assessed'])
  })
})
