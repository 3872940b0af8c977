import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, makeMachine, minute } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const iso = (minutes: number) => isoOf(start + minutes * minute)
const clock = clockAt(start - minute)
let house: TestHouse
let equipmentId: string
let tags: Record<string, string>

before(async () => {
  house = await factoryHouse({ start: false, clock })
  const made = await makeMachine(house.house, { code: 'M-1' })
  equipmentId = made.machine.id
  tags = made.tags
  const a = await as(house, 'a')
  const body = {
    ...{ name: '负载高', nameEn: 'Load high', kind: 'limit', signal: 'load', level: 'H', limit: 80 },
    ...{ priority: 'high', mustAcknowledge: true, latches: false, response: '降低进给' },
    equipmentIds: [equipmentId],
  }
  await a.addAlarmDefinition({ body: { code: 'LOAD-H', body: body as never } })
  const shift = { name: '早班', weekday: 1, startMinute: 480, endMinute: 540, kind: 'shift' as const }
  const week = { validFrom: '2026-02-02', timeZone: 'Asia/Shanghai', shifts: [shift] }
  await a.changeShifts({ params: { unitId: made.machine.unitId }, body: week })
  const deriver = createDeriver(house.house, { lastHeardMs: () => undefined })
  await deriver.round()
  const execution = ['ACTIVE', 'INTERRUPTED', 'ACTIVE', 'READY']
  await append(house.house, [
    { tag: tags.mode!, at: start, value: 'AUTOMATIC' },
    ...execution.map((value, at) => ({ tag: tags.execution!, at: start + at * 20 * minute, value })),
    ...[10, 95, 20].map((value, at) => ({ tag: tags.load!, at: start + at * 10 * minute, value })),
    { tag: tags.load!, at: start + 90 * minute, value: 20 },
    { tag: tags.execution!, at: start + 90 * minute, value: 'READY', quality: 0 },
  ])
  clock.move((121 * minute) / 1000)
  await deriver.round()
  await deriver.round()
})
after(() => house.close())

const ask = async (who: string, from: string, to: string) =>
  (await as(house, who)).happened({ params: { equipmentId }, query: { from, to } })

describe('F4 what happened to a machine', () => {
  test('states begun, shifts ended and alarms, as far as it is known', async () => {
    const found = await ask('a', iso(0), iso(120))
    assert.equal(found.until, iso(90))
    const starts = found.states.map(({ startsAt }) => startsAt)
    assert.deepEqual(starts, [iso(0), iso(20), iso(40), iso(60)])
    assert.deepEqual(found.shifts, [{ startsAt: iso(0), endsAt: iso(60), name: '早班' }])
    assert.deepEqual(
      found.alarms.map(({ alarmCode, priority, startsAt, endsAt }) => [
        ...[alarmCode, priority, Date.parse(startsAt), endsAt && Date.parse(endsAt)],
      ]),
      [['LOAD-H', 'high', Date.parse(iso(10)), Date.parse(iso(20))]],
    )
  })

  test('each once, wherever a question ends and the next begins', async () => {
    const seen = { states: [] as string[], shifts: [] as string[] }
    for (let from = 0; from < 120; from += 20) {
      const found = await ask('a', iso(from), iso(from + 20))
      seen.states.push(...found.states.map(({ startsAt }) => startsAt))
      seen.shifts.push(...found.shifts.map(({ endsAt }) => endsAt))
    }
    assert.deepEqual(seen, { states: [iso(0), iso(20), iso(40), iso(60)], shifts: [iso(60)] })
  })

  test('an alarm is told in every time in which it was active', async () => {
    assert.equal((await ask('a', iso(12), iso(14))).alarms.length, 1)
    assert.equal((await ask('a', iso(20), iso(40))).alarms.length, 0)
  })

  test('is nobody else’s to see, and of a time that ends after it begins', async () => {
    const fails = (code: string) => (fault: RequestFault) => fault.answer.code === code
    await assert.rejects(ask('b', iso(0), iso(10)), fails('kit.notFound'))
    await assert.rejects(ask('a', iso(10), iso(10)), fails('factory.span.invalid'))
    await assert.rejects(ask('a', iso(-60 * 24 * 40), iso(10)), fails('factory.span.tooLong'))
  })
})
