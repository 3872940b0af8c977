import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pool, Turns } from './turns.ts'

test('turns go one at a time and in order, also past a failure', async () => {
  const turns = new Turns()
  const log: string[] = []
  const work = (name: string) => async () => {
    log.push(`${name} in`)
    await new Promise((wake) => setImmediate(wake))
    log.push(`${name} out`)
    if (name === 'b') throw new Error('b failed')
    return name
  }
  const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((name) => turns.take(work(name))))
  assert.deepEqual(log, ['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
})

test('a pool gives each thing to one at a time, and refuses those beyond its line', async () => {
  const pool = new Pool(['x', 'y'], 1)
  const inUse = new Set<string>()
  const use = () =>
    pool.use(
      async (item) => {
        assert.ok(!inUse.has(item))
        inUse.add(item)
        await new Promise((wake) => setImmediate(wake))
        inUse.delete(item)
        return item
      },
      () => new Error('refused'),
    )
  const outcomes = await Promise.allSettled([use(), use(), use(), use()])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'fulfilled', 'rejected'],
  )
  assert.ok(await use())
})
