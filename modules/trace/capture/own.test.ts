import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { EventJson } from '@ronghe/epcis'
import { type Caller, systemCaller } from '@ronghe/kit/auth'
import type { Ctx } from '@ronghe/kit/module'
import type { TestHouse } from '@ronghe/kit/test'
import { as, firm, found, neighbour, traceHouse } from '../test/house.ts'
import { captureOwn } from './own.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse()
})
after(() => house.close())

const owner: Caller = { ...systemCaller, organisationId: firm, reach: 'own' }
let made = 0

function event(fields: Partial<EventJson> = {}): EventJson & { eventID: string } {
  made += 1
  return {
    type: 'ObjectEvent',
    eventID: `urn:example:own:${made}`,
    eventTime: new Date(Date.UTC(2026, 0, 1) + made * 1000).toISOString(),
    eventTimeZoneOffset: '+08:00',
    action: 'OBSERVE',
    epcList: [`urn:epc:id:sgtin:4012345.011111.${made}`],
    ...fields,
  }
}

function keep(events: readonly (EventJson & { eventID: string })[], caller = owner, organisationId = firm) {
  return house.house.act(caller, (ctx: Ctx) =>
    captureOwn(ctx.sql, events, {
      ...{ organisationId, source: 'recall', personName: '小韦', now: ctx.now, newId: ctx.newId },
    }),
  )
}

describe('events that the house makes', () => {
  it('are captured as any others, and found by everything they say', async () => {
    const one = event({ bizStep: 'holding', 'ronghe:recall': 'RC2026-001' })
    const [seq] = await keep([one])
    const whole = await as(house, 'wei').event({ params: { seq: Number(seq) } })
    assert.equal(whole.eventId, one.eventID)
    assert.equal(whole.context.ronghe, 'urn:ronghe:')
    assert.equal((await found(house, 'wei', '/events?EQ_bizStep=holding')).length, 1)
    const asked = encodeURIComponent('urn:ronghe:recall')
    assert.equal((await found(house, 'wei', `/events?EQ_${asked}=RC2026-001`)).length, 1)
  })

  it('answer their numbers in the sequence in which they were given', async () => {
    const events = [event(), event(), event()]
    const seqs = await keep(events)
    const ids = []
    for (const seq of seqs) ids.push((await as(house, 'wei').event({ params: { seq: Number(seq) } })).eventId)
    assert.deepEqual(
      ids,
      events.map(({ eventID }) => eventID),
    )
  })

  it('change nothing the second time', async () => {
    const one = event()
    const first = await keep([one])
    const total = (await as(house, 'wei').events()).total
    assert.deepEqual(await keep([one]), first)
    assert.equal((await as(house, 'wei').events()).total, total)
  })

  it('are refused whole where one is not valid or says something else under its id', async () => {
    const total = (await as(house, 'wei').events()).total
    await assert.rejects(keep([event(), event({ bizStep: 'dancing' })]), /not valid/)
    const one = event()
    await keep([one])
    await assert.rejects(keep([event(), { ...one, disposition: 'active' }]), /another event/)
    assert.equal((await as(house, 'wei').events()).total, total + 1)
  })

  it('leave a job that says what made them', async () => {
    await keep([event(), event()])
    const [job] = (await as(house, 'wei').captures()).rows
    assert.deepEqual(
      [job?.source, job?.events, job?.stored, job?.success, job?.running, job?.personName],
      ['recall', 2, 2, true, false, '小韦'],
    )
  })

  it('are written for nobody else', async () => {
    await assert.rejects(keep([event()], owner, neighbour), /row-level security/)
  })
})
