import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import en from '../i18n/en.json' with { type: 'json' }
import zh from '../i18n/zh.json' with { type: 'json' }
import { as, traceHouse } from '../test/house.ts'
import { upload } from '../test/upload.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse()
})
after(() => house.close())

type Mark = { row: number; column: string; message: string }
type Report = {
  written: boolean
  rowsNew: number
  rowsChanged: number
  rowsSame: number
  faults: Mark[]
  code: string
}

const titles = [
  'kind',
  'identifier',
  'name',
  'nameEn',
  'nameTh',
  'model',
  'netContent',
  'unit',
  'origin',
  'shelfLifeDays',
  'placeKind',
  'latitude',
  'longitude',
  'creditCode',
  'website',
  'email',
] as const
type Title = (typeof titles)[number]
type Cells = Partial<Record<Title, string>>

function table(lines: readonly Cells[], words: Record<string, string> = zh): string {
  const head = titles.map((key) => words[`trace.column.${key}`])
  const rows = lines.map((cells) => titles.map((key) => cells[key] ?? ''))
  return [head, ...rows].map((row) => row.join(',')).join('\r\n')
}

async function send(content: string | Uint8Array<ArrayBuffer>, who = 'wei', dryRun = false, language = 'zh') {
  const path = `/trace/masters/import?dryRun=${dryRun}`
  const { status, body } = await upload(house, who, path, { name: 'x.csv', content }, language)
  return { status, ...(body as unknown as Report) }
}

const gear: Cells = {
  kind: '产品',
  identifier: '6901234002010',
  name: '齿轮',
  nameEn: 'Gear',
  nameTh: 'เฟือง',
  model: 'Z20',
  netContent: '2.5',
  unit: 'KGM',
  origin: 'CN',
  shelfLifeDays: '365',
}
const store: Cells = {
  kind: 'place',
  identifier: '6901234000115',
  name: '一号库',
  placeKind: 'warehouse',
  latitude: '22.8',
  longitude: '108.3',
}
const maker: Cells = {
  kind: '主体',
  identifier: '6901234000108',
  name: '传动公司',
  creditCode: '91450100YY00010129',
  website: 'https://drive.example',
  email: 'info@drive.example',
}

describe('the register from a table', () => {
  test('is tried without a trace, written, and the same again', async () => {
    const content = table([gear, store, maker])
    const tried = await send(content, 'wei', true)
    assert.deepEqual([tried.written, tried.rowsNew, tried.faults], [false, 3, []])
    assert.equal((await as(house, 'wei').masters()).total, 0)
    const written = await send(content)
    assert.deepEqual([written.written, written.rowsNew], [true, 3])
    const again = await send(content)
    assert.deepEqual([again.rowsNew, again.rowsChanged, again.rowsSame], [0, 0, 3])
  })

  test('keeps what each column says', async () => {
    const { rows } = await as(house, 'wei').masters({ query: { sort: 'identifier' } })
    const [product, place, party] = rows
    assert.deepEqual(
      [product?.netContent, product?.unit, product?.origin, product?.shelfLifeDays, product?.languages],
      [2.5, 'KGM', 'CN', 365, ['zh', 'en', 'th']],
    )
    assert.deepEqual([place?.placeKind, place?.latitude, place?.longitude], ['warehouse', 22.8, 108.3])
    assert.deepEqual([party?.creditCode, party?.email], [maker.creditCode, maker.email])
  })

  test('changes what is different, and leaves the languages that it does not name', async () => {
    const { kind, identifier } = gear
    const changed = await send(
      table([{ kind: kind!, identifier: identifier!, name: '大齿轮', model: 'Z30' }]),
    )
    assert.equal(changed.rowsChanged, 1)
    const [row] = (await as(house, 'wei').masters({ query: { q: '大齿轮' } })).rows
    assert.deepEqual([row?.languages, row?.model, row?.version], [['zh', 'en', 'th'], 'Z30', 2])
  })

  test('is understood with English titles and words', async () => {
    const line = { kind: 'Product', identifier: '96385074', name: 'x', unit: 'H87' }
    const report = await send(table([line], en), 'wei', false, 'en')
    assert.deepEqual([report.written, report.rowsNew], [true, 1], JSON.stringify(report))
  })

  test('comes back as it went out', async () => {
    for (const format of ['csv', 'xlsx']) {
      const answer = await fetch(`${house.url}/api/trace/masters?format=${format}`, {
        headers: { 'x-person': 'wei' },
      })
      const report = await send(new Uint8Array(await answer.arrayBuffer()))
      assert.deepEqual([report.written, report.rowsSame, report.rowsNew, report.rowsChanged], [true, 4, 0, 0])
    }
  })

  test('has a template, whose titles are known', async () => {
    const answer = await fetch(`${house.url}/api/trace/masters/template`, { headers: { 'x-person': 'wei' } })
    assert.equal(answer.status, 200)
    const report = await send(new Uint8Array(await answer.arrayBuffer()))
    assert.deepEqual([report.status, report.code], [400, 'kit.input.invalid'], 'an empty table')
  })

  test('is written into the own register, by who may', async () => {
    assert.equal((await send(table([gear]), 'reader')).status, 403)
    assert.equal((await send(table([gear]), 'nobody')).status, 401)
    assert.equal((await send(table([gear]), 'alone')).status, 403)
    const theirs = await send(table([gear]), 'other')
    assert.deepEqual([theirs.written, theirs.rowsNew], [true, 1])
    assert.equal((await as(house, 'other').masters()).total, 1)
  })
})

describe('a table with a fault', () => {
  const wrong: readonly [string, Cells, Title][] = [
    ['no kind that is known', { ...gear, kind: '设备' }, 'kind'],
    ['no name', { ...gear, name: '' }, 'name'],
    ['a name that is too long', { ...gear, name: 'x'.repeat(201) }, 'name'],
    ['a check digit that is wrong', { ...gear, identifier: '6901234002011' }, 'identifier'],
    ['no number', { ...gear, identifier: '' }, 'identifier'],
    ['a unit that is none', { ...gear, unit: 'kilogram' }, 'unit'],
    ['a country that is none', { ...gear, origin: 'China' }, 'origin'],
    ['a content that is no number', { ...gear, netContent: 'viel' }, 'netContent'],
    ['less than nothing', { ...gear, netContent: '-1' }, 'netContent'],
    ['half a day', { ...gear, shelfLifeDays: '1.5' }, 'shelfLifeDays'],
    ['a place of no kind', { ...store, placeKind: 'moon' }, 'placeKind'],
    ['a latitude of nowhere', { ...store, latitude: '90.1' }, 'latitude'],
    ['a longitude of nowhere', { ...store, longitude: '-181' }, 'longitude'],
    ['half a coordinate', { ...store, longitude: '' }, 'longitude'],
    ['a credit code that is none', { ...maker, creditCode: '123' }, 'creditCode'],
    ['an address of no web', { ...maker, website: 'javascript:alert(1)' }, 'website'],
    ['no mail address', { ...maker, email: 'nobody' }, 'email'],
    ['a field of another kind', { ...gear, creditCode: maker.creditCode! }, 'creditCode'],
  ]
  for (const [name, cells, column] of wrong) {
    test(`names row and column: ${name}`, async () => {
      const good = { ...store, identifier: '6901234000122', name: '二号库' }
      const report = await send(table([good, cells]))
      assert.equal(report.written, false)
      const [first] = report.faults
      assert.deepEqual(
        [first?.row, first?.column],
        [3, zh[`trace.column.${column}`]],
        JSON.stringify(report.faults),
      )
      assert.ok(first?.message && !/^(trace|rule)\./.test(first.message), first?.message)
    })
  }

  test('keeps the good lines out too', async () => {
    assert.equal((await as(house, 'wei').masters({ query: { q: '二号库' } })).total, 0)
  })

  test('says when a number stands twice', async () => {
    const report = await send(table([gear, { ...gear, name: '另一个' }]))
    assert.deepEqual(
      report.faults.map(({ row, column }) => [row, column]),
      [[3, zh['trace.column.identifier']]],
    )
  })
})
