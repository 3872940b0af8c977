import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { smallForm } from '../test/framework.ts'
import { evidenceAnswer } from './evidence-answer.ts'
import { loadForm } from './form.ts'

type Bands = { atLeast: string; answer: string }[]
const bands: Bands = [
  { atLeast: '90', answer: 'full' },
  { atLeast: '20.5', answer: 'part' },
]

function withBands(given: Bands, more: object = {}) {
  const file = smallForm()
  const evidence = { query: 'factory.digitalEquipment', version: 1, bands: given, ...more }
  return loadForm({ ...file, questions: { ...file.questions, tools: { evidence } } })
}

function formWith(given: Bands) {
  const loaded = withBands(given)
  assert.ok('form' in loaded, JSON.stringify(loaded))
  return loaded.form
}

describe('bands turn a number that is proved into an option', () => {
  const form = formWith(bands)

  test('the first band that the value reaches answers; below all of them nothing does', () => {
    const cases = [
      ['100', 'full'],
      ['90.0000', 'full'],
      ['89.9999', 'part'],
      ['20.5', 'part'],
      ['20.4999', null],
      ['0', null],
    ] as const
    for (const [value, option] of cases) assert.equal(evidenceAnswer(form, 'tools', value), option, value)
    assert.equal(evidenceAnswer(form, 'tools', null), null)
  })

  test('a greater value never answers with a lower band', () => {
    const place = (value: number) => {
      const answer = evidenceAnswer(form, 'tools', value.toFixed(4))
      const at = bands.findIndex((band) => band.answer === answer)
      return at < 0 ? bands.length : at
    }
    const percent = fc.double({ min: 0, max: 100, noNaN: true })
    fc.assert(
      fc.property(percent, percent, (one, other) => {
        assert.ok(place(Math.max(one, other)) <= place(Math.min(one, other)))
      }),
      { seed: 20261128, numRuns: 300 },
    )
  })

  test('A1: options that are not there and bands out of order are told with their place', () => {
    const loaded = withBands([...bands, { atLeast: '95', answer: 'most' }], { values: { yes: 'never' } })
    assert.ok('faults' in loaded)
    assert.deepEqual(loaded.faults, [
      { path: '/questions/tools/evidence', code: 'option.unknown', detail: 'never' },
      { path: '/questions/tools/evidence', code: 'option.unknown', detail: 'most' },
      { path: '/questions/tools/evidence', code: 'bands.order', detail: '90 20.5 95' },
    ])
    assert.ok('faults' in withBands([]))
    assert.ok('faults' in withBands([{ atLeast: 'much', answer: 'full' }]))
  })
})
