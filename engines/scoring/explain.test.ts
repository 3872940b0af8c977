import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { explain } from './explain.ts'
import type { Answer, Combine, Framework, FrameworkNode } from './model.ts'
import { score } from './score.ts'
import { framework, inputFor, settings } from './test/arbitrary.ts'
import { type Fraction, less, plus, read } from './test/naive.ts'
import { frameworkWith, loaded, question, scoreOf } from './test/sample.ts'

type Answers = Record<string, Answer>

/** The own parts of the nodes, as texts by code. */
function parts(given: Framework, before: Answers, after: Answers): Record<string, string> {
  const { nodes } = explain(scoreOf(given, before), scoreOf(given, after))
  return Object.fromEntries(nodes.map(({ code, exact }) => [code, exact]))
}

function group(code: string, combine: Combine, children: FrameworkNode[], more = {}): FrameworkNode {
  return { code, combine, children, ...more }
}

describe('explaining two scores', () => {
  const tree = frameworkWith([
    group('g', 'mean', [question('a', { weight: '3' }), question('b', { weight: '1' })], { weight: '0.5' }),
    question('c', { weight: '0.5' }),
  ])

  it('SCORE-60 nothing changed, nothing to tell', () => {
    const made = scoreOf(tree, { a: '40', b: '80', c: '10' })
    assert.deepEqual(explain(made, made), {
      before: '30.00',
      after: '30.00',
      change: '0.000000',
      byVetoes: '0.000000',
      nodes: [],
      ladders: [],
    })
  })

  it('SCORE-60 a question puts its change times the weights above it', () => {
    const made = explain(
      scoreOf(tree, { a: '40', b: '80', c: '10' }),
      scoreOf(tree, { a: '60', b: '80', c: '0' }),
    )
    assert.equal(made.change, '2.500000')
    assert.deepEqual(made.nodes, [
      {
        code: 'a',
        before: '40.00',
        after: '60.00',
        answers: { before: '40', after: '60' },
        exact: '15/2',
        contribution: '7.500000',
      },
      {
        code: 'c',
        before: '10.00',
        after: '0.00',
        answers: { before: '10', after: '0' },
        exact: '-5',
        contribution: '-5.000000',
      },
      { code: 'g', before: '50.00', after: '65.00', exact: '0', contribution: '0.000000' },
      { code: 'total', before: '30.00', after: '32.50', exact: '0', contribution: '0.000000' },
    ])
  })

  it('SCORE-61 an answer that comes in at the middle moves nothing', () => {
    const flat = frameworkWith([question('a'), question('b'), question('c')])
    assert.deepEqual(parts(flat, { a: '50', b: '50' }, { a: '50', b: '50', c: '50' }), { c: '0' })
  })

  it('SCORE-61 an answer that comes in above lifts, one that goes away falls', () => {
    const flat = frameworkWith([question('a'), question('b')])
    const before = { a: '40' }
    const after = { a: '40', b: '60' }
    // The middle is 45: a weighs half less, 5 below it; b weighs half, 15 above it.
    assert.deepEqual(parts(flat, before, after), { b: '15/2', a: '5/2', total: '0' })
    assert.deepEqual(parts(flat, after, before), { b: '-15/2', a: '-5/2', total: '0' })
  })

  it('SCORE-61 the least child: what another takes over is told of both', () => {
    const least = frameworkWith([group('g', 'minimum', [question('a'), question('b')])])
    assert.deepEqual(parts(least, { a: '10', b: '50' }, { a: '30', b: '50' }), {
      a: '20',
      g: '0',
      total: '0',
    })
    const made = parts(least, { a: '10', b: '50' }, { a: '70', b: '50' })
    // The middle is 30: a stood 20 below and is not looked at any more, b stands 20 above.
    assert.deepEqual(made, { a: '20', b: '20', g: '0', total: '0' })
  })

  it('SCORE-61 a sum', () => {
    const sum = frameworkWith([group('g', 'sum', [question('a', { weight: '2' }), question('b')])])
    assert.deepEqual(parts(sum, { a: '10' }, { a: '15', b: '7' }), { a: '10', b: '7', g: '0', total: '0' })
  })

  it('SCORE-62 rounding is the group’s own', () => {
    const thirds = frameworkWith([question('a'), question('b'), question('c')])
    const made = parts(thirds, { a: '0', b: '0', c: '0' }, { a: '0', b: '0', c: '10' })
    assert.deepEqual(made, { c: '10/3', total: '-1/300' })
  })

  it('SCORE-62 passing a threshold is the group’s own', () => {
    const level = frameworkWith([
      group('level', 'mean', [question('a')], { fulfilled: { at: '80', value: '100' } }),
    ])
    assert.deepEqual(parts(level, { a: '79' }, { a: '80' }), { level: '20', a: '1', total: '0' })
    assert.deepEqual(parts(level, { a: '80' }, { a: '90' }), { a: '10', level: '-10' })
  })

  it('SCORE-60 what a veto did stands apart, and the steps are told', () => {
    const held = frameworkWith([question('a'), question('b', { weight: '0' })], {
      vetoes: [
        {
          code: 'v',
          when: { answer: 'b', atLeast: '1' },
          whenUnknown: 'pass',
          effect: { kind: 'total', atMost: '20' },
        },
      ],
      ladders: [
        {
          code: 'stage',
          cumulative: true,
          steps: [{ code: 'one', requires: [{ node: 'a', atLeast: '60' }] }],
        },
      ],
    })
    const made = explain(scoreOf(held, { a: '50', b: '0' }), scoreOf(held, { a: '90', b: '1' }))
    assert.equal(made.change, '-30.000000')
    assert.equal(made.byVetoes, '-70.000000')
    assert.deepEqual(
      made.nodes.map(({ code, contribution }) => [code, contribution]),
      [
        ['a', '40.000000'],
        ['b', '0.000000'],
        ['total', '0.000000'],
      ],
    )
    assert.deepEqual(made.ladders, [{ code: 'stage', before: null, after: 'one' }])
  })

  it('SCORE-60 without a total there is no change, and what differs is still told', () => {
    const stop = frameworkWith([question('a', { missing: { kind: 'stop' } }), question('b')])
    const made = explain(scoreOf(stop, { b: '1' }), scoreOf(stop, { a: '5', b: '1' }))
    assert.equal(made.before, null)
    assert.equal(made.after, '3.00')
    assert.equal(made.change, null)
    assert.equal(made.byVetoes, null)
    assert.deepEqual(
      made.nodes.map(({ code, before, after }) => [code, before, after]),
      [
        ['a', null, '5.00'],
        ['total', null, '3.00'],
      ],
    )
  })

  it('SCORE-60 two versions of a framework are compared as well', () => {
    const old = frameworkWith([question('a'), question('b')])
    const now = frameworkWith([question('a', { weight: '3' }), question('b')], { version: '2' })
    const answers = { a: '80', b: '40' }
    const made = explain(scoreOf(old, answers), scoreOf(now, answers))
    assert.equal(made.change, '10.000000')
    assert.deepEqual(
      made.nodes.map(({ code, exact }) => [code, exact]),
      [
        ['b', '25/4'],
        ['a', '15/4'],
        ['total', '0'],
      ],
    )
    const sum = { ...now, root: { ...now.root, combine: 'sum' as const } }
    assert.equal(explain(scoreOf(old, answers), scoreOf(sum, answers)).change, '220.000000')
  })

  it('other roots have nothing to compare but their totals', () => {
    const old = frameworkWith([question('a')])
    const other = frameworkWith([], { root: { code: 'sum', combine: 'sum', children: [question('a')] } })
    const made = explain(scoreOf(old, { a: '10' }), scoreOf(other, { a: '30' }))
    assert.equal(made.change, '20.000000')
    assert.equal(made.byVetoes, '20.000000')
  })
})

describe('any two scores', () => {
  const pair = framework.chain((given) =>
    fc.tuple(inputFor(given), inputFor(given)).map((inputs) => ({ given, inputs })),
  )

  function fraction(text: string): Fraction {
    const [top = '0', bottom = '1'] = text.split('/')
    return [BigInt(top), BigInt(bottom)]
  }

  it('SCORE-60 the parts add up to the root’s change exactly', () => {
    fc.assert(
      fc.property(pair, ({ given, inputs: [one, other] }) => {
        const scorer = loaded(given)
        const [before, after] = [score(scorer, one), score(scorer, other)]
        const root = (made: typeof before) => made.nodes.find(({ code }) => code === made.root)!.value
        const [from, to] = [root(before), root(after)]
        const { nodes } = explain(before, after)
        const sum = nodes.map(({ exact }) => fraction(exact)).reduce(plus, [0n, 1n])
        if (from === null || to === null) {
          assert.ok(nodes.every(({ exact }) => exact === '0'))
          return
        }
        const back = plus(read(from), sum)
        assert.ok(!less(back, read(to)) && !less(read(to), back))
      }),
      settings,
    )
  })

  it('SCORE-60 the way back has the same parts with the other sign', () => {
    fc.assert(
      fc.property(pair, ({ given, inputs: [one, other] }) => {
        const scorer = loaded(given)
        const [before, after] = [score(scorer, one), score(scorer, other)]
        const there = new Map(explain(before, after).nodes.map(({ code, exact }) => [code, fraction(exact)]))
        for (const { code, exact } of explain(after, before).nodes) {
          const [top] = plus(there.get(code) ?? [0n, 1n], fraction(exact))
          assert.equal(top, 0n, code)
        }
      }),
      settings,
    )
  })

  it('every node whose value differs is told, the greatest part first', () => {
    fc.assert(
      fc.property(pair, ({ given, inputs: [one, other] }) => {
        const scorer = loaded(given)
        const [before, after] = [score(scorer, one), score(scorer, other)]
        const { nodes } = explain(before, after)
        const old = new Map(before.nodes.map(({ code, value }) => [code, value]))
        const now = new Map(after.nodes.map(({ code, value }) => [code, value]))
        for (const code of new Set([...old.keys(), ...now.keys()])) {
          const differs = (old.get(code) ?? null) !== (now.get(code) ?? null)
          if (differs) assert.ok(nodes.some((node) => node.code === code))
        }
        const sizes = nodes.map(({ contribution }) => Math.abs(Number(contribution)))
        assert.ok(sizes.every((size, index) => index === 0 || size <= sizes[index - 1]!))
      }),
      settings,
    )
  })
})
