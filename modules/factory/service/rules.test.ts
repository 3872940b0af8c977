import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { mtconnectRules } from '@ronghe/oee'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, hour, makeMachine, minute } from '../testing.ts'

/** An hour of production under load, an hour of it without, then ready. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const span = { from: isoOf(start), to: isoOf(start + 2 * hour) }

let house: TestHouse
let params: { equipmentId: string }
const deriver = () => createDeriver(house.house, { lastHeardMs: () => undefined })

before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 5 * hour) })
  const { machine, tags } = await makeMachine(house.house, { code: 'M-1' })
  params = { equipmentId: machine.id }
  const { execution = '', mode = '', load = '' } = tags
  await append(house.house, [
    { tag: mode, at: start, value: 'AUTOMATIC' },
    { tag: execution, at: start, value: 'ACTIVE' },
    { tag: load, at: start, value: 60 },
    { tag: load, at: start + hour, value: 2 },
    { tag: execution, at: start + 2 * hour, value: 'READY' },
  ])
  await deriver().round()
})
after(() => house.close())

/** Without load a machine that runs is idle: the standard rules cannot know. */
const own = {
  ...mtconnectRules,
  id: 'own/1',
  rules: [
    { id: 'no-load', state: 'idle', reason: 'airCutting', when: { tag: 'load', op: '<', value: 10 } },
    ...mtconnectRules.rules,
  ],
}

async function minutesByState(): Promise<Record<string, number>> {
  const { rows } = await (await as(house, 'a')).states({ params, query: { ...span, pageSize: 100 } })
  const minutes: Record<string, number> = {}
  for (const { state, startsAt, endsAt } of rows)
    minutes[state] = (minutes[state] ?? 0) + (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000
  return minutes
}

describe('rules of a machine', () => {
  test('are tried on its history beside what counts, and change nothing by it', async () => {
    const a = await as(house, 'a')
    const tried = await a.tryStateRules({ params, body: { rules: own, ...span } })
    const shown = Object.fromEntries(
      tried.states.map((one) => [one.state, [one.microsNow / minute, one.microsTried / minute]]),
    )
    assert.deepEqual(
      [shown.production, shown.idle],
      [
        [120, 60],
        [0, 60],
      ],
    )
    assert.deepEqual(
      tried.spans.map(({ state, reason }) => [state, reason]),
      [
        ['production', 'automaticOperation'],
        ['idle', 'airCutting'],
      ],
    )
    assert.deepEqual(tried.absentTags, ['EMERGENCY_STOP'])
    assert.deepEqual(await minutesByState(), { production: 120 })
    assert.equal((await a.stateRules({ params })).origin, 'standard')
  })

  test('count for the past too once they are saved; each version is kept', async () => {
    const a = await as(house, 'a')
    await a.changeStateRules({ params, body: { rules: own, note: '空切不算运行' } })
    await deriver().round()
    assert.deepEqual(await minutesByState(), { production: 60, idle: 60 })
    await a.changeStateRules({ params, body: { rules: mtconnectRules } })
    await deriver().round()
    assert.deepEqual(await minutesByState(), { production: 120 })
    const { rows, total } = await a.stateRuleVersions({ params })
    assert.deepEqual(
      [total, rows.map(({ version, note }) => [version, note])],
      [
        2,
        [
          [2, null],
          [1, '空切不算运行'],
        ],
      ],
    )
    assert.deepEqual(rows[1]?.rules, own)
  })

  test('that are no rules are refused with every field and its fault, in both languages', async () => {
    const wrong = { id: '', rules: [{ id: 'x', state: 'dancing', when: { tag: 'a', op: '~', value: 1 } }] }
    for (const language of ['zh', 'en']) {
      const a = await as(house, 'a', language)
      const refused = (fault: RequestFault) => {
        assert.equal(fault.answer.code, 'factory.rules.invalid')
        const fields = fault.answer.fields ?? []
        assert.deepEqual(
          fields.map(({ field }) => field),
          ['rules.id', 'rules.rules.0.state', 'rules.rules.0.when.op', 'rules.otherwise.state'],
        )
        return true
      }
      await assert.rejects(a.changeStateRules({ params, body: { rules: wrong } }), refused)
      await assert.rejects(a.tryStateRules({ params, body: { rules: wrong, ...span } }), refused)
    }
  })

  test('are the firm’s: a neighbour, an official and an operator neither try nor change them', async () => {
    const body = { rules: own, ...span }
    const b = await as(house, 'b')
    await assert.rejects(b.tryStateRules({ params, body }), { status: 404 })
    await assert.rejects(b.changeStateRules({ params, body: { rules: own } }), { status: 404 })
    await assert.rejects(b.stateRuleVersions({ params }), { status: 404 })
    await assert.rejects((await as(house, 'region')).tryStateRules({ params, body }), { status: 403 })
    await assert.rejects((await as(house, 'operator')).tryStateRules({ params, body }), { status: 403 })
  })
})
