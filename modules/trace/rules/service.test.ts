import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  append,
  clockAt,
  derive,
  as as factoryAs,
  factoryHouse,
  makeMachine,
  minute,
} from '@ronghe/factory/testing'
import { systemCaller } from '@ronghe/kit/auth'
import { client, RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { registry } from '@ronghe/registry/contract'
import { trace } from '../contract.ts'
import { traceModule } from '../module.ts'
import { documentOf } from '../test/house.ts'
import type { RuleSays } from './contract.ts'
import { rulesRound } from './round.ts'
import { loadSampleRules } from './sample.ts'

/** Monday 2026-03-02, 08:00 in Guangxi; the clock stands two hours later. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const iso = (minutes: number) => new Date(start / 1000 + minutes * 60_000).toISOString()
const gtin = '06901234001013'

let house: TestHouse
let says: RuleSays
let tags: Record<string, string>
let ruleId: string

async function as(who: string) {
  const { headers } = await factoryAs(house, who)
  return client(trace, { base: house.url, headers: () => headers })
}

before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 120 * minute) }, [traceModule])
  const made = await makeMachine(house.house, { code: 'M-1' })
  tags = made.tags
  const [parts = '', execution = '', load = ''] = ['parts', 'execution', 'load'].map((name) => tags[name])
  await append(house.house, [
    { tag: tags.mode!, at: start, value: 'AUTOMATIC' },
    { tag: execution, at: start, value: 'ACTIVE' },
    { tag: parts, at: start, value: 100 },
    ...Array.from({ length: 10 }, (_, at) => ({
      ...{ tag: parts, at: start + (at + 1) * 5 * minute, value: 101 + at },
    })),
    // While the seventh part is made the load is too high.
    ...Array.from({ length: 50 }, (_, at) => ({
      ...{ tag: load, at: start + at * minute + 1, value: at === 32 ? 95 : 40 + at / 100 },
    })),
    { tag: execution, at: start + 60 * minute, value: 'READY' },
    { tag: execution, at: start + 90 * minute, value: 'READY', quality: 0 },
  ])
  await derive(house)
  const firm = await as('a')
  await firm.addPrefix({ body: { prefix: '6901234' } })
  await firm.addMaster({ body: { kind: 'product', identifier: gtin, name: '减速器' } })
  says = {
    ...{ equipmentId: made.machine.id, product: gtin, numbering: 'serial', prefix: 'M{YY}', width: 6 },
    ...{ inputs: [], packEvery: 4 },
    checks: [{ tagId: load, type: 'Power', uom: 'KWT', most: 90 }],
  }
})
after(() => house.close())

const refused = (code: string, field?: string) => (error: unknown) =>
  error instanceof RequestFault &&
  error.answer.code === code &&
  (field === undefined || error.answer.fields?.[0]?.field === field)

describe('T40 a rule is tried before it counts', () => {
  test('on what the machine made, without a trace of it', async () => {
    const firm = await as('a')
    const tried = await firm.tryRule({ body: { says, from: iso(0), to: iso(120) } })
    assert.deepEqual([tried.good, tried.refused, tried.eventsInAll], [9, 1, 20])
    assert.equal(tried.until, iso(90))
    assert.equal((await firm.events()).total, 0)
    assert.equal((await firm.allocations()).total, 0)
  })

  test('and refused with the field where it names what is not there', async () => {
    const firm = await as('a')
    const wrong: [Partial<RuleSays>, string][] = [
      [{ product: '06901234001014' }, 'says.product'],
      [{ product: '04012345000054' }, 'subject'],
      [{ equipmentId: '018f0000-0000-7000-8000-00000000dead' }, 'says.equipmentId'],
      [{ checks: [{ tagId: tags.program!, type: 'Power', uom: 'KWT' }] }, 'says.checks.0.tagId'],
      [
        { checks: [{ tagId: tags.load!, type: 'Power', uom: 'KWT', least: 5, most: 1 }] },
        'says.checks.0.most',
      ],
      [{ checks: [{ tagId: tags.load!, type: 'Load', uom: 'P1' }] }, 'says.checks.0.type'],
      [{ inputs: [{ item: 'steel', perPart: 1 }] }, 'says.inputs.0.item'],
      [{ place: 'hall 7' }, 'says.place'],
    ]
    for (const [part, field] of wrong) {
      const body = { name: '规则', says: { ...says, ...part } }
      await assert.rejects(firm.addRule({ body }), refused('kit.input.invalid', field), field)
    }
    assert.equal((await firm.rules()).total, 0)
  })
})

describe('T41 what a machine makes becomes events once', () => {
  test('each part commissioned and inspected, good ones packed, from the moment that is said', async () => {
    const firm = await as('a')
    ruleId = (await firm.addRule({ body: { name: '总装下线', says } })).id
    assert.equal(await rulesRound(house.house), 0, 'a rule that is off does nothing')
    await firm.switchRule({ params: { ruleId }, body: { isActive: true, from: iso(0) } })
    assert.equal(await rulesRound(house.house), 22)
    assert.equal(await rulesRound(house.house), 0, 'and nothing twice')
    const { rows, total } = await firm.events({ query: { pageSize: 100 } })
    assert.equal(total, 22)
    const count = (step: string) => rows.filter(({ bizStep }) => bizStep?.endsWith(step)).length
    assert.deepEqual([count('commissioning'), count('inspecting'), count('packing')], [10, 10, 2])
    const rule = await firm.rule({ params: { ruleId } })
    assert.deepEqual([rule.captured, rule.waiting, rule.through, rule.failure], [22, 1, iso(90), null])
    const opened = await firm.events({ query: { q: `urn:ronghe:rule:${ruleId}:` } })
    assert.equal(opened.total, rule.captured, 'the figure opens to its events')
  })

  test('the part with too high a load stands as nonconforming, with its curve, in no carton', async () => {
    const firm = await as('a')
    const bad = `https://id.gs1.org/01/${gtin}/21/M26000006`
    const story = await firm.story({ query: { id: bad } })
    assert.deepEqual(
      story.events.map(({ bizStep, disposition }) =>
        [bizStep, disposition].map((one) => one?.split(/[-/]/).at(-1)),
      ),
      [
        ['commissioning', 'active'],
        ['inspecting', 'non_conformant'],
      ],
    )
    const { body } = await firm.event({ params: { seq: story.events[1]!.seq } })
    const [element] = body.sensorElementList as { sensorReport: { maxValue: number; minValue: number }[] }[]
    assert.equal(element?.sensorReport[0]?.maxValue, 95)
    assert.equal(body['ronghe:equipment'], says.equipmentId)
  })

  test('a rule changed goes on where it stood, and its versions stay', async () => {
    const firm = await as('a')
    const changed = { ...says, numbering: 'lot' as const, prefix: 'L', packEvery: 0 }
    const params = { ruleId }
    const body = { name: '总装下线', says: changed, version: 1, note: '改按批次' }
    assert.deepEqual(await firm.changeRule({ params, body }), { version: 2 })
    await assert.rejects(firm.changeRule({ params, body }), refused('trace.makingRule.changedSince'))
    const { versions } = await firm.rule({ params })
    assert.deepEqual(
      versions.map(({ version, note }) => [version, note]),
      [
        [2, '改按批次'],
        [1, null],
      ],
    )
    assert.equal(await rulesRound(house.house), 0)
    const back = { isActive: true, from: iso(10) }
    await assert.rejects(firm.switchRule({ params, body: back }), refused('kit.input.invalid', 'from'))
  })

  test('several rules of one machine count alone; a raw lot leads on to what was made of it', async () => {
    const firm = await as('a')
    const narrow = { ...says, prefix: 'N', width: 1, packEvery: 0, checks: [] }
    const { id } = await firm.addRule({ body: { name: '一位数', says: narrow } })
    await firm.switchRule({ params: { ruleId: id }, body: { isActive: true, from: iso(0) } })
    const other = {
      ...says,
      prefix: 'P',
      packEvery: 0,
      inputs: [{ item: `(01)${gtin}(10)A1`, perPart: 2, uom: 'KGM' }],
    }
    const second = await firm.addRule({ body: { name: '由毛坯', says: other } })
    await firm.switchRule({ params: { ruleId: second.id }, body: { isActive: true, from: iso(0) } })
    assert.equal(await rulesRound(house.house), 30)
    const { failure, through, captured } = await firm.rule({ params: { ruleId: id } })
    assert.deepEqual([failure, through, captured], [null, iso(90), 10])
    const wider = await firm.rules({ query: { q: '由毛坯' } })
    assert.equal(wider.rows[0]?.captured, 20)
    const lot = await firm.story({ query: { id: `https://id.gs1.org/01/${gtin}/10/A1` } })
    assert.equal(lot.events.length, 10)
  })
})

describe('T41 a rule that fails', () => {
  test('says why and stays where it is, holds up no other, and goes on once it is mended', async () => {
    const firm = await as('a')
    const full = { ...says, prefix: 'F', width: 1, packEvery: 0, checks: [] }
    await firm.allocate({ body: { numberKind: 'serial', subject: gtin, count: 5, prefix: 'F', width: 1 } })
    const { id } = await firm.addRule({ body: { name: '号段不足', says: full } })
    const enough = { ...full, prefix: 'G', width: 4 }
    const other = await firm.addRule({ body: { name: '号段充足', says: enough } })
    for (const one of [id, other.id])
      await firm.switchRule({ params: { ruleId: one }, body: { isActive: true, from: iso(0) } })
    assert.equal(await rulesRound(house.house), 10)
    const failed = await firm.rule({ params: { ruleId: id } })
    assert.deepEqual([failed.captured, failed.through], [0, iso(0)])
    assert.match(failed.failure ?? '', /5 个/)
    const body = { name: '号段不足', says: { ...full, prefix: 'H', width: 4 }, version: 1 }
    await firm.changeRule({ params: { ruleId: id }, body })
    assert.equal(await rulesRound(house.house), 10)
    assert.equal((await firm.rule({ params: { ruleId: id } })).failure, null)
  })
})

describe('T41 at the same moment, and half-way', () => {
  test('two rounds at once capture once, and no number is given out twice', async () => {
    const firm = await as('a')
    const twice = { ...says, prefix: 'T', packEvery: 0, checks: [] }
    const { id } = await firm.addRule({ body: { name: '并发', says: twice } })
    await firm.switchRule({ params: { ruleId: id }, body: { isActive: true, from: iso(0) } })
    const counts = await Promise.all(Array.from({ length: 4 }, () => rulesRound(house.house)))
    assert.deepEqual(counts.toSorted(), [0, 0, 0, 10])
    const { rows } = await firm.allocations({ query: { q: 'T' } })
    assert.deepEqual(
      rows.map(({ count, firstNumber, lastNumber }) => [count, firstNumber, lastNumber]),
      [[10, 'T000000', 'T000009']],
    )
  })

  test('where one event cannot be kept, none is, no number is gone and the rule stays', async () => {
    const firm = await as('a')
    const broken = { ...says, prefix: 'B', packEvery: 0, checks: [] }
    const { id } = await firm.addRule({ body: { name: '冲突', says: broken } })
    // Somebody took the id of the fifth part before, for something else.
    const taken = {
      ...{ type: 'ObjectEvent', action: 'OBSERVE', eventTime: iso(1), eventTimeZoneOffset: '+08:00' },
      ...{ eventID: `urn:ronghe:rule:${id}:${iso(25)}:0`, bizStep: 'storing' },
      epcList: [`https://id.gs1.org/01/${gtin}/21/X1`],
    }
    const { headers } = await factoryAs(house, 'a')
    const answer = await fetch(`${house.url}/epcis/capture`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(documentOf([taken])),
    })
    assert.equal(answer.status, 202)
    await until(async () => (await firm.captures()).rows.some((one) => one.stored === 1 && !one.running))
    const before = (await firm.events()).total
    await firm.switchRule({ params: { ruleId: id }, body: { isActive: true, from: iso(0) } })
    assert.equal(await rulesRound(house.house), 0)
    const rule = await firm.rule({ params: { ruleId: id } })
    assert.deepEqual([rule.captured, rule.through, rule.failure === null], [0, iso(0), false])
    assert.equal((await firm.events()).total, before)
    assert.equal((await firm.allocations({ query: { q: 'B' } })).total, 0)
    await firm.switchRule({ params: { ruleId: id }, body: { isActive: true, from: iso(26) } })
    assert.equal(await rulesRound(house.house), 5)
  })
})

describe('T41 what came late', () => {
  test('is captured when it is there, and nothing of it twice', async () => {
    const firm = await as('a')
    const other = await makeMachine(house.house, { code: 'M-3' })
    const [parts = '', execution = ''] = [other.tags.parts, other.tags.execution]
    await append(house.house, [
      { tag: other.tags.mode!, at: start + 50 * minute, value: 'AUTOMATIC' },
      { tag: execution, at: start + 50 * minute, value: 'ACTIVE' },
      { tag: parts, at: start + 50 * minute, value: 7 },
      { tag: parts, at: start + 55 * minute, value: 8 },
      { tag: execution, at: start + 60 * minute, value: 'READY', quality: 0 },
    ])
    await derive(house)
    const late = { ...says, equipmentId: other.machine.id, prefix: 'Y', packEvery: 0, checks: [] }
    const { id } = await firm.addRule({ body: { name: '补录', says: late } })
    await firm.switchRule({ params: { ruleId: id }, body: { isActive: true, from: iso(0) } })
    assert.equal(await rulesRound(house.house), 1)
    await append(house.house, [
      { tag: other.tags.mode!, at: start + minute, value: 'AUTOMATIC' },
      { tag: execution, at: start + minute, value: 'ACTIVE' },
      // Machines tell microseconds, whoever keeps their moments keeps milliseconds.
      ...[4, 5, 6].map((value, at) => ({ tag: parts, at: start + (at + 1) * 10 * minute + 791, value })),
    ])
    await derive(house)
    assert.equal(await rulesRound(house.house), 0, 'a moment later nobody looks back yet')
    assert.equal(await rulesRound(house.house, { looksBack: true }), 3)
    assert.equal(await rulesRound(house.house, { looksBack: true }), 0)
    const { rows } = await firm.events({ query: { thing: `https://id.gs1.org/01/${gtin}/21/Y000003` } })
    assert.equal(rows[0]?.eventTime, iso(50))
    const { captured, through } = await firm.rule({ params: { ruleId: id } })
    assert.deepEqual([captured, through], [4, iso(60)])
  })
})

describe('rules of a sample', () => {
  const sample = (creditCode: string) => ({
    creditCode,
    rules: [
      {
        ...{ name: '示例规则', equipment: 'M-1', daysBack: 1, product: gtin, prefix: 'S' },
        ...{ numbering: 'serial' as const, width: 6, inputs: [], packEvery: 3 },
        checks: [{ tag: 'load', type: 'Power', uom: 'KWT', most: 90 }],
      },
      {
        ...{ name: '没有的设备', equipment: 'M-9', daysBack: 1, product: gtin, prefix: 'U' },
        ...{ numbering: 'serial' as const, width: 6, inputs: [], packEvery: 0, checks: [] },
      },
    ],
  })

  test('are entered once, are on, and mark each of their events', async () => {
    const firm = await as('a')
    const { body } = await firm.event({ params: { seq: (await firm.events()).rows[0]!.seq } })
    assert.equal(body['ronghe:sample'], undefined)
    const own = await house.house.act(systemCaller, async (ctx) => {
      const { rows } = await ctx.read(registry).organisations({ query: { q: 'firm-a' } })
      return rows.find(({ code }) => code === 'firm-a')!.creditCode
    })
    assert.equal(await loadSampleRules(house.house, sample(own)), 1)
    assert.equal(await loadSampleRules(house.house, sample(own)), 0)
    assert.equal(await loadSampleRules(house.house, sample('91450000000000000X')), 0)
    assert.equal(await rulesRound(house.house), 23)
    const { rows } = await firm.rules({ query: { q: '示例规则' } })
    assert.deepEqual([rows[0]?.isSample, rows[0]?.captured, rows[0]?.failure], [true, 23, null])
    const newest = (await firm.events({ query: { sort: '-recordTime' } })).rows[0]!
    const event = await firm.event({ params: { seq: newest.seq } })
    assert.equal(event.details.isSample, true)
  })
})

describe('T42 a rule is its firm’s', () => {
  test('nobody else sees or changes it', async () => {
    const other = await as('b')
    assert.equal((await other.rules()).total, 0)
    await assert.rejects(other.rule({ params: { ruleId } }), refused('trace.makingRule.unknown'))
    const off = { params: { ruleId }, body: { isActive: false } }
    await assert.rejects(other.switchRule(off), refused('trace.makingRule.unknown'))
    const stranger = client(trace, { base: house.url })
    await assert.rejects(stranger.rules(), refused('kit.signIn.required'))
    const viewer = await as('viewer')
    assert.ok((await viewer.rules()).total >= 1)
    await assert.rejects(viewer.switchRule(off), refused('kit.forbidden'))
    const official = await as('region')
    assert.ok((await official.rules()).total >= 1)
    await assert.rejects(official.switchRule(off))
    await assert.rejects(
      other.addRule({ body: { name: '别人的', says } }),
      refused('kit.input.invalid', 'says.equipmentId'),
    )
  })
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await holds()) return
    await new Promise((done) => setTimeout(done, 50))
  }
  assert.fail('it never came true')
}
