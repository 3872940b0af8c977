import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { defaultLimits } from '../store/limits.ts'
import { clockAt, factoryHouse, makeMachine } from '../testing.ts'
import { createHeldWatch } from './held-watch.ts'
import { createLimits } from './limits.ts'
import { createLoadDesk } from './load-desk.ts'
import { createLoads } from './loads.ts'
import type { Load, Told } from './wire.ts'

const load = (organisationId: string, held: Load['held']): Load => {
  return { organisationId, messages: 1, points: 1, duplicates: 0, bytes: 10, held }
}

test('who is held is known with the moment it began, through pauses of seconds, and forgotten after', () => {
  const watch = createHeldWatch()
  assert.equal(watch.of('a', 0), null)
  watch.take([load('a', 'points'), load('b', null)], 1000)
  watch.take([load('b', null)], 5000)
  watch.take([load('a', 'messages')], 9000)
  assert.deepEqual(
    [watch.of('a', 9500)?.sinceMs, watch.of('a', 9500)?.limit, watch.of('b', 9500)],
    [1000, 'messages', null],
  )
  assert.equal(watch.of('a', 20_000), null)
  watch.take([load('a', 'day')], 20_000)
  assert.equal(watch.of('a', 20_000)?.sinceMs, 20_000)
})

test('a burst is told to nobody, a minute is told once in six hours', () => {
  const watch = createHeldWatch()
  const told: number[] = []
  for (let second = 0; second <= 7 * 3600; second++) {
    for (const { organisationId } of watch.take([load('a', 'points')], second * 1000)) {
      assert.equal(organisationId, 'a')
      told.push(second)
    }
  }
  assert.deepEqual(told, [60, 60 + 6 * 3600])
  const other = createHeldWatch()
  for (let second = 0; second < 600; second += 20)
    assert.deepEqual(other.take([load('a', 'points')], second * 1000), [])
})

test('one that waits without sending is told as held each second', () => {
  const told: Told[] = []
  let nowMs = 0
  const limits = createLimits(() => nowMs)
  const loads = createLoads(
    (one) => told.push(one),
    () => nowMs,
    limits,
  )
  const narrow = { pointsPerSecondMax: 10, messagesPerSecondMax: 10, tagsMax: 10, pointsPerDayMax: 1000 }
  limits.set('a', narrow)
  limits.take('a', 100)
  nowMs = 1000
  loads.flush()
  nowMs = 60_000
  loads.flush()
  const held = told.map((one) => (one.kind === 'load' ? one.rows.map((row) => row.held) : null))
  assert.deepEqual(held, [['points'], []])
})

let house: TestHouse
const clock = clockAt(1_750_000_000_000_000)
before(async () => {
  house = await factoryHouse({ start: false, clock })
})
after(() => house.close())

test('the people of a firm that is held are told, and nobody else', async () => {
  const { machine } = await makeMachine(house.house, { code: 'H-1', tags: [] })
  const { organisationId } = machine
  const { pointsPerSecondMax } = await house.house.act(systemCaller, ({ sql }) => defaultLimits(sql))
  const desk = createLoadDesk(house.house, () => new Map())
  for (let second = 0; second <= 70; second++) {
    desk.take([load(organisationId, 'points')])
    clock.move(1000)
  }
  const rows = await eventually('it is told', async () => {
    const found = await house.house.act(
      systemCaller,
      ({ sql }) => sql<{ payload: { word: string; to: object; blanks: object } }[]>`select payload
        from kit_events where name = 'kit.notice'`,
    )
    return found.length > 0 ? found : null
  })
  assert.deepEqual(
    rows.map(({ payload }) => [payload.word, payload.to, payload.blanks]),
    [
      [
        'factory.notice.limited.points',
        { organisationId, may: 'factory.connect' },
        { max: String(pointsPerSecondMax) },
      ],
    ],
  )
  assert.equal(desk.rate(organisationId).heldSinceMs, 1_750_000_000_000)
  await desk.stop()

  clock.move(90_000)
  const again = createLoadDesk(house.house, () => new Map())
  await eventually('what held before is known', () => again.rate(organisationId).held === 'points')
  for (let second = 0; second <= 70; second++) {
    again.take([load(organisationId, 'day')])
    clock.move(1000)
  }
  assert.deepEqual(
    [again.rate(organisationId).held, again.rate(organisationId).heldSinceMs],
    ['day', 1_750_000_000_000],
    'a restart begins nothing anew',
  )
  await again.stop()
  const count = await house.house.act(
    systemCaller,
    ({ sql }) => sql`select count(*)::int as told from kit_events where name = 'kit.notice'`,
  )
  assert.equal(count[0]?.told, 1, 'and nobody is told again')
})

test('a hold that ended while the server was away for long is not taken up again', () => {
  const watch = createHeldWatch()
  const seen = { organisationId: 'a', limit: 'day' as const, sinceMs: 0, seenMs: 1000, toldMs: 500 }
  watch.restore([seen], 3_600_000)
  assert.deepEqual([watch.of('a', 3_600_000), watch.holds(3_600_000)], [null, []])
  for (let nowMs = 3_601_000; nowMs <= 3_671_000; nowMs += 1000)
    assert.deepEqual(watch.take([load('a', 'points')], nowMs), [], 'its people have been told')
  assert.deepEqual(watch.holds(3_671_000), [
    { organisationId: 'a', limit: 'points', sinceMs: 3_601_000, seenMs: 3_671_000, toldMs: 500 },
  ])
})
