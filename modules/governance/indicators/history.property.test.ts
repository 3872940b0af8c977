import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import fc from 'fast-check'
import { type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { upload } from '../test/upload.ts'
import { as } from '../test/world.ts'

let w: SupervisionWorld
let headers: Record<string, string>
before(async () => {
  w = await supervisionWorld()
  headers = (await as(w.house, 'city')).headers
  const body = {
    ...{ titleZh: '产值', titleEn: 'Output', unitZh: '亿元', unitEn: 'bn', dueOn: '2027-12-31', target: 100 },
    ...{ formula: '', direction: 'up' as const, frequency: 'quarter' as const, reportDepartment: 'nanning' },
  }
  await (await w.by('region')).makeIndicator({ body: { key: 'output', ...body } })
})
after(() => w.house.close())

const periods = ['2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3'] as const
type Period = (typeof periods)[number]
type Deed = { kind: 'report'; period: Period; value: number } | { kind: 'accept' | 'return'; period: Period }

const period = fc.constantFrom(...periods)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constant('report' as const), period, value: fc.nat(500) }),
  fc.record({ kind: fc.constantFrom('accept' as const, 'return' as const), period }),
)

/** What stands on paper of a period: nothing, a value that waits, or an accepted one. */
type Paper = Map<Period, { state: 'reported' | 'accepted'; value: number }>

function onPaper(paper: Paper, one: Deed): boolean {
  const now = paper.get(one.period)
  if (one.kind === 'report') {
    if (now) return false
    paper.set(one.period, { state: 'reported', value: one.value })
    return true
  }
  if (now?.state !== 'reported') return false
  if (one.kind === 'accept') now.state = 'accepted'
  else paper.delete(one.period)
  return true
}

async function run(one: Deed): Promise<boolean> {
  if (one.kind === 'report') {
    const query = `period=${one.period}&value=${one.value}&note=公报`
    const file = { name: 'a.pdf', content: `proof of ${one.value}` }
    const { status } = await upload(w.house, `/governance/goals/output/reports?${query}`, file, headers)
    assert.ok(status === 200 || status === 409, String(status))
    return status === 200
  }
  const leader = await w.by('leader')
  const { rows } = await leader.reports({ query: { goal: 'output', pageSize: 200 } })
  const found = rows.find((row) => row.period === one.period && row.state !== 'returned')
  if (!found) return false
  const body = { decision: one.kind, comment: '看过', version: found.version }
  try {
    await leader.decideReport({ params: { reportId: found.id }, body })
    return true
  } catch (error) {
    assert.ok(error instanceof RequestFault && error.status === 409)
    return false
  }
}

test('whatever is reported and decided, the figure is that of the newest accepted period', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 6, maxLength: 12 }), async (deeds) => {
      await w.house.house.act(
        systemCaller,
        ({ sql }) => sql`update governance_reports set state = 'returned'`,
      )
      const paper: Paper = new Map()
      for (const one of deeds) assert.equal(await run(one), onPaper(paper, one), JSON.stringify(one))
      const newest = periods.toReversed().find((one) => paper.get(one)?.state === 'accepted')
      const { goal } = await (await as(w.house, null)).goal({ params: { goalKey: 'output' } })
      assert.equal(goal.declared.value, newest ? (paper.get(newest)?.value ?? null) : null)
      assert.equal(goal.evidenced.value, null, 'a report is never evidence')
    }),
    { seed: 611, numRuns: 5 },
  )
})
