import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { as, auditOf, codes, creditCode, refused, registryWorld, upload } from '../test/world.ts'

let house: TestHouse
const ids: Record<string, string> = {}
before(async () => {
  house = await registryWorld()
  const { rows } = await (await as(house, 'region')).organisations({ query: { pageSize: 100 } })
  for (const { code, id } of rows) ids[code] = id
})
after(() => house.close())

type Mark = {
  isKey: boolean
  since?: string
  document?: string
  until?: string
  untilDocument?: string
}
const mark = async (firm: string, body: Mark, who = 'region') =>
  (await as(house, who)).markKey({ params: { organisationId: ids[firm] ?? '' }, body })
const spans = async (query: object = {}, who = 'region') => {
  const { rows } = await (await as(house, who)).keyRoster({ query: { sort: 'keySince', ...query } })
  return rows.map((row) => [row.name, row.keySince, row.keyUntil, row.keyDocument, row.untilDocument])
}
const at = (code: string) => (error: RequestFault) => {
  assert.deepEqual([error.answer.code, error.answer.fields?.[0]?.field], [code, 'since'])
  return true
}
const isKey = async (firm: string) => {
  const one = await (await as(house, 'region')).organisation({ params: { organisationId: ids[firm] ?? '' } })
  return [one.isKey, one.keySince]
}

describe('the roster of key enterprises (M9)', () => {
  test('keeps who stood there on any day, and by which document', async () => {
    await mark('firm-a', { isKey: true, since: '2024-01-01', document: '桂工信〔2024〕1 号' })
    await mark('firm-a', { isKey: false, since: '2025-07-01', document: '桂工信〔2025〕9 号' })
    await mark('firm-a', { isKey: true, since: '2026-01-01' })
    await mark('firm-b', { isKey: true, since: '2025-03-01' })
    const first = ['示例甲', '2024-01-01', '2025-07-01', '桂工信〔2024〕1 号', '桂工信〔2025〕9 号']
    const second = ['示例乙', '2025-03-01', null, '', '']
    const third = ['示例甲', '2026-01-01', null, '', '']
    assert.deepEqual(await spans(), [first, second, third])
    const on = (day: string) => spans({ on: day })
    assert.deepEqual(await on('2023-12-31'), [])
    assert.deepEqual(await on('2024-01-01'), [first])
    assert.deepEqual(await on('2025-06-30'), [first, second])
    assert.deepEqual(await on('2025-07-01'), [second], 'off from that day on')
    assert.deepEqual(await on('2026-05-01'), [second, third])
    assert.deepEqual(await spans({ isOpen: false }), [first])
    assert.deepEqual(await spans({ organisation: ids['firm-b'] }), [second])
    assert.deepEqual(await spans({ region: '450200' }), [])
    assert.deepEqual(await spans({ q: '9 号' }), [first])
    assert.deepEqual(await spans({}, 'a'), await spans(), 'it is read by all who are signed in')
    assert.deepEqual(await isKey('firm-a'), [true, '2026-01-01'])
  })

  test('refuses days to come, a firm that stands there, one that does not, and overlaps', async () => {
    await assert.rejects(mark('firm-a', { isKey: true, since: '2026-02-01' }), at('registry.key.standsThere'))
    await assert.rejects(mark('firm-a', { isKey: false, since: '2025-12-31' }), at('registry.key.backwards'))
    await assert.rejects(mark('firm-a', { isKey: false, since: '2999-01-01' }), at('registry.key.ahead'))
    await mark('firm-a', { isKey: false, since: '2026-02-01' })
    assert.deepEqual(await isKey('firm-a'), [false, null])
    await assert.rejects(mark('firm-a', { isKey: false }), at('registry.key.notThere'))
    await assert.rejects(mark('firm-a', { isKey: true, since: '2026-01-15' }), at('registry.key.overlaps'))
    await assert.rejects(mark('firm-a', { isKey: true, since: '2999-01-01' }), at('registry.key.ahead'))
    await mark('firm-a', { isKey: true, since: '2026-02-01' })
    assert.equal((await spans({ organisation: ids['firm-a'] })).length, 3)
  })

  test('an entry that is taken back on its own day was a mistake, and leaves no time behind', async () => {
    await mark('firm-a', { isKey: false, since: '2026-02-01' })
    assert.equal((await spans({ organisation: ids['firm-a'] })).length, 2)
    assert.deepEqual(await isKey('firm-a'), [false, null])
  })

  test('an earlier time is told behind one that is open, and what overlaps is refused by name', async () => {
    const told = {
      isKey: true,
      since: '2022-01-01',
      until: '2023-01-01',
      document: '甲',
      untilDocument: '乙',
    }
    await mark('firm-b', told)
    const [first, second] = await spans({ organisation: ids['firm-b'] })
    assert.deepEqual(first, ['示例乙', '2022-01-01', '2023-01-01', '甲', '乙'])
    assert.deepEqual(second?.slice(1, 3), ['2025-03-01', null])
    assert.deepEqual(await isKey('firm-b'), [true, '2025-03-01'], 'who stands there now is as before')
    const overlapping = (since: string, until: string) => mark('firm-b', { isKey: true, since, until })
    const names = (days: RegExp) => (error: RequestFault) => {
      at('registry.key.overlaps')(error)
      assert.match(error.answer.message, days)
      return true
    }
    await assert.rejects(overlapping('2021-01-01', '2022-01-02'), names(/2022-01-01.*2023-01-01/))
    await assert.rejects(overlapping('2022-06-01', '2022-07-01'), names(/2022-01-01.*2023-01-01/))
    await assert.rejects(overlapping('2024-01-01', '2025-03-02'), names(/2025-03-01/))
    await overlapping('2023-01-01', '2025-03-01')
    const field = async (body: Mark) =>
      mark('firm-b', body).then(
        () => null,
        ({ answer }: RequestFault) => [answer.code, answer.fields?.[0]?.field],
      )
    const of = (since: string, until: string) => field({ isKey: true, since, until })
    assert.deepEqual(await of('2020-05-01', '2020-05-01'), ['registry.key.backwards', 'until'])
    assert.deepEqual(await of('2020-05-01', '2999-01-01'), ['registry.key.ahead', 'until'])
    const leaving = await field({ isKey: false, since: '2026-01-01', until: '2026-02-01' })
    assert.deepEqual(leaving, ['kit.input.invalid', 'until'])
    assert.equal((await spans({ organisation: ids['firm-b'] })).length, 3)
  })

  test('only firms stand there', async () => {
    await assert.rejects(
      mark('city', { isKey: true, since: '2026-01-01' }),
      refused('registry.key.firmsOnly'),
    )
  })

  test('no firm and no city keeps it, and no row is changed past the service', async () => {
    for (const who of ['a', 'city'])
      await assert.rejects(mark('firm-b', { isKey: false }, who), { status: 403 }, who)
    const caller = { ...systemCaller, reach: 'own' as const, organisationId: ids['firm-b'] ?? null }
    const changed = await house.house.act(
      caller,
      ({ sql }) => sql`update registry_key_spans set since = '2000-01-01' returning id`,
    )
    assert.equal(changed.length, 0)
  })
})

describe('the roster as a table', () => {
  const path = '/registry/key-roster/import'
  const header = '统一社会信用代码,名称,列入日期,移出日期,列入依据,移出依据'
  const send = async (lines: string[], { dryRun = false, who = 'region' } = {}) => {
    const file = { name: 'r.csv', content: [header, ...lines].join('\n') }
    return upload(house, `${path}?dryRun=${dryRun}`, file, (await as(house, who)).headers)
  }
  const counts = ({ body }: Awaited<ReturnType<typeof send>>) => [
    ...[body.written, body.rowsNew, body.rowsChanged, body.rowsSame],
  ]
  const firm = codes['firm-b']

  test('is tried first; an entry is known by firm and first day, and a last day ends it', async () => {
    const ended = `${firm},示例乙,2025-03-01,2025-09-01,,退出`
    const again = `${firm},另一名称,2026-01-01,,重新列入,`
    const before = await spans({ organisation: ids['firm-b'] })
    assert.deepEqual(counts(await send([ended, again], { dryRun: true })), [false, 1, 1, 0])
    assert.deepEqual(await spans({ organisation: ids['firm-b'] }), before)
    const written = await send([ended, again])
    assert.deepEqual(counts(written), [true, 1, 1, 0])
    assert.deepEqual(
      written.body.warnings.map(({ row, column }) => `${row} ${column}`),
      ['3 名称'],
    )
    assert.deepEqual(counts(await send([ended, again])), [true, 0, 0, 2])
    assert.deepEqual(await isKey('firm-b'), [true, '2026-01-01'])
    const behind = [`${firm},,2019-01-01,2020-01-01,旧文件,退出`]
    assert.deepEqual(counts(await send(behind)), [true, 1, 0, 0], 'also behind one that is open')
    assert.deepEqual(counts(await send(behind)), [true, 0, 0, 1])
    assert.equal((await auditOf(house, 'registry.roster.imported')).length, 4)
  })

  test('names the cell of every fault, and then nothing of it is written', async () => {
    const before = await spans()
    const unknown = creditCode('91450102MA0009999')
    const { body } = await send([
      `${unknown},,2026-01-01,,,`,
      `${firm},,2026-13-01,1.3.2026,,`,
      `${firm},,2025-03-01,2025-10-01,,`,
      `${firm},,2025-08-01,,,`,
      `${codes.city},,2026-01-01,,,`,
      `${codes['firm-a']},,2026-02-01,2026-02-01,,`,
    ])
    assert.deepEqual(
      body.faults.map((one) => `${one.row} ${one.column}`),
      [
        '2 统一社会信用代码',
        '3 列入日期',
        '3 移出日期',
        '4 移出日期',
        '5 列入日期',
        '6 统一社会信用代码',
        '7 移出日期',
      ],
    )
    assert.deepEqual([body.written, await spans()], [false, before])
    assert.equal((await send([`${firm},,2026-03-01,,,`], { who: 'a' })).status, 403)
  })
})
