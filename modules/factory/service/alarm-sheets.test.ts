import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { readSheet } from '@ronghe/kit/sheet'
import type { TestHouse } from '@ronghe/kit/test'
import { codesIn, columns, numberIn, rowOf } from '../alarms/sheet.ts'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { as, clockAt, factoryHouse, makeMachine, upload } from '../testing.ts'

type Report = {
  written: boolean
  rowsNew: number
  rowsChanged: number
  rowsSame: number
  faults: { row: number; column: string; message: string }[]
}

describe('the cells of a definition', () => {
  const named = { machine: (id: string) => `M${id}`, unit: (id: string) => `U${id}` }
  const shown = {
    choice: (_: string, key: string) => key.toUpperCase(),
    flag: (is: boolean) => (is ? '是' : '否'),
  }

  test('name machines and units by their codes, and leave out what is not said', () => {
    const body: AlarmBody = {
      ...{ name: '负载高', kind: 'limit', signal: 'load', level: 'H', limit: 80.5, priority: 'high' },
      ...{ mustAcknowledge: true, latches: false, equipmentIds: ['1', '2'], unitId: '3' },
    }
    assert.deepEqual(rowOf('A-1', body, named, shown), {
      ...{ code: 'A-1', name: '负载高', kind: 'LIMIT', signal: 'load', level: 'H', limit: '80.5' },
      ...{ priority: 'HIGH', mustAcknowledge: '是', latches: '否', equipmentIds: 'M1; M2', unitId: 'U3' },
    })
  })

  test('numbers are read as people type them, within their bounds', () => {
    const read = (column: (typeof columns)[number], ...texts: string[]) =>
      texts.map((text) => numberIn(column, text))
    assert.deepEqual(read('limit', '80', '-3,5', '1e3', '.5'), [80, -3.5, 1000, 0.5])
    assert.deepEqual(read('limit', '', 'x', '1.2.3', '0x10', 'Infinity'), [null, null, null, null, null])
    assert.deepEqual(read('deadBand', '-1', '0'), [null, 0])
    assert.deepEqual(read('onDelaySeconds', '86400', '86401'), [86_400, null])
  })

  test('codes stand between any of the usual signs, once each', () => {
    assert.deepEqual(codesIn(' M-1；M-2, M-3、M-1\nM.4 '), ['M-1', 'M-2', 'M-3', 'M.4'])
    assert.deepEqual(codesIn(' ; '), [])
  })
})

describe('a table of definitions', () => {
  let house: TestHouse
  let a: Awaited<ReturnType<typeof as>>
  before(async () => {
    house = await factoryHouse({ start: false, clock: clockAt(Date.parse('2026-03-02T00:00:00Z') * 1000) })
    a = await as(house, 'a')
    for (const code of ['M-1', 'M-2']) await makeMachine(house.house, { code, unit: 'L1' })
    await makeMachine(house.house, { firm: 'firm-b', code: 'B-1' })
  })
  after(() => house.close())

  const head = '编号,名称,种类,信号,限值级别,限值,优先级,设备,需要人确认'
  async function imported(lines: string[], dryRun = false, who = a): Promise<Report> {
    const file = { name: 'x.csv', content: [head, ...lines].join('\n') }
    const answer = await upload(
      house,
      who.headers,
      `/factory/alarm-definitions/import?dryRun=${dryRun}`,
      file,
    )
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body as Report
  }
  const rows = async () => (await a.alarmDefinitions({ query: {} })).rows

  test('every fault of every line is named by row and column, and nothing is written', async () => {
    const { written, faults } = await imported([
      'H-1,负载高,limit,load,H,80,high,M-1,是',
      'H-1,再来,limit,load,H,80,high,M-1,是',
      ',无编号,limit,load,H,80,high,M-1,是',
      'H-3,,怪,load,XX,很大,顶级,B-1,也许',
      'H-4,没限值,限值,load,H,,高,M-1,否',
    ])
    assert.equal(written, false)
    const byRow = Map.groupBy(faults, (one) => one.row)
    assert.deepEqual([...byRow.keys()], [3, 4, 5, 6])
    assert.equal(byRow.get(5)?.length, 7, JSON.stringify(byRow.get(5)))
    assert.ok(
      byRow.get(5)?.some(({ message }) => message.includes('B-1')),
      'no machine of one’s own',
    )
    assert.equal((await rows()).length, 0)
  })

  test('a dry run writes nothing; then all is written; then the same says the same', async () => {
    const lines = [
      'H-1,负载高,limit,load,H,80,high,M-1; M-2,是',
      'H-2,负载很高,limit,load,HH,95,critical,M-1,true',
    ]
    const tried = await imported(lines, true)
    assert.deepEqual([tried.rowsNew, tried.written, (await rows()).length], [2, false, 0])
    assert.equal((await imported(lines)).written, true)
    const again = await imported(lines)
    assert.deepEqual([again.rowsSame, again.rowsNew, again.rowsChanged], [2, 0, 0])
    const changed = await imported(['H-1,负载高,limit,load,H,85,high,M-1; M-2,是'])
    assert.deepEqual([changed.rowsChanged, changed.rowsSame], [1, 0])
    const [one] = await rows()
    assert.deepEqual([one?.alarmCode, one?.version, one?.priority], ['H-1', 2, 'high'])
  })

  test('what is exported, in either language, is read again as the same', async () => {
    for (const language of ['zh', 'en']) {
      const person = await as(house, 'a', language)
      for (const format of ['xlsx', 'csv']) {
        const url = `${house.url}/api/factory/alarm-definitions/file?format=${format}`
        const content = await (await fetch(url, { headers: person.headers })).bytes()
        const lines = await readSheet({ name: `x.${format}`, content: Buffer.from(content) }, 10)
        assert.equal(lines.length, 2)
        const name = `x.${format}`
        const path = '/factory/alarm-definitions/import?dryRun=true'
        const { body } = await upload(house, person.headers, path, { name, content })
        const { rowsSame, faults } = body as Report
        assert.deepEqual([rowsSame, faults], [2, []], `${language} ${format}`)
      }
    }
  })

  test('each firm has its own; who may not define imports none; the template is there', async () => {
    const b = await as(house, 'b')
    await imported(['H-1,另一家,limit,load,H,80,high,B-1,是'], false, b)
    assert.equal((await b.alarmDefinitions({ query: {} })).total, 1)
    assert.equal((await rows()).length, 2)
    const operator = await as(house, 'operator')
    const refused = await upload(house, operator.headers, '/factory/alarm-definitions/import', {
      ...{ name: 'x.csv', content: head },
    })
    assert.equal(refused.status, 403)
    const template = await fetch(`${house.url}/api/factory/alarm-definition-template`, { headers: a.headers })
    assert.equal(template.status, 200)
    assert.ok(columns.length > 30)
  })
})
