import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import fc from 'fast-check'
import { dayAfter, type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { as } from '../test/world.ts'
import { forceDue } from './force.ts'

let w: SupervisionWorld
before(async () => {
  w = await supervisionWorld()
})
after(() => w.house.close())

type Deed =
  | { kind: 'copy' }
  | { kind: 'submit' | 'return' | 'withdraw' | 'repeal'; which: number }
  | { kind: 'approve'; which: number; inDays: number }
  | { kind: 'wait'; days: number }

/** What a clerk with paper would note of a version. */
type Paper = { id: string; state: string; from: number | null }

const which = fc.nat(5)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ kind: 'copy' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constantFrom('submit', 'return', 'withdraw', 'repeal'), which }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('approve' as const), which, inDays: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.nat(4) }) },
)

/** The naive twin; false where the deed is refused. */
function onPaper(papers: Paper[], one: Exclude<Deed, { kind: 'copy' | 'wait' }>, day: number): boolean {
  const paper = papers[one.which % papers.length]
  if (!paper) return false
  const fits = {
    ...{ submit: ['drafted'], return: ['submitted'], approve: ['submitted'], repeal: ['inForce'] },
    withdraw: ['drafted', 'submitted', 'approved'],
  }[one.kind]
  if (!fits.includes(paper.state)) return false
  if ('inDays' in one) {
    paper.from = day + one.inDays
    paper.state = 'approved'
    if (one.inDays === 0) force(papers, paper)
    return true
  }
  const next = { submit: 'submitted', return: 'drafted', repeal: 'repealed', withdraw: 'withdrawn' }
  paper.state = next[one.kind]
  return true
}

function force(papers: Paper[], paper: Paper): void {
  for (const other of papers) if (other.state === 'inForce') other.state = 'replaced'
  paper.state = 'inForce'
}

async function run(one: Exclude<Deed, { kind: 'copy' | 'wait' }>, planId: string): Promise<boolean> {
  const { plan } = await (await w.by('region')).plan({ params: { planId } })
  const params = { planId }
  const { version } = plan
  const who = one.kind === 'submit' || one.kind === 'withdraw' ? 'region' : 'leader'
  const api = await w.by(who)
  try {
    if ('inDays' in one) {
      const inForceFrom = dayAfter(w.clock.now(), one.inDays)
      await api.decidePlan({ params, body: { decision: 'approve', inForceFrom, version } })
    } else if (one.kind === 'submit' || one.kind === 'withdraw')
      await api.movePlan({ params, body: { action: one.kind, version } })
    else if (one.kind === 'repeal') await api.repealPlan({ params, body: { comment: '止', version } })
    else await api.decidePlan({ params, body: { decision: 'return', comment: '改', version } })
    return true
  } catch (error) {
    assert.ok(error instanceof RequestFault && error.status === 409, String(error))
    return false
  }
}

test('whatever they do, versions stand as on paper, and one at most is in force', async () => {
  const start = (await (await as(w.house, null)).plans({})).rows[0]
  assert.ok(start)
  const papers: Paper[] = [{ id: start.id, state: 'inForce', from: null }]
  let day = 0
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 10, maxLength: 16 }), async (deeds) => {
      for (const one of deeds) {
        if (one.kind === 'copy') {
          const body = { basedOn: start.id, note: '改' }
          const { id } = await (await w.by('region')).draftPlan({ body })
          papers.push({ id, state: 'drafted', from: null })
        } else if (one.kind === 'wait') {
          day += one.days
          await w.move(one.days)
          await forceDue(w.house.house)
          const due = papers.filter((paper) => paper.state === 'approved' && (paper.from ?? 0) <= day)
          for (const paper of due.toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0))) force(papers, paper)
        } else {
          const recent = papers.slice(-6)
          const fits = onPaper(recent, one, day)
          // The former in force may be older than the recent ones.
          if (recent.some((paper) => paper.state === 'inForce'))
            for (const paper of papers.slice(0, -6)) if (paper.state === 'inForce') paper.state = 'replaced'
          assert.equal(await run(one, recent[one.which % recent.length]?.id ?? ''), fits, JSON.stringify(one))
        }
      }
      const { rows } = await (await w.by('region')).plans({ query: { pageSize: 200 } })
      const states = new Map(rows.map((row) => [row.id, row.state as string]))
      for (const paper of papers) assert.equal(states.get(paper.id), paper.state)
      assert.ok(rows.filter((row) => row.state === 'inForce').length <= 1)
    }),
    { seed: 4100, numRuns: 6 },
  )
})
