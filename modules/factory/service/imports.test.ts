import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import zh from '../i18n/zh.json' with { type: 'json' }
import { as, factoryHouse, upload } from '../testing.ts'

let house: TestHouse
before(async () => {
  house = await factoryHouse({ start: false })
})
after(() => house.close())

const path = '/factory/equipment/import'
const keys = [
  'code',
  'name',
  'unitCode',
  'maker',
  'model',
  'isNumericalControl',
  'isNetworked',
  'isKeyProcess',
  'process',
  'commissionedOn',
] as const
const titleOf = (key: (typeof keys)[number]) => zh[`factory.column.${key}`]
const titles = keys.map(titleOf).join(',')
const table = (...lines: string[]) => ({ name: 'machines.csv', content: [titles, ...lines].join('\r\n') })

type Report = {
  written: boolean
  rowsTotal: number
  rowsNew: number
  rowsChanged: number
  rowsSame: number
  faults: { row: number; column: string; message: string }[]
  code: string
  fields?: { field: string }[]
}

async function sent(
  who: string,
  file: { name: string; content: string | Uint8Array<ArrayBuffer> },
  dryRun = false,
  language = 'zh',
) {
  const { headers } = await as(house, who, language)
  const { status, body } = await upload(house, headers, `${path}?dryRun=${dryRun}`, file)
  return { status, ...(body as Report) }
}

const codes = async () => {
  const { rows } = await (await as(house, 'a')).equipment({ query: { pageSize: 100, sort: 'code' } })
  return rows.map(({ code }) => code)
}

describe('machines from a table', () => {
  const good = table('T1,车床一,S1,沈阳机床,CAK50,是,否,是,车削,2020-05-01', 'T2,铣床,L1,,,否,否,否,,')

  test('the template has the titles the import knows, in both languages', async () => {
    for (const language of ['zh', 'en']) {
      const { headers } = await as(house, 'a', language)
      const answer = await fetch(`${house.url}/api/factory/import-template`, { headers })
      assert.equal(answer.status, 200)
      const content = new Uint8Array(await answer.arrayBuffer())
      const report = await sent('a', { name: 'template.xlsx', content }, true, language)
      // Every title is known, and there is nothing below them.
      assert.deepEqual([report.status, report.fields?.map(({ field }) => field)], [400, ['file']])
    }
  })

  test('are tried without a trace, then written, then the same', async () => {
    const tried = await sent('a', good, true)
    assert.deepEqual([tried.written, tried.rowsNew, tried.faults], [false, 2, []], JSON.stringify(tried))
    assert.deepEqual(await codes(), [])
    const written = await sent('a', good)
    assert.deepEqual([written.written, written.rowsNew], [true, 2])
    assert.deepEqual(await codes(), ['T1', 'T2'])
    const again = await sent('a', good)
    assert.deepEqual([again.rowsNew, again.rowsChanged], [0, 0])
    const changed = await sent('a', table('T2,立式铣床,L1,,,否,否,否,,'))
    assert.deepEqual([changed.rowsNew, changed.rowsChanged], [0, 1])
    const [row] = (await (await as(house, 'a')).equipment({ query: { q: 'T2' } })).rows
    assert.equal(row?.name, '立式铣床')
  })

  test('one fault in the last row keeps every row out, and each fault has its row and column', async () => {
    const bad = table(
      'U1,磨床,S1,,,是,否,否,,',
      'U1,磨床二,S1,,,是,否,否,,',
      'U2,,NOWHERE,,,也许,否,否,,2020-13-45',
    )
    const report = await sent('a', bad)
    assert.equal(report.written, false)
    const places = report.faults.map(({ row, column }) => `${row} ${column}`)
    const expected = [
      `3 ${titleOf('code')}`,
      ...(['name', 'unitCode', 'isNumericalControl', 'commissionedOn'] as const).map(
        (key) => `4 ${titleOf(key)}`,
      ),
    ]
    for (const place of expected) assert.ok(places.includes(place), `${place} is not in ${places.join(', ')}`)
    assert.ok(report.faults.every(({ message }) => message && !message.startsWith('factory.')))
    assert.equal(
      (await codes()).some((code) => code.startsWith('U')),
      false,
    )
  })

  test('a file that is no table, has no titles or is empty is refused as a whole', async () => {
    for (const content of ['', 'nonsense', '\u0000\u0001', '<html></html>']) {
      const { status, written } = await sent('a', { name: 'x.csv', content })
      assert.ok(status === 400 || written === false, JSON.stringify(content))
    }
    const { status } = await sent('a', { name: 'x.xlsx', content: 'PK but not a workbook' })
    assert.equal(status, 400)
  })

  test('only who keeps the register imports, and only below units of their own', async () => {
    assert.equal((await sent('viewer', good)).status, 403)
    assert.equal((await sent('region', good)).status, 403)
    const theirs = await sent('b', table('T1,车床,L1,,,是,否,否,,'))
    assert.equal(theirs.written, false, 'the line L1 is firm A’s')
    const own = await sent('b', table('T1,车床,S1,,,是,否,否,,'))
    assert.equal(own.written, true, JSON.stringify(own))
    assert.equal((await (await as(house, 'a')).equipment({ query: { q: 'T1' } })).rows[0]?.name, '车床一')
  })
})
