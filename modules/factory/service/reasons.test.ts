import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { as, clockAt, factoryHouse, hour, makeMachine, unitId, upload } from '../testing.ts'

let house: TestHouse
let equipmentId: string
let siteId: string

before(async () => {
  house = await factoryHouse({
    start: false,
    clock: clockAt(Date.parse('2026-03-02T00:00:00Z') * 1000 + hour),
  })
  equipmentId = (await makeMachine(house.house, { code: 'M-1', unit: 'L1' })).machine.id
  siteId = await unitId(house.house, 'firm-a', 'S1')
})
after(() => house.close())

const refused = (code: string, field?: string) => (fault: RequestFault) => {
  assert.deepEqual([fault.answer.code, fault.answer.fields?.[0]?.field], [code, field])
  return true
}
const versionOf = async () => (await (await as(house, 'a')).reasons({})).version

describe("a firm's tree of reasons", () => {
  test('the usual tree holds until the first change, in both languages', async () => {
    const { rows, version, total } = await (await as(house, 'viewer')).reasons({})
    assert.equal(version, 0)
    assert.equal(rows.length, total)
    const fault = rows.find((one) => one.code === 'mechanicalFault')
    assert.deepEqual(
      [fault?.parentCode, fault?.name, fault?.nameEn, fault?.loss, fault?.own.loss, fault?.depth],
      ['equipmentFault', '机械故障', 'Mechanical fault', 'equipmentFailure', null, 1],
    )
    const { rows: found } = await (await as(house, 'viewer')).reasons({ query: { q: '换刀' } })
    assert.deepEqual(
      found.map((one) => one.code),
      ['toolChange'],
    )
  })

  test('each change is a version; what was seen by another since then is not overwritten', async () => {
    const a = await as(house, 'a')
    const added = { code: 'spindle', parentCode: 'mechanicalFault', name: '主轴故障', isPlanned: false }
    assert.deepEqual(await a.addReason({ body: { version: 0, ...added } }), { version: 1 })
    await assert.rejects(
      a.addReason({ body: { version: 0, ...added, code: 'belt' } }),
      refused('factory.reason.changedSince'),
    )
    const body = { version: 1, name: '主轴', nameEn: 'Spindle', colour: '#123456', isPlanned: false }
    await a.changeReason({ params: { code: 'spindle' }, body })
    await a.moveReason({ params: { code: 'spindle' }, body: { version: 2, parentCode: 'equipmentFault' } })
    await a.retireReason({ params: { code: 'spindle' }, body: { version: 3, isRetired: true } })
    const { rows } = await a.reasons({ query: { isRetired: true } })
    assert.deepEqual(
      rows.map((one) => [one.code, one.parentCode, one.name, one.own.colour]),
      [['spindle', 'equipmentFault', '主轴', '#123456']],
    )
    const versions = await a.reasonVersions({})
    assert.deepEqual(
      versions.rows.map((one) => [one.version, one.note, one.personName]),
      [
        [4, '停用', 'a'],
        [3, '移动', 'a'],
        [2, '修改', 'a'],
        [1, '新增', 'a'],
      ],
    )
    assert.deepEqual(await a.restoreReasons({ params: { number: 1 }, body: { version: 4 } }), { version: 5 })
    const again = (await a.reasons({})).rows.find((one) => one.code === 'spindle')
    assert.deepEqual(
      [again?.name, again?.parentCode, again?.isRetired],
      ['主轴故障', 'mechanicalFault', false],
    )
  })

  test('what breaks a rule is refused at its field', async () => {
    const a = await as(house, 'a')
    const version = await versionOf()
    const one = { version, code: 'x', name: 'x', isPlanned: false }
    await assert.rejects(
      a.addReason({ body: { ...one, code: 'spindle' } }),
      refused('factory.reason.codeTaken', 'code'),
    )
    await assert.rejects(
      a.addReason({ body: { ...one, parentCode: 'nobody' } }),
      refused('factory.reason.unknown', 'parentCode'),
    )
    const move = { params: { code: 'equipmentFault' }, body: { version, parentCode: 'spindle' } }
    await assert.rejects(a.moveReason(move), refused('factory.reason.circle', 'parentCode'))
    await assert.rejects(a.retireReason({ params: { code: 'no' }, body: { version, isRetired: true } }), {
      status: 404,
    })
    await assert.rejects(a.restoreReasons({ params: { number: 99 }, body: { version } }), { status: 404 })
    assert.equal(await versionOf(), version)
  })

  test('a neighbour has its own tree, an operator changes none, an official reads', async () => {
    const [b, operator, city] = await Promise.all(['b', 'operator', 'city'].map((who) => as(house, who)))
    assert.ok(b && operator && city)
    const organisation = (await (await as(house, 'a')).equipment({})).rows[0]?.organisationId ?? ''
    assert.equal((await b.reasons({})).version, 0)
    assert.equal((await b.reasons({ query: { organisation } })).version, 0)
    assert.equal((await city.reasons({ query: { organisation } })).version, 5)
    const body = { version: 5, code: 'x', name: 'x', isPlanned: false }
    await assert.rejects(operator.addReason({ body }), { status: 403 })
  })
})

describe('the sheet of reasons', () => {
  const sheet = (...lines: string[]) => ({
    name: 'reasons.csv',
    content: ['code,parentCode,name,nameEn,state,loss,isPlanned,colour', ...lines].join('\n'),
  })

  test('adds and changes by code, tells faults by row and column, tries first', async () => {
    const { headers } = await as(house, 'a')
    const before = await versionOf()
    const good = sheet('belt,equipmentFault,皮带断裂,Belt broken,故障停机,设备故障损失,否,#00aa00')
    const tried = await upload(house, headers, '/factory/reasons/import', good)
    assert.deepEqual([tried.status, (tried.body as { rowsNew: number }).rowsNew], [200, 1])
    assert.equal(await versionOf(), before)
    const bad = sheet('belt,nobody,皮带,,睡觉,,,blue', 'belt,,皮带,,,,,')
    const told = await upload(house, headers, '/factory/reasons/import?dryRun=false', bad)
    const { faults, written } = told.body as { faults: { row: number; column: string }[]; written: boolean }
    assert.equal(written, false)
    assert.deepEqual(
      faults.map((one) => [one.row, one.column]),
      [
        [2, '颜色'],
        [2, '状态'],
        [3, '编码'],
      ],
    )
    await upload(house, headers, '/factory/reasons/import?dryRun=false', good)
    const { rows, version } = await (await as(house, 'a')).reasons({ query: { q: 'belt' } })
    assert.equal(version, before + 1)
    assert.deepEqual(
      rows.map((one) => [one.parentCode, one.name, one.state, one.loss, one.colour]),
      [['equipmentFault', '皮带断裂', 'down', 'equipmentFailure', '#00aa00']],
    )
    const moved = sheet('belt,minorStop,皮带断裂,Belt broken,故障停机,设备故障损失,否,#00aa00')
    await upload(house, headers, '/factory/reasons/import?dryRun=false', moved)
    const after = await (await as(house, 'a')).reasons({ query: { q: 'belt' } })
    assert.equal(after.rows[0]?.parentCode, 'minorStop')
    const same = await upload(house, headers, '/factory/reasons/import?dryRun=false', moved)
    assert.equal((same.body as { rowsSame: number }).rowsSame, 1)
  })

  test('the template has the columns that are read', async () => {
    const { headers } = await as(house, 'a')
    const response = await fetch(`${house.url}/api/factory/reasons/template`, { headers })
    assert.equal(response.status, 200)
    assert.ok((await response.arrayBuffer()).byteLength > 1000)
  })
})

describe('what counts as a stop worth a word', () => {
  const rules = { microStopSeconds: 30, classifySeconds: 600, isMandatory: true, overSpeedPercent: 120 }

  test('the nearest rule counts: the machine, its line, its site, the usual', async () => {
    const a = await as(house, 'a')
    const query = { equipment: equipmentId }
    assert.deepEqual((await a.stopRules({ query })).origin, 'usual')
    await a.changeStopRules({ query: { unit: siteId }, body: rules })
    assert.deepEqual(await a.stopRules({ query }), { ...rules, origin: 'unit', ownerId: siteId })
    await a.changeStopRules({ query, body: { ...rules, classifySeconds: 60 } })
    assert.deepEqual((await a.stopRules({ query })).classifySeconds, 60)
    await a.changeStopRules({ query, body: { ...rules, classifySeconds: 90 } })
    const { classifySeconds, ownerId } = await a.stopRules({ query })
    assert.deepEqual([classifySeconds, ownerId], [90, equipmentId])
  })

  test('a question without machine or unit, a bound broken, a stranger to the firm', async () => {
    const [a, b, operator] = await Promise.all(['a', 'b', 'operator'].map((who) => as(house, who)))
    assert.ok(a && b && operator)
    await assert.rejects(a.stopRules({ query: {} }), refused('kit.input.invalid', 'unit'))
    const body = { ...rules, overSpeedPercent: 10 }
    await assert.rejects(a.changeStopRules({ query: { unit: siteId }, body }), { status: 400 })
    await assert.rejects(b.changeStopRules({ query: { unit: siteId }, body: rules }), { status: 404 })
    await assert.rejects(b.changeStopRules({ query: { equipment: equipmentId }, body: rules }), {
      status: 404,
    })
    await assert.rejects(operator.changeStopRules({ query: { unit: siteId }, body: rules }), { status: 403 })
  })
})
