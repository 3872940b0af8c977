import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { freshMs, memoryOf, staleMs } from './memory.ts'

type Pending = { keys: readonly string[]; done: (answers: string[]) => void; fail: (error: Error) => void }

/** A memory whose questions are answered by hand. */
function byHand() {
  const pending: Pending[] = []
  const clock = { ms: 0 }
  const memory = memoryOf<string>({
    ...{ now: () => clock.ms, keysMax: 3 },
    ask: (keys) => new Promise((done, fail) => pending.push({ keys, done, fail })),
  })
  /** The next question, as soon as it is asked. */
  async function next(): Promise<Pending> {
    for (let turn = 0; turn < 50 && pending.length === 0; turn += 1)
      await new Promise((done) => setImmediate(done))
    const one = pending.shift()
    assert.ok(one, 'nothing is asked')
    return one
  }
  async function answered(key: string, answer: string): Promise<string> {
    const promise = memory.load(key)
    ;(await next()).done([answer])
    return promise
  }
  const quiet = async () => {
    for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setImmediate(done))
    assert.equal(pending.length, 0)
  }
  return { memory, clock, next, answered, quiet }
}

describe('a memory', () => {
  test('asks once for what many want, and answers from then on', async () => {
    const { memory, next, quiet } = byHand()
    const both = Promise.all([memory.load('a'), memory.load('a'), memory.load('b')])
    const { keys, done } = await next()
    assert.deepEqual(keys, ['a', 'b'])
    done(['A', 'B'])
    assert.deepEqual(await both, ['A', 'A', 'B'])
    assert.equal(await memory.load('b'), 'B')
    await quiet()
  })

  test('gives what is no longer fresh and asks anew once', async () => {
    const { memory, clock, next, answered, quiet } = byHand()
    await answered('a', 'old')
    clock.ms = freshMs
    assert.deepEqual(await Promise.all([memory.load('a'), memory.load('a')]), ['old', 'old'])
    ;(await next()).done(['new'])
    await quiet()
    assert.equal(await memory.load('a'), 'new')
    await quiet()
  })

  test('lets nobody have what is too old', async () => {
    const { memory, clock, next, answered } = byHand()
    await answered('a', 'old')
    clock.ms = staleMs
    const wanted = memory.load('a')
    ;(await next()).done(['new'])
    assert.equal(await wanted, 'new')
  })

  test('keeps nothing that was asked for before it was told to forget', async () => {
    const { memory, clock, next, answered } = byHand()
    await answered('a', 'old')
    clock.ms = freshMs
    assert.equal(await memory.load('a'), 'old')
    const renewal = await next()
    memory.forget()
    renewal.done(['of before'])
    const wanted = memory.load('a')
    ;(await next()).done(['of after'])
    assert.equal(await wanted, 'of after')
    assert.equal(await memory.load('a'), 'of after')
  })

  test('keeps the old answer when asking anew fails, and tries again', async () => {
    const { memory, clock, next, answered, quiet } = byHand()
    await answered('a', 'old')
    clock.ms = freshMs
    await memory.load('a')
    ;(await next()).fail(new Error('down'))
    await quiet()
    assert.equal(await memory.load('a'), 'old')
    ;(await next()).done(['new'])
    await quiet()
    assert.equal(await memory.load('a'), 'new')
  })

  test('keeps no failure', async () => {
    const { memory, next, answered } = byHand()
    const failed = assert.rejects(memory.load('a'), /down/)
    ;(await next()).fail(new Error('down'))
    await failed
    assert.equal(await answered('a', 'A'), 'A')
  })

  test('renews keys that were asked together each at a time of its own', async () => {
    const clock = { ms: 0 }
    const asks: string[][] = []
    const ask = async (keys: readonly string[]) => {
      asks.push([...keys])
      return keys.map((key) => key)
    }
    const memory = memoryOf<string>({ now: () => clock.ms, keysMax: 1000, ask })
    const keys = Array.from({ length: 500 }, (_, at) => `/01/${at}`)
    await Promise.all(keys.map((key) => memory.load(key)))
    const renewed: number[] = []
    for (clock.ms = freshMs * 0.7; clock.ms <= freshMs; clock.ms += freshMs * 0.05) {
      asks.length = 0
      await Promise.all(keys.map((key) => memory.load(key)))
      for (let turn = 0; turn < 40; turn += 1) await new Promise((done) => setImmediate(done))
      renewed.push(asks.flat().length)
    }
    assert.equal(renewed[0], 0)
    assert.equal(
      renewed.reduce((sum, one) => sum + one, 0),
      500,
    )
    assert.ok(Math.max(...renewed) < 200, renewed.join(' '))
  })

  test('is bounded by the weight of its answers', async () => {
    let asks = 0
    const ask = async (keys: readonly string[]) => {
      asks += 1
      return keys.map(() => 'x'.repeat(40))
    }
    const memory = memoryOf<string>({
      ...{ now: () => 0, keysMax: 100, ask, sizeMax: 100, sizeOf: (answer) => answer.length },
    })
    for (const key of ['a', 'b', 'c']) await memory.load(key)
    asks = 0
    await memory.load('c')
    assert.equal(asks, 0)
    await memory.load('a')
    assert.equal(asks, 1)
  })
})
