import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { heldClock } from '@ronghe/kit/clock'
import type { TestHouse } from '@ronghe/kit/test'
import zh from '../i18n/zh.json' with { type: 'json' }
import { as, traceHouse } from '../test/house.ts'
import { upload } from '../test/upload.ts'
import { momentOf } from './import.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse({}, { start: false, clock: heldClock(new Date('2026-03-02T02:00:00Z')) })
})
after(() => house.close())

type Cells = Readonly<Record<string, string>>
type Report = {
  written: boolean
  rowsNew: number
  rowsSame: number
  faults: { row: number; column: string; message: string }[]
}
const titles = [
  ...['number', 'inspectionKind', 'thing', 'quantity', 'unit', 'inspectedAt', 'inspector'],
  ...['characteristic', 'value', 'uom', 'least', 'most', 'isPassed'],
]
const words = zh as Record<string, string>

async function send(lines: readonly Cells[], dryRun = false): Promise<Report> {
  const head = titles.map((key) => words[`trace.column.${key}`])
  const rows = lines.map((cells) => titles.map((key) => cells[key] ?? ''))
  const content = [head, ...rows].map((row) => row.join(',')).join('\r\n')
  const path = `/trace/inspections/import?dryRun=${dryRun}`
  const { body } = await upload(house, 'wei', path, { name: 'x.csv', content })
  return body as unknown as Report
}

const head = (number: string): Cells => ({
  ...{ number, inspectionKind: '成品检验', thing: '(01)06901234001013(10)A1', quantity: '200' },
  ...{ inspectedAt: '2026-03-02 09:00', inspector: '检验员甲', unit: 'h87' },
})
const diameter: Cells = { characteristic: '外径', value: '20', uom: 'MMT', least: '19.98', most: '20.02' }
const surface: Cells = { characteristic: '外观', value: '无划伤', isPassed: '合格' }
const list = () => as(house, 'wei').inspections({ query: { sort: 'number' } })

describe('T49 inspections from a table', () => {
  test('are tried first, without a trace', async () => {
    const report = await send([{ ...head('A-1'), ...diameter }], true)
    assert.deepEqual([report.written, report.rowsNew, report.faults], [false, 1, []])
    assert.equal((await list()).total, 0)
  })

  test('lines of one number are one inspection; one that fails fails it', async () => {
    const lines = [
      { ...head('A-1'), ...diameter },
      { number: 'A-1', ...surface },
      { ...head('A-2'), ...diameter },
      { number: 'A-2', ...surface, isPassed: 'NG' },
    ]
    const report = await send(lines)
    assert.deepEqual([report.faults, report.written, report.rowsNew], [[], true, 4])
    const { rows, total } = await list()
    assert.deepEqual(
      [
        total,
        rows.map((row) => [row.number, row.verdict, row.characteristics, row.failed.join(), row.source]),
      ],
      [
        2,
        [
          ['A-1', 'passed', 2, '', 'table'],
          ['A-2', 'failed', 2, '外观', 'table'],
        ],
      ],
    )
    const { quantity, unit, inspectedAt, findings } = await as(house, 'wei').inspection({
      params: { inspectionId: rows[0]!.id },
    })
    assert.deepEqual([quantity, unit, inspectedAt], [200, 'H87', '2026-03-02T01:00:00.000Z'])
    assert.deepEqual(findings[1], { characteristic: '外观', text: '无划伤', isPassed: true })
  })

  test('the same table again changes nothing, another result under a number is refused', async () => {
    const again = await send([
      { ...head('A-1'), ...diameter },
      { number: 'A-1', ...surface },
    ])
    assert.deepEqual([again.written, again.rowsNew, again.rowsSame], [true, 0, 2])
    const changed = await send([{ ...head('A-1'), ...diameter, value: '20.01' }])
    assert.deepEqual(
      changed.faults.map(({ row, column, message }) => [row, column, message]),
      [[2, words['trace.column.number'], words['trace.rule.inspectionStays']]],
    )
  })

  test('are refused with every fault by row and column, and none is written', async () => {
    const report = await send([
      { ...head('B-1'), ...diameter },
      { ...head('B-2'), ...diameter, inspectionKind: '抽查' },
      { ...head('B-3'), ...diameter, thing: '一箱' },
      { ...head('B-4'), ...diameter, inspectedAt: '昨天' },
      { ...head('B-5'), ...diameter, inspectedAt: '2026-12-02 09:00' },
      { ...head('B-6'), ...diameter, least: '高' },
      { ...head('B-7'), ...diameter, isPassed: '也许' },
      { number: 'B-1', ...diameter },
      { ...head(''), ...diameter },
      { ...head('B-8'), characteristic: '硬度' },
      { ...head('B-9'), ...diameter, quantity: '-1' },
    ])
    assert.deepEqual([report.written, (await list()).total], [false, 2])
    const told = report.faults.map(({ row, column }) => `${row} ${column}`)
    for (const [row, key] of [
      [3, 'inspectionKind'],
      [4, 'thing'],
      [5, 'inspectedAt'],
      [6, 'inspectedAt'],
      [7, 'least'],
      [8, 'isPassed'],
      [9, 'characteristic'],
      [10, 'number'],
      [11, 'value'],
      [12, 'quantity'],
    ] as const)
      assert.ok(told.includes(`${row} ${words[`trace.column.${key}`]}`), `${row} ${key}: ${told.join('; ')}`)
  })
})

test('moments are read as sheets have them', () => {
  const read = (text: string) => momentOf(text)?.toISOString()
  assert.equal(read('2026-03-02 09:00'), '2026-03-02T01:00:00.000Z')
  assert.equal(read('2026/3/2 9:00:30'), '2026-03-02T01:00:30.000Z')
  assert.equal(read('2026-03-02'), '2026-03-01T16:00:00.000Z')
  assert.equal(read('2026-03-02T01:00:00Z'), '2026-03-02T01:00:00.000Z')
  for (const wrong of ['', '3月2日', '2026-13-40', '09:00']) assert.equal(read(wrong), undefined)
})
