import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import type { Answer, Framework } from './model.ts'
import { planLeaves } from './plan.ts'
import { recompute } from './recompute.ts'
import { score, tally } from './score.ts'
import type { Scorer } from './scorer.ts'
import { naiveScore } from './test/naive.ts'
import { loaded } from './test/sample.ts'
import { potentials } from './what-if.ts'

const folder = new URL('./frameworks/', import.meta.url)

function read(name: string): Framework {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
}

/** One answer for each question of the branch, by its code. */
function all(scorer: Scorer, facts: Record<string, string>, answer: (code: string) => Answer) {
  const codes = planLeaves(scorer.plan(facts)).map(({ code }) => code)
  return { facts, answers: Object.fromEntries(codes.map((code) => [code, answer(code)])) }
}

describe('the national frameworks', () => {
  for (const name of readdirSync(folder)) {
    it(`${name} loads, and names a source`, () => {
      const { framework } = loaded(read(name))
      assert.ok(framework.source!.text.length > 10)
      for (const ladder of framework.ladders!) assert.ok(ladder.source, ladder.code)
    })

    it(`${name} is scored as its twin scores it, with and without answers`, () => {
      const scorer = loaded(read(name))
      const facts = Object.fromEntries(scorer.framework.facts.map(({ code, values }) => [code, values![0]!]))
      for (const input of [
        { facts, answers: {} },
        all(
          scorer,
          facts,
          (code) => planLeaves(scorer.plan(facts)).find((leaf) => leaf.code === code)!.standard.best,
        ),
      ]) {
        const { total, reached, vetoes } = naiveScore(scorer.framework, input)
        assert.deepEqual(tally(scorer, input), { total, reached, vetoes })
        assert.deepEqual(recompute(scorer, score(scorer, input)), [])
      }
    })
  }
})

describe('GB/T 39116 maturity', () => {
  const scorer = loaded(read('gbt39116-2020.json'))
  const levels =
    (...answers: string[]) =>
    (code: string) =>
      answers[Number(code.charAt(5)) - 1]!
  const tallied = (process: string, ...answers: string[]) =>
    tally(scorer, all(scorer, { process }, levels(...answers)))

  it('asks 20 sub-domains a level of discrete industries, 18 of process industries', () => {
    assert.equal(planLeaves(scorer.plan({ process: 'discrete' })).length, 100)
    assert.equal(planLeaves(scorer.plan({ process: 'process' })).length, 90)
  })

  const wanted: [answers: string[], total: string, level: string | null, band: string | null][] = [
    [['none', 'none', 'none', 'none', 'none'], '0.00', null, null],
    [['part', 'none', 'none', 'none', 'none'], '0.50', null, null],
    [['most', 'none', 'none', 'none', 'none'], '1.00', '1', '1'],
    [['full', 'part', 'none', 'none', 'none'], '1.50', '1', '1'],
    [['full', 'most', 'none', 'none', 'none'], '2.00', '2', '2'],
    [['full', 'full', 'full', 'part', 'none'], '3.50', '3', '3'],
    [['full', 'full', 'full', 'most', 'part'], '4.50', '4', '4'],
    [['full', 'full', 'full', 'full', 'full'], '5.00', '5', '5'],
    // A level that is not reached stops the next, whatever they score.
    [['part', 'full', 'full', 'full', 'full'], '4.50', null, '4'],
    [['full', 'part', 'full', 'none', 'none'], '2.50', '1', '2'],
  ]
  for (const [answers, total, level, band] of wanted) {
    it(`SCORE-43 SCORE-52 ${answers.join(' ')}`, () => {
      for (const process of ['discrete', 'process']) {
        assert.deepEqual(tallied(process, ...answers), { total, reached: { level, band }, vetoes: [] })
      }
    })
  }

  it('SCORE-40 weighs sub-domain, domain and element', () => {
    const one = (facts: Record<string, string>, code: string) =>
      tally(scorer, { facts, answers: { [code]: 'full' } }).total
    const discrete = { process: 'discrete' }
    const process = { process: 'process' }
    // 0.77 × 0.48 × 0.16 and 0.68 × 0.63 × 0.23.
    assert.equal(one(discrete, 'level1.制造.生产.生产作业'), '0.06')
    assert.equal(one(process, 'level1.制造.生产.生产作业'), '0.10')
    // 0.11 × 0.46, in both.
    assert.equal(one(discrete, 'level1.技术.数据'), '0.05')
    assert.equal(one(process, 'level1.技术.数据'), '0.05')
    // 0.06 × 0.67 and 0.15 × 0.67.
    assert.equal(one(discrete, 'level1.资源.装备'), '0.04')
    assert.equal(one(process, 'level1.资源.装备'), '0.10')
  })

  it('SCORE-63 the way to the next level begins where the weight lies', () => {
    const input = all(scorer, { process: 'process' }, levels('full', 'part', 'none', 'none', 'none'))
    const [first, second] = potentials(scorer, input).filter(({ code }) => code.startsWith('level2.'))
    assert.deepEqual([first!.code, first!.gain], ['level2.制造.物流', '0.05'])
    assert.deepEqual([second!.code, second!.gain], ['level2.制造.生产.生产作业', '0.05'])
  })

  it('what no original was read for is marked', () => {
    const { root, ladders, rules } = scorer.framework
    assert.equal(root.source!.verified, false)
    assert.ok(ladders!.every(({ source }) => source!.verified === false))
    assert.ok(rules!.every(({ source }) => source!.verified === false))
  })
})

describe('GB/T 23020 integration assessment', () => {
  const scorer = loaded(read('gbt23020-2013.json'))
  const scoredBy = (aspects: Record<string, string>) =>
    tally(
      scorer,
      all(scorer, {}, (code) => aspects[code.split('.')[0]!] ?? '0'),
    )

  const wanted: [aspects: Record<string, string>, stage: string, total: string][] = [
    [{}, 'start', '0.00'],
    [{ foundation: '60' }, 'start', '10.00'],
    [{ foundation: '60', single: '60' }, 'coverage', '20.00'],
    [{ foundation: '59.99', single: '100', integration: '100', collaboration: '100' }, 'start', '60.00'],
    [{ foundation: '60', single: '60', integration: '60' }, 'integration', '30.00'],
    [{ foundation: '90', single: '90', integration: '90', collaboration: '60' }, 'innovation', '55.00'],
  ]
  for (const [aspects, stage, total] of wanted) {
    it(`SCORE-52 ${JSON.stringify(aspects)} is ${stage}: the stages are conjunctive`, () => {
      assert.deepEqual(scoredBy(aspects), { total, reached: { stage }, vetoes: [] })
    })
  }

  it('SCORE-34 what does not apply to a firm is shared among the rest', () => {
    const { facts, answers } = all(scorer, {}, () => '60')
    const without = { ...answers, 'integration.decision': { notApplicable: true as const } }
    assert.equal(tally(scorer, { facts, answers: without }).total, '60.00')
    assert.deepEqual(tally(scorer, { facts, answers: without }).reached, { stage: 'innovation' })
  })

  it('the thresholds are marked as examples', () => {
    const [stage] = scorer.framework.ladders!
    assert.deepEqual(stage!.source, { text: '示例阈值：各方面均为 60', verified: false })
  })
})

describe('tiers of smart factories', () => {
  const scorer = loaded(read('smart-factory-2025.json'))
  const gate = { scale: 'yes', clean: 'yes', controllable: 'yes', organisation: 'yes' }
  const links = ['construction', 'design', 'operations', 'production', 'business']
  const wanted: [answers: Record<string, Answer>, tier: string | null][] = [
    [{}, null],
    [{ ...gate, maturity: '1', covered: ['operations'] }, null],
    [{ ...gate, maturity: '2', covered: ['operations'] }, 'basic'],
    [{ ...gate, maturity: '2', covered: ['production'] }, null],
    [{ ...gate, maturity: '2', covered: ['operations', 'production', 'business'] }, 'advanced'],
    [{ ...gate, maturity: '4', covered: links, held: 'none' }, 'advanced'],
    [{ ...gate, maturity: '3', covered: links, held: 'advanced' }, 'excellent'],
    [{ ...gate, maturity: '2', covered: links, held: 'advanced' }, 'advanced'],
    [{ ...gate, maturity: '4', covered: links, held: 'advanced' }, 'excellent'],
    [{ ...gate, maturity: '4', covered: links, held: 'excellent' }, 'leading'],
    [{ ...gate, clean: 'no', maturity: '4', covered: links, held: 'excellent' }, null],
    [{ scale: 'yes', clean: 'yes', controllable: 'yes', maturity: '4', covered: links }, null],
  ]
  for (const [answers, tier] of wanted) {
    it(`SCORE-51 ${JSON.stringify(answers)} is open to ${tier}`, () => {
      assert.equal(tally(scorer, { facts: {}, answers }).reached.tier, tier)
    })
  }
})
