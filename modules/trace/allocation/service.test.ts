import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import type { Input } from '@ronghe/kit/contract'
import type { TestHouse } from '@ronghe/kit/test'
import type { trace } from '../contract.ts'
import { as, capture, documentOf, eventWith, traceHouse } from '../test/house.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse()
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
  await as(house, 'other').addPrefix({ body: { prefix: '6909876' } })
})
after(() => house.close())

const gtin = '06901234001013'
const refused = (code: string, field?: string) => (error: unknown) =>
  error instanceof RequestFault &&
  error.answer.code === code &&
  (field === undefined || error.answer.fields?.[0]?.field === field)

type Wish = Input<(typeof trace.routes)['allocate']>['body']
const allocate = (who: string, body: Wish) => as(house, who).allocate({ body })

describe('numbers given out', () => {
  test('follow each other and are never the same twice', async () => {
    const first = await allocate('wei', {
      numberKind: 'serial',
      subject: gtin,
      count: 3,
      prefix: 'A',
      width: 4,
    })
    const second = await allocate('wei', {
      numberKind: 'serial',
      subject: gtin,
      count: 2,
      prefix: 'A',
      width: 4,
    })
    assert.deepEqual([first.firstNumber, first.lastNumber], ['A0000', 'A0002'])
    assert.deepEqual([second.firstNumber, second.lastNumber], ['A0003', 'A0004'])
  })

  test('are apart when many ask at once', async () => {
    const wish = { numberKind: 'serial', subject: gtin, count: 50, scheme: 'random' } as const
    const blocks = await Promise.all(Array.from({ length: 8 }, () => allocate('wei', wish)))
    const all = new Set<string>()
    for (const { id } of blocks) {
      const params = { allocationId: id }
      const { rows, total } = await as(house, 'wei').numbers({ params, query: { pageSize: 100 } })
      assert.equal(total, 50)
      for (const { number, link } of rows) {
        assert.equal(link, `/01/${gtin}/21/${number}`)
        all.add(number)
      }
    }
    assert.equal(all.size, 400)
  })

  test('begin behind what events and the register have', async () => {
    const epcList = ['urn:epc:id:sgtin:6901234.000101.GX0007', 'urn:epc:id:sgtin:6901234.000101.GX0041']
    await capture(house, 'wei', documentOf([eventWith({ epcList })]))
    const serials = await allocate('wei', {
      ...{ numberKind: 'serial', subject: gtin, count: 1, prefix: 'GX', width: 4 },
    })
    assert.equal(serials.firstNumber, 'GX0042')
    await as(house, 'wei').addMaster({
      body: { kind: 'product', identifier: '06901234001013', name: '减速器' },
    })
    const products = await allocate('wei', { numberKind: 'gtin', subject: '6901234', count: 2 })
    assert.deepEqual([products.firstNumber, products.lastNumber], ['06901234001020', '06901234001037'])
    const units = await allocate('wei', { numberKind: 'sscc', subject: '6901234', count: 1, prefix: '3' })
    assert.equal(units.firstNumber, '369012340000000000')
    const found = await as(house, 'wei').numbers({
      params: { allocationId: products.id },
      query: { q: '06901234001037' },
    })
    assert.deepEqual(found.rows, [{ number: '06901234001037', link: '/01/06901234001037' }])
  })

  test('carry the day, and one counter a day', async () => {
    const lots = await allocate('wei', {
      ...{ numberKind: 'lot', subject: gtin, count: 2, prefix: 'QD{YY}{MM}{DD}', width: 3 },
    })
    assert.match(lots.firstNumber, /^QD\d{6}000$/)
    assert.match(lots.prefix, /^QD\d{6}$/)
  })

  test('come as a file, whole, however many there are', async () => {
    const { id } = await allocate('wei', {
      ...{ numberKind: 'serial', subject: gtin, count: 20_000, prefix: 'B', width: 6, note: 'labels' },
    })
    const answer = await fetch(`${house.url}/api/trace/allocations/${id}/file`, {
      headers: { 'x-person': 'reader' },
    })
    assert.equal(answer.status, 200)
    const lines = (await answer.text()).trimEnd().split('\r\n')
    assert.equal(lines.length, 20_001)
    assert.equal(lines[1], `B000000,/01/${gtin}/21/B000000`)
    assert.equal(lines.at(-1), `B019999,/01/${gtin}/21/B019999`)
    assert.equal(new Set(lines).size, lines.length)
  })

  test('are found: is this number one of the block?', async () => {
    const { rows } = await as(house, 'wei').allocations({ query: { q: 'labels' } })
    const params = { allocationId: rows[0]!.id }
    const look = async (q: string) => (await as(house, 'wei').numbers({ params, query: { q } })).total
    assert.deepEqual([await look('B000017'), await look('B020000'), await look('X')], [1, 0, 0])
  })

  test('are listed by kind, with search, and exported', async () => {
    const all = await as(house, 'reader').allocations({ query: { numberKind: 'serial', sort: '-count' } })
    assert.equal(all.rows[0]!.count, 20_000)
    assert.equal(all.rows[0]!.subjectName, '减速器')
    const answer = await fetch(`${house.url}/api/trace/allocations?format=csv`, {
      headers: { 'x-person': 'reader' },
    })
    assert.match(await answer.text(), /B019999/)
  })
})

describe('numbers are refused', () => {
  const wrong: readonly [string, Wish, string, string?][] = [
    [
      'of a prefix of others',
      { numberKind: 'gtin', subject: '6909876', count: 1 },
      'kit.input.invalid',
      'subject',
    ],
    [
      'of a part of the prefix',
      { numberKind: 'gtin', subject: '690123', count: 1 },
      'kit.input.invalid',
      'subject',
    ],
    [
      'of a product of others',
      { numberKind: 'serial', subject: '06909876000012', count: 1 },
      'kit.input.invalid',
      'subject',
    ],
    [
      'of a GTIN with a wrong check digit',
      { numberKind: 'serial', subject: '06901234001014', count: 1 },
      'kit.input.invalid',
      'subject',
    ],
    [
      'random GTINs',
      { numberKind: 'gtin', subject: '6901234', count: 1, scheme: 'random' },
      'kit.input.invalid',
      'scheme',
    ],
    [
      'a GTIN of two indicator digits',
      { numberKind: 'gtin', subject: '6901234', count: 1, prefix: '12' },
      'kit.input.invalid',
      'prefix',
    ],
    [
      'serials that are too long',
      { numberKind: 'serial', subject: gtin, count: 1, prefix: 'ABCDEFGHIJKL', width: 12 },
      'kit.input.invalid',
      'width',
    ],
    [
      'random serials that are soon guessed',
      { numberKind: 'serial', subject: gtin, count: 1, scheme: 'random', width: 4 },
      'kit.input.invalid',
      'width',
    ],
    [
      'a text that needs escapes',
      { numberKind: 'lot', subject: gtin, count: 1, prefix: 'a/b' },
      'kit.input.invalid',
      'prefix',
    ],
    [
      'more than there are',
      { numberKind: 'lot', subject: gtin, count: 11, prefix: 'Z', width: 1 },
      'trace.allocation.exhausted',
    ],
    [
      'what another scheme could give',
      { numberKind: 'serial', subject: gtin, count: 1, prefix: 'A00', width: 2 },
      'trace.allocation.overlaps',
    ],
  ]
  for (const [name, body, code, field] of wrong) {
    test(name, () => assert.rejects(allocate('wei', body), refused(code, field)))
  }

  test('to a reader, a stranger, and who acts for nobody', async () => {
    const body: Wish = { numberKind: 'serial', subject: gtin, count: 1 }
    await assert.rejects(allocate('reader', body), refused('kit.forbidden'))
    await assert.rejects(allocate('nobody', body), refused('kit.signIn.required'))
    await assert.rejects(allocate('alone', body), refused('kit.forbidden'))
  })

  test('and leave nothing behind: what failed took no number', async () => {
    const body: Wish = { numberKind: 'serial', subject: gtin, count: 1, prefix: 'A', width: 4 }
    await assert.rejects(allocate('wei', { ...body, count: 10_000 }), refused('trace.allocation.exhausted'))
    assert.equal((await allocate('wei', body)).firstNumber, 'A0005')
  })

  test('a neighbour sees neither blocks nor secrets', async () => {
    assert.equal((await as(house, 'other').allocations()).total, 0)
    const [block] = (await as(house, 'wei').allocations()).rows
    const params = { allocationId: block!.id }
    await assert.rejects(as(house, 'other').numbers({ params }), refused('trace.allocation.unknown'))
    assert.equal(JSON.stringify(block).includes('secret'), false)
    assert.equal((await as(house, 'official').allocations()).total > 0, true)
  })

  test('what was taken holds with its counter', async () => {
    const rows = await house.house.act(systemCaller, async ({ sql }) => {
      return sql`select c.next, max(a.first + a.count) as reached, sum(a.count) as given
        from trace_counters c join trace_allocations a on a.counter_id = c.id group by c.id`
    })
    assert.ok(rows.length >= 5)
    for (const { next, reached } of rows) assert.equal(next, reached)
  })
})
