import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { smallForm } from '../test/framework.ts'
import { evidenceAnswer, isSameAnswer, optionsProved } from './evidence-answer.ts'
import { loadForm } from './form.ts'

type Options = { answer: string; anyOf: string[]; atLeast?: string }[]
const options: Options = [
  { answer: 'make', anyOf: ['execution', 'quality'], atLeast: '50' },
  { answer: 'design', anyOf: ['modelling'] },
]

function withOptions(question: string, given: Options | undefined) {
  const file = smallForm()
  const evidence = { query: 'registry.systems.processes', version: 1, ...(given ? { options: given } : {}) }
  return loadForm({ ...file, questions: { ...file.questions, [question]: { evidence } } })
}

describe('words that are proved answer a question with several options', () => {
  const loaded = withOptions('links', options)
  assert.ok('form' in loaded, JSON.stringify(loaded))
  const { form } = loaded

  test('each option is answered where one of its words reaches so far', () => {
    const cases = [
      ['execution=50.00 modelling=1.00', ['design', 'make']],
      ['execution=49.99 quality=80.00', ['make']],
      ['execution=49.99', null],
      ['modelling', ['design']],
      ['execution', null],
      ['office=100.00', null],
    ] as const
    for (const [value, answer] of cases) assert.deepEqual(evidenceAnswer(form, 'links', value), answer, value)
    assert.equal(evidenceAnswer(form, 'links', null), null)
    assert.deepEqual(optionsProved(form, 'links', 'execution=49.99 quality=80.00'), [
      { answer: 'make', words: ['quality'], atLeast: '50' },
    ])
  })

  test('a word that reaches further never takes an option away', () => {
    const reach = fc.integer({ min: 0, max: 100 })
    fc.assert(
      fc.property(reach, reach, reach, (execution, quality, more) => {
        const say = (one: number) => `execution=${one}.00 quality=${quality}.00`
        const before = [evidenceAnswer(form, 'links', say(execution)) ?? []].flat()
        const after = [evidenceAnswer(form, 'links', say(execution + more)) ?? []].flat()
        assert.ok(before.every((one) => after.includes(one)))
      }),
      { seed: 20261129, numRuns: 200 },
    )
  })

  test('A1: options that are not there or stand twice, and questions that take one, are told', () => {
    const told = (question: string, given: Options | undefined) => {
      const made = withOptions(question, given)
      return 'faults' in made ? made.faults.map(({ code, detail }) => [code, detail]) : []
    }
    assert.deepEqual(told('links', [...options, { answer: 'sell', anyOf: ['sales'] }, ...options.slice(1)]), [
      ['option.unknown', 'sell'],
      ['option.repeated', 'design'],
    ])
    assert.deepEqual(told('links', undefined), [['evidence.options', 'links']])
    assert.deepEqual(told('tools', [{ answer: 'full', anyOf: ['sales'] }]), [['evidence.options', 'tools']])
    assert.ok('faults' in withOptions('links', []))
    assert.ok('faults' in withOptions('links', [{ answer: 'make', anyOf: [] }]))
  })
})

test('several options are the same in any order, and nothing else is', () => {
  assert.ok(isSameAnswer(['a', 'b'], ['b', 'a']))
  assert.ok(!isSameAnswer(['a', 'b'], ['a']))
  assert.ok(!isSameAnswer('a', ['a']))
  assert.ok(isSameAnswer({ notApplicable: true }, { notApplicable: true }))
  assert.ok(!isSameAnswer({ notApplicable: true }, null))
})
