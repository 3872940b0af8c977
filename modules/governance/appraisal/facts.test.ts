import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { workingCalendar } from '@ronghe/kit/working-days'
import { dayAfter, type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { type Facts, factsOf } from './facts.ts'

let w: SupervisionWorld
before(async () => {
  w = await supervisionWorld()
})
after(() => w.house.close())

type Body = 'nanning' | 'liuzhou'
const who = { nanning: 'city', liuzhou: 'other-city' } as const
const bodies: readonly Body[] = ['nanning', 'liuzhou']

/** What becomes of a part, day by day after its issue; null: never. */
type Story = {
  dueInDays: number
  signedAfter: number | null
  reportedAfter: number | null
  isAccepted: boolean
}

const stories: readonly Story[] = [
  { dueInDays: 10, signedAfter: 1, reportedAfter: 5, isAccepted: true },
  { dueInDays: 10, signedAfter: 3, reportedAfter: 10, isAccepted: false },
  { dueInDays: 10, signedAfter: 1, reportedAfter: 12, isAccepted: true },
  { dueInDays: 11, signedAfter: 2, reportedAfter: null, isAccepted: false },
  { dueInDays: 40, signedAfter: 1, reportedAfter: 5, isAccepted: true },
]

/** Plays all stories of both bodies at once, one day after the other; tells which items came to be. */
async function play(): Promise<Map<string, Story>> {
  const items = new Map<string, Story>()
  const days = [1, 2, 3, 5, 10, 12, 14]
  for (const story of stories) items.set(await w.item([...bodies], 'issued', story.dueInDays), story)
  for (const [place, day] of days.entries()) {
    const since = day - (days[place - 1] ?? 0)
    // Sessions outlast a few days; signing in anew each time would take longer than all the rest.
    if (since > 2) await w.move(since)
    else w.clock.move(since * 86_400_000)
    for (const [id, story] of items) {
      for (const body of bodies) {
        if (story.signedAfter === day) await w.handle(who[body], id, body, 'sign')
        if (story.reportedAfter !== day) continue
        const late = day > story.dueInDays ? { explanation: '迟报原因' } : {}
        await w.handle(who[body], id, body, 'report', { comment: '完成', ...late })
        if (story.isAccepted) await w.review(id, body, 'accept')
      }
    }
  }
  return items
}

/** Naive twin: what a clerk counts who has read the stories. The world begins on a Monday. */
function counted(
  until: number,
  signDays: number,
): Record<'punctual' | 'closed' | 'signed', [number, number]> {
  const due = stories.filter((one) => one.dueInDays <= until)
  type Counted = [good: number, all: number]
  const count = (isGood: (one: Story) => boolean): Counted => [due.filter(isGood).length, due.length]
  return {
    punctual: count((one) => one.reportedAfter !== null && one.reportedAfter <= one.dueInDays),
    closed: count((one) => one.isAccepted),
    signed: count((one) => one.signedAfter !== null && one.signedAfter <= signDays),
  }
}

describe('what is counted of a body', () => {
  let items: Map<string, Story>
  let start = ''
  before(async () => {
    start = dayAfter(w.clock.now(), 0)
    items = await play()
  })

  const facts = (departmentCode: string, toDays: number, regionCode: string | null = null): Promise<Facts> =>
    w.house.house.act(systemCaller, ({ sql }) => {
      const toOn = new Date(Date.parse(start) + toDays * 86_400_000).toISOString().slice(0, 10)
      const period = { fromOn: start, toOn, signDays: 2 }
      return factsOf(sql, { departmentCode, regionCode }, period, workingCalendar([]))
    })

  test('is what a clerk counts, for every end of the period', async () => {
    for (const until of [9, 10, 11, 39, 40])
      for (const body of bodies) {
        const found = await facts(body, until)
        const twin = counted(until, 2)
        for (const kind of ['punctual', 'closed', 'signed'] as const)
          assert.deepEqual([found[kind]?.good, found[kind]?.all], twin[kind], `${kind} ${body} ${until}`)
      }
  })

  test('names every item that was counted, and counts the sum of its rows', async () => {
    const found = await facts('nanning', 40)
    for (const kind of ['punctual', 'closed', 'signed', 'neverRed'] as const) {
      const rows = found[kind]?.rows ?? []
      assert.deepEqual(
        rows.map((row) => row.link).sort(),
        [...items.keys()].map((id) => `/governance/items/${id}`).sort(),
      )
      assert.equal(
        rows.reduce((sum, row) => sum + (row.share ?? 0), 0),
        found[kind]?.good,
      )
    }
  })

  test('is nothing of a body without a part', async () => {
    const found = await facts('science', 40)
    assert.ok(Object.values(found).every((one) => one.all === 0 && one.rows.length === 0))
  })

  test('goals are those a body reports or its items name, by the last figure of the period', async () => {
    await w.item(['nanning'], 'issued', 5, { goalKey: 'control' })
    const day = dayAfter(w.clock.now(), -3)
    await w.house.house.act(systemCaller, async ({ sql }) => {
      for (const [on, value] of [
        [dayAfter(w.clock.now(), -9), 13],
        [day, 26],
        [dayAfter(w.clock.now(), 60), 52],
      ] as const)
        await sql`insert into governance_figures (goal_key, day, value_evidenced, numerator_evidenced,
            numerator_declared, denominator, inputs_hash, computed_at)
          values ('control', ${on}, ${value}, 0, 0, 0, 'x', now())
          on conflict (goal_key, day) do update set value_evidenced = excluded.value_evidenced`
      await sql`delete from governance_figures where goal_key = 'control' and day > ${day}::date
        and day < ${dayAfter(w.clock.now(), 60)}::date`
    })
    const found = (await facts('nanning', 40)).goals
    assert.deepEqual([found?.good, found?.all], [0.5, 1])
    assert.deepEqual(
      found?.rows.map((row) => [row.link, row.value, row.target, row.doneOn]),
      [['/governance/goals/control', 26, 52, day]],
    )
    assert.equal((await facts('liuzhou', 40)).goals?.all, 0)
  })

  test('a city’s government answers for its own targets; without a figure one is left out', async () => {
    const day = dayAfter(w.clock.now(), -3)
    await w.house.house.act(systemCaller, async ({ sql }) => {
      await sql`insert into governance_city_targets
          (goal_key, region_code, target, due_on, set_by_name, set_at)
        values ('control', '450100', 40, '2026-12-31', '示例', now()),
          ('recognised', '450100', 4, '2026-12-31', '示例', now())`
      await sql`insert into governance_city_figures (goal_key, region_code, day, value_evidenced)
        values ('control', '450100', ${day}, 30)
        on conflict (goal_key, region_code, day) do update set value_evidenced = 30`
      await sql`delete from governance_city_figures where region_code = '450100' and day > ${day}::date`
      await sql`delete from governance_city_figures where goal_key = 'recognised'`
    })
    const found = (await facts('nanning', 40, '450100')).goals
    assert.deepEqual([found?.good, found?.all], [0.75, 1])
    assert.deepEqual(
      found?.rows.map((row) => [row.value, row.target, row.share]),
      [
        [30, 40, 0.75],
        [null, 4, null],
      ],
    )
  })
})
