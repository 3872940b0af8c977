import fc from 'fast-check'
import type {
  Answer,
  Condition,
  FactCondition,
  Framework,
  FrameworkNode,
  Input,
  Ladder,
  Leaf,
  Rounding,
  Rule,
  Veto,
} from '../model.ts'

/** Frameworks of all kinds and messy inputs to them, for properties. */

/** The same number every time: a failure can be seen again. */
export const settings = { seed: 23_020, numRuns: 300 }

export const rounding: fc.Arbitrary<Rounding> = fc.record({
  digits: fc.integer({ min: 0, max: 9 }),
  mode: fc.constantFrom('halfEven', 'halfUp', 'down'),
})

/** A decimal text; often with zeros behind. */
export function decimalText(min: number, max: number, digitsMax: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min: min * 1000, max: max * 1000 }), fc.integer({ min: 0, max: digitsMax }))
    .map(([thousandths, digits]) => (thousandths / 1000).toFixed(digits))
    .map((text) => (Number(text) === 0 ? text.replace('-', '') : text))
}

const score = decimalText(-50, 100, 3)
const weight = fc.oneof(decimalText(0, 5, 3), fc.constant('1'), fc.constant('0'))
const answerValue = decimalText(-20, 200, 4)

const range = fc
  .tuple(
    fc.integer({ min: -50, max: 50 }),
    fc.integer({ min: 1, max: 100 }),
    fc.constantFrom('', '.5', '.25'),
  )
  .map(([low, width, behind]) => ({
    low: String(low),
    high: `${Math.max(low + width, 0)}${behind}`,
  }))
const to = fc.constantFrom(
  { low: '0', high: '100' },
  { low: '0', high: '1' },
  { low: '-10', high: '33.3' },
  { low: '5', high: '5' },
)
const positive = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 90 }))
  .map(([low, width]) => ({ low: `${low / 10}`, high: `${low + width}` }))
const reverse = fc.boolean()

export const numericRule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ kind: fc.constant('linear' as const), from: range, to, reverse }),
  fc.record({ kind: fc.constant('logarithmic' as const), from: positive, to, reverse }),
  fc.record({ kind: fc.constant('threshold' as const), at: answerValue, reached: score, missed: score }),
  fc
    .tuple(score, fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), score), { minLength: 1, maxLength: 4 }))
    .map(([below, list]) => {
      const sumTo = (place: number) => list.slice(0, place + 1).reduce((sum, [by]) => sum + by, 0)
      const steps = list.map(([, value], place) => ({ at: String(sumTo(place)), score: value }))
      return { kind: 'steps' as const, below, steps }
    }),
)
const codes = ['a', 'b', 'c', 'd']
export const rule: fc.Arbitrary<Rule> = fc.oneof(
  { arbitrary: numericRule, weight: 3 },
  {
    arbitrary: fc.array(score, { minLength: 1, maxLength: 4 }).map((scores) => ({
      kind: 'choice' as const,
      options: scores.map((one, index) => ({ code: codes[index]!, score: one })),
    })),
    weight: 1,
  },
  {
    arbitrary: fc
      .tuple(fc.array(weight, { minLength: 1, maxLength: 4 }), decimalText(1, 5, 2), to)
      .map(([weights, full, into]) => ({
        kind: 'coverage' as const,
        options: weights.map((one, index) => ({ code: codes[index]!, weight: one })),
        full,
        to: into,
      })),
    weight: 1,
  },
)

export const processes = ['discrete', 'process']
export const trades = ['C34', 'C3411', 'C13', 'C26']
const factCondition: fc.Arbitrary<FactCondition> = fc.oneof<fc.Arbitrary<FactCondition>[]>(
  fc.constantFrom(...processes).map((value) => ({ fact: 'process', in: [value] })),
  fc.constantFrom(...trades).map((value) => ({ fact: 'trade', startsWith: [value] })),
  fc.constant({ all: [{ fact: 'process', in: ['discrete'] }, { not: { fact: 'trade', in: ['C26'] } }] }),
  fc.constant({
    any: [
      { fact: 'process', in: ['process'] },
      { fact: 'trade', startsWith: ['C3', 'C2'] },
    ],
  }),
)
const weightCases = fc
  .tuple(factCondition, weight, weight, fc.boolean())
  .map(([when, first, last, isTotal]) => [{ when, weight: first }, ...(isTotal ? [{ weight: last }] : [])])

const part = fc.record(
  { weight: fc.oneof(weight, weightCases), when: factCondition, rounding },
  { requiredKeys: [] },
)
const missing = fc.constantFrom('lowest', 'drop', 'stop', 'drop', 'lowest')

type Tree = { node: FrameworkNode }
const leaf: fc.Arbitrary<Tree> = fc
  .tuple(part, rule, missing, fc.boolean(), fc.integer({ min: 0, max: 4 }))
  .map(([own, given, kind, notApplicable, which]) => {
    const base = { ...own, code: '', rule: given, notApplicable }
    return { node: which === 0 ? base : { ...base, missing: { kind } } } as { node: Leaf }
  })
const { tree } = fc.letrec<{ tree: Tree; group: Tree }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, tie('group')),
  group: fc
    .tuple(
      part,
      fc.constantFrom('mean', 'mean', 'sum', 'minimum', 'maximum'),
      fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
      fc.option(decimalText(0, 50, 2), { nil: undefined, freq: 3 }),
    )
    .map(([own, combine, trees, at]) => {
      const fulfilled =
        at === undefined ? {} : { fulfilled: { at, value: String(Math.ceil(Number(at)) + 1) } }
      return {
        node: { ...own, ...fulfilled, code: '', combine, children: trees.map(({ node }) => node) },
      } as Tree
    }),
}))

/** The same tree with a code for each node, by its place. */
function coded(node: FrameworkNode, code: string): FrameworkNode {
  if (!('children' in node)) return { ...node, code }
  return { ...node, code, children: node.children.map((child, index) => coded(child, `${code}.${index}`)) }
}

export function leavesOf(node: FrameworkNode): Leaf[] {
  return 'children' in node ? node.children.flatMap(leavesOf) : [node]
}

function codesOf(node: FrameworkNode): string[] {
  return [node.code, ...('children' in node ? node.children.flatMap(codesOf) : [])]
}

type Seed = { place: number; at: string; isBelow: boolean; wrap: number }
const seed: fc.Arbitrary<Seed> = fc.record({
  place: fc.nat(1000),
  at: decimalText(-10, 60, 2),
  isBelow: fc.boolean(),
  wrap: fc.nat(5),
})

function condition(root: FrameworkNode, { place, at, isBelow, wrap }: Seed): Condition {
  const leaves = leavesOf(root)
  const asked = leaves[place % leaves.length]!
  const given = asked.rule as Rule
  const nodes = codesOf(root)
  const bound = isBelow ? { below: at } : { atLeast: at }
  const ofNode: Condition = { node: nodes[place % nodes.length]!, ...bound }
  const ofAnswer: Condition =
    'options' in given
      ? { answer: asked.code, in: [given.options[0]!.code] }
      : { answer: asked.code, ...bound }
  if (wrap === 0) return { all: [ofNode, ofAnswer] }
  if (wrap === 1) return { any: [ofNode, { not: ofAnswer }] }
  if (wrap === 2) return { any: [{ fact: 'process', in: ['discrete'] }, ofAnswer] }
  return wrap === 3 ? ofAnswer : ofNode
}

const ladderSeed = fc.record({
  cumulative: fc.boolean(),
  steps: fc.array(fc.array(seed, { maxLength: 2 }), { minLength: 1, maxLength: 4 }),
})
const vetoSeed = fc.record({
  when: seed,
  whenUnknown: fc.constantFrom('apply' as const, 'pass' as const),
  atMost: fc.option(fc.nat(10)),
  ofTotal: fc.boolean(),
})

/** A framework that loads, with a group at its root. */
export const framework: fc.Arbitrary<Framework> = fc
  .tuple(
    fc.array(tree, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('mean' as const, 'sum' as const),
    rounding,
    fc.array(ladderSeed, { maxLength: 2 }),
    fc.array(vetoSeed, { maxLength: 2 }),
  )
  .map(([trees, combine, rounds, ladderSeeds, vetoSeeds]) => {
    const root = coded({ code: '', combine, children: trees.map(({ node }) => node) }, 'root')
    const ladders = ladderSeeds.map(({ cumulative, steps }, index): Ladder => {
      const made = steps.map((requires, at) => ({
        code: `${at}`,
        requires: requires.map((one) => condition(root, one)),
      }))
      return { code: `ladder${index}`, cumulative, steps: made }
    })
    const vetoes = vetoSeeds.map(({ when, whenUnknown, atMost, ofTotal }, index): Veto => {
      const [ladder] = ladders
      const step = atMost === null || !ladder ? null : ladder.steps[atMost % ladder.steps.length]!.code
      const effect: Veto['effect'] =
        ofTotal || !ladder
          ? { kind: 'total', atMost: `${atMost ?? 0}` }
          : { kind: 'ladder', ladder: ladder.code, atMost: step }
      return { code: `veto${index}`, when: condition(root, when), whenUnknown, effect }
    })
    return {
      code: 'any',
      version: '1',
      name: { zh: '任意' },
      facts: [{ code: 'process', values: processes }, { code: 'trade' }],
      rounding: rounds,
      missing: { kind: 'lowest' },
      root,
      ladders,
      vetoes,
    }
  })

/** What someone could answer: often nothing, now and then that it does not apply. */
export function answerTo({ rule: given, notApplicable }: Leaf, pick: number, value: string): Answer | null {
  if (pick % 7 === 0) return null
  if (pick % 7 === 1 && notApplicable) return { notApplicable: true }
  const { kind } = given as Rule
  const options = 'options' in (given as Rule) ? (given as Extract<Rule, { kind: 'choice' }>).options : []
  if (kind === 'choice') return options[pick % options.length]!.code
  if (kind === 'coverage') {
    return options.map(({ code }) => code).filter((_, index) => Math.floor(pick / 2 ** index) % 2 === 1)
  }
  return value
}

export function inputFor({ root }: Framework): fc.Arbitrary<Input> {
  const leaves = leavesOf(root)
  const answered = fc.array(fc.tuple(fc.nat(1000), answerValue), {
    minLength: leaves.length,
    maxLength: leaves.length,
  })
  return fc
    .tuple(answered, fc.constantFrom(...processes), fc.constantFrom(...trades))
    .map(([list, process, trade]) => {
      const answers: Input['answers'] = {}
      for (const [index, one] of leaves.entries()) {
        const answer = answerTo(one, ...list[index]!)
        if (answer !== null) answers[one.code] = answer
      }
      return { facts: { process, trade }, answers }
    })
}

/** A framework with an input to it. */
export const scored: fc.Arbitrary<{ framework: Framework; input: Input }> = framework.chain((one) =>
  inputFor(one).map((input) => ({ framework: one, input })),
)
