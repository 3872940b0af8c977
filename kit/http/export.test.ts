import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defineContract, Id, Instant, listOf, Type } from '../contract/index.ts'
import { translator } from '../i18n/index.ts'
import { exportedList } from './export.ts'

const contract = defineContract({
  module: 'shop',
  permissions: [],
  events: {},
  faults: {},
  routes: {
    orders: {
      method: 'GET',
      path: '/shop/orders',
      may: 'public',
      response: listOf(
        Type.Object({
          id: Id,
          state: Type.Enum(['open', 'paid', 'odd']),
          kind: Type.Enum(['open']),
          isRush: Type.Boolean(),
          at: Type.Union([Instant, Type.Null()]),
          costFen: Type.Integer(),
          ways: Type.Array(Type.Enum(['sea', 'air'])),
          lines: Type.Array(Type.Object({ code: Type.String() })),
        }),
      ),
      list: {
        columns: ['state', 'kind', 'isRush', 'at', 'costFen', 'ways', 'lines'],
        words: { kind: 'shop.kindOf' },
      },
    },
  },
})
const zh = {
  ...{ 'shop.route.orders': '订单', 'shop.column.state': '状态', 'shop.value.state.open': '未付' },
  ...{ 'shop.value.state.paid': '已付', 'shop.kindOf.open': '公开', 'sheet.yes': '是', 'sheet.no': '否' },
  ...{ 'shop.value.ways.sea': '海运', 'shop.value.ways.air': '空运' },
}
const en = { ...zh, 'shop.value.state.paid': 'Paid', 'shop.value.ways.sea': 'by sea', 'sheet.no': 'No' }
const translate = translator([{ zh, en }])
const row = {
  ...{ id: '0', state: 'paid', kind: 'open', isRush: false, at: '2026-03-31T16:30:00.000Z' },
  ...{ costFen: 123_450, ways: ['sea', 'air'], lines: [{ code: 'a' }] },
}

function exported(change: Record<string, unknown> = {}, locale: 'zh' | 'en' = 'zh') {
  const route = contract.routes.orders
  const list = { contract, name: 'orders', route, rows: [{ ...row, ...change }] }
  const { title, columns, rows } = exportedList(list, { translate, locale })
  return { title, heading: columns[0]?.title, row: rows[0] ?? {} }
}

describe('an exported list', () => {
  test('says words for codes, yuan for fen and the region’s time with its offset', () => {
    assert.deepEqual(exported(), {
      title: '订单',
      heading: '状态',
      row: {
        ...{ state: '已付', kind: '公开', isRush: '否', at: '2026-04-01 00:30:00+08:00', costFen: 1234.5 },
        ...{ ways: '海运、空运', lines: [{ code: 'a' }] },
      },
    })
  })

  test('speaks the language of who asks', () => {
    const { state, isRush, ways } = exported({}, 'en').row
    assert.deepEqual([state, isRush, ways], ['Paid', 'No', 'by sea, 空运'])
  })

  test('keeps parts of a second, what has no word, and what is not there', () => {
    const { state, at } = exported({ state: 'odd', at: '2026-03-31T16:30:05.120450Z' }).row
    assert.deepEqual([state, at], ['odd', '2026-04-01 00:30:05.12045+08:00'])
    assert.equal(exported({ at: null }).row.at, null)
    assert.equal(exported({ at: 'soon' }).row.at, 'soon')
  })
})
