import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { client } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { registry } from '@ronghe/registry/contract'
import type { AlarmRouteBody } from '../contract/alarm-routing.ts'
import { append, as, clockAt, factoryHouse, makeMachine, unitId } from '../testing.ts'
import { dueLevels, isQuiet, minuteOfDay } from './routing.ts'

const minute = 60_000
const level = (afterMinutes: number, roles = ['operator']) => ({ afterMinutes, roles, personIds: [] })
const route: AlarmRouteBody = {
  name: '值班',
  priority: 'high',
  levels: [level(0), level(10, ['plantEngineer']), level(30, ['enterpriseAdministrator'])],
}
const waiting = { rank: 2, announcedMs: 0, units: ['line', 'site'], shifts: ['早班'], crews: ['甲班'] }
const none = new Set<number>()

describe('who is told next', () => {
  test('is told level by level as time goes on, each once', () => {
    assert.deepEqual(dueLevels(route, waiting, none, 0, 600), [1])
    assert.deepEqual(dueLevels(route, waiting, new Set([1]), 9 * minute, 600), [])
    assert.deepEqual(dueLevels(route, waiting, new Set([1]), 10 * minute, 600), [2])
    assert.deepEqual(dueLevels(route, waiting, none, 31 * minute, 600), [1, 2, 3])
  })

  test('depends on priority, unit, shift and crew', () => {
    const now = (body: Partial<AlarmRouteBody>, more = {}) =>
      dueLevels({ ...route, ...body }, { ...waiting, ...more }, none, 0, 600).length
    assert.deepEqual([now({}), now({}, { rank: 3 }), now({}, { rank: 1 })], [1, 0, 1])
    assert.deepEqual([now({ unitId: 'site' }), now({ unitId: 'other' })], [1, 0])
    assert.deepEqual(
      [now({ crew: '甲班' }), now({ crew: '乙班' }), now({ crew: '甲班' }, { crews: [] })],
      [1, 0, 0],
    )
    assert.deepEqual([now({ shift: '早班' }), now({ shift: '夜班' })], [1, 0])
  })

  test('is not woken in quiet hours unless it is grave enough, and told when they end', () => {
    const quiet = { ...route, quietFrom: '22:00', quietTo: '06:00', quietPriority: 'critical' as const }
    assert.deepEqual(dueLevels(quiet, waiting, none, 0, 23 * 60), [])
    assert.deepEqual(dueLevels(quiet, { ...waiting, rank: 1 }, none, 0, 23 * 60), [1])
    assert.deepEqual(dueLevels(quiet, waiting, none, 5 * minute, 6 * 60), [1])
    assert.deepEqual(
      [21 * 60 + 59, 22 * 60, 0, 5 * 60 + 59, 6 * 60].map((at) => isQuiet(quiet, at)),
      [false, true, true, true, false],
    )
    const day = { ...route, quietFrom: '12:00', quietTo: '13:00' }
    assert.deepEqual(
      [719, 720, 779, 780].map((at) => isQuiet(day, at)),
      [false, true, true, false],
    )
    assert.equal(isQuiet(route, 0), false)
    assert.equal(minuteOfDay(new Date('2026-03-02T00:30:00Z'), 'Asia/Shanghai'), 8 * 60 + 30)
  })
})

describe('people are told', () => {
  const clock = clockAt(Date.parse('2026-03-02T00:00:00Z') * 1000)
  let house: TestHouse
  let a: Awaited<ReturnType<typeof as>>
  before(async () => {
    house = await factoryHouse({ clock })
    a = await as(house, 'a')
  })
  after(() => house.close())

  const signedIn = new Map<string, Awaited<ReturnType<typeof as>>>()
  async function bell(who: string): Promise<string[]> {
    const person0 = signedIn.get(who) ?? (await as(house, who))
    signedIn.set(who, person0)
    const { headers } = person0
    const person = client(registry, { base: house.url, headers: () => headers })
    return (await person.notifications({ query: {} })).rows.map((row) => `${row.text} ${row.link}`)
  }
  /** Waits for the program's own rounds, in a few small steps of its clock. */
  async function until<T>(ask: () => Promise<T>, is: (answer: T) => boolean): Promise<T> {
    for (let turn = 0; turn < 800; turn += 1) {
      const answer = await ask()
      if (is(answer)) return answer
      if (turn < 60) clock.move(1000)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    return ask()
  }
  const heard = (who: string) =>
    until(
      () => bell(who),
      (list) => list.length > 0,
    )

  test('a route that tells nobody, or later ones sooner, is refused; a neighbour changes none', async () => {
    const nobody = { ...route, levels: [level(0, [])] }
    await assert.rejects(a.addAlarmRoute({ body: nobody }), { status: 400 })
    await assert.rejects(a.addAlarmRoute({ body: { ...route, levels: [level(5), level(5)] } }), {
      status: 400,
    })
    await assert.rejects(a.addAlarmRoute({ body: { ...route, quietFrom: '22:00' } }), { status: 400 })
    const { id } = await a.addAlarmRoute({
      body: { ...route, name: '别的', unitId: await unitId(house.house, 'firm-a', 'S2') },
    })
    const b = await as(house, 'b')
    assert.equal((await b.alarmRoutes()).rows.length, 0)
    await assert.rejects(b.removeAlarmRoute({ params: { routeId: id } }), { status: 404 })
    await assert.rejects((await as(house, 'operator')).addAlarmRoute({ body: route }), { status: 403 })
    await a.changeAlarmRoute({ params: { routeId: id }, body: { ...route, name: '二厂' } })
    await a.removeAlarmRoute({ params: { routeId: id } })
    assert.equal((await a.alarmRoutes()).rows.length, 0)
  })

  test('the operator first, the administrator later, nobody once it is acknowledged', async () => {
    await a.addAlarmRoute({ body: { ...route, levels: [level(0), level(10, ['enterpriseAdministrator'])] } })
    const { machine, tags } = await makeMachine(house.house, { code: 'M-1' })
    const limit = {
      kind: 'limit',
      signal: 'load',
      level: 'H',
      limit: 80,
      mustAcknowledge: true,
      latches: false,
    } as const
    const body = { ...limit, name: '负载高', priority: 'high' as const, equipmentIds: [machine.id] }
    await a.addAlarmDefinition({ body: { code: 'H', body } })
    const watched = () => a.alarmWatches({ query: {} })
    await until(watched, ({ rows }) => rows[0]?.evaluatedTo !== undefined && rows[0]?.evaluatedTo !== null)
    await append(house.house, [{ tag: tags.load ?? '', at: clock.now().getTime() * 1000, value: 99 }])
    const [told] = await heard('operator')
    assert.match(told ?? '', /M-1.*负载高.*\/factory\/alarms\//)
    assert.deepEqual(await bell('a'), [])
    clock.move(11 * minute)
    assert.equal((await heard('a')).length, 1)
    const operator = await as(house, 'operator')
    const { rows } = await a.alarmCalls({ query: {} })
    assert.deepEqual(
      rows.map((row) => [row.level, row.personName, row.seenAt]),
      [
        [2, 'a', null],
        [1, 'operator', null],
      ],
    )
    await operator.seeAlarm({ params: { alarmId: rows[0]?.alarmId ?? '' } })
    assert.equal((await a.alarmCalls({ query: { isSeen: true } })).total, 1)
    const watch = (await a.alarmWatches({ query: {} })).rows[0]
    await a.acknowledgeAlarms({ body: { watchIds: [watch?.id ?? ''] } })
    assert.equal((await a.alarmCalls({ query: { isSeen: true } })).total, 2)
    clock.move(60 * minute)
    assert.equal((await a.alarmCalls({ query: {} })).total, 2)
  })

  test('a new route tells nobody of what was announced before it was made', async () => {
    const { rows } = await a.alarmCalls({ query: {} })
    assert.ok(rows.length > 0)
    const before = rows.length
    await a.addAlarmRoute({ body: { ...route, name: '补建', levels: [level(0, ['viewer'])] } })
    for (let turn = 0; turn < 12; turn += 1) {
      clock.move(1000)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    assert.equal((await a.alarmCalls({ query: {} })).rows.length, before)
    assert.deepEqual(await bell('viewer'), [])
  })
})
