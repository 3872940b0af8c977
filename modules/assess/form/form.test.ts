import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type SmallForm, smallForm } from '../test/framework.ts'
import { checkFindings, outOfRange, scaled } from './checks.ts'
import { formOf, loadForm, readyForm } from './form.ts'
import { nodesIn, outlineOf, ruleOf, unverifiedIn, wordsOf } from './outline.ts'
import { branchOf, partsOf, questionsAsked, worthOf } from './worth.ts'

function loaded(value: unknown = smallForm()) {
  const made = loadForm(value)
  assert.ok('form' in made, JSON.stringify(made))
  return made.form
}

function faultsOf(change: (form: SmallForm) => unknown): string[] {
  const form = smallForm()
  const made = loadForm(change(form) ?? form)
  assert.ok('faults' in made)
  return made.faults.map(({ path, code }) => `${path} ${code}`)
}

describe('a file', () => {
  test('A1: a sound one is loaded, with one text and one hash whatever the order of its keys', () => {
    const one = loaded()
    const turned = Object.fromEntries(Object.entries(smallForm()).reverse())
    assert.equal(loaded(turned).hash, one.hash)
    assert.match(one.hash, /^[0-9a-f]{64}$/)
    assert.notEqual(loaded(smallForm({ version: '2' })).hash, one.hash)
  })

  test('A1: every fault is told, of the framework and of what stands around it', () => {
    const faults = faultsOf((form) => {
      form.kind = 'neither'
      const { children } = form.framework.root
      Object.assign(children[0] ?? {}, { combine: 'product' })
      return form
    })
    assert.ok(
      faults.some((fault) => fault.startsWith('/kind schema.')),
      faults.join('; '),
    )
    assert.ok(
      faults.some((fault) => fault.startsWith('/framework/root/children/0')),
      faults.join('; '),
    )
  })

  test('A1: names of questions and nodes that are not there are told, each with its place', () => {
    const faults = faultsOf((form) => {
      Object.assign(form.questions, { nowhere: {} })
      form.checks.push({
        kind: 'needs',
        question: 'missing',
        when: 'plan',
        in: ['full'],
        text: { zh: '问', en: 'ask' },
      })
      form.measures[0]?.nodes.push('gone')
      form.measures.push({ ...form.measures[1]! })
    })
    assert.deepEqual(faults, [
      '/questions/nowhere node.unknown',
      '/checks/3 node.unknown',
      '/measures/0/nodes node.unknown',
      '/measures code.repeated',
    ])
  })

  test('what is no object at all is refused, not thrown at', () => {
    for (const value of [null, 7, 'text', [], {}, { framework: null }]) {
      const made = loadForm(value)
      assert.ok('faults' in made && made.faults.length > 0, JSON.stringify(value))
    }
  })

  test('a stored text is made ready once and comes back by its hash', () => {
    const one = loaded(smallForm({ version: 'ready' }))
    assert.equal(readyForm(one.hash), undefined)
    const first = formOf(one.text, one.hash)
    assert.equal(formOf(one.text, one.hash), first)
    assert.equal(readyForm(one.hash), first)
    assert.throws(() => formOf('{}', 'another'), /faults/)
  })

  test('random harm never gets in: it is refused, or it is a form that scores', () => {
    const paths = ['kind', 'framework', 'questions', 'checks', 'measures'] as const
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const made = loadForm({ ...smallForm(), [path]: value })
        if ('faults' in made) assert.ok(made.faults.length > 0)
        else worthOf(made.form, { facts: { process: 'discrete' }, answers: {} })
      }),
      { seed: 20260301, numRuns: 200 },
    )
  })
})

describe('the questionnaire', () => {
  const form = loaded()

  test('has sections and questions in the order of the framework, with what a page needs', () => {
    const { sections, questions } = outlineOf(form.file, branchOf(form, { process: 'discrete' }).asked)
    assert.deepEqual(
      sections.map(({ code }) => code),
      ['base', 'use'],
    )
    assert.deepEqual(
      questions.map(({ code, kind }) => [code, kind]),
      [
        ['plan', 'choice'],
        ['tools', 'choice'],
        ['rate', 'number'],
        ['spent', 'number'],
        ['links', 'choices'],
        ['scale', 'choice'],
      ],
    )
    const rate = questions.find(({ code }) => code === 'rate')
    assert.deepEqual(rate?.evidence, { query: 'factory.digitalEquipment', version: 1 })
    assert.deepEqual(rate?.range, { low: '0', high: '100' })
    assert.equal(rate?.unit, '%')
    assert.deepEqual(
      questions.map(({ code, example }) => [code, example !== null]).filter(([, is]) => is),
      [
        ['plan', true],
        ['tools', true],
      ],
    )
    assert.equal(questions.find(({ code }) => code === 'plan')?.wantsDocument, true)
    assert.equal(questions.find(({ code }) => code === 'tools')?.notApplicable, true)
  })

  test('A2: a branch asks its own questions and no other', () => {
    assert.deepEqual(questionsAsked(form, { process: 'discrete' }).includes('batch'), false)
    assert.deepEqual(questionsAsked(form, { process: 'process' }).includes('batch'), true)
    assert.deepEqual(partsOf(form, { process: 'process' }), ['base', 'use'])
  })

  test('what was not read in an original is listed with its place and text', () => {
    assert.deepEqual(unverifiedIn(form.file.framework), [
      { place: 'extent', text: '示例' },
      { place: 'stage', text: '示例阈值' },
    ])
  })

  test('names fall back to Chinese, then to the code; a named rule is found, another is an error', () => {
    assert.deepEqual(wordsOf({ zh: '甲' }, 'a'), { zh: '甲', en: '甲' })
    assert.deepEqual(wordsOf(undefined, 'a'), { zh: 'a', en: 'a' })
    assert.equal(ruleOf(form.file.framework, 'extent').kind, 'choice')
    assert.throws(() => ruleOf(form.file.framework, 'none'), RangeError)
    assert.equal(nodesIn(form.file.framework).length, 10)
  })
})

describe('checks across answers', () => {
  const { file } = loaded()
  const textsOf = (answers: Parameters<typeof checkFindings>[1]) =>
    checkFindings(file, answers).map(({ text, isWarning }) => `${text.en}${isWarning ? ' (warning)' : ''}`)

  test('A4: a question that another answer needs, a sum, and an order', () => {
    assert.deepEqual(textsOf({}), [])
    assert.deepEqual(textsOf({ plan: 'full' }), ['A plan needs what was spent'])
    assert.deepEqual(textsOf({ plan: 'part' }), [])
    assert.deepEqual(textsOf({ plan: 'full', spent: '3' }), [])
    assert.deepEqual(textsOf({ rate: '100', spent: '91' }), ['Too much together'])
    assert.deepEqual(textsOf({ rate: '10', spent: '11' }), ['Check what was spent (warning)'])
    assert.deepEqual(textsOf({ rate: '11', spent: '11' }), [])
  })

  test('an answer that is no number is not compared', () => {
    assert.deepEqual(textsOf({ rate: { notApplicable: true }, spent: '50' }), [])
  })

  test('a range holds its ends', () => {
    assert.equal(outOfRange(file, 'rate', '0'), false)
    assert.equal(outOfRange(file, 'rate', '100'), false)
    assert.equal(outOfRange(file, 'rate', '100.000000001'), true)
    assert.equal(outOfRange(file, 'rate', '-0.1'), true)
    assert.equal(outOfRange(file, 'plan', 'full'), false)
  })

  test('decimals compare as numbers do, without their rounding', () => {
    const decimal = fc
      .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 999_999_999 }))
      .map(([whole, part]) => `${whole}.${String(part).padStart(9, '0')}`)
    fc.assert(
      fc.property(decimal, decimal, (one, other) => {
        const [left, right] = [scaled(one), scaled(other)]
        if (Number(one) < Number(other)) assert.ok(left <= right)
        if (Number(one) > Number(other)) assert.ok(left >= right)
        assert.equal(scaled(one) === scaled(other), one === other)
      }),
      { seed: 20260302, numRuns: 300 },
    )
    assert.equal(scaled('0.1') + scaled('0.2'), scaled('0.3'))
  })
})

describe('worth', () => {
  const form = loaded()
  const facts = { process: 'discrete' }

  test('the best answers give the highest total, none the lowest', () => {
    assert.equal(branchOf(form, facts).high, '100.00')
    assert.equal(worthOf(form, { facts, answers: {} }).total, '0.00')
    const best = { plan: 'full', tools: 'full', rate: '100', spent: '100', links: ['design', 'make'] }
    const worth = worthOf(form, { facts, answers: best })
    assert.equal(worth.total, '100.00')
    assert.deepEqual(worth.reached, { stage: 'wide' })
    assert.deepEqual(worth.parts, { base: '100.0000', total: '100.00', use: '100.0000' })
  })

  test('A3: the same answers give the same text and hash in whatever order; another answer another', () => {
    const one = worthOf(form, { facts, answers: { plan: 'full', rate: '40' } })
    const other = worthOf(form, { facts, answers: { rate: '40', plan: 'full' } })
    assert.equal(one.text, other.text)
    assert.equal(one.hash, other.hash)
    assert.notEqual(worthOf(form, { facts, answers: { plan: 'full', rate: '41' } }).hash, one.hash)
  })

  test('an answer of another branch is not used', () => {
    const { text } = worthOf(form, { facts, answers: {} })
    assert.equal(worthOf(form, { facts, answers: { batch: 'full' } }).text, text)
  })
})
