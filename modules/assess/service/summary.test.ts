import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { standFirm } from '@ronghe/registry/testing'
import { cellMin } from '../benchmark.ts'
import { as, inDatabase, type Person, type World, world } from '../test/world.ts'

let house: World
let stranger: Person
type Invented = {
  firm: string
  region: string
  year: number
  total: number
  status: string
  evidenced: number
}
const invented: Invented[] = []
const regions = ['450102', '450103', '450105', '450202', '450203', '450302', '450305', '450902']
const questions = 6

/** Eighty firms over eight counties, most with two years; the same at every run. */
function invent(): void {
  let state = 20260313
  const next = (below: number) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
  for (let at = 0; at < 80; at += 1) {
    const firm = `018f0000-0000-7000-8000-${String(at).padStart(12, '0')}`
    const region = regions[next(at < 60 ? 5 : regions.length)] ?? ''
    for (const year of next(3) === 0 ? [2026] : [2025, 2026]) {
      const status = ['submitted', 'accepted', 'accepted', 'draft'][next(4)] ?? 'draft'
      invented.push({ firm, region, year, total: next(10_000) / 100, status, evidenced: next(questions + 1) })
    }
  }
}

before(async () => {
  house = await world()
  stranger = await as(house, null)
  invent()
  for (const { firm, region } of new Map(invented.map((one) => [one.firm, one])).values())
    await standFirm(house.house, firm, region)
  await inDatabase(house, async (sql) => {
    const [window] = await sql`select id, framework_id from assess_windows limit 1`
    for (const one of invented) {
      const [run] = await sql`insert into assess_runs (id, organisation_id, framework_id, framework_code,
          window_id, year, facts, questions, status, total, region_code, created_at, created_by, submitted_at)
        values (gen_random_uuid(), ${one.firm}, ${window?.framework_id}, 'TEST', ${window?.id}, ${one.year},
          '{}', ${questions}, ${one.status}, ${one.total}, ${one.region}, now(), 'test', now()) returning id`
      for (let at = 0; at < questions; at += 1) {
        await sql`insert into assess_answers (run_id, question, organisation_id, value, basis, revision,
            by_name, at)
          values (${run?.id}, ${`q${at}`}, ${one.firm}, '"1"',
            ${at < one.evidenced ? 'evidenced' : 'declared'}, 1, 'test', now())`
      }
    }
  })
})
after(() => house.close())

/** Naive twin: each firm's newest submitted run of the year, counted one by one. */
function counted(prefix: string, year: number | null) {
  const newest = new Map<string, Invented>()
  for (const one of invented) {
    const isIn = one.region.startsWith(prefix) && (year === null || one.year === year)
    if (!isIn || one.status === 'draft') continue
    const before = newest.get(one.firm)
    if (!before || before.year < one.year) newest.set(one.firm, one)
  }
  const firms = [...newest.values()]
  const keyOf = ({ region }: Invented) => (prefix.length <= 2 ? `${region.slice(0, 4)}00` : region)
  const groups = Map.groupBy(firms, keyOf)
  const mean = (list: readonly Invented[]) =>
    list.reduce((sum, one) => sum + Math.round(one.total * 100), 0) / list.length / 100
  const evidenced = firms.reduce((sum, one) => sum + one.evidenced, 0)
  return {
    firms: firms.length,
    mean: mean(firms),
    share: (100 * evidenced) / (firms.length * questions),
    rows: [...groups].map(([key, list]) => ({ key, firms: list.length, mean: mean(list) })),
  }
}

describe('sums of a region', () => {
  for (const [region, prefix] of [
    ['450000', '45'],
    ['450100', '4501'],
    ['450300', '4503'],
  ] as const) {
    for (const year of [null, 2025, 2026]) {
      test(`${region} in ${year ?? 'all years'} is what a naive count says`, async () => {
        const query = { region, framework: 'TEST', ...(year === null ? {} : { year }) }
        const summary = await stranger.summary({ query })
        const wanted = counted(prefix, year)
        assert.equal(summary.firms, wanted.firms)
        if (wanted.firms >= cellMin) assert.ok(Math.abs(Number(summary.meanTotal) - wanted.mean) < 0.0051)
        else assert.equal(summary.meanTotal, null)
        if (wanted.firms > 0) assert.ok(Math.abs((summary.evidencedShare ?? -1) - wanted.share) < 0.0051)
        assert.deepEqual(
          summary.rows.map(({ key, firms }) => [key, firms]),
          wanted.rows.map(({ key, firms }) => [key, firms]).sort(),
        )
      })

      test(`A9: in ${region}, ${year ?? 'all years'}, no mean of few firms can be worked out`, async () => {
        const query = { region, framework: 'TEST', ...(year === null ? {} : { year }) }
        const { rows, firms } = await stranger.summary({ query })
        const wanted = counted(prefix, year)
        let [hiddenFirms, hidden] = [0, 0]
        for (const row of rows) {
          const twin = wanted.rows.find(({ key }) => key === row.key)
          if (row.meanTotal === null) {
            hiddenFirms += row.firms
            hidden += 1
          } else {
            assert.ok(row.firms >= cellMin)
            assert.ok(Math.abs(Number(row.meanTotal) - (twin?.mean ?? -1)) < 0.0051)
          }
        }
        assert.ok(
          hidden === 0 || hiddenFirms >= cellMin || hiddenFirms === firms,
          `${hiddenFirms} of ${firms}`,
        )
      })
    }
  }

  test('a framework that nobody answered has no firms and no mean', async () => {
    const summary = await stranger.summary({ query: { framework: 'NONE' } })
    assert.deepEqual(
      [summary.firms, summary.meanTotal, summary.evidencedShare, summary.rows],
      [0, null, null, []],
    )
  })
})
