import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { append, clockAt, as as factoryAs, factoryHouse, makeMachine, minute } from '@ronghe/factory/testing'
import { client } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { trace } from '../contract.ts'
import { traceModule } from '../module.ts'
import type { RuleSays } from '../rules/contract.ts'
import { rulesRound } from '../rules/round.ts'
import { refused } from '../test/world.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const iso = (minutes: number) => new Date(start / 1000 + minutes * 60_000).toISOString()
const gtin = '06901234001013'
const clock = clockAt(start)
let house: TestHouse
let says: RuleSays
let tags: Record<string, string>
let ruleId: string

async function firm(who = 'a') {
  const { headers } = await factoryAs(house, who)
  return client(trace, { base: house.url, headers: () => headers })
}
const moveTo = (minutes: number) => clock.move(iso0(minutes) - clock.now().getTime())
const iso0 = (minutes: number) => start / 1000 + minutes * 60_000
const code = (at: number, value: string, quality = 192) => ({
  ...{ tag: tags.code!, at: start + at * minute, value, quality },
})
const weight = (at: number, value: number, quality = 192) => ({
  ...{ tag: tags.weight!, at: start + at * minute, value, quality },
})

/** A balance that tells what lies on it and how heavy it is. */
before(async () => {
  house = await factoryHouse({ start: false, clock }, [traceModule])
  const made = await makeMachine(house.house, {
    ...{ code: 'LAB-1', isNumericalControl: false },
    tags: [{ name: 'code', valueType: 'text' }, { name: 'weight' }],
  })
  tags = made.tags
  says = {
    ...{ equipmentId: made.machine.id, product: gtin, numbering: 'serial', prefix: '', width: 6, inputs: [] },
    ...{ packEvery: 0, checks: [{ tagId: tags.weight!, type: 'Mass', uom: 'KGM', least: 11.5, most: 12.5 }] },
    starts: { on: 'instrument', codeTagId: tags.code!, inspectionKind: 'laboratory' },
  }
  const { id } = await (await firm()).addRule({ body: { name: '天平', says } })
  ruleId = id
  const body = { isActive: true, from: iso(0) }
  await (await firm()).switchRule({ params: { ruleId }, body })
})
after(() => house.close())

const rows = async () => (await (await firm()).inspections({ query: { sort: 'inspectedAt' } })).rows

describe('T50 an instrument', () => {
  test('a trial says what it would give, and writes nothing', async () => {
    await append(house.house, [weight(1, 12), code(1, 'S1'), weight(2, 13), code(3, `(01)${gtin}(21)S2`)])
    moveTo(4)
    const tried = await (await firm()).tryRule({ body: { says, from: iso(0), to: iso(4) } })
    assert.deepEqual([tried.good, tried.refused, tried.eventsInAll], [1, 1, 2])
    assert.equal((await rows()).length, 0)
  })

  test('gives an inspection of each code with what was measured for it, once', async () => {
    assert.equal(await rulesRound(house.house), 2)
    assert.equal(await rulesRound(house.house, { looksBack: true }), 0)
    const found = await rows()
    const item = (serial: string) => `https://id.gs1.org/01/${gtin}/21/${serial}`
    assert.deepEqual(
      found.map(({ thing, verdict, source, inspector }) => [thing, verdict, source, inspector]),
      [
        [item('S1'), 'passed', 'signal', '天平'],
        [item('S2'), 'failed', 'signal', '天平'],
      ],
    )
    const { findings, inspectedAt } = await (await firm()).inspection({
      params: { inspectionId: found[1]!.id },
    })
    assert.deepEqual(
      [inspectedAt, findings],
      [
        iso(3),
        [{ characteristic: 'weight', value: 13, uom: 'KGM', least: 11.5, most: 12.5, isPassed: false }],
      ],
    )
  })

  test('takes no value of the code before, none that is old, bad or missing, and no empty code', async () => {
    await append(house.house, [
      ...[code(5, 'S3'), weight(6, 12, 0), code(7, 'S4'), code(8, ' '), weight(9, 12), code(80, 'S5')],
      code(81, 'S6', 0),
    ])
    moveTo(90)
    assert.equal(await rulesRound(house.house), 0)
    assert.equal((await rows()).length, 2)
  })

  test('is believed late: what its edge kept back is inspected then', async () => {
    await append(house.house, [weight(40, 12), code(40, 'S7')])
    assert.equal(await rulesRound(house.house), 0)
    assert.equal(await rulesRound(house.house, { looksBack: true }), 1)
    assert.equal(await rulesRound(house.house, { looksBack: true }), 0)
  })

  test('what it found becomes events by the rule of inspections', async () => {
    const starts = {
      ...{ on: 'inspection' as const, bizStep: 'inspecting', passed: 'conformant', failed: 'damaged' },
      ...{ persists: false, measures: [{ characteristic: 'weight', type: 'Mass' }] },
    }
    const { equipmentId: _, ...others } = says
    const body = { name: '检验', says: { ...others, product: '', checks: [], starts } }
    const { id } = await (await firm()).addRule({ body })
    await (await firm()).switchRule({ params: { ruleId: id }, body: { isActive: true, from: iso(0) } })
    assert.equal(await rulesRound(house.house), 3)
    assert.equal((await (await firm()).events({ query: { disposition: 'damaged' } })).total, 1)
  })

  test('has a signal for the code and one that measures, both of its own', async () => {
    const a = await firm()
    const faulty = (part: Partial<RuleSays>) => a.addRule({ body: { name: 'x', says: { ...says, ...part } } })
    const codeTagId = '018f0000-0000-7000-8000-00000000ffff'
    const starts = { on: 'instrument' as const, codeTagId, inspectionKind: 'final' as const }
    await assert.rejects(faulty({ starts }), refused(400, 'kit.input.invalid', 'machineSignalAny'))
    await assert.rejects(faulty({ checks: [] }), refused(400, 'kit.input.invalid', 'required'))
    const { equipmentId: _, ...none } = says
    await assert.rejects(
      a.addRule({ body: { name: 'x', says: none } }),
      refused(400, 'kit.input.invalid', 'ownMachine'),
    )
    const b = await firm('b')
    await assert.rejects(
      b.addRule({ body: { name: 'x', says } }),
      refused(400, 'kit.input.invalid', 'ownMachine'),
    )
  })
})
