import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import {
  append,
  as,
  clockAt,
  factoryHouse,
  hour,
  type Machine,
  makeMachine,
  minute,
  unitId,
  upload,
} from './testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const iso = (micros: number) => new Date(micros / 1000).toISOString()

let house: TestHouse
before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 30 * hour) })
})
after(() => house.close())

const refused = (code: string) => (fault: RequestFault) => {
  assert.equal(fault.answer.code, code)
  return true
}

describe('equipment register', () => {
  const body = { code: 'M-1', name: '车床', isNumericalControl: true, isNetworked: false, isKeyProcess: true }

  test('added, found, changed against its version, with its history; a code is taken once', async () => {
    const a = await as(house, 'a')
    const site = await unitId(house.house, 'firm-a', 'S1')
    const { id } = await a.addEquipment({ body: { ...body, unitId: site, maker: '沈阳机床' } })
    await assert.rejects(
      a.addEquipment({ body: { ...body, unitId: site } }),
      refused('factory.equipment.codeTaken'),
    )
    const params = { equipmentId: id }
    const found = await a.equipment({ query: { q: '沈阳' } })
    assert.deepEqual(
      found.rows.map(({ code, unitName }) => [code, unitName]),
      [['M-1', '一厂']],
    )
    const { version } = await a.oneEquipment({ params })
    const changed = { ...body, unitId: site, name: '数控车床', version }
    await a.changeEquipment({ params, body: changed })
    await assert.rejects(
      a.changeEquipment({ params, body: changed }),
      refused('factory.equipment.changedSince'),
    )
    const history = await a.equipmentHistory({ params })
    assert.deepEqual(history.rows.map(({ action }) => action).sort(), [
      'factory.equipment.added',
      'factory.equipment.changed',
    ])
  })

  test('it belongs to its firm: officials read it, neighbours do not, viewers do not write', async () => {
    const [a, b, viewer, region] = await Promise.all(
      ['a', 'b', 'viewer', 'region'].map((one) => as(house, one)),
    )
    assert.ok(a && b && viewer && region)
    const [row] = (await a.equipment({ query: { q: 'M-1' } })).rows
    const params = { equipmentId: row?.id ?? '' }
    assert.equal((await region.oneEquipment({ params })).code, 'M-1')
    await assert.rejects(b.oneEquipment({ params }), { status: 404 })
    await assert.rejects((await as(house, null)).oneEquipment({ params }), { status: 401 })
    const site = await unitId(house.house, 'firm-b', 'S1')
    await assert.rejects(a.addEquipment({ body: { ...body, code: 'X', unitId: site } }), { status: 400 })
    await assert.rejects(viewer.addEquipment({ body: { ...body, code: 'X', unitId: site } }), { status: 403 })
  })

  test('an import says its faults by row and column, and repeats without effect', async () => {
    const a = await as(house, 'a', 'en')
    const path = '/factory/equipment/import?dryRun=false'
    const bad = 'Code,Name,Unit code,Built\nM-9,Mill,NOWHERE,2026-13-40\n,Mill,S1,'
    const answer = await upload(house, a.headers, path, { name: 'm.csv', content: bad })
    const report = answer.body as { written: boolean; faults: { row: number; column: string }[] }
    assert.equal(report.written, false)
    assert.ok(report.faults.some(({ row, column }) => row === 2 && column === 'Unit code'))
    assert.ok(report.faults.some(({ row, column }) => row === 3 && column === 'Code'))
    const good = { name: 'm.csv', content: 'Code,Name,Unit code\nM-9,Mill,S1\nM-8,Mill,L1' }
    const counts = async () => {
      const { body: said } = await upload(house, a.headers, path, good)
      const { rowsNew, rowsSame } = said as { rowsNew: number; rowsSame: number }
      return [rowsNew, rowsSame]
    }
    assert.deepEqual(
      [await counts(), await counts()],
      [
        [2, 0],
        [0, 2],
      ],
    )
  })

  test('documents and the photo are kept by their bytes, and go when they are removed', async () => {
    const a = await as(house, 'a')
    const b = await as(house, 'b')
    const [row] = (await a.equipment({ query: { q: 'M-9' } })).rows
    const place = `/factory/equipment/${row?.id}`
    const fake = await upload(house, a.headers, `${place}/photo`, { name: 'p.png', content: 'no picture' })
    assert.equal((fake.body as { code: string }).code, 'factory.photo.kind')
    const png = new Uint8Array(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
    assert.equal(
      (await upload(house, a.headers, `${place}/photo`, { name: 'p.png', content: png })).status,
      200,
    )
    const photo = await fetch(`${house.url}/api${place}/photo`, { headers: a.headers })
    assert.deepEqual(new Uint8Array(await photo.arrayBuffer()), png)
    const manual = { name: '说明书.pdf', content: '%PDF-1.7 manual' }
    const added = await upload(house, a.headers, `${place}/documents`, manual)
    const params = { documentId: (added.body as { id: string }).id }
    const theirs = await fetch(`${house.url}/api/factory/documents/${params.documentId}`, {
      headers: b.headers,
    })
    assert.equal(theirs.status, 404)
    await a.removeDocument({ params })
    const left = await a.documents({ params: { equipmentId: row?.id ?? '' } })
    assert.deepEqual(left.rows, [])
  })
})

describe('signals', () => {
  let machine: Machine
  let tags: Record<string, string>
  before(async () => {
    const list = [
      { name: 'temperature', scale: 0.1, shift: -40 },
      { name: 'execution', valueType: 'text' as const },
    ]
    const made = await makeMachine(house.house, { code: 'SIG', tags: list })
    machine = made.machine
    tags = made.tags
    const points = Array.from({ length: 120 }, (_, n) => ({
      tag: tags.temperature ?? '',
      at: start + n * minute,
      value: 500 + n,
    }))
    await append(house.house, [...points, { tag: tags.execution ?? '', at: start, value: 'ACTIVE' }])
  })

  test('values are shown scaled, everywhere the same', async () => {
    const a = await as(house, 'a')
    const { rows } = await a.tags({ params: { equipmentId: machine.id } })
    const newest = rows.find(({ name }) => name === 'temperature')
    assert.ok(Math.abs(Number(newest?.value) - 21.9) < 1e-9, String(newest?.value))
    const span = { from: iso(start), to: iso(start + 2 * hour) }
    const tag = tags.temperature ?? ''
    const points = await a.points({ params: { tagId: tag }, query: { ...span, pageSize: 1 } })
    assert.deepEqual([points.total, Math.round(Number(points.rows[0]?.value))], [120, 10])
    const { rows: trends } = await a.trend({ query: { tag: [tag], ...span, points: 10 } })
    const [trend] = trends
    assert.ok(trend && trend.at.length >= 10 && trend.at.length <= 13, `${trend?.at.length} buckets`)
    assert.ok(Math.max(...trend.max.map(Number)) <= 22 && Math.min(...trend.min.map(Number)) >= 9.9)
  })

  test('a neighbour sees no signal by any door, and a span is bounded', async () => {
    const b = await as(house, 'b')
    const a = await as(house, 'a')
    const tagId = tags.temperature ?? ''
    const span = { from: iso(start), to: iso(start + hour) }
    await assert.rejects(b.tags({ params: { equipmentId: machine.id } }), { status: 404 })
    await assert.rejects(b.points({ params: { tagId }, query: span }), { status: 404 })
    await assert.rejects(b.trend({ query: { tag: [tagId], ...span } }), { status: 404 })
    const back = { from: span.to, to: span.from }
    await assert.rejects(a.points({ params: { tagId }, query: back }), refused('factory.span.invalid'))
  })
})

describe('calendar', () => {
  test('a unit has its own shifts or its parent’s; overlaps and unknown zones are refused', async () => {
    const a = await as(house, 'a')
    const site = { unitId: await unitId(house.house, 'firm-a', 'S1') }
    const line = { unitId: await unitId(house.house, 'firm-a', 'L1') }
    const day = { name: '白班', weekday: 1, startMinute: 480, endMinute: 1200, kind: 'shift' as const }
    const body = { validFrom: '2026-01-01', timeZone: 'Asia/Shanghai', shifts: [day] }
    await a.changeShifts({ params: site, body })
    const seen = await a.shifts({ params: line })
    assert.deepEqual([seen.inheritedFrom, seen.shifts.length], [site.unitId, 1])
    const twice = { ...body, shifts: [day, { ...day, name: '重叠' }] }
    await assert.rejects(a.changeShifts({ params: site, body: twice }), refused('factory.shift.overlap'))
    await assert.rejects(
      a.changeShifts({ params: site, body: { ...body, timeZone: 'Mars/Olympus' } }),
      refused('factory.timeZone.unknown'),
    )
    const holiday = {
      kind: 'holiday' as const,
      name: '春节',
      startsAt: iso(start),
      endsAt: iso(start + 24 * hour),
    }
    const { id } = await a.addException({ params: site, body: holiday })
    assert.deepEqual(
      (await a.shifts({ params: site })).exceptions.map(({ name }) => name),
      ['春节'],
    )
    await a.removeException({ params: { exceptionId: id } })
    await assert.rejects(a.removeException({ params: { exceptionId: id } }), { status: 404 })
  })
})

describe('edges', () => {
  let running: TestHouse
  before(async () => {
    running = await factoryHouse()
  })
  after(() => running.close())

  test('a credential is shown once, renewed, and ended; others do not see it', async () => {
    const a = await as(running, 'a')
    const made = await a.addEdge({ body: { code: 'edge-9', name: '九号' } })
    const params = { edgeId: made.id }
    const renewed = await a.renewEdge({ params })
    assert.notEqual(renewed.password, made.password)
    const { rows } = await a.edges()
    assert.equal(JSON.stringify(rows).includes(renewed.password), false)
    await a.revokeEdge({ params })
    await assert.rejects(a.renewEdge({ params }), refused('factory.edge.revoked'))
    const b = await as(running, 'b')
    await assert.rejects(b.revokeEdge({ params }), { status: 404 })
  })
})
