import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { confirmed, given, ledgerWorld } from '../test/ledger.ts'
import { as, auditOf, upload } from '../test/world.ts'

let house: TestHouse
before(async () => {
  house = await ledgerWorld()
})
after(() => house.close())

const header = '名称,系统类型,供应商,自行开发,启用日期,停用日期,业务环节,覆盖对象,已覆盖数,应覆盖数,统计方法'
const send = async (lines: string[], dryRun = false, who = 'a') => {
  const file = { name: 's.csv', content: [header, ...lines].join('\n') }
  return upload(house, `/registry/systems/import?dryRun=${dryRun}`, file, (await as(house, who)).headers)
}
const counts = ({ body }: Awaited<ReturnType<typeof send>>) => [
  ...[body.written, body.rowsNew, body.rowsChanged, body.rowsSame],
]
const namesOf = async () => (await (await as(house, 'a')).systems({ query: {} })).rows.map(({ name }) => name)

describe('the ledger as a table', () => {
  const erp = 'ERP,企业资源计划（ERP）,示例软件,否,2023-05-01,,采购管理、计划与排程,部门,8,10,按部门清单'
  const own = 'Board,ownMade,,Yes,2024-01-01,2025-01-01,analysis,lines,"1,200","1,500",counted'

  test('is tried first, then written; words of both languages and codes are read', async () => {
    assert.deepEqual(counts(await send([erp, own], true)), [false, 2, 0, 0])
    assert.deepEqual(await namesOf(), [])
    assert.deepEqual(counts(await send([erp, own])), [true, 2, 0, 0])
    const { rows } = await (await as(house, 'a')).systems({ query: { sort: '-name' } })
    assert.deepEqual(
      rows.map((one) => [one.name, one.kindCode, one.processes, one.coveredPercent, one.isOwn, one.isInUse]),
      [
        ['ERP', 'erp', ['purchasing', 'planning'], 80, false, true],
        ['Board', 'ownMade', ['analysis'], 80, true, false],
      ],
    )
    assert.deepEqual(counts(await send([erp, own])), [true, 0, 0, 2])
    assert.equal((await auditOf(house, 'registry.systems.imported')).length, 2)
  })

  test('a line that changes a confirmed system takes its confirmation away', async () => {
    const values = { kindCode: 'oa', processes: ['office' as const], coverageOf: 'people' as const }
    const id = await confirmed(house, 'a', { ...values, name: 'OA' })
    const { covered, total, countedHow, supplier, usedSince } = given()
    const line = (share: number) =>
      `OA,oa,${supplier},,${usedSince},,office,people,${share},${total},${countedHow}`
    const status = async () =>
      (await (await as(house, 'a')).system({ params: { systemId: id } })).system.status
    assert.deepEqual(counts(await send([line(covered)])), [true, 0, 0, 1])
    assert.equal(await status(), 'confirmed')
    assert.deepEqual(counts(await send([line(covered - 1)])), [true, 0, 1, 0])
    assert.equal(await status(), 'entered')
  })

  test('names the cell of every fault, and then nothing of it is written', async () => {
    const before = await namesOf()
    const { body } = await send([
      'A,nothing,x,否,2024-01-01,,采购管理,部门,1,2,h',
      'B,erp,,maybe,2024-13-01,1.1.2025,没有,楼层,0,many,h',
      'C,erp,,否,2024-01-01,2023-01-01,采购管理,部门,3,2,h',
      `${'长'.repeat(121)},cad,x,否,2024-01-01,,采购管理,部门,1,2,h`,
    ])
    assert.deepEqual(
      body.faults.map((one) => `${one.row} ${one.column}`),
      [
        '2 系统类型',
        ...['自行开发', '业务环节', '覆盖对象', '启用日期', '停用日期', '已覆盖数', '应覆盖数'].map(
          (one) => `3 ${one}`,
        ),
        ...['供应商', '停用日期', '已覆盖数'].map((one) => `4 ${one}`),
        '5 名称',
      ],
    )
    assert.deepEqual([body.written, await namesOf()], [false, before])
    assert.equal((await send([erp], false, 'viewer')).status, 403)
  })
})
