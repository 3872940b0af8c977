import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { subjectKey } from './duplicates.ts'
import { type Condition, type FirmFacts, isSound, judge } from './eligibility.ts'
import { grantMaxFen, tranchesFit } from './money.ts'
import { drawExperts, type Expert, outcomeOf } from './review.ts'
import { type ApplicationAct, type ApplicationState, applicationStates, moveApplication } from './steps.ts'

const facts: FirmFacts = {
  kind: 'enterprise',
  regionCode: '450105',
  tradeCode: '3453',
  sizeClass: 'medium',
  isKey: true,
  verification: 'approved',
  revenueFen: 26_500_000_000,
  machines: 12,
  machinesConnected: 3,
  rateEvidenced: null,
}
const condition = (fact: Condition['fact'], operator: Condition['operator'], value: string): Condition => ({
  fact,
  operator,
  value,
})

describe('which programme fits', () => {
  test('each condition is told with what was found', () => {
    const { fits, conditions } = judge(
      [
        condition('kind', 'is', 'enterprise'),
        condition('regionCode', 'startsWith', '4501, 4502'),
        condition('sizeClass', 'isOneOf', 'small,medium'),
        condition('machinesConnected', 'atLeast', '5'),
      ],
      facts,
    )
    assert.equal(fits, false)
    assert.deepEqual(
      conditions.map((one) => [one.fact, one.found, one.met]),
      [
        ['kind', 'enterprise', true],
        ['regionCode', '450105', true],
        ['sizeClass', 'medium', true],
        ['machinesConnected', '3', false],
      ],
    )
  })

  test('what nobody knows meets nothing and fails nothing', () => {
    const unknown = condition('rateEvidenced', 'atLeast', '0.5')
    assert.equal(judge([unknown], facts).fits, null)
    assert.equal(judge([unknown, condition('isKey', 'is', 'false')], facts).fits, false)
    assert.equal(judge([], facts).fits, true)
  })

  test('a further condition never makes a firm fit that did not', () => {
    const any = fc.record({
      fact: fc.constantFrom<Condition['fact']>('kind', 'machines', 'isKey', 'rateEvidenced', 'tradeCode'),
      operator: fc.constantFrom<Condition['operator']>('is', 'isOneOf', 'startsWith', 'atLeast', 'atMost'),
      value: fc.constantFrom('enterprise', '34', '12', 'true', '0.5', '3453'),
    })
    const rank = (fits: boolean | null) => (fits === true ? 2 : fits === null ? 1 : 0)
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), any, (some, one) => {
        assert.ok(rank(judge([...some, one], facts).fits) <= rank(judge(some, facts).fits))
      }),
      { seed: 20261128, numRuns: 300 },
    )
  })

  test('a condition without a number to compare with is not sound', () => {
    assert.equal(isSound(condition('machines', 'atLeast', 'many')), false)
    assert.equal(isSound(condition('machines', 'atLeast', '10')), true)
    assert.equal(isSound(condition('kind', 'is', '  ')), false)
  })
})

describe('the way of an application', () => {
  test('is the guide’s, and from an end nothing moves but a claw-back and an exit', () => {
    const way: [ApplicationAct, ApplicationState][] = [
      ['submit', 'submitted'],
      ['pass', 'checked'],
      ['draw', 'reviewing'],
      ['notice', 'noticed'],
      ['approve', 'approved'],
      ['contract', 'contracted'],
      ['complete', 'completed'],
      ['evaluate', 'evaluated'],
    ]
    let state: ApplicationState = 'drafted'
    for (const [act, next] of way) {
      state = moveApplication(state, act) ?? state
      assert.equal(state, next)
    }
    const acts = [
      ...way.map(([act]) => act),
      'withdraw',
      'return',
      'refuse',
      'clawBack',
      'exit',
    ] as ApplicationAct[]
    for (const end of ['refused', 'withdrawn', 'clawedBack', 'exited'] as const)
      for (const act of acts) assert.equal(moveApplication(end, act), null, `${end} ${act}`)
    assert.deepEqual(
      acts.filter((act) => moveApplication('evaluated', act) !== null),
      ['clawBack', 'exit'],
    )
    const reached = new Set<string>(['drafted'])
    for (const one of reached)
      for (const act of acts) reached.add(moveApplication(one as ApplicationState, act) ?? one)
    assert.deepEqual([...reached].sort(), [...applicationStates].sort(), 'every state is reached')
  })
})

describe('money', () => {
  const fen = fc.bigInt({ min: 0n, max: 10n ** 13n })
  test('is never above the share nor above the cap, and as much as both allow', () => {
    fc.assert(
      fc.property(fen, fen, fc.integer({ min: 0, max: 10_000 }), (investment, capFen, shareBasisPoints) => {
        const most = grantMaxFen(investment, { capFen, shareBasisPoints })
        assert.ok(most <= capFen && most * 10_000n <= investment * BigInt(shareBasisPoints))
        const more = most + 1n
        assert.ok(more > capFen || more * 10_000n > investment * BigInt(shareBasisPoints))
      }),
      { seed: 20261128, numRuns: 300 },
    )
  })

  test('tranches make the grant to the fen', () => {
    assert.equal(tranchesFit(100n, [60n, 40n]), true)
    assert.equal(tranchesFit(100n, [60n, 41n]), false)
    assert.equal(tranchesFit(100n, [100n, 0n]), false)
    assert.equal(tranchesFit(100n, []), false)
  })
})

describe('the same thing asked for twice', () => {
  test('is found under other spellings', () => {
    const same = [
      '发票 № 24452000000012345678',
      '发票№２４４５２０００００００１２３４５６７８',
      '发票（№）24452000000012345678',
    ]
    assert.equal(new Set(same.map(subjectKey)).size, 1)
    assert.equal(subjectKey('智能化改造-二期'), subjectKey('智能化改造 二期'))
    assert.notEqual(subjectKey('智能化改造一期'), subjectKey('智能化改造二期'))
  })
})

describe('experts', () => {
  const pool: Expert[] = Array.from({ length: 30 }, (_, place) => ({
    personId: `person-${place}`,
    organisationId: `organisation-${place % 6}`,
  }))
  const about = { seed: 's', applicationId: 'a', applicantId: 'organisation-0', recused: ['person-1'] }

  test('are drawn again the same by who knows the seed, whatever the order of the pool', () => {
    const drawn = drawExperts(pool, about, 5)
    assert.equal(drawn.length, 5)
    assert.deepEqual(drawExperts(pool.toReversed(), about, 5), drawn)
    assert.notDeepEqual(drawExperts(pool, { ...about, seed: 't' }, 5), drawn)
  })

  test('never belong to the applicant nor recused themselves, and each is as likely as another', () => {
    const counts = new Map<string, number>()
    for (let round = 0; round < 2000; round++) {
      for (const one of drawExperts(pool, { ...about, seed: String(round) }, 5)) {
        assert.notEqual(one.organisationId, 'organisation-0')
        assert.notEqual(one.personId, 'person-1')
        counts.set(one.personId, (counts.get(one.personId) ?? 0) + 1)
      }
    }
    // 24 may be drawn, 10,000 draws: 417 each; six standard deviations are about 110.
    assert.equal(counts.size, 24)
    for (const [person, count] of counts) assert.ok(Math.abs(count - 10_000 / 24) < 110, `${person} ${count}`)
  })

  test('give a mean and a spread, and a wide spread is told', () => {
    assert.deepEqual(outcomeOf([], 200), { meanTenths: null, spreadTenths: null, isDispersed: false })
    assert.deepEqual(outcomeOf([800, 801], 200), { meanTenths: 801, spreadTenths: 1, isDispersed: false })
    assert.deepEqual(outcomeOf([500, 800, 900], 300).isDispersed, true)
    const score = fc.integer({ min: 0, max: 1000 })
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 9 }), (scores) => {
        const { meanTenths } = outcomeOf(scores, 200)
        const exact = scores.reduce((sum, one) => sum + one, 0) / scores.length
        assert.ok(meanTenths !== null && Math.abs(meanTenths - exact) <= 0.5)
        assert.deepEqual(outcomeOf(scores.toReversed(), 200), outcomeOf(scores, 200))
      }),
      { seed: 20261128, numRuns: 200 },
    )
  })
})
