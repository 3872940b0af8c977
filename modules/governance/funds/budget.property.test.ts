import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type FundWorld, fundWorld } from '../test/funds.ts'

let w: FundWorld
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

/** Naive twin: grants one after the other while they fit. */
function granted(budgetFen: number, asked: readonly number[]): number[] {
  let left = budgetFen
  return asked.filter((fen) => {
    if (fen > left) return false
    left -= fen
    return true
  })
}

test('grants in sequence are those that fit, and the programme tells their sum', async () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 20, max: 50 }), amounts, async (budget, asked) => {
      const unit = 1_000_000
      const programmeId = await w.programme({ budgetFen: budget * unit, capFen: 20 * unit })
      const ids = []
      for (const one of asked) ids.push(await w.application('noticed', programmeId, { askedFen: one * unit }))
      await w.move(10)
      const given: number[] = []
      for (const [place, id] of ids.entries()) {
        const { version } = await w.seenApplication(id)
        const body = { decision: 'approve' as const, version }
        await (await w.by('leader')).decideApplication({ params: { applicationId: id }, body }).then(
          () => given.push((asked[place] ?? 0) * unit),
          () => undefined,
        )
      }
      const wanted = granted(
        budget * unit,
        asked.map((one) => one * unit),
      )
      assert.deepEqual(given, wanted)
      const { grantedFen } = await (await w.by('region')).programme({ params: { programmeId } })
      assert.equal(
        grantedFen,
        wanted.reduce((sum, one) => sum + one, 0),
      )
    }),
    { seed: 20261128, numRuns: 3 },
  )
})
