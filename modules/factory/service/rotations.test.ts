import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { RequestFault } from '@ronghe/kit/client'
import { readSheet } from '@ronghe/kit/sheet'
import type { TestHouse } from '@ronghe/kit/test'
import { rotationOf } from '../calendar/patterns.ts'
import { calendarRows, shiftsIn } from '../calendar/planned.ts'
import { dayMicros } from '../micros.ts'
import { as, clockAt, factoryHouse, makeMachine, unitId, upload } from '../testing.ts'
import { stretches } from './exceptions.ts'

/** Monday, noon in Guangxi. */
const now = Date.parse('2026-03-02T04:00:00Z') * 1000
const timeZone = 'Asia/Shanghai'
const words = { anchor: '2026-03-02', locale: 'zh' as const, shift: (key: string) => key }
const rotation = rotationOf('fourCrewsTwoShifts', { ...words, crews: ['甲', '乙', '丙', '丁'] })
assert.ok(rotation)
const body = { validFrom: '2026-03-04', timeZone, rotation }
const shift = { name: '白班', startMinute: 480, endMinute: 1200, kind: 'shift' as const }
const week = {
  validFrom: '2026-01-01',
  timeZone,
  shifts: [1, 2, 3].map((weekday) => ({ ...shift, weekday })),
}

let house: TestHouse
let line: string
let site: string
before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(now) })
  const { machine } = await makeMachine(house.house, { code: 'M-1', unit: 'L1' })
  line = machine.unitId
  site = await unitId(house.house, 'firm-a', 'S1')
  await (await as(house, 'a')).changeShifts({ params: { unitId: site }, body: week })
})
after(() => house.close())

const ofDay = (days: { day: string; shifts: { name: string; crew: string | null }[] }[], day: string) =>
  days.find((one) => one.day === day)?.shifts.map((one) => `${one.crew ?? ''} ${one.name}`)

const refusedAt = (field: string) => (fault: RequestFault) => {
  assert.equal(fault.answer.fields?.[0]?.field, field)
  return true
}

describe('crews that rotate', () => {
  test('a preview shows the month and keeps nothing', async () => {
    const viewer = await as(house, 'viewer')
    const params = { unitId: line }
    const query = { month: '2026-03' }
    const { days } = await viewer.previewRotation({ params, query, body })
    assert.deepEqual(ofDay(days, '2026-03-03'), [' 白班'], 'what held before goes on until then')
    assert.deepEqual(ofDay(days, '2026-03-04'), ['丙 day', '乙 longNight'])
    const kept = await viewer.calendarMonth({ params, query })
    assert.deepEqual(ofDay(kept.days, '2026-03-04'), [' 白班'])
  })

  test('holds from its day on, is inherited below, and what was before stays', async () => {
    const a = await as(house, 'a')
    await a.changeRotation({ params: { unitId: site }, body })
    const { days } = await a.calendarMonth({ params: { unitId: line }, query: { month: '2026-03' } })
    assert.deepEqual(
      ['2026-03-03', '2026-03-04', '2026-03-07', '2026-03-08'].map((day) => ofDay(days, day)),
      [[' 白班'], ['丙 day', '乙 longNight'], ['乙 day', '甲 longNight'], ['丙 day', '乙 longNight']],
    )
    const seen = await a.shifts({ params: { unitId: line } })
    assert.deepEqual(
      [seen.rotation, seen.shifts.length, seen.inheritedFrom],
      [null, 3, site],
      'holds not yet',
    )
    const own = await a.shifts({ params: { unitId: site } })
    assert.deepEqual(
      own.periods.map(({ validFrom, validTo, rotation: name }) => [validFrom, validTo, name === null]),
      [
        ['2026-01-01', '2026-03-03', true],
        ['2026-03-04', null, false],
      ],
    )
  })

  test('the shifts of a report and of alarm routing carry the crew', async () => {
    const fromMicros = Date.parse('2026-03-04T00:00:00+08:00') * 1000
    const window = { fromMicros, toMicros: fromMicros + dayMicros }
    const shifts = await house.house.act(systemCaller, ({ sql }) => shiftsIn(sql, line, window))
    assert.deepEqual(
      shifts.map((one) => [one.day, one.name, one.crew]),
      [
        ['2026-03-04', 'day', '丙'],
        ['2026-03-04', 'longNight', '乙'],
      ],
    )
  })

  test('a week that is planned anew ends the rotation, and days already turned stay turned', async () => {
    const a = await as(house, 'a')
    await a.changeShifts({ params: { unitId: site }, body: { ...week, validFrom: '2026-03-10' } })
    const { days } = await a.calendarMonth({ params: { unitId: line }, query: { month: '2026-03' } })
    assert.deepEqual(ofDay(days, '2026-03-09'), ['丁 day', '丙 longNight'])
    assert.deepEqual(ofDay(days, '2026-03-10'), [' 白班'])
    assert.deepEqual(ofDay(days, '2026-03-14'), [])
    await a.changeRotation({ params: { unitId: site }, body: { ...body, validFrom: '2026-03-02' } })
    const seen = await a.shifts({ params: { unitId: line } })
    assert.deepEqual([seen.rotation?.name, seen.shifts], [rotation.name, []])
    const rows = await house.house.act(systemCaller, ({ sql }) => calendarRows(sql, line))
    assert.equal(rows.timeZone, timeZone)
  })

  test('what is wrong is refused by field, and nothing of it is kept', async () => {
    const a = await as(house, 'a')
    const params = { unitId: site }
    const wrong = { ...body, rotation: { ...rotation, turns: [1, 5, 0, 0] } }
    await assert.rejects(a.changeRotation({ params, body: wrong }), refusedAt('rotation.turns.1'))
    const nowhere = { ...body, timeZone: 'Mars/Olympus' }
    await assert.rejects(
      a.previewRotation({ params, query: { month: '2026-03' }, body: nowhere }),
      refusedAt('timeZone'),
    )
    assert.equal((await a.shifts({ params })).rotation?.turns.length, 4)
  })

  test('another firm neither sees nor changes it', async () => {
    const b = await as(house, 'b')
    const params = { unitId: site }
    await assert.rejects(
      b.changeRotation({ params, body }),
      (fault: RequestFault) => fault.answer.code === 'kit.notFound',
    )
    await assert.rejects(b.calendarMonth({ params, query: { month: '2026-03' } }))
    await assert.rejects((await as(house, 'viewer')).changeRotation({ params, body }))
  })
})

describe('many exceptions at once', () => {
  const csv = (...lines: string[]) => ({
    name: 'x.csv',
    content: ['类别,名称,开始,结束', ...lines].join('\n'),
  })
  const path = (dryRun: boolean) => `/factory/units/${site}/exceptions/import?dryRun=${dryRun}`

  test('a table is tried first; every fault has its row and column; then it is written once', async () => {
    const a = await as(house, 'a')
    const template = await fetch(`${house.url}/api/factory/exception-template`, { headers: a.headers })
    assert.equal(template.status, 200)
    const bad = await upload(
      house,
      a.headers,
      path(false),
      csv(
        '假,国庆,2026-10-01,2026-10-07',
        '节假日,,2026-13-01,2026-10-07',
        '保养,年修,2026-08-02 08:00,2026-08-01',
      ),
    )
    const { faults, written } = bad.body as { faults: { row: number; column: string }[]; written: boolean }
    assert.equal(written, false)
    assert.deepEqual(
      faults.map((one) => one.row),
      [2, 3, 3, 4],
    )
    const good = csv(
      '节假日,国庆,2026-10-01,2026-10-07',
      'maintenance,年修,2026-08-01 08:00,2026-08-02 20:00',
    )
    const tried = await upload(house, a.headers, path(true), good)
    assert.deepEqual(
      [tried.status, (await a.shifts({ params: { unitId: site } })).exceptions.length],
      [200, 0],
    )
    await upload(house, a.headers, path(false), good)
    const again = await upload(house, a.headers, path(false), good)
    assert.equal((again.body as { rowsSame: number }).rowsSame, 2)
    const { exceptions } = await a.shifts({ params: { unitId: site } })
    assert.deepEqual(
      exceptions.map(({ name, startsAt, endsAt }) => [name, startsAt, endsAt]),
      [
        ['年修', '2026-08-01T00:00:00.000Z', '2026-08-02T12:00:00.000Z'],
        ['国庆', '2026-09-30T16:00:00.000Z', '2026-10-07T16:00:00.000Z'],
      ],
    )
    const file = await fetch(`${house.url}/api/factory/units/${site}/exceptions`, { headers: a.headers })
    const lines = await readSheet({ name: 'x.xlsx', content: Buffer.from(await file.bytes()) }, 10)
    assert.equal(lines.length, 2)
    const back = await upload(house, a.headers, path(true), {
      name: 'x.csv',
      content: [Object.keys(lines[0]?.cells ?? {}), ...lines.map((one) => Object.values(one.cells))]
        .map((one) => one.join(','))
        .join('\n'),
    })
    assert.equal((back.body as { rowsSame: number }).rowsSame, 2, 'what is exported is read again as it was')
  })

  test('maintenance is repeated by local days up to the last', async () => {
    const a = await as(house, 'a')
    const one = {
      kind: 'maintenance' as const,
      name: '周检',
      startsAt: '2026-03-06T08:00:00Z',
      endsAt: '2026-03-06T10:00:00Z',
    }
    const params = { unitId: line }
    await a.addException({ params, body: { ...one, everyDays: 7, repeatUntil: '2026-03-27' } })
    const { days } = await a.calendarMonth({ params, query: { month: '2026-03' } })
    assert.deepEqual(
      days.flatMap(({ day, exceptions }) => exceptions.map(() => day)),
      ['2026-03-06', '2026-03-13', '2026-03-20', '2026-03-27'],
    )
    await assert.rejects(a.addException({ params, body: { ...one, everyDays: 7 } }), refusedAt('repeatUntil'))
    const early = { ...one, everyDays: 7, repeatUntil: '2026-03-01' }
    await assert.rejects(a.addException({ params, body: early }), refusedAt('repeatUntil'))
    const endless = { ...one, everyDays: 1, repeatUntil: '2036-03-01' }
    await assert.rejects(a.addException({ params, body: endless }), refusedAt('repeatUntil'))
  })

  test('public holidays come from the region’s calendar, as stretches, and once', async () => {
    const a = await as(house, 'a')
    const params = { unitId: line }
    const first = await a.addPublicHolidays({ params, body: { year: 2026 } })
    const second = await a.addPublicHolidays({ params, body: { year: 2026 } })
    assert.equal(second.added, 0)
    assert.equal(first.known, second.known)
    const none = await a.addPublicHolidays({ params, body: { year: 2099 } })
    assert.deepEqual(none, { added: 0, known: false })
    const day = (text: string, nameZh: string) => ({ day: text, nameZh, nameEn: `${nameZh}!` })
    const days = [
      day('2026-10-02', '国庆'),
      day('2026-10-01', '国庆'),
      day('2026-10-03', '中秋'),
      day('2026-10-05', '中秋'),
    ]
    assert.deepEqual(stretches(days, 'zh'), [
      { from: '2026-10-01', to: '2026-10-02', name: '国庆' },
      { from: '2026-10-03', to: '2026-10-03', name: '中秋' },
      { from: '2026-10-05', to: '2026-10-05', name: '中秋' },
    ])
    assert.equal(stretches(days, 'en')[0]?.name, '国庆!')
  })
})
