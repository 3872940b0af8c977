import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { as, codes, creditCode, registryWorld, upload } from '../test/world.ts'

let house: TestHouse
const operator = creditCode('91450102MA0000009')
before(async () => {
  house = await registryWorld()
  const body = { name: '园区运营', kind: 'park' as const, creditCode: operator, regionCode: '450102' }
  await (await as(house, 'b')).addOrganisation({ body })
})
after(() => house.close())

const header = '编码,名称,英文名称,行政区划代码,运营机构信用代码,地址'
const send = async (lines: string[], { dryRun = false, who = 'city' } = {}) => {
  const file = { name: 'p.csv', content: [header, ...lines].join('\n') }
  return upload(house, `/registry/parks/import?dryRun=${dryRun}`, file, (await as(house, who)).headers)
}
const counts = ({ body }: Awaited<ReturnType<typeof send>>) => [
  ...[body.written, body.rowsNew, body.rowsChanged, body.rowsSame],
]
const shown = async () => {
  const { rows } = await (await as(house, 'city')).parks({ query: { sort: 'code' } })
  return rows.map((row) => [row.code, row.name, row.nameEn, row.operatorName, row.address])
}

describe('parks from a table (M6, M8)', () => {
  test('are tried first, written once, and changed by their code', async () => {
    const lines = [`NN-1,高新区,High-tech,450102,${operator},科园大道`, 'NN-2,江南园,,450102,,']
    assert.deepEqual(counts(await send(lines, { dryRun: true })), [false, 2, 0, 0])
    assert.deepEqual(await shown(), [])
    assert.deepEqual(counts(await send(lines)), [true, 2, 0, 0])
    assert.deepEqual(counts(await send(lines)), [true, 0, 0, 2])
    assert.deepEqual(counts(await send(['NN-2,江南工业园,,450102,,', lines[0] ?? ''])), [true, 0, 1, 1])
    assert.deepEqual(await shown(), [
      ['NN-1', '高新区', 'High-tech', '园区运营', '科园大道'],
      ['NN-2', '江南工业园', null, null, null],
    ])
  })

  test('what a form would refuse is refused at its cell, and nothing of the file is written', async () => {
    const before = await shown()
    const { body } = await send([
      'bad code,园,,999999,,',
      `NN-3,柳州园,,450202,${codes['firm-a']},`,
      `NN-4,${'长'.repeat(121)},,450102,,`,
      'NN-5,好园区,,450102,,',
    ])
    assert.deepEqual(
      body.faults.map((one) => `${one.row} ${one.column}`),
      ['2 编码', '2 名称', '2 行政区划代码', '3 行政区划代码', '3 运营机构信用代码', '4 名称'],
    )
    assert.deepEqual([body.written, await shown()], [false, before])
  })

  test('another city takes none over, and a firm imports none', async () => {
    const { body } = await send(['NN-1,抢来的,,450202,,'], { who: 'other-city' })
    assert.deepEqual(
      body.faults.map((one) => `${one.row} ${one.column}`),
      ['2 编码'],
    )
    assert.equal((await send(['X-1,厂区,,450102,,'], { who: 'a' })).status, 403)
  })
})
