import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import fc from 'fast-check'
import { appraisalActs } from '../test/appraisal.ts'
import { dayAfter, type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'

let w: SupervisionWorld
let acts: ReturnType<typeof appraisalActs>
before(async () => {
  w = await supervisionWorld()
  acts = appraisalActs(w)
})
after(() => w.house.close())

type Deed =
  | { kind: 'submit' | 'approve' | 'return' | 'compute' | 'show' | 'close' }
  | { kind: 'addition' | 'deduction'; halves: number }
  | { kind: 'veto' | 'appeal' | 'uphold' | 'refuse' | 'wait' }

const steps: fc.Arbitrary<Deed> = fc.constantFrom(
  ...(['submit', 'approve', 'compute', 'show', 'close', 'approve', 'return'] as const).map((kind) => ({
    kind,
  })),
)
const points: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom('addition' as const, 'deduction' as const),
  halves: fc.integer({ min: 1, max: 30 }),
})
const others: fc.Arbitrary<Deed> = fc.constantFrom(
  ...(['veto', 'appeal', 'uphold', 'refuse', 'wait'] as const).map((kind) => ({ kind })),
)
const deeds = fc.oneof(
  { weight: 5, arbitrary: steps },
  { weight: 3, arbitrary: points },
  { weight: 3, arbitrary: others },
)
/** Chance alone seldom comes far, so that half of the histories begin on the way. */
const onTheWay: Deed[] = [{ kind: 'submit' }, { kind: 'approve' }, { kind: 'compute' }]
const history = fc
  .tuple(
    fc.constantFrom([], onTheWay, [...onTheWay, { kind: 'show' as const }]),
    fc.array(deeds, { maxLength: 12 }),
  )
  .map(([first, rest]): Deed[] => [...first, ...rest])

/** What a clerk with paper and pencil would write down of Nanning, whose base is 50. */
type Paper = {
  state: string
  added: number
  taken: number
  isVetoed: boolean
  hasOpenAppeal: boolean
  shownDays: number
  acts: number
}

const next: Record<string, Record<string, string>> = {
  submit: { drafted: 'submitted' },
  approve: { submitted: 'issued', closing: 'final' },
  return: { submitted: 'drafted', closing: 'shown' },
  compute: { issued: 'computed', computed: 'computed' },
  show: { computed: 'shown' },
  close: { shown: 'closing' },
}

/** Naive twin: what a deed does on paper; false where it is refused. Appeals run for three working days. */
function onPaper(paper: Paper, deed: Deed): boolean {
  if (deed.kind === 'wait') {
    if (paper.state === 'shown') paper.shownDays += 7
    return true
  }
  const canAdjust = paper.state === 'issued' || paper.state === 'computed'
  if (deed.kind === 'addition' || deed.kind === 'deduction' || deed.kind === 'veto') {
    if (!canAdjust) return false
    if (deed.kind === 'veto') paper.isVetoed = true
    else if ('halves' in deed) {
      if (deed.kind === 'addition') paper.added += deed.halves / 2
      else paper.taken += deed.halves / 2
    }
  } else if (deed.kind === 'appeal') {
    if (paper.state !== 'shown' || paper.shownDays > 0 || paper.hasOpenAppeal) return false
    paper.hasOpenAppeal = true
  } else if (deed.kind === 'uphold' || deed.kind === 'refuse') {
    if (!paper.hasOpenAppeal) return false
    paper.hasOpenAppeal = false
    if (deed.kind === 'uphold') paper.added += 1
  } else {
    if (deed.kind === 'close' && (paper.hasOpenAppeal || paper.shownDays === 0)) return false
    const to = next[deed.kind]?.[paper.state]
    if (to === undefined) return false
    paper.state = to
  }
  paper.acts++
  return true
}

async function done(id: string, deed: Deed): Promise<unknown> {
  const departmentCode = 'nanning'
  if (deed.kind === 'wait') return w.move(7)
  if (deed.kind === 'approve' || deed.kind === 'return') return acts.decide(id, deed.kind)
  if (deed.kind === 'veto') return acts.adjust(id, departmentCode, 'veto', 0)
  if ('halves' in deed) return acts.adjust(id, departmentCode, deed.kind, deed.halves / 2)
  if (deed.kind === 'appeal') {
    const params = { appraisalId: id, departmentCode }
    return (await w.by('city')).appealAppraisal({ params, body: { text: '请核对' } })
  }
  if (deed.kind !== 'uphold' && deed.kind !== 'refuse') return acts.act(id, deed.kind)
  const leader = await w.by('leader')
  const [open] = (await leader.appraisalAppeals({ query: { appraisal: id, isOpen: true } })).rows
  const params = { appealId: open?.id ?? '01900000-0000-7000-8000-000000000000' }
  const more = deed.kind === 'uphold' ? { points: 1 } : {}
  return leader.decideAppeal({ params, body: { decision: deed.kind, reason: '核实', ...more } })
}

function totalOf({ added, taken, isVetoed }: Paper): number {
  const total = 50 + Math.min(5, added) - Math.min(10, taken)
  return isVetoed ? Math.min(59, total) : total
}

test('whatever people try in whatever order, state and total are what a clerk’s paper has', async () => {
  // One of Nanning's two items of the period is reported in time and accepted.
  const start = dayAfter(w.clock.now(), 0)
  const one = await w.item(['nanning'], 'issued', 7)
  await w.item(['nanning'], 'issued', 8)
  await w.handle('city', one, 'nanning', 'sign')
  await w.handle('city', one, 'nanning', 'report', { comment: '完成' })
  await w.review(one, 'nanning', 'accept')
  const period = { fromOn: start, toOn: dayAfter(w.clock.now(), 9), departments: ['nanning', 'liuzhou'] }
  await w.move(14)
  await fc.assert(
    fc.asyncProperty(history, async (all) => {
      const id = await acts.make(period)
      const paper: Paper = {
        ...{ state: 'drafted', added: 0, taken: 0, isVetoed: false },
        ...{ hasOpenAppeal: false, shownDays: 0, acts: 1 },
      }
      for (const deed of all) {
        if (onPaper(paper, deed)) await done(id, deed)
        else await assert.rejects(done(id, deed), (error: unknown) => error instanceof RequestFault)
      }
      const found = await acts.seen(id)
      assert.equal(found.state, paper.state)
      assert.equal(found.trail.length, paper.acts, 'each act stands in the trail once, and nothing else')
      const unit = await acts.unit(id, 'nanning')
      const isScored = ['computed', 'shown', 'closing', 'final'].includes(paper.state)
      assert.equal(unit.total, isScored ? totalOf(paper) : null)
      assert.equal(unit.isSound, isScored ? true : null)
      const audit = await w.house.house.act(
        systemCaller,
        ({ sql }) => sql`select count(*)::int as count from kit_audit where subject_id = ${id}`,
      )
      assert.equal(audit[0]?.count, paper.acts)
    }),
    { seed: 20261128, numRuns: 8 },
  )
})
