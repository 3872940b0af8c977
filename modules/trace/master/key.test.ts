import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  kindOfKey,
  type MasterKind,
  masterKey,
  prefixedDigits,
  prefixFault,
  primaryKey,
  writtenKey,
} from './key.ts'
import { textIn } from './languages.ts'

const stem = 'https://id.gs1.org'

describe('the key of what somebody typed', () => {
  const right: readonly [MasterKind, string, string][] = [
    ['product', '06901234001013', '/01/06901234001013'],
    ['product', ' 6901234001013 ', '/01/06901234001013'],
    ['product', '690123400101', ''],
    ['product', '96385074', '/01/00000096385074'],
    ['product', 'urn:epc:idpat:sgtin:6901234.000101.*', '/01/06901234001013'],
    ['product', 'https://example.com/01/06901234001013', '/01/06901234001013'],
    ['product', 'https://example.com/01/06901234001013/21/A', ''],
    ['product', '6901234001014', ''],
    ['product', '6901234001013.1', ''],
    ['product', 'abc', ''],
    ['place', '6901234000108', '/414/6901234000108'],
    ['place', '6901234000108.0', '/414/6901234000108'],
    ['place', '6901234000108.A1', '/414/6901234000108/254/A1'],
    ['place', 'urn:epc:id:sgln:6901234.00010.0', '/414/6901234000108'],
    ['place', 'urn:epc:id:sgln:6901234.00010.A%2F1', '/414/6901234000108/254/A%2F1'],
    ['place', '6901234000109', ''],
    ['place', 'urn:epc:id:pgln:6901234.00010', ''],
    ['party', '6901234000108', '/417/6901234000108'],
    ['party', 'urn:epc:id:pgln:6901234.00010', '/417/6901234000108'],
    ['party', '6901234000108.1', ''],
    ['party', '', ''],
  ]
  for (const [kind, typed, path] of right) {
    test(`${kind} ${JSON.stringify(typed)}`, () => {
      assert.equal(masterKey(kind, typed), path === '' ? null : stem + path)
    })
  }

  test('is written as people write it, and read again', () => {
    for (const [kind, , path] of right.filter(([, , one]) => one !== '')) {
      const key = stem + path
      assert.equal(masterKey(kind, writtenKey(key)), key)
      assert.equal(kindOfKey(key), kind)
    }
    assert.equal(writtenKey(`${stem}/414/6901234000108/254/A%2F1`), '6901234000108.A/1')
    assert.equal(kindOfKey(`${stem}/00/069012340000000030`), null)
  })

  test('leads to the product or place that it belongs to', () => {
    assert.equal(primaryKey(`${stem}/01/06901234001013/21/GX0001`), `${stem}/01/06901234001013`)
    assert.equal(primaryKey(`${stem}/414/6901234000108/254/A`), `${stem}/414/6901234000108`)
    assert.equal(primaryKey('urn:uuid:1'), 'urn:uuid:1')
    assert.equal(prefixedDigits(`${stem}/01/06901234001013`), '6901234001013')
    assert.equal(prefixedDigits(`${stem}/00/069012340000000030`), '69012340000000030')
    assert.equal(prefixedDigits(`${stem}/417/6901234000108`), '6901234000108')
    assert.equal(prefixedDigits('urn:x'), null)
  })
})

describe('a company prefix', () => {
  const cases: readonly [string, ReturnType<typeof prefixFault>][] = [
    ['6901234', null],
    ['690123456789', null],
    ['952012', null],
    ['69012', 'pattern'],
    ['6901234567892', 'pattern'],
    ['69012A4', 'pattern'],
    ['', 'pattern'],
    ['0212345', 'restricted'],
    ['2001234', 'restricted'],
    ['9811234', 'restricted'],
    ['9912345', 'restricted'],
  ]
  for (const [prefix, fault] of cases) {
    test(`${prefix || 'nothing'}: ${fault ?? 'taken'}`, () => assert.equal(prefixFault(prefix), fault))
  }
})

describe('a text', () => {
  const texts = {
    zh: { name: '减速器' },
    en: { name: 'Gearbox', description: 'small' },
    vi: { name: 'Hộp số' },
  }
  test('comes in the wanted language, in English, in Chinese, in any, and says in which', () => {
    assert.deepEqual(textIn(texts, ['vi'], 'name'), { text: 'Hộp số', language: 'vi' })
    assert.deepEqual(textIn(texts, ['th'], 'name'), { text: 'Gearbox', language: 'en' })
    assert.deepEqual(textIn(texts, ['vi', 'zh'], 'description'), { text: 'small', language: 'en' })
    assert.deepEqual(textIn({ km: { name: 'ក' } }, ['th'], 'name'), { text: 'ក', language: 'km' })
    assert.equal(textIn(texts, ['zh'], 'address'), null)
  })
})
