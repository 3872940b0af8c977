import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { TemplateField } from './contract.ts'
import { attributeFaults, readableBy } from './templates.ts'

const runs = { seed: 20261128, numRuns: 1500 }
const names = ['a', 'b', 'c', 'd']
const field = (name: string): fc.Arbitrary<TemplateField> =>
  fc
    .record({
      type: fc.constantFrom(...(['text', 'number', 'date', 'boolean', 'choice', 'link'] as const)),
      isRequired: fc.boolean(),
      audience: fc.constantFrom(...(['public', 'partner', 'own'] as const)),
    })
    .map((one) => ({
      name,
      title: name,
      ...one,
      ...(one.type === 'choice' ? { choices: ['红', '蓝'] } : {}),
    }))
const template = fc.tuple(...names.map(field)).map((fields) => ({ fields }))
const value = fc.constantFrom(
  '',
  ' ',
  '1',
  '-2.50',
  '1e3',
  '2026-02-28',
  '2026-02-30',
  'true',
  '红',
  'https://a.b',
  'ftp://a',
  '文',
)
const attributes = fc.dictionary(fc.constantFrom(...names, 'z'), value)

/** The twin: which of the values above are good for a type. */
const good: Readonly<Record<TemplateField['type'], readonly string[]>> = {
  text: ['1', '-2.50', '1e3', '2026-02-28', '2026-02-30', 'true', '红', 'https://a.b', 'ftp://a', '文'],
  number: ['1', '-2.50'],
  date: ['2026-02-28'],
  boolean: ['true'],
  choice: ['红'],
  link: ['https://a.b'],
}

describe('T51 attributes by a data template', () => {
  test('are refused exactly where a table of values says so', () => {
    fc.assert(
      fc.property(template, attributes, (one, given) => {
        const wrong = new Set(attributeFaults(one, given).map(({ name }) => name))
        assert.equal(wrong.has('z'), 'z' in given)
        for (const { name, type, isRequired } of one.fields) {
          const said = (given[name] ?? '').trim()
          const isWrong = said === '' ? isRequired : !good[type].includes(said)
          assert.equal(wrong.has(name), isWrong, `${name} ${type} ${said}`)
        }
      }),
      runs,
    )
  })

  test('are read by each audience as far as the template lets it, never less by a nearer one', () => {
    fc.assert(
      fc.property(template, attributes, (one, given) => {
        const seen = (audience: TemplateField['audience']) =>
          readableBy(one, given, audience).map(({ field: { name } }) => name)
        const [everybody, partners, own] = [seen('public'), seen('partner'), seen('own')]
        for (const name of everybody) assert.ok(partners.includes(name))
        for (const name of partners) assert.ok(own.includes(name))
        const open = one.fields.filter(({ audience, name }) => audience === 'public' && given[name])
        assert.deepEqual(
          everybody,
          open.map(({ name }) => name),
        )
        assert.equal(own.length, one.fields.filter(({ name }) => given[name]).length)
      }),
      runs,
    )
  })

  test('have the type of their field', () => {
    const typed = (type: TemplateField['type'], text: string) =>
      readableBy(
        { fields: [{ name: 'x', title: 'x', type, isRequired: false, audience: 'public' }] },
        { x: text },
        'public',
      )[0]?.value
    assert.deepEqual(
      [typed('number', '-2.50'), typed('boolean', 'true'), typed('boolean', 'false'), typed('text', '1')],
      [-2.5, true, false, '1'],
    )
  })
})
