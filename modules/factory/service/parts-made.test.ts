import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { isoOf } from '../micros.ts'
import { append, as, clockAt, derive, factoryHouse, makeMachine, minute } from '../testing.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const iso = (minutes: number) => isoOf(start + minutes * minute)
/** Machines tell microseconds. */
const told = (minutes: number) => isoOf(start + minutes * minute + 791)
let house: TestHouse
let equipmentId: string
let tags: Record<string, string>

before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 120 * minute) })
  const made = await makeMachine(house.house, { code: 'M-1' })
  equipmentId = made.machine.id
  tags = made.tags
  await append(house.house, [
    { tag: tags.mode!, at: start, value: 'AUTOMATIC' },
    { tag: tags.execution!, at: start, value: 'ACTIVE' },
    ...[0, 1, 2, 5].map((value, at) => ({ tag: tags.parts!, at: start + at * 10 * minute + 791, value })),
    ...[0, 1, 2].flatMap((at) => [
      { tag: tags.load!, at: start + at * 10 * minute + 1001, value: 10 * (at + 1) },
      { tag: tags.load!, at: start + at * 10 * minute + 1002, value: 10 * (at + 1) + 5 },
    ]),
    { tag: tags.execution!, at: start + 60 * minute, value: 'READY', quality: 0 },
  ])
  await derive(house)
})
after(() => house.close())

describe('parts made', () => {
  const ask = async (who: string, query: Record<string, unknown>) =>
    (await as(house, who)).partsMade({ params: { equipmentId }, query: query as never })

  test('come one by one with what was measured meanwhile, as far as the machine is known', async () => {
    const { parts, until, basis } = await ask('a', { from: iso(0), to: iso(120), tag: [tags.load] })
    assert.deepEqual(
      parts.map(({ startsAt, at, good, measured: [load] }) => [startsAt, at, good, load?.least, load?.most]),
      [
        [iso(0), told(10), 1, 10, 15],
        [told(10), told(20), 1, 15, 25],
        [told(20), told(30), 3, 25, 35],
      ],
    )
    assert.deepEqual([until, basis], [iso(60), 'evidenced'])
  })

  test('go on where the answer before ended, without one missing or twice', async () => {
    const seen: string[] = []
    let from = iso(0)
    for (let round = 0; round < 10; round += 1) {
      const { parts, until } = await ask('a', { from, to: iso(120), limit: 1 })
      seen.push(...parts.map(({ at }) => at))
      if (until === from || parts.length === 0) break
      from = new Date(until).toISOString()
    }
    assert.deepEqual(seen, [told(10), told(20), told(30)])
  })

  test('have no measure of a silent signal, and none of another machine’s', async () => {
    const { parts } = await ask('a', { from: iso(25), to: iso(40), tag: [tags.program] })
    assert.deepEqual(
      parts[0]?.measured.map(({ mean }) => mean),
      [null],
    )
    const other = await makeMachine(house.house, { code: 'M-2' })
    const foreign = await ask('a', { from: iso(0), to: iso(40), tag: [other.tags.load] })
    assert.ok(foreign.parts.every(({ measured }) => measured.length === 0))
  })

  test('are nobody else’s to see, and of a time that ends after it begins', async () => {
    const fails = (code: string) => (fault: RequestFault) => fault.answer.code === code
    await assert.rejects(ask('b', { from: iso(0), to: iso(10) }), fails('kit.notFound'))
    await assert.rejects(ask('a', { from: iso(10), to: iso(10) }), fails('factory.span.invalid'))
    await assert.rejects(ask('a', { from: iso(-60 * 24 * 40), to: iso(10) }), fails('factory.span.tooLong'))
  })
})
