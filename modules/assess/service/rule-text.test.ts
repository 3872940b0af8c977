import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rule } from '@ronghe/scoring'
import en from '../i18n/en.json' with { type: 'json' }
import zh from '../i18n/zh.json' with { type: 'json' }
import { ruleText } from './rule-text.ts'

const words = { zh, en } as Record<'zh' | 'en', Record<string, string>>
const sayIn = (locale: 'zh' | 'en') => (key: string, values?: Record<string, string | number>) => {
  const text = words[locale][key]
  assert.ok(text, key)
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values?.[name] ?? assert.fail(name)))
}
const yes = { code: 'yes', name: { zh: '是', en: 'Yes' } }
const hundred = { low: '0', high: '100' }
const rules: Rule[] = [
  { kind: 'choice', options: [{ ...yes, score: '100' }] },
  { kind: 'coverage', options: [{ ...yes, weight: '2' }], full: '2', to: hundred },
  { kind: 'linear', from: { low: '0', high: '12.5' }, to: hundred },
  { kind: 'linear', from: { low: '0', high: '12.5' }, to: hundred, reverse: true },
  { kind: 'logarithmic', from: { low: '1', high: '1000' }, to: hundred },
  { kind: 'threshold', at: '52', reached: '100', missed: '0' },
  { kind: 'steps', below: '0', steps: [{ at: '1', score: '20' }] },
]

test('every kind of rule is told in words of both languages, with names of options and all bounds', () => {
  const told = (locale: 'zh' | 'en') => rules.map((rule) => ruleText(rule, sayIn(locale), locale))
  assert.equal(told('zh')[0], '按选项计分：是 = 100')
  assert.equal(told('en')[0], 'Score by choice: Yes = 100')
  for (const locale of ['zh', 'en'] as const) {
    const texts = told(locale)
    assert.equal(new Set(texts).size, rules.length)
    for (const [at, text] of texts.entries()) {
      assert.doesNotMatch(text, /\{|\}|undefined|yes\b|assess\./, `${locale} ${at}`)
      for (const number of JSON.stringify(rules[at]).match(/\d+(\.\d+)?/g) ?? [])
        assert.ok(text.includes(number), `${locale}: ${number} in “${text}”`)
    }
  }
  assert.match(told('zh')[2] ?? '', /0 → 0.*12\.5 → 100/)
  assert.match(told('zh')[3] ?? '', /0 → 100.*12\.5 → 0/, 'reverse')
})
