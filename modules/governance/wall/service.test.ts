import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import fc from 'fast-check'
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
      { code: '450100', evidenced: 0, declared: 100, target: null, light: null, change: null },
      { code: '450200', evidenced: null, declared: null, target: null, light: null, change: null },
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

describe('the course of a year', () => {
  type Kept = { day: string; evidenced: number | null }
  const days = fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { minLength: 1, maxLength: 12 })
  const values = fc.array(fc.option(fc.integer({ min: 0, max: 6000 }), { nil: null }), {
    minLength: 12,
    maxLength: 12,
  })

  async function keep(year: number, kept: readonly Kept[]): Promise<void> {
    await w.house.house.act(systemCaller, async ({ sql }) => {
      await sql`delete from governance_figures where goal_key = 'assessed'`
      for (const { day, evidenced } of kept)
        await sql`insert into governance_figures (goal_key, day, value_evidenced, inputs_hash, computed_at)
          values ('assessed', ${day}, ${evidenced}, 'x', now())`
    })
    assert.ok(year > 2000)
  }

  /** Naive twin: the last kept day of each week that begins on a Monday. */
  function weekly(kept: readonly Kept[]): Kept[] {
    const weeks = new Map<number, Kept>()
    for (const one of kept.toSorted((a, b) => (a.day < b.day ? -1 : 1))) {
      const number = Math.floor((Date.parse(one.day) / 86_400_000 + 3) / 7)
      weeks.set(number, one)
    }
    return [...weeks.values()]
  }

  test('is the last figure of each week, and the year’s figure the last of all', async () => {
    await fc.assert(
      fc.asyncProperty(days, values, async (offsets, numbers) => {
        const kept = offsets.map((offset, index) => ({
          day: new Date(Date.UTC(2025, 0, 1 + offset)).toISOString().slice(0, 10),
          evidenced: numbers[index] ?? null,
        }))
        await keep(2025, kept)
        const { goals } = await wallOf(null, { year: 2025 })
        const goal = goals.find((one) => one.key === 'assessed')
        const expected = weekly(kept)
        assert.deepEqual(
          goal?.course.map(({ day, evidenced }) => ({ day, evidenced })),
          expected,
        )
        const last = expected.at(-1)
        assert.equal(goal?.evidenced.value, last?.evidenced ?? null)
        const reached = kept.some((one) => one.evidenced !== null && one.evidenced >= 3000)
        const isMet = (last?.evidenced ?? 0) >= 3000
        const light = last?.evidenced === null ? null : isMet && reached ? 'yellow' : 'red'
        assert.equal(goal?.light, light, 'the target was due in 2020')
      }),
      { seed: 77, numRuns: 12 },
    )
  })

  test('tells every day on which the figure differs from the one before it', async () => {
    await keep(2025, [
      { day: '2025-03-01', evidenced: 1 },
      { day: '2025-03-02', evidenced: 1 },
      { day: '2025-03-05', evidenced: 4 },
      { day: '2025-03-06', evidenced: null },
      { day: '2025-03-09', evidenced: 2 },
    ])
    const { movements } = await wallOf(null, { year: 2025 })
    assert.deepEqual(
      movements.filter((one) => one.kind === 'figure').map((one) => `${one.at.slice(0, 10)} ${one.detail}`),
      ['2025-03-05 1 → 4'],
      'a day without a figure is no movement',
    )
  })
})
