import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }
import { localeFrom, say } from './words.ts'

const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).toSorted()

test('both languages have the same words with the same blanks', () => {
  assert.deepEqual(Object.keys(en), Object.keys(zh))
  for (const key of Object.keys(zh) as (keyof typeof zh)[]) {
    // A parameter may be told in one language only, but none may be invented.
    assert.deepEqual(blanks(en[key]), blanks(zh[key]), key)
  }
})

test('every key in the code has words, and every word is used', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  const code = files
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('node_modules'))
    .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
    .join('\n')
  const literal = new Set([...code.matchAll(/'(edge(?:\.[a-zA-Z]+){2,})'/g)].map((match) => match[1]!))
  for (const key of literal) assert.ok(key in zh, `no words for ${key}`)
  // Keys made of a kind and an end, and those named by a schema's own keyword.
  const ends = new Set([...code.matchAll(/`edge\.\$\{[^}]+\}\.([a-zA-Z]+)`/g)].map((match) => match[1]!))
  const keywords = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems']
  for (const key of Object.keys(zh)) {
    const [, area = '', end = ''] = key.split('.')
    const isMade = ['device', 'uplink'].includes(area) && ends.has(end)
    const isKeyword = area === 'config' && keywords.includes(end)
    assert.ok(literal.has(key) || isMade || isKeyword, `${key} is not used`)
  }
  for (const end of ends)
    for (const kind of ['device', 'uplink']) assert.ok(`edge.${kind}.${end}` in zh, `${kind}.${end}`)
})

test('a reason is said with its parameters', () => {
  const why = { key: 'edge.mtconnect.overrun', params: { count: 5 } }
  assert.match(say('en', why), /5 observations are lost/)
  assert.match(say('zh', why), /丢失 5 条/)
})

test('the language is the one asked for, else the system’s, else Chinese', () => {
  assert.equal(localeFrom('en', { LANG: 'zh_CN.UTF-8' }), 'en')
  assert.equal(localeFrom(undefined, { LANG: 'en_US.UTF-8' }), 'en')
  assert.equal(localeFrom(undefined, { LC_ALL: 'zh_CN', LANG: 'en_US' }), 'zh')
  assert.equal(localeFrom(undefined, {}), 'zh')
})
