import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { stranger } from '@ronghe/kit/auth'
import { hazardOf, lineOf, nameOf, wholeOf } from './shown.ts'
import type { CountRow } from './store/items.ts'
import type { RecallRow } from './store/recalls.ts'

const opened = new Date('2026-11-02T00:00:00Z')
const after = (seconds: number) => new Date(opened.getTime() + seconds * 1000)

const row: RecallRow = {
  id: '018f0000-0000-7000-8000-00000000000a',
  organisationId: '018f0000-0000-7000-8000-000000000001',
  organisationName: '甲厂',
  organisationNameEn: null,
  number: 'RC2026-001',
  title: '标题',
  reason: '原因',
  hazard: 1,
  instructions: '隔离',
  publicText: null,
  isDrill: false,
  isSample: false,
  state: 'notified',
  finding: { kind: 'things', things: ['a'] },
  demandedBy: null,
  demandedByName: null,
  dueAt: null,
  openedAt: opened,
  openedBy: null,
  frozenAt: after(10),
  scopeHash: null,
  notifiedAt: after(20),
  closedAt: null,
  conclusion: null,
  version: 3,
}
const counts: CountRow = {
  ...{ recallId: row.id, affected: 9, items: 10, located: 8, open: 4, quarantined: 3, returned: 1 },
  ...{ destroyed: 2, released: 0, notFound: 0, parties: 2, answered: 1, answeredAt: after(50) },
}
const ctx = { caller: stranger('zh'), now: after(100) }

describe('a recall as it is shown', () => {
  it('counts what is accounted for', () => {
    const { items, accounted, step } = lineOf(row, counts, 'zh')
    assert.deepEqual([items, accounted, step], [10, 6, 'quarantine'])
  })

  it('says how effective it was, each figure with its rows', () => {
    const { figures } = wholeOf(row, counts, 'maker', ctx)
    assert.equal(figures.affected.value, 9)
    assert.equal(figures.located.value, 80)
    assert.equal(figures.answered.value, 50)
    assert.equal(figures.accounted.value, 60)
    assert.equal(figures.recovered.value, 30)
    for (const figure of Object.values(figures)) {
      assert.ok(figure.proof?.startsWith(`/trace/recalls/${row.id}?tab=`))
      assert.equal(figure.at, ctx.now.toISOString())
    }
  })

  it('keeps what events prove apart from what people said', () => {
    const { figures } = wholeOf(row, counts, 'maker', ctx)
    const basis = Object.entries(figures).map(([name, figure]) => `${name} ${figure.basis}`)
    assert.deepEqual(basis, [
      'affected evidenced',
      'located evidenced',
      'answered declared',
      'accounted declared',
      'recovered declared',
    ])
  })

  it('has no share of nothing, and says why', () => {
    const none = { ...counts, items: 0, located: 0, open: 0, parties: 0, answered: 0, affected: 0 }
    const { figures } = wholeOf(row, none, 'maker', ctx)
    assert.equal(figures.located.value, null)
    assert.equal(figures.located.reason, 'trace.reason.noItems')
    assert.equal(figures.affected.value, 0)
  })

  it('times each step from the opening; answered only when all have', () => {
    assert.deepEqual(wholeOf(row, counts, 'maker', ctx).timing, {
      frozen: 10,
      notified: 20,
      answered: null,
      closed: null,
    })
    const all = { ...counts, answered: 2 }
    assert.equal(wholeOf(row, all, 'maker', ctx).timing.answered, 50)
    assert.equal(wholeOf({ ...row, closedAt: after(90) }, all, 'maker', ctx).timing.closed, 90)
    assert.equal(wholeOf({ ...row, notifiedAt: null, frozenAt: null }, all, 'maker', ctx).timing.frozen, null)
  })

  it('names the organisation in the language of the reader, as far as there is one', () => {
    assert.equal(nameOf(row, 'en'), '甲厂')
    assert.equal(nameOf({ ...row, organisationNameEn: 'Works' }, 'en'), 'Works')
    assert.equal(nameOf({ ...row, organisationNameEn: 'Works' }, 'zh'), '甲厂')
  })

  it('knows three hazards', () => {
    assert.deepEqual([1, 2, 3].map(hazardOf), ['1', '2', '3'])
  })
})
