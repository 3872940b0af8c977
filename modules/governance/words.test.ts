import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { factNames, operators } from './funds/eligibility.ts'
import { applicationStates } from './funds/steps.ts'
import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }
import { itemStates, partStates, steps } from './supervision/steps.ts'

const words: Readonly<Record<'zh' | 'en', Readonly<Record<string, string>>>> = { zh, en }
const blanksOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

describe('the words', () => {
  test('of a notice have a subject and a text, whose blanks are the same in both languages', () => {
    const keys = Object.keys(zh).filter((key) => key.startsWith('governance.notice.'))
    const notices = new Set(keys.map((key) => key.replace(/\.(subject|text)$/, '')))
    assert.ok(notices.size > 20)
    for (const notice of notices) {
      for (const part of ['subject', 'text']) {
        const [inZh, inEn] = [words.zh[`${notice}.${part}`], words.en[`${notice}.${part}`]]
        assert.ok(inZh && inEn, `${notice}.${part}`)
        assert.deepEqual(blanksOf(inZh), blanksOf(inEn), `${notice}.${part}`)
      }
      assert.deepEqual(blanksOf(words.zh[`${notice}.subject`] ?? ''), [], 'a subject fits every mail list')
    }
  })

  test('name every state, step, light, fact and comparison that rules may answer', () => {
    const needed = [
      ...itemStates.map((one) => `governance.value.state.${one}`),
      ...applicationStates.map((one) => `governance.value.applicationState.${one}`),
      ...partStates.map((one) => `governance.part.${one}`),
      ...steps.map((one) => `governance.value.step.${one}`),
      ...['green', 'yellow', 'red'].map((one) => `governance.value.light.${one}`),
      ...factNames.map((one) => `governance.fact.${one}`),
      ...operators.map((one) => `governance.operator.${one}`),
    ]
    for (const language of ['zh', 'en'] as const)
      for (const key of needed) assert.ok(words[language][key], `${language} ${key}`)
  })

  test('of a choice never say the same for two values', () => {
    for (const language of ['zh', 'en'] as const) {
      for (const group of [
        'governance.value.step',
        'governance.part',
        'governance.fact',
        'governance.operator',
      ]) {
        const texts = Object.entries(words[language])
          .filter(([key]) => key.startsWith(`${group}.`))
          .map(([, text]) => text)
        assert.equal(new Set(texts).size, texts.length, `${language} ${group}: ${texts.join(' | ')}`)
      }
    }
  })
})
