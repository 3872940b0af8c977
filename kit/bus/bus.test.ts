import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { systemCaller } from '../auth/index.ts'
import { client } from '../client/index.ts'
import { systemClock } from '../clock/index.ts'
import { failures, heard, probe, probeModule } from '../http/test/probe.ts'
import { eventually, type TestHouse, testHouse } from '../test/index.ts'

let house: TestHouse
/** Time that the test moves, so that waits between attempts need no waiting. */
let aheadMs = 0
const clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) }
before(async () => {
  house = await testHouse([probeModule], {
    clock,
    environment: { EVENT_ATTEMPTS_MAX: '3', LOG_LEVEL: 'fatal' },
  })
})
after(() => house.close())
beforeEach(() => {
  heard.length = 0
  failures.clear()
})

const note = (text: string, count: number, breaks = false) =>
  client(probe, { base: house.url }).note({ body: { text, count, breaks } })

function rowsLike(text: string): Promise<number> {
  return house.house.act(systemCaller, async ({ sql }) => {
    const [row] = await sql`select count(*)::int as count from kit_probe_notes where text like ${text}`
    return row?.count ?? 0
  })
}

describe('events', () => {
  test('reach the subscriber in the order of their commits', async () => {
    await note('a', 5)
    await note('b', 5)
    await eventually('all ten are heard', () => heard.length === 10)
    assert.deepEqual(
      heard,
      [0, 1, 2, 3, 4].map((one) => `a ${one}`).concat([0, 1, 2, 3, 4].map((one) => `b ${one}`)),
    )
  })

  test('of what did not happen are never heard', async () => {
    await assert.rejects(note('undone', 3, true))
    await note('done', 1)
    await eventually('what happened is heard', () => heard.includes('done 0'))
    assert.deepEqual(heard, ['done 0'])
  })

  test('are tried again until they are taken, and then have one effect', async () => {
    failures.set('again 0', 2)
    await note('again', 2)
    await eventually('both are heard', () => {
      aheadMs += 60_000
      return heard.length === 2
    })
    assert.deepEqual(heard, ['again 0', 'again 1'])
    assert.equal(await rowsLike('heard again %'), 2)
  })

  test('that cannot be taken are put aside, and hold up nothing after them', async () => {
    failures.set('never 0', Number.POSITIVE_INFINITY)
    await note('never', 1)
    await note('after', 1)
    await eventually('the next one is heard', () => {
      aheadMs += 600_000
      return heard.includes('after 0')
    })
    assert.deepEqual(heard, ['after 0'])
    assert.equal(await rowsLike('heard never %'), 0)
    const aside = await house.house.act(
      systemCaller,
      ({ sql }) => sql`select subscriber, error from kit_events_put_aside`,
    )
    assert.equal(aside.length, 1)
    assert.match(aside[0]?.error, /never 0 is not taken yet/)
  })

  test('of many writers at once are each heard exactly once', async () => {
    const writers = Array.from({ length: 12 }, (_, index) => `w${index}`)
    await Promise.all(writers.map((text) => note(text, 5)))
    await eventually('all sixty are heard', () => heard.length >= 60)
    assert.equal(new Set(heard).size, 60)
    assert.equal(heard.length, 60)
    for (const text of writers) {
      const own = heard.filter((one) => one.startsWith(`${text} `))
      assert.deepEqual(own, own.toSorted(), `${text} in order`)
    }
  })
})
