import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import { heldClock } from '@ronghe/kit/clock'
import type { TestHouse } from '@ronghe/kit/test'
import type { RuleSays } from '../rules/contract.ts'
import { rulesRound } from '../rules/round.ts'
import { as, traceHouse } from '../test/house.ts'
import { refused } from '../test/world.ts'
import type { Said } from './contract.ts'

const gtin = '06901234001013'
const other = '06901234002027'
const lot = `https://id.gs1.org/01/${gtin}/10/A1`
const at = '2026-03-02T01:00:00.000Z'
const clock = heldClock(new Date('2026-03-02T02:00:00Z'))
let house: TestHouse
const wei = () => as(house, 'wei')

before(async () => {
  house = await traceHouse({}, { start: false, clock })
  await wei().addPrefix({ body: { prefix: '6901234' } })
  await wei().addMaster({ body: { kind: 'product', identifier: gtin, name: '减速器' } })
})
after(() => house.close())

const starts = {
  ...{ on: 'inspection' as const, bizStep: 'inspecting', passed: 'conformant', failed: 'non_conformant' },
  ...{ persists: true, measures: [{ characteristic: '外径', type: 'Length' }] },
}
const says: RuleSays = {
  ...{ product: '', numbering: 'serial', prefix: '', width: 6, inputs: [], checks: [], packEvery: 0, starts },
}
const said = (part: Partial<Said> = {}): Said => ({
  ...{ inspectionKind: 'final', things: [`(01)${gtin}(10)A1`], inspectedAt: at, inspector: '检验员甲' },
  findings: [{ characteristic: '外径', value: 20, uom: 'MMT', least: 19.98, most: 20.02 }],
  ...part,
})
const bad = [{ characteristic: '外径', value: 20.5, uom: 'MMT', least: 19.98, most: 20.02 }]
const line = async (number: string) =>
  (await wei().inspections({ query: { q: number } })).rows.find((row) => row.number === number)!
const whole = (inspectionId: string) => wei().inspection({ params: { inspectionId } })
const story = async () => wei().story({ query: { id: lot } })

describe('T49 an inspection', () => {
  test('is kept judged, and waits where no rule takes it', async () => {
    const { id, verdict } = await wei().addInspection({ body: said({ number: 'W-1' }) })
    assert.equal(verdict, 'passed')
    assert.equal(await rulesRound(house.house), 0)
    const found = await whole(id)
    assert.deepEqual(
      [found.inspectionState, found.isExpected, found.event, found.things, found.productName],
      ['waiting', false, null, [lot], '减速器'],
    )
  })

  test('becomes one event by a rule that is on, however often rounds run', async () => {
    const { id: ruleId } = await wei().addRule({ body: { name: '检验', says } })
    const trial = await wei().tryRule({ body: { says, from: at, to: '2026-03-02T02:00:00Z' } })
    assert.deepEqual([trial.good, trial.refused, trial.eventsInAll], [1, 0, 1])
    assert.equal((await wei().events()).total, 0)
    await wei().switchRule({ params: { ruleId }, body: { isActive: true, from: at } })
    assert.equal(await rulesRound(house.house), 1)
    assert.equal(await rulesRound(house.house, { looksBack: true }), 0)
    const found = await whole((await line('W-1')).id)
    assert.deepEqual([found.inspectionState, found.event?.ruleName], ['captured', '检验'])
    const event = await wei().event({ params: { seq: found.event!.seq } })
    assert.deepEqual(event.details.sensors[0]?.value, 20)
    assert.deepEqual((await story()).persistent, ['https://ref.gs1.org/cbv/Disp-conformant'])
  })

  test('that failed takes back what stood, and tells those who recall', async () => {
    const { verdict } = await wei().addInspection({ body: said({ number: 'W-2', findings: bad }) })
    assert.equal(verdict, 'failed')
    assert.equal(await rulesRound(house.house), 1)
    assert.deepEqual((await story()).persistent, ['https://ref.gs1.org/cbv/Disp-non_conformant'])
    assert.deepEqual((await line('W-2')).failed, ['外径'])
  })

  test('sets its things apart and lets them go, each as an event, once', async () => {
    const { id: inspectionId } = await line('W-2')
    const params = { inspectionId }
    await wei().holdInspected({ params, body: { isHeld: true } })
    await assert.rejects(
      wei().holdInspected({ params, body: { isHeld: true } }),
      refused(409, 'trace.inspection.heldAlready'),
    )
    assert.ok((await story()).persistent.includes('https://ref.gs1.org/cbv/Disp-unavailable'))
    assert.equal((await wei().inspections({ query: { isHeld: true } })).total, 1)
    await wei().holdInspected({ params, body: { isHeld: false } })
    assert.ok(!(await story()).persistent.includes('https://ref.gs1.org/cbv/Disp-unavailable'))
    const found = await whole(inspectionId)
    assert.deepEqual([found.isHeld, found.heldBy, found.releasedBy], [false, 'a', 'a'])
  })

  test('that was wrong is withdrawn: its event is an error, its number is free again', async () => {
    const { id: inspectionId } = await line('W-2')
    const body = { reason: '读错量具' }
    await wei().withdrawInspection({ params: { inspectionId }, body })
    await assert.rejects(
      wei().withdrawInspection({ params: { inspectionId }, body }),
      refused(409, 'trace.inspection.withdrawn'),
    )
    assert.deepEqual((await whole(inspectionId)).withdrawal, '读错量具')
    assert.deepEqual((await story()).events.filter(({ isRetracted }) => isRetracted).length, 1)
    await wei().addInspection({ body: said({ number: 'W-2' }) })
    await assert.rejects(
      wei().addInspection({ body: said({ number: 'W-2' }) }),
      refused(409, 'trace.inspection.numberTaken'),
    )
  })

  test('withdrawn before a rule took it never becomes an event', async () => {
    await rulesRound(house.house)
    const before = (await wei().events()).total
    const { id: inspectionId } = await wei().addInspection({ body: said({ number: 'W-3' }) })
    await wei().withdrawInspection({ params: { inspectionId }, body: { reason: '重复' } })
    assert.equal(await rulesRound(house.house), 0)
    assert.equal((await wei().events()).total, before)
  })
})

describe('what a rule takes', () => {
  test('is of its kinds, of its product and from its moment on', async () => {
    const rule = (await wei().rules({ query: { q: '检验' } })).rows[0]!
    const { says: before } = await wei().rule({ params: { ruleId: rule.id } })
    const narrow = { ...before, product: other, starts: { ...starts, kinds: ['incoming' as const] } }
    const body = { name: '检验', says: narrow, version: rule.version }
    await wei().changeRule({ params: { ruleId: rule.id }, body })
    const things = [`(01)${other}(21)N1`]
    await wei().addInspection({ body: said({ number: 'N-1' }) })
    await wei().addInspection({ body: said({ number: 'N-2', things }) })
    await wei().addInspection({
      body: said({ number: 'N-3', things, inspectionKind: 'incoming', inspectedAt: '2026-02-01T00:00:00Z' }),
    })
    await wei().addInspection({ body: said({ number: 'N-4', things, inspectionKind: 'incoming' }) })
    assert.equal(await rulesRound(house.house), 1)
    const states = await Promise.all(['N-1', 'N-2', 'N-3', 'N-4'].map(line))
    assert.deepEqual(
      states.map(({ inspectionState }) => inspectionState),
      ['waiting', 'waiting', 'waiting', 'captured'],
    )
    const { rows } = await wei().inspections({
      query: { product: `(01)${other}`, inspectionState: 'waiting' },
    })
    assert.deepEqual(rows.map(({ number }) => number).sort(), ['N-2', 'N-3'])
  })

  test('says where a rule of inspections is not sound', async () => {
    const faulty = (part: Partial<RuleSays>) =>
      wei().addRule({ body: { name: 'x', says: { ...says, ...part } } })
    const wrong = { ...starts, failed: 'broken' }
    await assert.rejects(faulty({ starts: wrong }), refused(400, 'kit.input.invalid', 'term'))
    const measures = [{ characteristic: 'x', type: 'Hardness' }]
    await assert.rejects(
      faulty({ starts: { ...starts, measures } }),
      refused(400, 'kit.input.invalid', 'measurementType'),
    )
    await assert.rejects(
      faulty({ product: '06901234001010' }),
      refused(400, 'kit.input.invalid', 'identifier.product'),
    )
  })
})

describe('what is refused', () => {
  const cases: readonly [string, Partial<Said>, string][] = [
    ['what is no identifier', { things: ['一箱'] }, 'identifier.any'],
    ['the same thing twice', { things: [lot, `(01)${gtin}(10)A1`] }, 'twice'],
    ['a time that is yet to come', { inspectedAt: '2026-03-03T00:00:00Z' }, 'inspectedLater'],
    ['a characteristic twice', { findings: [...bad, ...bad] }, 'twice'],
    ['no verdict', { findings: [{ characteristic: '外观', text: '好' }] }, 'verdictNeeded'],
    ['a verdict against the limits', { findings: [{ ...bad[0]!, isPassed: true }] }, 'verdictContradicts'],
    ['what is no place', { place: '东门' }, 'identifier.place'],
    ['a report of nobody', { documentId: '018f0000-0000-7000-8000-00000000ffff' }, 'ownDocument'],
  ]
  for (const [name, part, rule] of cases)
    test(`${name}, and nothing is kept`, async () => {
      const { total } = await wei().inspections()
      await assert.rejects(wei().addInspection({ body: said(part) }), refused(400, 'kit.input.invalid', rule))
      assert.equal((await wei().inspections()).total, total)
    })

  test('is what is another firm’s, or not allowed', async () => {
    const { id: inspectionId } = await line('W-1')
    const params = { inspectionId }
    for (const act of [
      () => as(house, 'other').inspection({ params }),
      () => as(house, 'other').withdrawInspection({ params, body: { reason: 'x' } }),
      () => as(house, 'other').holdInspected({ params, body: { isHeld: true } }),
    ])
      await assert.rejects(act(), refused(404, 'trace.inspection.unknown'))
    assert.equal((await as(house, 'other').inspections()).total, 0)
    await assert.rejects(as(house, 'reader').addInspection({ body: said() }), (error) => {
      return error instanceof RequestFault && error.status === 403
    })
    assert.ok((await as(house, 'official').inspections()).total > 0)
    assert.equal((await as(house, 'faraway').inspections()).total, 0)
    await assert.rejects(
      as(house, 'official').holdInspected({ params, body: { isHeld: true } }),
      refused(403, 'kit.forbidden'),
    )
  })
})
