import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import fc from 'fast-check'
import { experts, type FundWorld, fundWorld } from '../test/funds.ts'
import { dayAfter } from '../test/supervision.ts'

let w: FundWorld
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

const deeds = [
  ...(['submit', 'withdraw', 'pass', 'return', 'draw', 'score', 'notice', 'wait', 'approve'] as const),
  ...(['contract', 'claim', 'pay', 'evaluate', 'clawBack'] as const),
]
type Deed = (typeof deeds)[number]

/** What a clerk would have on paper: the stage, who has scored, the notice’s end, and the money. */
type Paper = {
  state: string
  drawn: boolean
  scored: boolean
  noticeTo: string
  claimed: boolean
  paid: number[]
  back: number
}
const tranches = [12_000_000, 8_000_000]

/** Naive twin: what a deed does on paper; false where it is refused. */
function onPaper(paper: Paper, deed: Deed, today: string): boolean {
  const goes = (from: string, to: string) => {
    if (paper.state !== from) return false
    paper.state = to
    return true
  }
  const paidFen = paper.paid.reduce((sum, one) => sum + one, 0)
  switch (deed) {
    case 'wait':
      return true
    case 'submit':
      return goes('drafted', 'submitted')
    case 'withdraw':
      return goes('drafted', 'withdrawn') || goes('submitted', 'withdrawn')
    case 'pass':
      return goes('submitted', 'checked')
    case 'return':
      return goes('submitted', 'drafted')
    case 'draw':
      paper.drawn ||= paper.state === 'checked'
      return goes('checked', 'reviewing')
    case 'score':
      if (!paper.drawn || paper.scored) return false
      paper.scored = true
      return true
    case 'notice':
      if (!paper.scored || !goes('reviewing', 'noticed')) return false
      paper.noticeTo = fiveWorkingDaysAfter(today)
      return true
    case 'approve':
      return today > paper.noticeTo && goes('noticed', 'approved')
    case 'contract':
      return goes('approved', 'contracted')
    case 'claim':
      if (paper.state !== 'contracted' || paper.claimed) return false
      paper.claimed = true
      return true
    case 'pay':
      if (paper.state !== 'contracted' || !paper.claimed) return false
      paper.paid.push(tranches[paper.paid.length] ?? 0)
      paper.claimed = false
      if (paper.paid.length === tranches.length) paper.state = 'completed'
      return true
    case 'evaluate':
      return goes('completed', 'evaluated')
    case 'clawBack':
      if (paidFen === 0 || !['contracted', 'completed', 'evaluated'].includes(paper.state)) return false
      paper.state = 'clawedBack'
      paper.back = 1
      return true
  }
}

/** Monday to Friday; the world's calendar has no holidays. */
function fiveWorkingDaysAfter(day: string): string {
  let at = new Date(`${day}T00:00:00Z`)
  for (let left = 5; left > 0; ) {
    at = new Date(at.getTime() + 86_400_000)
    if (at.getUTCDay() !== 0 && at.getUTCDay() !== 6) left--
  }
  return at.toISOString().slice(0, 10)
}

async function done(id: string, deed: Deed): Promise<unknown> {
  const params = { params: { applicationId: id } }
  if (deed === 'wait') return w.move(3)
  if (deed === 'score') {
    const scored = []
    for (const who of experts) scored.push(await w.score(who, id, 800))
    if (!scored.includes(true)) throw new RequestFault(409, { code: 'none', message: '' } as never)
    return null
  }
  if (deed === 'submit' || deed === 'withdraw')
    return w.now('a', id, (api, version) => api.moveApplication({ ...params, body: { act: deed, version } }))
  if (deed === 'pass' || deed === 'return')
    return w.now('region', id, (api, version) =>
      api.checkApplication({ ...params, body: { act: deed, comment: '说明', version } }),
    )
  if (deed === 'claim')
    return w.now('a', id, (api, version) => api.claimTranche({ ...params, body: { claim: '到场', version } }))
  if (deed === 'approve')
    return w.now('leader', id, (api, version) =>
      api.decideApplication({ ...params, body: { decision: 'approve', version } }),
    )
  return w.now('region', id, (api, version): Promise<unknown> => {
    if (deed === 'draw') return api.drawExperts({ ...params, body: { version } })
    if (deed === 'notice') return api.openNotice({ ...params, body: { version } })
    if (deed === 'pay') return api.payTranche({ ...params, body: { version } })
    if (deed === 'evaluate')
      return api.evaluateApplication({ ...params, body: { grade: 'good', comment: '好', version } })
    if (deed === 'clawBack')
      return api.clawBack({ ...params, body: { amountFen: 1, reason: '不实', version } })
    const dueOn = dayAfter(w.clock.now(), 90)
    const body = { tranches: tranches.map((amountFen) => ({ amountFen, milestone: '节点', dueOn })), version }
    return api.signContract({ ...params, body })
  })
}

/** Mostly the right way, with wrong turns: else few histories would come to the money. */
const history = fc
  .array(fc.tuple(fc.constantFrom(...deeds), fc.nat(2)), { minLength: 16, maxLength: 22 })
  .map((wrong) => {
    const right = [
      ...'submit pass draw score notice wait wait wait approve contract claim pay claim pay evaluate'.split(
        ' ',
      ),
    ]
    return right.flatMap((deed, place) => {
      const [turn, luck] = wrong[place] ?? ['wait', 1]
      return luck === 0 ? [turn as Deed, deed as Deed] : [deed as Deed]
    })
  })

test('whatever is tried in whatever order, stage and money stand as on a clerk’s paper', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (tried) => {
      // A window that no wait leaves, so that the paper needs none.
      const closesAt = `${dayAfter(w.clock.now(), 400)}T00:00:00.000Z`
      const id = await w.draft(await w.programme({ closesAt }))
      const paper: Paper = {
        ...{ state: 'drafted', drawn: false, scored: false, noticeTo: '', claimed: false },
        ...{ paid: [], back: 0 },
      }
      for (const deed of tried) {
        const isDone = onPaper(paper, deed, dayAfter(w.clock.now(), 0))
        if (isDone) await done(id, deed)
        else await assert.rejects(done(id, deed), (error: unknown) => error instanceof RequestFault, deed)
      }
      const found = await w.seenApplication(id, 'a')
      assert.equal(found.state, paper.state)
      const amounts = found.payments.map((one) => one.amountFen)
      assert.deepEqual(amounts, [...paper.paid, ...(paper.back > 0 ? [-1] : [])])
      const sum = amounts.reduce((all, one) => all + one, 0)
      assert.ok(sum >= 0 && sum <= (found.grantFen ?? 0), 'never more than was granted')
      const { planned, paid, cancelled, open } = await (await w.by('region')).movementTotals({
        query: { application: id },
      })
      const isSigned = found.tranches.length > 0
      assert.equal(planned.value, isSigned ? (found.grantFen ?? 0) / 100 : 0, 'what is planned is the grant')
      const unpaid = found.tranches.filter((one) => one.paidAt === null)
      const unpaidFen = unpaid.reduce((all, one) => all + one.amountFen, 0)
      assert.equal(Math.round(100 * ((open.value ?? 0) + (cancelled.value ?? 0))), unpaidFen)
      assert.equal(
        Math.round(100 * (paid.value ?? 0)),
        paper.paid.reduce((all, one) => all + one, 0),
      )
      const [told] = await w.house.house.act(
        systemCaller,
        ({ sql }) => sql<
          { sum: number }[]
        >`select coalesce(sum((payload->>'amountFen')::bigint), 0)::float8 as sum
          from kit_events where name = 'governance.fund.paid' and payload->>'applicationId' = ${id}`,
      )
      assert.equal(told?.sum, sum, 'the ledger is told of every movement')
    }),
    { seed: 20261128, numRuns: 5 },
  )
})
