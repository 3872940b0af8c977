import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { WordLoaders } from './pages.ts'
import { changeLocale, hasWord, listenToWords, loadWords, spoken, startWords, wordIn } from './spoken.ts'

/** Files that were asked for, in order. */
let asked: string[] = []
let isOffline = false

function room(name: string, zh: Record<string, string>, en: Record<string, string>): WordLoaders {
  const file = (language: string, words: Record<string, string>) => async () => {
    asked.push(`${name} ${language}`)
    if (isOffline) throw new Error('the network is gone')
    return { default: words }
  }
  return { zh: file('zh', zh), en: file('en', en) }
}

const first = room('first', { 'first.hello': '你好，{{name}}' }, { 'first.hello': 'Hello {{name}}' })
const plant = room('plant', { 'plant.machine': '设备' }, { 'plant.machine': 'Machine' })
const market = room('market', { 'market.order': '订单' }, { 'market.order': 'Order' })

/** Until listeners are told. */
const told = () => new Promise<void>((resolve) => listenToWords(resolve))

describe('the words of pages', () => {
  beforeEach(async () => {
    asked = []
    isOffline = false
    await changeLocale('zh')
    await startWords([first], [plant, market])
    asked = []
  })

  test('have their blanks filled; one that nobody fills is seen', () => {
    assert.equal(wordIn('zh', 'first.hello', { name: '{{x}}' }), '你好，{{x}}')
    assert.equal(wordIn('zh', 'first.hello'), '你好，{{name}}')
  })

  test('come with a page of their room, once, and no other room’s', async () => {
    await Promise.all([loadWords(plant), loadWords(plant)])
    await loadWords(plant)
    assert.deepEqual(asked, ['plant zh'])
    assert.equal(wordIn('zh', 'plant.machine'), '设备')
  })

  test('of another room are fetched when one is missing, and components are told', async () => {
    await loadWords(plant)
    const before = spoken()
    const heard = told()
    assert.equal(wordIn('zh', 'market.order'), '', 'no key is shown while words are on their way')
    assert.equal(wordIn('zh', 'market.order'), '')
    await heard
    assert.equal(wordIn('zh', 'market.order'), '订单')
    assert.notEqual(spoken(), before)
    assert.deepEqual(asked, ['plant zh', 'market zh'])
  })

  test('that nobody has are seen as their key, and asked for once', async () => {
    const heard = told()
    assert.equal(hasWord('plant.nothing'), false)
    await heard
    assert.equal(wordIn('zh', 'plant.nothing'), 'plant.nothing')
    assert.equal(hasWord('plant.nothing'), false)
    assert.equal(hasWord('market.order'), true)
    assert.deepEqual(asked, ['plant zh', 'market zh'])
  })

  test('change with the language, all that were spoken before any is', async () => {
    await loadWords(plant)
    await changeLocale('en')
    assert.equal(spoken().locale, 'en')
    assert.equal(wordIn('en', 'plant.machine'), 'Machine')
    assert.equal(wordIn('en', 'first.hello', { name: 'Li' }), 'Hello Li')
    assert.ok(!asked.includes('market en'))
  })

  test('that cannot be fetched leave their keys, ask no more, and come with the next page', async () => {
    isOffline = true
    const heard = told()
    assert.equal(wordIn('zh', 'plant.machine'), '')
    await heard
    assert.equal(wordIn('zh', 'plant.machine'), 'plant.machine')
    assert.deepEqual(asked, ['plant zh', 'market zh'])
    await assert.rejects(loadWords(plant))
    isOffline = false
    await loadWords(plant)
    assert.equal(wordIn('zh', 'plant.machine'), '设备')
  })
})
