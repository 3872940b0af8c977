import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Compile } from 'typebox/schema'
import type { Framework } from './model.ts'
import { frameworkSchema, shapeFaults } from './schema.ts'
import { framework, settings } from './test/arbitrary.ts'
import { frameworkWith, percent, question, told } from './test/sample.ts'

const foreign = Compile(structuredClone(frameworkSchema))
const good = frameworkWith([
  question('a', { source: { text: 'GB/T 23020-2013', verified: false }, unit: '%' }),
  { code: 'g', combine: 'sum', fulfilled: { at: '1', value: '2' }, children: [question('b')] },
])

/** Every place in a value: the path to it as keys. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  const below = keys.flatMap((key) =>
    places((value as Record<string | number, unknown>)[key], [...path, key]),
  )
  return [path, ...below]
}

/** A copy in which the value at one place is another, or is not there. */
function changed(value: unknown, path: readonly (string | number)[], other: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return other
  const copy = structuredClone(value) as Record<string | number, unknown>
  if (rest.length === 0 && other === undefined && !Array.isArray(copy)) delete copy[key]
  else copy[key] = changed(copy[key], rest, other)
  return copy
}

function pointer(path: readonly (string | number)[]): string {
  return path.length === 0 ? '/' : `/${path.join('/')}`
}

describe('the shape of a framework', () => {
  it('of a good one has no fault', () => {
    assert.deepEqual(shapeFaults(good), [])
  })

  it('of nothing', () => {
    for (const value of [null, undefined, 1, 'framework', [], true]) {
      assert.deepEqual(told(shapeFaults(value)), ['schema.type /'])
    }
  })

  it('tells everything that is missing', () => {
    assert.deepEqual(told(shapeFaults({})), [
      'schema.required /code',
      'schema.required /version',
      'schema.required /name',
      'schema.required /facts',
      'schema.required /rounding',
      'schema.required /missing',
      'schema.required /root',
    ])
  })

  const wrong: [name: string, part: object, faults: string[]][] = [
    ['a code with a space', { code: 'a b' }, ['schema.pattern /code']],
    ['a code that begins with a line', { code: '_a' }, ['schema.pattern /code']],
    ['a code too long', { code: 'a'.repeat(81) }, ['schema.maxLength /code']],
    ['a word that is none', { name: { zh: '' } }, ['schema.minLength /name/zh']],
    ['a number for a text', { version: 1 }, ['schema.type /version']],
    ['a key of nobody', { colour: 'red' }, ['schema.additionalProperties /colour']],
    ['a key with a slash', { 'a/b': 1 }, ['schema.additionalProperties /a~1b']],
    ['too many digits', { rounding: { digits: 10, mode: 'down' } }, ['schema.maximum /rounding/digits']],
    ['too few digits', { rounding: { digits: -1, mode: 'down' } }, ['schema.minimum /rounding/digits']],
    ['half a digit', { rounding: { digits: 1.5, mode: 'down' } }, ['schema.type /rounding/digits']],
    ['a mode of nobody', { rounding: { digits: 1, mode: 'up' } }, ['schema.enum /rounding/mode']],
    ['a rule for missing answers', { missing: { kind: 'guess' } }, ['schema.oneOf /missing']],
    ['a value without value', { missing: { kind: 'value' } }, ['schema.required /missing/value']],
    [
      'a value that is no decimal',
      { missing: { kind: 'value', value: '1e3' } },
      ['schema.pattern /missing/value'],
    ],
    ['a number for a decimal', { missing: { kind: 'value', value: 3 } }, ['schema.type /missing/value']],
    ['a fact without values', { facts: [{ code: 'a', values: [] }] }, ['schema.minItems /facts/0/values']],
    [
      'too many facts',
      { facts: Array.from({ length: 21 }, (_, index) => ({ code: `f${index}` })) },
      ['schema.maxItems /facts'],
    ],
    [
      'a group without children',
      { root: { code: 'r', combine: 'mean', children: [] } },
      ['schema.minItems /root/children'],
    ],
    [
      'a group that combines by chance',
      { root: { code: 'r', combine: 'dice', children: [question('a')] } },
      ['schema.enum /root/combine'],
    ],
    [
      'a question with children',
      { root: { code: 'r', rule: percent, children: [question('a')] } },
      ['schema.additionalProperties /root/children'],
    ],
    [
      'a rule that is half there',
      { root: { code: 'r', rule: { kind: 'linear', from: { low: '1' } } } },
      ['schema.required /root/rule/to', 'schema.required /root/rule/from/high'],
    ],
    ['a rule of nobody', { root: { code: 'r', rule: { kind: 'dice' } } }, ['schema.oneOf /root/rule']],
    [
      'a weight that is a number',
      { root: { code: 'r', rule: percent, weight: 1 } },
      ['schema.oneOf /root/weight'],
    ],
    [
      'a weight with an exponent',
      { root: { code: 'r', rule: percent, weight: '1e2' } },
      ['schema.pattern /root/weight'],
    ],
    [
      'a condition that asks two things',
      { root: { code: 'r', rule: percent, when: { fact: 'a', in: ['x'], startsWith: ['y'] } } },
      ['schema.additionalProperties /root/when/startsWith'],
    ],
    [
      'a condition on a node where only facts are known',
      { root: { code: 'r', rule: percent, when: { node: 'a', atLeast: '1' } } },
      [
        'schema.required /root/when/fact',
        'schema.required /root/when/in',
        'schema.additionalProperties /root/when/node',
        'schema.additionalProperties /root/when/atLeast',
      ],
    ],
    [
      'a veto without effect',
      { vetoes: [{ code: 'v', when: { node: 'a', below: '1' }, whenUnknown: 'pass' }] },
      ['schema.required /vetoes/0/effect'],
    ],
    [
      'two faults far apart',
      { code: '', ladders: [{ code: 'l', cumulative: 'yes', steps: [] }] },
      ['schema.pattern /code', 'schema.type /ladders/0/cumulative', 'schema.minItems /ladders/0/steps'],
    ],
  ]
  for (const [name, part, faults] of wrong) {
    it(`SCORE-7 ${name}`, () => {
      const value = { ...good, ...part }
      assert.deepEqual(told(shapeFaults(value)), faults)
      assert.equal(foreign.Check(value), false)
    })
  }

  it('a tree too deep is refused and not followed', () => {
    let node: Framework['root'] = question('q')
    for (let depth = 0; depth < 500; depth += 1)
      node = { code: `g${depth}`, combine: 'mean', children: [node] }
    const faults = shapeFaults({ ...good, root: node })
    assert.equal(faults.length, 1)
    assert.equal(faults[0]!.code, 'schema.depth')
  })
})

describe('the schema, read by another', () => {
  it('takes every framework that the engine takes', () => {
    fc.assert(
      fc.property(framework, (value) => {
        assert.deepEqual(shapeFaults(value), [])
        assert.equal(foreign.Check(value), true)
      }),
      settings,
    )
  })

  it('SCORE-7 agrees on frameworks with one part exchanged or taken out', () => {
    const others = [undefined, null, 0, 1.5, '', 'x', '1', '-', '01', [], {}, true, ['1'], { kind: 'drop' }]
    const other = fc.constantFrom(...others)
    fc.assert(
      fc.property(framework, fc.nat(), other, (value, at, put) => {
        const all = places(value)
        const path = all[at % all.length]!
        const broken = JSON.parse(JSON.stringify(changed(value, path, put)) ?? 'null')
        const faults = shapeFaults(broken)
        assert.equal(faults.length === 0, foreign.Check(broken), `${pointer(path)} ${JSON.stringify(put)}`)
      }),
      { ...settings, numRuns: 1000 },
    )
  })
})
