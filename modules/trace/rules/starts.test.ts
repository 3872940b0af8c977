import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  append,
  clockAt,
  createDeriver,
  as as factoryAs,
  factoryHouse,
  makeMachine,
  minute,
} from '@ronghe/factory/testing'
import { client, RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { trace } from '../contract.ts'
import { traceModule } from '../module.ts'
import type { RuleSays } from './contract.ts'
import { rulesRound } from './round.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const iso = (minutes: number) => new Date(start / 1000 + minutes * 60_000).toISOString()
const gtin = '06901234001013'
const clock = clockAt(start - minute)
const machineId = '(8004)6901234M1'

let house: TestHouse
let deriver: ReturnType<typeof createDeriver>
let says: RuleSays
let tags: Record<string, string>

async function firm() {
  const { headers } = await factoryAs(house, 'a')
  return client(trace, { base: house.url, headers: () => headers })
}

/** Ten parts in fifty minutes; the machine stops at sixty and is silent from ninety on. */
before(async () => {
  house = await factoryHouse({ start: false, clock }, [traceModule])
  const made = await makeMachine(house.house, { code: 'M-1' })
  tags = made.tags
  const a = await factoryAs(house, 'a')
  const alarm = {
    ...{ name: '负载高', nameEn: 'Load high', kind: 'limit', signal: 'load', level: 'H', limit: 80 },
    ...{ priority: 'high', mustAcknowledge: true, latches: false, response: '降低进给' },
    equipmentIds: [made.machine.id],
  }
  await a.addAlarmDefinition({ body: { code: 'LOAD-H', body: alarm as never } })
  const shift = { name: '早班', weekday: 1, startMinute: 480, endMinute: 540, kind: 'shift' as const }
  const week = { validFrom: '2026-02-02', timeZone: 'Asia/Shanghai', shifts: [shift] }
  await a.changeShifts({ params: { unitId: made.machine.unitId }, body: week })
  deriver = createDeriver(house.house, { lastHeardMs: () => undefined })
  await deriver.round()
  await append(house.house, [
    { tag: tags.mode!, at: start, value: 'AUTOMATIC' },
    { tag: tags.execution!, at: start, value: 'ACTIVE' },
    { tag: tags.parts!, at: start, value: 100 },
    ...Array.from({ length: 10 }, (_, at) => ({
      ...{ tag: tags.parts!, at: start + (at + 1) * 5 * minute, value: 101 + at },
    })),
    { tag: tags.execution!, at: start + 60 * minute, value: 'READY' },
    { tag: tags.execution!, at: start + 90 * minute, value: 'READY', quality: 0 },
  ])
  clock.move((121 * minute) / 1000)
  await deriver.round()
  const trader = await firm()
  await trader.addPrefix({ body: { prefix: '6901234' } })
  await trader.addMaster({ body: { kind: 'product', identifier: gtin, name: '减速器' } })
  says = {
    ...{ equipmentId: made.machine.id, product: gtin, numbering: 'lot', prefix: 'B', width: 4 },
    ...{ inputs: [], checks: [], packEvery: 0 },
  }
})
after(() => house.close())

async function added(name: string, part: Partial<RuleSays>): Promise<string> {
  const trader = await firm()
  const { id } = await trader.addRule({ body: { name, says: { ...says, ...part } } })
  await trader.switchRule({ params: { ruleId: id }, body: { isActive: true, from: iso(0) } })
  return id
}

async function eventsOf(ruleId: string) {
  const trader = await firm()
  const { rows } = await trader.events({ query: { q: `urn:ronghe:rule:${ruleId}:`, sort: 'eventTime' } })
  return Promise.all(rows.map(({ seq }) => trader.event({ params: { seq } })))
}

const short = (term: string | null) => term?.split('-').at(-1)
const states = {
  ...{ on: 'state' as const, states: ['idle' as const], thing: machineId },
  ...{ bizStep: 'inspecting', disposition: 'unavailable' },
}

describe('T41 what begins a rule besides parts', () => {
  test('a trial says what a state or a shift would give, and writes nothing', async () => {
    const trader = await firm()
    const span = { from: iso(0), to: iso(120) }
    const state = await trader.tryRule({ body: { says: { ...says, product: '', starts: states }, ...span } })
    assert.deepEqual([state.eventsInAll, state.events[0]?.eventTime], [1, iso(60)])
    const shift = await trader.tryRule({ body: { says: { ...says, starts: { on: 'shift' } }, ...span } })
    assert.deepEqual([shift.eventsInAll, shift.until], [1, iso(90)])
    assert.equal((await trader.events()).total, 0)
  })

  test('the machine enters a state: its thing is observed, once', async () => {
    const id = await added('停机观察', { product: '', starts: states })
    assert.equal(await rulesRound(house.house), 1)
    assert.equal(await rulesRound(house.house, { looksBack: true }), 0)
    const [event] = await eventsOf(id)
    assert.deepEqual(
      [event?.eventTime, short(event!.bizStep), short(event!.disposition), event?.named[0]?.id],
      [iso(60), 'inspecting', 'unavailable', 'https://id.gs1.org/8004/6901234M1'],
    )
  })

  test('a shift has ended: what it made is one lot, once', async () => {
    const id = await added('班次批', { starts: { on: 'shift' } })
    assert.equal(await rulesRound(house.house), 1)
    assert.equal(await rulesRound(house.house, { looksBack: true }), 0)
    const [event] = await eventsOf(id)
    const [lot] = event!.body.quantityList as { epcClass: string; quantity: number }[]
    assert.deepEqual([event!.eventTime, lot?.quantity], [iso(60), 10])
    assert.match(lot!.epcClass, /\/10\/B0000$/)
    const rule = await (await firm()).rule({ params: { ruleId: id } })
    assert.deepEqual([rule.through, rule.captured], [iso(90), 1])
  })

  test('an alarm fails what was made meanwhile, though it becomes known later, once', async () => {
    const serial = { numbering: 'serial' as const, prefix: 'S', alarmsFail: 'high' as const }
    const id = await added('报警判定', serial)
    assert.equal(await rulesRound(house.house), 10)
    // The load of that time comes now: too high from the twelfth minute to the eighteenth.
    await append(house.house, [
      ...[10, 95, 20].map((value, at) => ({ tag: tags.load!, at: start + (6 + at * 6) * minute, value })),
      { tag: tags.load!, at: start + 90 * minute, value: 20 },
    ])
    await deriver.round()
    await deriver.round()
    assert.equal(await rulesRound(house.house, { looksBack: true }), 2)
    assert.equal(await rulesRound(house.house, { looksBack: true }), 0)
    const late = (await eventsOf(id)).filter(({ bizStep }) => short(bizStep) === 'inspecting')
    assert.deepEqual(
      late.map(({ eventTime, disposition, body }) => [eventTime, short(disposition), body['ronghe:alarm']]),
      [
        [iso(15), 'non_conformant', 'LOAD-H 负载高'],
        [iso(20), 'non_conformant', 'LOAD-H 负载高'],
      ].map(([at, disposition, alarm]) => [at, disposition, [alarm]]),
    )
    const again = await added('报警判定二', { ...serial, prefix: 'T' })
    assert.equal(await rulesRound(house.house), 12)
    assert.equal(
      (await eventsOf(again)).filter(({ disposition }) => short(disposition) === 'non_conformant').length,
      2,
    )
    const lots = await added('报警班次批', { starts: { on: 'shift' }, prefix: 'C', alarmsFail: 'medium' })
    assert.equal(await rulesRound(house.house), 3)
    const bad = (await eventsOf(lots)).find(({ disposition }) => short(disposition) === 'non_conformant')
    assert.equal((bad!.body.quantityList as { quantity: number }[])[0]?.quantity, 2)
  })

  test('is refused with the field where it cannot be', async () => {
    const wrong: [Partial<RuleSays>, string][] = [
      [{ starts: { on: 'shift' }, numbering: 'serial' }, 'says.numbering'],
      [{ starts: { ...states, bizStep: 'resting' } }, 'says.starts.bizStep'],
      [{ starts: { ...states, disposition: 'tired' } }, 'says.starts.disposition'],
      [{ starts: { ...states, thing: 'machine 7' } }, 'says.starts.thing'],
      [{ product: '' }, 'says.product'],
    ]
    const trader = await firm()
    for (const [part, field] of wrong) {
      const refused = (error: unknown) =>
        error instanceof RequestFault && error.answer.fields?.[0]?.field === field
      await assert.rejects(
        trader.addRule({ body: { name: '错', says: { ...says, ...part } } }),
        refused,
        field,
      )
    }
  })
})
