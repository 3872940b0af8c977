import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { dueLevel, escalate, usualLevels } from '../andon/escalate.ts'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { speedBounds } from '../store/stop-rules.ts'
import { append, as, clockAt, factoryHouse, hour, makeMachine, minute, upload } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const startsAt = isoOf(start)
const clock = clockAt(start + 5 * hour)

let house: TestHouse
let equipmentId: string
let unitId: string

before(async () => {
  house = await factoryHouse({ start: false, clock })
  const { machine, tags } = await makeMachine(house.house, { code: 'M-1' })
  equipmentId = machine.id
  unitId = machine.unitId
  const a = await as(house, 'a')
  const shift = (name: string, from: number, to: number) => {
    return { name, weekday: 1, startMinute: from, endMinute: to, kind: 'shift' as const }
  }
  const shifts = [shift('早班', 480, 720), shift('中班', 720, 960)]
  const body = { validFrom: '2026-01-01', timeZone: 'Asia/Shanghai', shifts }
  await a.changeShifts({ params: { unitId }, body })
  const rules = { microStopSeconds: 0, classifySeconds: 300, isMandatory: true, overSpeedPercent: 110 }
  await a.changeStopRules({ query: { unit: unitId }, body: rules })
  const { execution = '', mode = '' } = tags
  const reported = { name: '停止', kind: 'reported' as const, signal: 'execution', values: 'STOPPED' }
  const alarm = { ...reported, priority: 'high' as const, mustAcknowledge: true, latches: false }
  const definition = { code: 'STOP', body: { ...alarm, equipmentIds: [equipmentId] }, countsFrom: startsAt }
  await a.addAlarmDefinition({ body: definition })
  await append(house.house, [
    { tag: mode, at: start, value: 'AUTOMATIC' },
    { tag: execution, at: start, value: 'ACTIVE' },
    { tag: execution, at: start + 60 * minute, value: 'STOPPED' },
    { tag: execution, at: start + 90 * minute, value: 'ACTIVE' },
    { tag: execution, at: start + 299 * minute, value: 'ACTIVE' },
  ])
  await createDeriver(house.house, { lastHeardMs: () => undefined }).round()
})
after(() => house.close())

const refused = (code: string, field?: string) => (fault: RequestFault) => {
  assert.deepEqual([fault.answer.code, fault.answer.fields?.[0]?.field], [code, field])
  return true
}

describe('the shift report', () => {
  test('is computed until it is signed, and then stays as it was, whatever is said later', async () => {
    const operator = await as(house, 'operator')
    const params = { unitId }
    const open = await operator.shiftReport({ params, query: { startsAt } })
    assert.equal(open.signature, null)
    assert.deepEqual([open.report.name, open.report.factors.availability.value], ['早班', 87.5])
    assert.deepEqual(open.report.openStops, { count: 1, mandatory: 1 })
    assert.deepEqual(
      open.report.alarms?.map((one) => [
        one.alarmCode,
        one.priority,
        one.count,
        one.activeSeconds,
        one.firstAt,
      ]),
      [['STOP', 'high', 1, 1800, isoOf(start + 60 * minute)]],
    )
    await assert.rejects(
      operator.signShiftReport({ params, body: { startsAt } }),
      refused('factory.shift.unexplained'),
    )
    const stops = open.report.stops.map((one) => ({
      ...{ equipmentId: one.equipmentId, startsAt: one.startsAt, endsAt: one.endsAt },
    }))
    await operator.classifyStops({ body: { stops, reason: 'toolBroken' } })
    const { hash } = await operator.signShiftReport({ params, body: { startsAt, comment: '换刀一次' } })
    const signed = await operator.shiftReport({ params, query: { startsAt } })
    assert.deepEqual(
      [signed.signature?.hash, signed.signature?.signedName, signed.signature?.isSound],
      [hash, 'operator', true],
    )
    assert.equal(signed.signature?.isUnchanged, true)
    await operator.classifyStops({ body: { stops, reason: 'changeover' } })
    const later = await operator.shiftReport({ params, query: { startsAt } })
    assert.equal(later.signature?.isUnchanged, false)
    assert.equal(later.report.stops[0]?.reason, 'toolBroken')
    await assert.rejects(
      operator.signShiftReport({ params, body: { startsAt } }),
      refused('factory.shift.signed'),
    )
    const { rows } = await operator.shiftReports({ query: { unit: unitId } })
    assert.deepEqual(
      rows.map((row) => [row.name, row.comment, row.hash]),
      [['早班', '换刀一次', hash]],
    )
  })

  test('who tampers with the kept text is found out', async () => {
    await house.house.act(systemCaller, async ({ sql }) => {
      await sql`update factory_shift_reports set report = replace(report, '早班', '晚班')`
    })
    const { signature } = await (await as(house, 'viewer')).shiftReport({
      params: { unitId },
      query: { startsAt },
    })
    assert.equal(signature?.isSound, false)
    await house.house.act(systemCaller, async ({ sql }) => {
      await sql`update factory_shift_reports set report = replace(report, '晚班', '早班')`
    })
  })

  test('not before the shift has ended, not by a viewer, not of another firm; and as a sheet', async () => {
    const [operator, viewer, b] = await Promise.all(['operator', 'viewer', 'b'].map((who) => as(house, who)))
    assert.ok(operator && viewer && b)
    const params = { unitId }
    const body = { startsAt: isoOf(start + 4 * hour) }
    await assert.rejects(operator.signShiftReport({ params, body }), refused('factory.shift.goesOn'))
    await assert.rejects(viewer.signShiftReport({ params, body }), { status: 403 })
    await assert.rejects(b.signShiftReport({ params, body }), { status: 404 })
    await assert.rejects(b.shiftReport({ params, query: { startsAt } }), { status: 404 })
    assert.equal((await b.shiftReports({})).total, 0)
    const path = `${house.url}/api/factory/units/${unitId}/shift-report/sheet?startsAt=${startsAt}`
    const sheet = await fetch(path, { headers: operator.headers })
    assert.equal(sheet.status, 200)
    assert.equal(
      Buffer.from(await sheet.arrayBuffer())
        .subarray(0, 2)
        .toString(),
      'PK',
    )
  })
})

test('the bound of speed is the machine’s own, else that of the nearest unit', async () => {
  const bounds = () => house.house.act(systemCaller, ({ sql }) => speedBounds(sql, [equipmentId]))
  assert.deepEqual([...(await bounds())], [[equipmentId, 110]])
  const body = { microStopSeconds: 0, classifySeconds: 300, isMandatory: true, overSpeedPercent: 130 }
  await (await as(house, 'a')).changeStopRules({ query: { equipment: equipmentId }, body })
  assert.deepEqual([...(await bounds())], [[equipmentId, 130]])
  assert.equal((await house.house.act(systemCaller, ({ sql }) => speedBounds(sql, []))).size, 0)
})

describe('the hand-over', () => {
  test('entries, points carried over, closed once, acknowledged by the next shift', async () => {
    const [operator, a, b, viewer] = await Promise.all(
      ['operator', 'a', 'b', 'viewer'].map((who) => as(house, who)),
    )
    assert.ok(operator && a && b && viewer)
    const params = { unitId }
    const entry = { kind: 'fault' as const, body: '主轴异响，待检', equipmentId, isPoint: true }
    const { id } = await operator.addHandover({ params, body: entry })
    await operator.addHandover({ params, body: { kind: 'note', body: '卫生已做', isPoint: false } })
    const open = await a.handover({ query: { unit: unitId, isPoint: true, isClosed: false } })
    assert.deepEqual(
      open.rows.map((row) => [row.body, row.equipmentName, row.personName]),
      [['主轴异响，待检', 'M-1', 'operator']],
    )
    assert.deepEqual(await a.acknowledgeHandover({ params }), { points: 1 })
    const { rows: read } = await viewer.handoverAcknowledgements({ params })
    assert.deepEqual(
      read.map((row) => [row.personName, row.points]),
      [['a', 1]],
    )
    await a.closeHandover({ params: { entryId: id }, body: { closing: '换轴承' } })
    await assert.rejects(
      a.closeHandover({ params: { entryId: id }, body: { closing: '再关' } }),
      refused('factory.handover.closed'),
    )
    assert.equal((await a.handover({ query: { q: '轴承' } })).total, 1)
    await assert.rejects(viewer.addHandover({ params, body: entry }), { status: 403 })
    await assert.rejects(b.addHandover({ params, body: entry }), { status: 404 })
    await assert.rejects(b.closeHandover({ params: { entryId: id }, body: { closing: 'x' } }), {
      status: 404,
    })
    assert.equal((await b.handover({})).total, 0)
  })

  test('a file stays with its entry, and only its firm reads it', async () => {
    const [operator, b] = await Promise.all(['operator', 'b'].map((who) => as(house, who)))
    assert.ok(operator && b)
    const entry = (await operator.handover({ query: { q: '主轴' } })).rows[0]
    const path = `/factory/handover/${entry?.id}/files`
    const pdf = { name: '记录.pdf', content: '%PDF-1.7 …' }
    const sent = await upload(house, operator.headers, path, pdf)
    assert.equal(sent.status, 200)
    const { id } = sent.body as { id: string }
    assert.equal((await upload(house, operator.headers, path, { name: 'x.exe', content: 'MZ' })).status, 400)
    assert.equal((await upload(house, b.headers, path, pdf)).status, 404)
    const file = `${house.url}/api/factory/handover-files/${id}`
    assert.equal((await fetch(file, { headers: operator.headers })).status, 200)
    assert.equal((await fetch(file, { headers: b.headers })).status, 404)
    const again = (await operator.handover({ query: { q: '主轴' } })).rows[0]
    assert.deepEqual(
      again?.files.map((one) => one.name),
      ['记录.pdf'],
    )
  })
})

describe('calls for help', () => {
  const round = () => house.house.act(systemCaller, escalate)
  const notices = () =>
    house.house.act(systemCaller, async ({ sql }) => {
      const rows = await sql`select payload from kit_events where name = 'kit.notice' order by id`
      return rows.map(
        (row) => row.payload as { word: string; to: { may: string }; blanks: { place: string } },
      )
    })

  test('levels are due as minutes pass without an answer', () => {
    const at = new Date(0)
    const after = (minutes: number) => dueLevel(usualLevels, at, new Date(minutes * 60_000))
    assert.deepEqual([after(0), after(4.9), after(5), after(14), after(15), after(600)], [1, 1, 2, 2, 3, 3])
  })

  test('called, told farther each level once, answered, resolved', async () => {
    const [operator, a] = await Promise.all(['operator', 'a'].map((who) => as(house, who)))
    assert.ok(operator && a)
    const { id } = await operator.callAndon({ body: { equipmentId, kind: 'material', note: '缺棒料' } })
    assert.equal(await round(), 0)
    clock.move(6 * 60_000)
    assert.deepEqual([await round(), await round()], [1, 0])
    const told = await notices()
    assert.deepEqual(
      told.map((one) => [one.word, one.to.may, one.blanks.place]),
      [
        ['factory.notice.andon.material', 'factory.operate', 'M-1'],
        ['factory.notice.andon.material', 'factory.write', 'M-1'],
      ],
    )
    await a.answerAndon({ params: { callId: id } })
    await assert.rejects(a.answerAndon({ params: { callId: id } }), refused('factory.andon.answered'))
    clock.move(30 * 60_000)
    assert.equal(await round(), 0)
    await a.resolveAndon({ params: { callId: id }, body: { resolution: '送到' } })
    await assert.rejects(
      a.resolveAndon({ params: { callId: id }, body: { resolution: '又' } }),
      refused('factory.andon.resolved'),
    )
    const [call] = (await operator.andonCalls({ query: { status: 'resolved' } })).rows
    assert.deepEqual(
      [call?.secondsToAnswer, call?.secondsToResolve, call?.level, call?.answeredName, call?.resolution],
      [360, 2160, 2, 'a', '送到'],
    )
    assert.equal((await operator.andonCalls({ query: { status: 'open' } })).total, 0)
  })

  test("a firm's own levels count; their times must rise", async () => {
    const [operator, a] = await Promise.all(['operator', 'a'].map((who) => as(house, who)))
    assert.ok(operator && a)
    assert.equal((await a.andonLevels({})).isUsual, true)
    const levels = [
      { afterMinutes: 0, may: 'factory.write' as const },
      { afterMinutes: 2, may: 'registry.member.write' as const },
    ]
    await assert.rejects(
      a.changeAndonLevels({ body: { levels: levels.toReversed() } }),
      refused('factory.andon.order', 'levels'),
    )
    await assert.rejects(operator.changeAndonLevels({ body: { levels } }), { status: 403 })
    await a.changeAndonLevels({ body: { levels } })
    assert.deepEqual(await operator.andonLevels({}), { levels, isUsual: false })
    await operator.callAndon({ body: { unitId, kind: 'safety' } })
    clock.move(3 * 60_000)
    assert.equal(await round(), 1)
  })

  test('who may, and what is refused', async () => {
    const [viewer, b, a] = await Promise.all(['viewer', 'b', 'a'].map((who) => as(house, who)))
    assert.ok(viewer && b && a)
    const body = { equipmentId, kind: 'help' as const }
    await assert.rejects(viewer.callAndon({ body }), { status: 403 })
    await assert.rejects(b.callAndon({ body }), { status: 404 })
    await assert.rejects(a.callAndon({ body: { kind: 'help' } }), refused('kit.input.invalid', 'unitId'))
    assert.equal((await b.andonCalls({})).total, 0)
    const callId = (await a.andonCalls({})).rows[0]?.id ?? ''
    await assert.rejects(b.answerAndon({ params: { callId } }), { status: 404 })
    await assert.rejects(b.resolveAndon({ params: { callId }, body: { resolution: 'x' } }), { status: 404 })
  })
})
