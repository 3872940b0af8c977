import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { Fault } from '../errors/index.ts'
import { workbookTraps } from '../test/traps.ts'
import { readSheet, sheetOf } from './index.ts'

const columns = [
  { key: 'name', title: '名称' },
  { key: 'note', title: 'Note, "quoted"' },
]
const formats = ['csv', 'xlsx'] as const

async function fileOf(rows: readonly Record<string, unknown>[], format: (typeof formats)[number]) {
  const { name, content } = await sheetOf({ title: '台账/1', columns, rows, format })
  return { name, content: Buffer.from(content as Uint8Array) }
}

/** What the upload breaks, as the fault of its file says it. */
async function ruleOf(content: Buffer | string, rowsMax = 10): Promise<string> {
  const outcome = await readSheet({ name: 'x', content: Buffer.from(content) }, rowsMax).catch(
    (error: unknown) => error,
  )
  assert.ok(outcome instanceof Fault, String(outcome))
  return outcome.fields[0]?.rule ?? ''
}

/** Text as people type it: no control characters, no blanks at its ends. */
const typed = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .map((text) => text.replaceAll(/[\p{C}\p{Z}]/gu, ' ').trim())

describe('a table', () => {
  for (const format of formats) {
    test(`comes back from ${format} as it went`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ name: typed, note: typed }), { minLength: 1, maxLength: 6 }),
          async (given) => {
            const rows = given.map((row, index) => ({ ...row, name: `${index}${row.name}` }))
            const lines = await readSheet(await fileOf(rows, format), 100)
            assert.deepEqual(
              lines,
              rows.map(({ name, note }, index) => ({
                row: index + 2,
                cells: { 名称: name, 'Note, "quoted"': note },
              })),
            )
          },
        ),
        { numRuns: format === 'csv' ? 200 : 15 },
      )
    })

    test(`in ${format} keeps text that looks like a formula as text`, async () => {
      const notes = ['=1+1', '+1', '-1', '@sum', '=HYPERLINK("http://x")']
      const file = await fileOf(
        notes.map((note) => ({ name: 'a', note })),
        format,
      )
      const lines = await readSheet(file, 100)
      assert.deepEqual(
        lines.map(({ cells }) => cells['Note, "quoted"']),
        notes,
      )
      if (format === 'csv') assert.doesNotMatch(file.content.toString(), /(^|,|")[=+@]/m)
    })
  }

  test('shows numbers, choices, times and nothing as a person reads them', async () => {
    const at = new Date('2026-03-01T08:00:00Z')
    const rows = [12.5, true, at, null, 10n ** 20n].map((note) => ({ name: 'a', note }))
    const lines = await readSheet(await fileOf(rows, 'csv'), 100)
    assert.deepEqual(
      lines.map(({ cells }) => cells['Note, "quoted"']),
      ['12.5', 'true', '2026-03-01T08:00:00.000Z', '', '100000000000000000000'],
    )
  })
})

describe('an upload', () => {
  test('of a Chinese spreadsheet in GB 18030 is read', async () => {
    // 名称,备注 / 车床,好
    const content = Buffer.from([
      ...[0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xb1, 0xb8, 0xd7, 0xa2, 0x0a],
      ...[0xb3, 0xb5, 0xb4, 0xb2, 0x2c, 0xba, 0xc3, 0x0a],
    ])
    assert.deepEqual(await readSheet({ name: 'x.csv', content }, 10), [
      { row: 2, cells: { 名称: '车床', 备注: '好' } },
    ])
  })

  test('is numbered as people see it, empty lines counted', async () => {
    const lines = await readSheet({ name: 'x.csv', content: Buffer.from('a,b\n1,2\n,\n\n3,4\n') }, 10)
    assert.deepEqual(
      lines.map(({ row }) => row),
      [2, 5],
    )
  })

  test('that is empty, too long or no table is refused', async () => {
    assert.equal(await ruleOf(''), 'sheet.rule.empty')
    assert.equal(await ruleOf('a,b\n'), 'sheet.rule.empty')
    assert.equal(await ruleOf(`a\n${'1\n'.repeat(11)}`), 'sheet.rule.tooLong')
    assert.equal(await ruleOf('a,b\n"1,2\n'), 'sheet.rule.unreadable')
    assert.equal(await ruleOf('PK no workbook'), 'sheet.rule.unreadable')
  })

  test('that claims to unpack to more than it may is refused unread', async () => {
    const entry = Buffer.alloc(46)
    entry.write('PK\x01\x02', 0, 'latin1')
    entry.writeUInt32LE(0xffff_fff0, 24)
    assert.equal(await ruleOf(Buffer.concat([Buffer.from('PK\x03\x04'), entry])), 'sheet.rule.unreadable')
  })

  test('that is a trap is refused before anything is built of it', async () => {
    for (const [what, content] of Object.entries(await workbookTraps())) {
      assert.ok(content.length < 1_000_000, what)
      const expected = what === 'has a million rows' ? 'tooLong' : 'unreadable'
      assert.equal(await ruleOf(content, 1000), `sheet.rule.${expected}`, what)
    }
  })

  test('with more columns or lines than anybody reads is refused', async () => {
    assert.equal(await ruleOf(`${'a,'.repeat(501)}\n1`), 'sheet.rule.tooWide')
    assert.equal(await ruleOf(`a\n${',\n'.repeat(20_000)}1\n`), 'sheet.rule.tooLong')
  })

  test('with the furnishings of a template is read: choices, colours, merged cells, names', async () => {
    const book = new exceljs.Workbook()
    const sheet = book.addWorksheet('模板')
    sheet.addRows([
      ['编号', '分组', '日期'],
      ['A', '一', new Date('2026-03-01')],
      ['B', null, null],
    ])
    sheet.mergeCells('B2:B3')
    for (let row = 2; row <= 500; row += 1)
      sheet.getCell(row, 2).dataValidation = { type: 'list', allowBlank: true, formulae: ['"一,二"'] }
    sheet.addConditionalFormatting({
      ref: 'A2:A500',
      rules: [{ type: 'expression', formulae: ['A2="B"'], style: { font: { bold: true } }, priority: 1 }],
    })
    sheet.getCell('XFD2').value = 'far out'
    book.definedNames.add('模板!$A$1:$C$3', 'table')
    const content = Buffer.from(await book.xlsx.writeBuffer())
    const cells = (await readSheet({ name: 'x.xlsx', content }, 1000)).map((line) => line.cells)
    assert.deepEqual(cells, [
      { 编号: 'A', 分组: '一', 日期: '2026-03-01' },
      { 编号: 'B', 分组: '一', 日期: '' },
    ])
  })
})
