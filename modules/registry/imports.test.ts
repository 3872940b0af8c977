import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { as, auditOf, codes, creditCode, type Report, registryWorld, upload } from './test/world.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
})
after(() => house.close())

const units = '/registry/units/import'
const header = '编码,层级,上级编码,名称,英文名称,行政区划代码,地址'
const csv = (...lines: string[]) => ({ name: 'units.csv', content: [header, ...lines].join('\r\n') })
const counts = (report: Report) => [report.rowsNew, report.rowsChanged, report.rowsSame]

describe('units', () => {
  const good = csv('A1,area,S1,一车间,Workshop 1,,', 'L1,line,A1,一线,Line 1,,')

  test('a dry run says what would happen and writes nothing', async () => {
    const a = await as(house, 'a')
    const { status, body } = await upload(house, units, good, a.headers)
    assert.equal(status, 200)
    assert.deepEqual([body.written, ...counts(body)], [false, 2, 0, 0])
    assert.equal((await a.units()).total, 1)
  })

  test('faults are told by row and column, and one of them keeps everything out', async () => {
    const a = await as(house, 'a')
    const bad = csv('A1,area,S1,一车间,,,', 'bad code,floor,S1,,,999999,')
    const { body } = await upload(house, `${units}?dryRun=false`, bad, a.headers)
    assert.equal(body.written, false)
    const places = body.faults.map((one: { row: number; column: string }) => `${one.row} ${one.column}`)
    assert.deepEqual(places.sort(), ['3 名称', '3 层级', '3 编码', '3 行政区划代码'].sort())
    assert.equal((await a.units()).total, 1)
  })

  test('written once, a repetition changes nothing, and a change is one', async () => {
    const a = await as(house, 'a')
    const first = await upload(house, `${units}?dryRun=false`, good, a.headers)
    assert.deepEqual([first.body.written, ...counts(first.body)], [true, 2, 0, 0])
    const again = await upload(house, `${units}?dryRun=false`, good, a.headers)
    assert.deepEqual(counts(again.body), [0, 0, 2])
    const changed = csv('A1,area,S1,一车间,Workshop One,,', 'L1,line,A1,一线,Line 1,,')
    const third = await upload(house, `${units}?dryRun=false`, changed, a.headers)
    assert.deepEqual(counts(third.body), [0, 1, 1])
    assert.equal((await auditOf(house, 'registry.units.imported')).length >= 1, true)
    assert.equal((await (await as(house, 'b')).units()).total, 0, 'nobody else has them')
  })

  test('a site’s park is told by its code; a file without the column leaves it', async () => {
    const platform = await as(house, 'platform')
    const body = { code: 'HT', name: '高新园区', regionCode: '450102' }
    const { id } = await platform.addPark({ body })
    const a = await as(house, 'a')
    const parked = (...lines: string[]) => ({
      name: 'u.csv',
      content: [`${header},园区编码`, ...lines].join('\n'),
    })
    const put = (file: { name: string; content: string }) =>
      upload(house, `${units}?dryRun=false`, file, a.headers)
    const bad = await put(parked('S2,site,,二厂,,,,NO', 'A3,area,S1,三车间,,,,HT'))
    assert.deepEqual(
      bad.body.faults.map((one) => `${one.row} ${one.column}`),
      ['2 园区编码', '3 园区编码'],
    )
    assert.equal((await put(parked('S2,site,,二厂,,,,HT'))).body.rowsNew, 1)
    const parkOf = async () => (await a.units({ query: { q: 'S2' } })).rows[0]?.parkId
    assert.equal(await parkOf(), id)
    assert.equal((await put(csv('S2,site,,二厂改,,,'))).body.rowsChanged, 1)
    assert.equal(await parkOf(), id)
    assert.equal((await put(parked('S2,site,,二厂改,,,,'))).body.rowsChanged, 1)
    assert.equal(await parkOf(), null)
  })

  test('the template comes back as an empty file, and titles may be English', async () => {
    const a = await as(house, 'a')
    const answer = await fetch(`${house.url}/api/registry/import-template?kind=units`, { headers: a.headers })
    const template = { name: 'units.xlsx', content: new Uint8Array(await answer.arrayBuffer()) }
    const empty = await upload(house, units, template, a.headers)
    assert.deepEqual([empty.status, empty.body.fields[0]?.field], [400, 'file'])
    const english = { name: 'u.csv', content: 'Code,Level,Parent code,Name\nC1,cell,L1,Cell 1' }
    const { body } = await upload(house, `${units}?dryRun=false`, english, a.headers)
    assert.deepEqual([body.faults, body.written, ...counts(body)], [[], true, 1, 0, 0])
  })
})

describe('units that are there', () => {
  test('keep their level and parent, and a file that says otherwise is told so', async () => {
    const a = await as(house, 'a')
    const before = (await a.units({ query: { pageSize: 100 } })).rows
    const moved = csv('L1,line,S1,一线,,,', 'C1,line,A1,单元,,,')
    const { body } = await upload(house, `${units}?dryRun=false`, moved, a.headers)
    assert.equal(body.written, false)
    assert.deepEqual(
      body.faults.map((one) => `${one.row} ${one.column}`),
      ['2 上级编码', '3 层级'],
    )
    assert.deepEqual((await a.units({ query: { pageSize: 100 } })).rows, before)
  })

  test('a name longer than a form would take is refused at its cell', async () => {
    const a = await as(house, 'a')
    const long = csv(`A1,area,S1,${'长'.repeat(121)},,,`)
    const { status, body } = await upload(house, units, long, a.headers)
    assert.deepEqual([status, body.faults.map((one) => `${one.row} ${one.column}`)], [200, ['2 名称']])
  })
})

describe('organisations', () => {
  const path = '/registry/organisations/import'
  const titles = '统一社会信用代码,机构类型,名称,行政区划代码,从业人数'

  test('only who may make organisations imports them', async () => {
    const a = await as(house, 'a')
    const { status } = await upload(house, path, { name: 'o.csv', content: titles }, a.headers)
    assert.equal(status, 403)
  })

  test('two thousand firms in one file; a known credit code is the same firm', async () => {
    const platform = await as(house, 'platform')
    const lines = Array.from({ length: 2000 }, (_, n) => {
      return `${creditCode(`91450202MA${String(n).padStart(7, '0')}`)},enterprise,导入企业${n},450202,${n}`
    })
    const file = {
      name: 'o.csv',
      content: [titles, ...lines, `${codes['firm-b']},enterprise,示例乙改,450102,7`].join('\n'),
    }
    const { body } = await upload(house, `${path}?dryRun=false`, file, platform.headers)
    assert.deepEqual([body.written, body.faults.length, body.rowsNew, body.rowsChanged], [true, 0, 2000, 1])
    const again = await upload(house, `${path}?dryRun=false`, file, platform.headers)
    assert.deepEqual(counts(again.body), [0, 0, 2001])
    const b = await as(house, 'b')
    assert.equal((await b.me()).organisation?.name, '示例乙改')
  })

  test('what a form would refuse is refused in a file too, each at its cell', async () => {
    const platform = await as(house, 'platform')
    const columns = [...titles.split(','), '联系电话', '联系邮箱', '网站']
    const code = creditCode('91450202MB0000888')
    const row = (cells: readonly string[]) => [code, 'enterprise', ...cells].join(',')
    const lines = [
      row(['长'.repeat(121), '450202', '1', '', '', '']),
      row(['企业', '450202', '10000001', '', '', '']),
      row(['企业', '450202', '-1', '', '', '']),
      row(['企业', '450202', '1', 'call me', 'no address', 'javascript:alert(1)']),
    ]
    for (const language of ['zh', 'en'] as const) {
      const headers = { ...platform.headers, 'accept-language': language }
      const file = { name: 'o.csv', content: [columns.join(','), ...lines].join('\n') }
      const { status, body } = await upload(house, `${path}?dryRun=false`, file, headers)
      assert.deepEqual([status, body.written], [200, false], JSON.stringify(body))
      const rows = body.faults.map((one) => one.row)
      assert.deepEqual(rows, [2, 3, 4, 5, 5, 5], JSON.stringify(body.faults))
    }
    assert.equal((await platform.organisations({ query: { q: code } })).total, 0)
  })
})
