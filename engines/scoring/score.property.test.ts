import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { formatDecimal } from './decimal.ts'
import type { Framework, Input } from './model.ts'
import { isLeaf } from './model.ts'
import { type Plan, type PlanGroup, planLeaves } from './plan.ts'
import { score, tally } from './score.ts'
import { decimalText, scored, settings } from './test/arbitrary.ts'
import { type Fraction, least, less, most, plus, read, rounded, times } from './test/naive.ts'
import { loaded } from './test/sample.ts'

type Bounds = { low: Fraction; high: Fraction }

/** The range that rules and weights leave each node of a plan. */
function boundsOf(plan: Plan): Map<string, Bounds> {
  const bounds = new Map<string, Bounds>()
  for (const node of plan.nodes) {
    if ('leaf' in node) {
      const at = (units: number) => read(formatDecimal({ units, digits: node.rounding.digits }))
      bounds.set(node.code, { low: at(node.standard.low), high: at(node.standard.high) })
    } else {
      bounds.set(node.code, groupBounds(node, plan, bounds))
    }
  }
  return bounds
}

function groupBounds(node: PlanGroup, plan: Plan, bounds: ReadonlyMap<string, Bounds>): Bounds {
  const nothing: Fraction = [0n, 1n]
  const children = node.children.map((at, index) => ({
    weight: read(node.weightTexts[index]!),
    ...bounds.get(plan.nodes[at]!.code)!,
  }))
  const counted = children.filter(({ weight }) => weight[0] > 0n)
  if (counted.length === 0) return { low: nothing, high: nothing }
  const isSum = node.combine === 'sum'
  // A child without a value takes no part in a sum, so it may always be 0 there.
  const low = isSum
    ? counted.map(({ weight, low }) => times(weight, least([low, nothing]))).reduce(plus)
    : least(counted.map((one) => one.low))
  const high = isSum
    ? counted.map(({ weight, high }) => times(weight, most([high, nothing]))).reduce(plus)
    : most(counted.map((one) => one.high))
  const fulfilled = node.group.fulfilled ? [rounded(read(node.group.fulfilled.value), node.rounding)] : []
  return {
    low: least([rounded(low, node.rounding), ...fulfilled]),
    high: most([rounded(high, node.rounding), ...fulfilled]),
  }
}

/** The framework without what stands above the tree. */
function bare(framework: Framework): Framework {
  return { ...framework, vetoes: [], ladders: [] }
}

describe('any score', () => {
  it('SCORE-5 has every node within the range that its rules and weights leave it', () => {
    fc.assert(
      fc.property(scored, ({ framework, input }) => {
        const scorer = loaded(framework)
        const bounds = boundsOf(scorer.plan(input.facts))
        for (const { code, value } of score(scorer, input).nodes) {
          if (value === null) continue
          const { low, high } = bounds.get(code)!
          assert.ok(!less(read(value), low) && !less(high, read(value)), `${code} ${value}`)
        }
      }),
      settings,
    )
  })

  it('SCORE-6 follows each question that has a direction, in every node above it', () => {
    fc.assert(
      fc.property(
        scored,
        fc.nat(),
        decimalText(-20, 200, 4),
        decimalText(-20, 200, 4),
        ({ framework, input }, at, one, other) => {
          const scorer = loaded(bare(framework))
          const leaves = planLeaves(scorer.plan(input.facts)).filter(
            (leaf) => leaf.standard.direction !== null,
          )
          fc.pre(leaves.length > 0)
          const { code, standard } = leaves[at % leaves.length]!
          const [small, large] = Number(one) < Number(other) ? [one, other] : [other, one]
          const [less, more] = standard.direction === 'rising' ? [small, large] : [large, small]
          const worse = score(scorer, answered(input, code, less)).nodes
          const better = score(scorer, answered(input, code, more)).nodes
          for (const [index, { value }] of worse.entries()) {
            const above = better[index]!.value
            if (value === null) assert.equal(above, null)
            else assert.ok(Number(above) >= Number(value), `${worse[index]!.code} ${value} ${above}`)
          }
        },
      ),
      settings,
    )
  })

  it('SCORE-6 a declaration that holds loads, the other does not', () => {
    fc.assert(
      fc.property(scored, fc.constantFrom('rising', 'falling'), ({ framework, input }, monotone) => {
        const plan = loaded(framework).plan(input.facts)
        for (const { leaf, standard } of planLeaves(plan).slice(0, 3)) {
          const { weight: _, when: __, ...own } = leaf
          const root = { code: 'total', combine: 'mean', children: [{ ...own, monotone }] }
          const alone = { ...bare(framework), root } as Framework
          if (standard.direction === monotone) loaded(alone)
          else assert.throws(() => loaded(alone), /monotone\.broken/)
        }
      }),
      { ...settings, numRuns: 100 },
    )
  })

  it('SCORE-13 writes every value with the digits of its node', () => {
    fc.assert(
      fc.property(scored, ({ framework, input }) => {
        const made = score(loaded(framework), input)
        for (const { value, rounding } of made.nodes) {
          if (value === null) continue
          const pattern = rounding.digits === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${rounding.digits}}$`)
          assert.match(value, pattern)
          assert.ok(!/^-0(\.0+)?$/.test(value))
        }
      }),
      settings,
    )
  })

  it('SCORE-54 no veto raises a total or a step', () => {
    fc.assert(
      fc.property(scored, ({ framework, input }) => {
        const free = tally(loaded({ ...framework, vetoes: [] }), input)
        const held = tally(loaded(framework), input)
        if (free.total === null) assert.equal(held.total, null)
        else assert.ok(Number(held.total) <= Number(free.total))
        for (const { code, steps } of framework.ladders ?? []) {
          const place = (step: string | null) => steps.findIndex((one) => one.code === step)
          assert.ok(place(held.reached[code]!) <= place(free.reached[code]!))
        }
      }),
      settings,
    )
  })

  it('SCORE-52 a cumulative ladder never stands above one that is not', () => {
    fc.assert(
      fc.property(scored, ({ framework, input }) => {
        const turned = (cumulative: boolean) => {
          const ladders = (framework.ladders ?? []).map((ladder) => ({ ...ladder, cumulative }))
          return tally(loaded({ ...framework, ladders, vetoes: [] }), input).reached
        }
        const [climbed, highest] = [turned(true), turned(false)]
        for (const { code, steps } of framework.ladders ?? []) {
          const place = (step: string | null) => steps.findIndex((one) => one.code === step)
          assert.ok(place(climbed[code]!) <= place(highest[code]!))
        }
      }),
      settings,
    )
  })

  it('the input is left as it was, and scoring twice gives the same', () => {
    fc.assert(
      fc.property(scored, ({ framework, input }) => {
        const scorer = loaded(framework)
        const copy = structuredClone(input)
        const first = score(scorer, input)
        assert.deepEqual(input, copy)
        assert.deepEqual(score(scorer, input), first)
        assert.equal(isLeaf(scorer.framework.root), false)
      }),
      settings,
    )
  })

  it('a framework changed after loading changes nothing', () => {
    fc.assert(
      fc.property(scored, ({ framework, input }) => {
        const mine = structuredClone(framework)
        const scorer = loaded(mine)
        const first = tally(scorer, input)
        mine.root.code = 'other'
        mine.ladders = []
        if (!isLeaf(mine.root)) mine.root.children.length = 0
        assert.deepEqual(tally(scorer, input), first)
      }),
      { ...settings, numRuns: 100 },
    )
  })
})

function answered({ facts, answers }: Input, code: string, answer: string): Input {
  return { facts, answers: { ...answers, [code]: answer } }
}
