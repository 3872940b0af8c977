import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import { heldClock } from '@ronghe/kit/clock'
import type { TestHouse } from '@ronghe/kit/test'
import { as, capture, documentOf, eventWith, firm, neighbour, traceHouse } from '../test/house.ts'
import { traceEvidence } from './rules.ts'

const on = (day: string, bizStep: string, more: object = {}) => {
  return eventWith({ eventTime: `${day}T08:00:00Z`, bizStep, ...more })
}
let house: TestHouse
before(async () => {
  // The last year counts, and the events below have their days.
  house = await traceHouse({}, { clock: heldClock(new Date('2026-06-01T00:00:00Z')) })
  const document = documentOf([
    on('2026-01-01', 'receiving'),
    on('2026-01-02', 'inspecting'),
    on('2026-01-03', 'inspecting', { eventID: 'urn:uuid:6d2b5a1e-7d0e-4c11-9a7e-1f6f5a9d0003' }),
    on('2026-01-04', 'shipping'),
    on('2020-01-04', 'packing'),
  ])
  const job = await capture(house, 'wei', document)
  assert.equal(job.success, true)
})
after(() => house.close())

const refused = (error: unknown) => error instanceof RequestFault && error.status === 404

test('kinds of steps of the last year are counted, each with its events and days', async () => {
  const { rows } = await as(house, 'wei').firmEvidence({ params: { organisationId: firm } })
  assert.deepEqual([rows[0]?.query, rows[0]?.version, rows[0]?.value], ['trace.recordedSteps', 1, '3'])
  assert.deepEqual(
    rows[0]?.rows.map(({ label, facts }) => [label, facts.events]),
    [
      ['BizStep-inspecting', 2],
      ['BizStep-receiving', 1],
      ['BizStep-shipping', 1],
    ],
  )
  assert.equal(traceEvidence('trace.recordedSteps', 1, rows[0]?.rows ?? [])?.value, '3')
})

test('of purchase, production and sale each side counts once, by the steps that tell it', async () => {
  const { rows } = await as(house, 'wei').firmEvidence({ params: { organisationId: firm } })
  const sides = rows.find(({ query }) => query === 'trace.chainSides')
  assert.equal(sides?.value, '2', 'received and shipped; inspecting makes nothing')
  const recorded = (...steps: string[]) =>
    steps.map((step) => {
      return { kind: 'trace.bizStep', id: `x/BizStep-${step}`, label: step, facts: { events: 1 } }
    })
  // By hand: which side each step is on.
  const naive = { receiving: 'buy', accepting: 'buy', commissioning: 'make', assembling: 'make' }
  const all = { ...naive, shipping: 'sell', consigning: 'sell', inspecting: null, storing: null }
  const steps = Object.keys(all) as (keyof typeof all)[]
  for (let mask = 1; mask < 2 ** steps.length; mask++) {
    const some = steps.filter((_, at) => mask & (1 << at))
    const found = new Set(some.map((step) => all[step]).filter((side) => side !== null))
    assert.equal(traceEvidence('trace.chainSides', 1, recorded(...some))?.value, String(found.size))
  }
  assert.equal(traceEvidence('trace.chainSides', 1, [])?.reason, 'trace.missing.noEvents')
})

test('of a store each kind of step counts once, and no step of another kind', () => {
  const recorded = (...steps: string[]) =>
    steps.map((step) => {
      return { kind: 'trace.bizStep', id: `x/BizStep-${step}`, label: step, facts: { events: 2 } }
    })
  const told = (...steps: string[]) => traceEvidence('trace.storingSteps', 1, recorded(...steps))?.value
  assert.equal(told('storing', 'picking', 'packing', 'shipping', 'inspecting'), '3')
  assert.equal(told('unloading', 'storing', 'stocking', 'cycle_counting', 'loading'), '5')
  const none = { value: null, reason: 'trace.missing.noStoring' }
  assert.deepEqual(traceEvidence('trace.storingSteps', 1, recorded('shipping')), none)
  const silent = { ...recorded('storing')[0], facts: { events: 0 } }
  assert.deepEqual(traceEvidence('trace.storingSteps', 1, [silent as never]), none)
})

test('organisations to which a firm opened its events count, those that only asked do not', async () => {
  const params = { organisationId: firm }
  const partnersOf = async () => {
    const { rows } = await as(house, 'wei').firmEvidence({ params })
    return rows.find(({ query }) => query === 'trace.partners')
  }
  assert.deepEqual(
    [(await partnersOf())?.value, (await partnersOf())?.reason],
    [null, 'trace.missing.noPartner'],
  )
  await house.house.act(systemCaller, ({ sql, now }) => {
    return sql`insert into trace_partners (organisation_id, partner_id, organisation_name, partner_name,
        state, asked_at)
      values (${firm}, ${neighbour}, '示例甲', '示例乙', 'asked', ${now})`
  })
  assert.equal((await partnersOf())?.value, null)
  await house.house.act(systemCaller, ({ sql, now }) => {
    return sql`update trace_partners set state = 'granted', decided_at = ${now}`
  })
  const found = await partnersOf()
  assert.deepEqual([found?.value, found?.rows[0]?.label], ['1', '示例乙'])
  assert.equal(traceEvidence('trace.partners', 1, found?.rows ?? [])?.value, '1')
})

test('without events there is no value, and the reason is said', () => {
  assert.deepEqual(traceEvidence('trace.recordedSteps', 1, []), {
    value: null,
    reason: 'trace.missing.noEvents',
  })
  assert.equal(traceEvidence('trace.recordedSteps', 2, []), null)
})

test('a firm reads its own, an official that of his division', async () => {
  const params = { organisationId: firm }
  for (const name of ['other', 'alone'])
    await assert.rejects(as(house, name).firmEvidence({ params }), refused, name)
  assert.equal((await as(house, 'official').firmEvidence({ params })).rows[0]?.value, '3')
  assert.equal((await as(house, 'faraway').firmEvidence({ params })).rows[0]?.value, null)
})
