import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Answer, Asking } from './answer.ts'
import { answersMax, readyAnswers, readyMs } from './ready.ts'

const led = (location: string): Answer => ({ status: 307, headers: { location } })
const asking = (fields: Partial<Asking> = {}): Asking => ({
  ...{ base: 'https://id.example', url: '/01/06901234001013', accept: undefined, language: undefined },
  ...fields,
})

/** Answers whose making, clock and changes a test holds in its hand. */
function byHand() {
  const state = { ms: 0, changes: 0, made: 0, answer: led('https://a.example/') as Answer }
  const ready = readyAnswers({
    ...{ now: () => state.ms, changes: () => state.changes },
    async answer() {
      state.made += 1
      return state.answer
    },
  })
  return { state, ready }
}

describe('an answer that is ready', () => {
  test('is there once it was made, and as it was made', async () => {
    const { state, ready } = byHand()
    assert.equal(ready.find(asking()), undefined)
    assert.equal(await ready.make(asking()), state.answer)
    assert.equal(ready.find(asking()), state.answer)
    assert.equal(state.made, 1)
  })

  test('is of the same address, domain and wishes alone', async () => {
    const { ready } = byHand()
    await ready.make(asking())
    const others: Partial<Asking>[] = [
      { base: 'https://other.example' },
      { base: 'http://id.example' },
      { url: '/01/06901234001013?linkType=gs1:pip' },
      { accept: '' },
      { accept: 'text/html' },
      { language: '' },
      { language: 'zh' },
    ]
    for (const other of others) assert.equal(ready.find(asking(other)), undefined, JSON.stringify(other))
    await ready.make(asking({ accept: 'zh' }))
    assert.equal(ready.find(asking({ language: 'zh' })), undefined)
  })

  test('is gone as soon as links have changed', async () => {
    const { state, ready } = byHand()
    await ready.make(asking())
    state.changes += 1
    assert.equal(ready.find(asking()), undefined)
    state.answer = led('https://b.example/')
    await ready.make(asking())
    assert.equal(ready.find(asking()), state.answer)
  })

  test('is none when links changed while it was made', async () => {
    const state = { changes: 0, tell: (_: Answer) => {} }
    const ready = readyAnswers({
      ...{ now: () => 0, changes: () => state.changes },
      answer: () =>
        new Promise((done) => {
          state.tell = done
        }),
    })
    const made = ready.make(asking())
    state.changes += 1
    state.tell(led('https://before.example/'))
    await made
    assert.equal(ready.find(asking()), undefined)
  })

  test('is given for some seconds, from when it was asked for', async () => {
    const { state, ready } = byHand()
    await ready.make(asking())
    state.ms = readyMs - 1
    assert.ok(ready.find(asking()))
    state.ms = readyMs
    assert.equal(ready.find(asking()), undefined)
  })

  test('is a redirect and nothing else', async () => {
    const { state, ready } = byHand()
    for (const status of [200, 300, 400, 404] as const) {
      state.answer = { status, headers: {}, body: {} }
      await ready.make(asking())
      assert.equal(ready.find(asking()), undefined, String(status))
    }
  })

  test('is not kept when it could not be made', async () => {
    const failing = () => Promise.reject(new Error('down'))
    const ready = readyAnswers({ now: () => 0, changes: () => 0, answer: failing })
    await assert.rejects(ready.make(asking()), /down/)
    assert.equal(ready.find(asking()), undefined)
  })
})

describe('answers that are ready', () => {
  const at = (number: number, long = 0) =>
    asking({ url: `/01/06901234001013/21/${number}${'x'.repeat(long)}` })

  test('are so many at the most: what was asked for longest ago goes', async () => {
    const { ready } = byHand()
    for (let number = 0; number <= answersMax; number += 1) await ready.make(at(number))
    assert.equal(ready.find(at(0)), undefined)
    assert.ok(ready.find(at(1)))
    assert.ok(ready.find(at(answersMax)))
  })

  test('take so much memory at the most, however long an address is', async () => {
    const { ready } = byHand()
    const long = 8_000
    for (let number = 0; number < 5_000; number += 1) await ready.make(at(number, long))
    const left = Array.from({ length: 5_000 }, (_, number) => ready.find(at(number, long))).filter(Boolean)
    assert.ok(left.length > 1_000 && left.length * long <= 20_000_000, String(left.length))
  })
})
