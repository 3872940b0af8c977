import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { localeOf, translator } from './index.ts'

const root = resolve(import.meta.dirname, '../..')
const skipped = new Set(['node_modules', '.git', 'built', 'data'])

/** Every folder of words in the house. */
function wordFolders(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isDirectory() && !skipped.has(one.name))
    .flatMap(({ name }) => {
      const path = join(folder, name)
      return name === 'i18n' && readdirSync(path).includes('zh.json') ? [path] : wordFolders(path)
    })
}

function wordsIn(folder: string, locale: 'zh' | 'en'): Record<string, string> {
  return JSON.parse(readFileSync(join(folder, `${locale}.json`), 'utf8'))
}

/** A blank, or the two forms of a word of which its number chooses one. */
const blank = /\{\{(\w+)(?:\|[^|{}]+\|[^|{}]+)?\}\}/g
const blanksOf = (text = '') => [...new Set([...text.matchAll(blank)].map(([, name]) => name))].sort()

describe('the words of the house', () => {
  const folders = wordFolders()

  test('are found', () => assert.ok(folders.length >= 8, folders.join(' ')))

  for (const folder of folders) {
    const name = folder.slice(root.length + 1)
    const zh = wordsIn(folder, 'zh')
    const en = wordsIn(folder, 'en')

    test(`of ${name} are whole in both languages, with the same blanks`, () => {
      assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort())
      for (const [key, text] of Object.entries(zh)) {
        assert.deepEqual(blanksOf(en[key]), blanksOf(text), key)
        assert.ok(text.trim() && en[key]?.trim(), `${key} says nothing`)
      }
    })

    test(`of ${name} have no blank that is never closed`, () => {
      for (const words of [zh, en]) {
        for (const [key, text] of Object.entries(words))
          assert.doesNotMatch(text.replaceAll(blank, ''), /\{\{|\}\}/, key)
      }
    })
  }
})

describe('a translation', () => {
  const t = translator([
    { zh: { a: '最多 {{limit}} 个，{{limit}}', b: '乙' }, en: { a: 'at most {{limit}}, {{limit}}', b: 'B' } },
  ])

  test('fills every blank, and leaves what nobody filled to be seen', () => {
    assert.equal(t('zh', 'a', { limit: 3 }), '最多 3 个，3')
    assert.equal(t('en', 'a'), 'at most {{limit}}, {{limit}}')
    assert.equal(t('en', 'none'), 'none')
  })

  test('says one thing otherwise than several', () => {
    const words = { a: '{{count}} {{count|stop wants|stops want}} a reason' }
    const say = (count: number | string) => translator([{ zh: words, en: words }])('en', 'a', { count })
    assert.equal(say(1), '1 stop wants a reason')
    assert.equal(say('1'), '1 stop wants a reason')
    for (const count of [0, 2, 1.5, '1,000', '–']) assert.equal(say(count), `${count} stops want a reason`)
  })

  test('does not read what fills a blank as a pattern or as another blank', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.equal(t('en', 'a', { limit: text }), `at most ${text}, ${text}`)
      }),
    )
    assert.equal(t('en', 'a', { limit: '$& {{limit}}' }), 'at most $& {{limit}}, $& {{limit}}')
  })

  test('knows no words of JavaScript’s own', () => {
    for (const key of ['toString', 'constructor', '__proto__']) assert.equal(t('zh', key), key)
  })

  test('refuses a word that two rooms give', () => {
    const one = { zh: { a: '甲' }, en: { a: 'A' } }
    assert.throws(() => translator([one, one]), /word a is given twice/)
  })
})

test('the language is the first of ours that is asked for, and else Chinese', () => {
  const asked: [string | undefined, string][] = [
    [undefined, 'zh'],
    ['', 'zh'],
    ['en', 'en'],
    ['en-GB,zh;q=0.5', 'en'],
    ['zh-CN,en;q=0.9', 'zh'],
    ['vi, EN-us;q=0.3', 'en'],
    ['vi', 'zh'],
  ]
  for (const [header, locale] of asked) assert.equal(localeOf(header), locale, header)
})
