import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import zh from '../i18n/zh.json' with { type: 'json' }
import { as, traceHouse } from '../test/house.ts'
import { upload } from '../test/upload.ts'

let house: TestHouse
const gtin = '06901234001013'

before(async () => {
  house = await traceHouse()
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
  await as(house, 'wei').addIdentifierPrefix({ body: { identifierPrefix: '88.123.456' } })
  await as(house, 'other').addIdentifierPrefix({ body: { identifierPrefix: '88.123.999' } })
})
after(() => house.close())

type Mark = { row: number; column: string; message: string }
type Report = { written: boolean; rowsNew: number; rowsChanged: number; rowsSame: number; faults: Mark[] }
type Cells = Readonly<Record<string, string>>
const titles = ['identifier', 'template', 'key', 'name', 'model', 'serialNumber', 'brand'] as const

async function send(lines: readonly Cells[], dryRun = false, who = 'wei'): Promise<Report> {
  const head = titles.map((key) => (zh as Record<string, string>)[`trace.column.${key}`])
  const rows = lines.map((cells) => titles.map((key) => cells[key] ?? ''))
  const content = [head, ...rows].map((row) => row.join(',')).join('\r\n')
  const path = `/trace/identifiers/import?dryRun=${dryRun}`
  const { body } = await upload(house, who, path, { name: 'x.csv', content })
  return body as unknown as Report
}

const item = (at: number): Cells => ({
  ...{ identifier: `88.123.456/SN${at}`, template: '单品', key: `(01)${gtin}(21)A${at}` },
  ...{ name: '减速器', model: 'JS-80', serialNumber: `A${at}` },
})
const total = async (who = 'wei') => (await as(house, who).identifiers()).total

describe('T35 identifiers from a table', () => {
  test('are tried first, without a trace', async () => {
    const report = await send([item(1), item(2)], true)
    assert.deepEqual([report.written, report.rowsNew, report.faults], [false, 2, []])
    assert.equal(await total(), 0)
  })

  test('are written whole, and the same table again changes nothing', async () => {
    const lines = [item(1), item(2), { identifier: '88.123.456/M1', template: 'equipment', name: '车床' }]
    assert.deepEqual((await send(lines)).rowsNew, 3)
    const again = await send(lines)
    assert.deepEqual([again.rowsNew, again.rowsChanged, again.rowsSame], [0, 0, 3])
    const mended = await send([{ ...item(2), model: 'JS-81' }])
    assert.deepEqual([mended.rowsChanged, await total()], [1, 3])
    const { rows } = await as(house, 'wei').identifiers({ query: { q: 'SN2' } })
    assert.deepEqual(
      [rows[0]?.attributes.model, rows[0]?.key],
      ['JS-81', `https://id.gs1.org/01/${gtin}/21/A2`],
    )
  })

  test('are refused with every fault by row and column, and none is written', async () => {
    const report = await send([
      item(3),
      { ...item(4), identifier: '88.123.999/X' },
      { ...item(5), template: '楼房' },
      { ...item(6), key: '(01)04012345111118(21)1' },
      { ...item(7), brand: '不属于单品' },
      item(3),
      { ...item(1), key: `(01)${gtin}(21)OTHER` },
      { ...item(8), identifier: '88.123.456/with space' },
      { ...item(9), key: `(01)${gtin}(21)A1` },
    ])
    assert.deepEqual([report.written, await total()], [false, 3])
    const told = report.faults.map(({ row, column }) => `${row} ${column}`)
    const column = (key: string) => (zh as Record<string, string>)[`trace.column.${key}`]
    for (const [row, key] of [
      [3, 'identifier'],
      [4, 'template'],
      [5, 'key'],
      [6, 'brand'],
      [7, 'identifier'],
      [8, 'key'],
      [9, 'identifier'],
      [10, 'key'],
    ] as const) {
      assert.ok(told.includes(`${row} ${column(key)}`), `${row} ${key}: ${JSON.stringify(report.faults)}`)
    }
  })

  test('are nobody else’s to write', async () => {
    const report = await send([item(20)], false, 'other')
    assert.equal(report.written, false)
    assert.equal(await total('other'), 0)
    const { status } = await upload(house, 'reader', '/trace/identifiers/import', {
      name: 'x.csv',
      content: 'x',
    })
    assert.equal(status, 403)
  })
})
