import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import { heldClock } from '@ronghe/kit/clock'
import type { TestHouse } from '@ronghe/kit/test'
import { anomalyRound } from '../anomaly/watch.ts'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, factoryHouse, hour, makeMachine, minute } from '../testing.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const step = 10_000_000
const at = (minutes: number) => isoOf(start + minutes * minute)
const clock = heldClock(new Date(start / 1000 + 2 * 3_600_000))

let house: TestHouse
let equipmentId: string
let tags: Record<string, string>
let a: Awaited<ReturnType<typeof as>>

before(async () => {
  house = await factoryHouse({ start: false, clock })
  const own = [
    { name: 'execution', meaning: 'EXECUTION', valueType: 'text' as const },
    ...['load', 'temperature', 'flow'].map((name) => ({ name })),
  ]
  const made = await makeMachine(house.house, { code: 'M-1', unit: 'L1', tags: own })
  equipmentId = made.machine.id
  tags = made.tags
  a = await as(house, 'a')
  await run(0, 120)
})
after(() => house.close())

/** A wave with a small even ripple: the same numbers each time. */
const ripple = (index: number, by: number) => (((index * by) % 17) - 8) / 80

/** The machine works for some minutes; while `broken` the temperature leaves the load that it follows. */
async function run(fromMinute: number, toMinute: number, broken = false): Promise<void> {
  const { execution = '', load = '', temperature = '', flow = '' } = tags
  const points = []
  for (let index = fromMinute * 6; index < toMinute * 6; index++) {
    const time = start + index * step
    const wave = 50 + 20 * Math.sin(index / 40)
    points.push({ tag: load, at: time, value: wave + ripple(index, 5) })
    points.push({ tag: temperature, at: time, value: (broken ? 90 : 20 + wave / 2) + ripple(index, 7) })
    points.push({ tag: flow, at: time, value: 10 + ripple(index, 11) })
    points.push({ tag: execution, at: time, value: index % 2 ? 'ACTIVE' : 'INTERRUPTED' })
  }
  await append(house.house, points)
  clock.move((start + toMinute * minute) / 1000 - clock.now().getTime())
  await createDeriver(house.house, { lastHeardMs: () => undefined }).round()
}

const settings = (change: object = {}) => ({
  tagIds: ['load', 'temperature', 'flow'].map((name) => tags[name] ?? ''),
  stepSeconds: 10,
  ...{ learnFrom: at(0), learnTo: at(100), onlyProduction: false, sensitivity: 'usual' as const },
  ...change,
})

const refusedAt = (field: string) => (fault: RequestFault) => {
  assert.equal(fault.answer.fields?.[0]?.field, field)
  return true
}

let watchId: string

describe('a watch of what is usual', () => {
  test('is refused by field where it cannot learn', async () => {
    const params = { equipmentId }
    const add = (change: object) =>
      a.addAnomalyWatch({ params, body: { name: '主轴', settings: settings(change) } })
    await assert.rejects(add({ tagIds: [tags.execution ?? ''] }), refusedAt('settings.tagIds.0'))
    await assert.rejects(add({ learnTo: at(200) }), refusedAt('settings.learnTo'))
    await assert.rejects(add({ learnTo: at(2) }), refusedAt('settings.learnTo'))
    await assert.rejects(
      add({ learnFrom: at(-2 * 24 * 60), stepSeconds: 1 }),
      refusedAt('settings.stepSeconds'),
    )
    assert.equal((await a.anomalyWatches({ query: {} })).total, 0)
  })

  test('learns in a thread and follows what came since', async () => {
    const body = { name: '主轴', settings: settings(), alarmPriority: 'high' as const }
    watchId = (await a.addAnomalyWatch({ params: { equipmentId }, body })).id
    const asked = await a.oneAnomalyWatch({ params: { watchId } })
    assert.deepEqual([asked.state, asked.progress, asked.components], ['learning', 0, null])
    await anomalyRound(house.house)
    const learnt = await a.oneAnomalyWatch({ params: { watchId } })
    assert.deepEqual(
      [learnt.state, learnt.progress, learnt.rowsLearned, learnt.moved],
      ['watching', 100, 600, 1],
    )
    assert.ok(Math.abs((learnt.tags[2]?.usual ?? 0) - 10) < 0.1, 'the median of the flow')
    assert.deepEqual(
      learnt.alarms.map((one) => one.alarmCode),
      ['ANOMALY-1'],
    )
    await anomalyRound(house.house)
    const followed = await a.oneAnomalyWatch({ params: { watchId } })
    assert.equal(followed.evaluatedTo, at(120 - 1 / 6))
    assert.ok((followed.score ?? 1000) < 100)
    assert.equal((await a.anomalies({ query: {} })).total, 0)
    await assert.rejects(a.addAnomalyWatch({ params: { equipmentId }, body }), refusedAt('name'))
  })

  test('tells what left the usual and which signal did', async () => {
    await run(120, 125, true)
    await anomalyRound(house.house)
    const { rows } = await a.anomalies({ query: {} })
    assert.equal(rows.length, 1)
    assert.deepEqual([rows[0]?.isOpen, rows[0]?.mostly, rows[0]?.judgement], [true, 'temperature', null])
    const shares = rows[0]?.contributions ?? []
    assert.ok(Math.abs(shares.reduce((sum, one) => sum + one.share, 0) - 1) < 1e-9)
    await run(125, 140)
    await anomalyRound(house.house)
    const [ended] = (await a.anomalies({ query: { watch: watchId, judgement: 'none' } })).rows
    assert.deepEqual(
      [ended?.isOpen, (ended?.startsAt ?? '') >= at(120), (ended?.endsAt ?? '') < at(127)],
      [false, true, true],
    )
  })

  test('its score is a signal of the machine, as it is computed again for the page', async () => {
    const { tagId } = await a.oneAnomalyWatch({ params: { watchId } })
    const [number = 0] = await house.house.series.resolve([tagId])
    const { timeMicros, value } = await house.house.series.raw({
      ...{ series: number, fromMicros: 0, toMicros: start + 9 * hour, limit: 1000 },
    })
    assert.equal(timeMicros.length, 240 - 2, 'one a step, one stale for the first two')
    const query = { from: at(119), to: at(126) }
    const shown = await a.anomalyScores({ params: { watchId }, query })
    assert.equal(shown.at.length, 42)
    const last = shown.score.at(-1) ?? 0
    const stored = value[timeMicros.indexOf(start + 126 * minute)] ?? 0
    assert.ok(Math.abs(last - stored) < 1e-6 * stored, `${last} ${stored}`)
    const peak = shown.score.indexOf(Math.max(...shown.score.map((one) => one ?? 0)))
    assert.ok((shown.signals[1]?.share[peak] ?? 0) > 0.5)
    await assert.rejects(
      a.anomalyScores({ params: { watchId }, query: { from: at(-900), to: at(0) } }),
      refusedAt('to'),
    )
  })

  test('what people say moves the threshold, and taking it back moves it back', async () => {
    const [told] = (await a.anomalies({ query: {} })).rows
    const params = { anomalyId: told?.id ?? '' }
    const moved = async () => (await a.oneAnomalyWatch({ params: { watchId } })).moved ?? 0
    const operator = await as(house, 'operator')
    await operator.judgeAnomaly({ params, body: { judgement: 'normal', note: '试切' } })
    assert.ok((await moved()) > 1)
    await operator.judgeAnomaly({ params, body: { judgement: 'ignored' } })
    assert.equal(await moved(), 1)
    await operator.judgeAnomaly({ params, body: { judgement: 'anomalous' } })
    assert.equal(await moved(), 1, 'it was told rightly')
    await a.addAnomaly({ params: { watchId }, body: { startsAt: at(50), endsAt: at(51), note: '异响' } })
    assert.ok((await moved()) < 1, 'one was missed')
    const { rows } = await a.anomalies({ query: { q: '异响' } })
    assert.deepEqual([rows[0]?.isMissed, rows[0]?.judgement, rows[0]?.peak], [true, 'anomalous', null])
    await a.judgeAnomaly({ params: { anomalyId: rows[0]?.id ?? '' }, body: { judgement: null } })
    assert.equal(await moved(), 1)
  })

  test('learns anew with what people said, and a failure says why', async () => {
    await a.learnAnomalyWatch({ params: { watchId }, body: { settings: settings({ learnTo: at(110) }) } })
    await anomalyRound(house.house)
    const anew = await a.oneAnomalyWatch({ params: { watchId } })
    assert.deepEqual([anew.state, anew.rowsLearned], ['watching', 660])
    const never = settings({ learnFrom: at(-900), learnTo: at(-700) })
    await a.learnAnomalyWatch({ params: { watchId }, body: { settings: never } })
    await anomalyRound(house.house)
    const failed = await a.oneAnomalyWatch({ params: { watchId } })
    assert.equal(failed.state, 'failed')
    assert.match(failed.fault ?? '', /没有任何有效值/)
  })

  test('only production counts where that is asked, and all else is unknown', async () => {
    const body = { name: '生产', settings: settings({ onlyProduction: true }) }
    const { id } = await a.addAnomalyWatch({ params: { equipmentId }, body })
    await anomalyRound(house.house)
    const { rowsLearned, state } = await a.oneAnomalyWatch({ params: { watchId: id } })
    assert.deepEqual([state, rowsLearned], ['failed', null], 'every second step is no production')
  })

  test('a paused watch rests, a retired one is gone, and neither is another firm’s', async () => {
    const b = await as(house, 'b')
    const params = { watchId }
    await assert.rejects(b.oneAnomalyWatch({ params }))
    await assert.rejects(b.pauseAnomalyWatch({ params, body: { isPaused: true } }))
    assert.equal((await b.anomalies({ query: {} })).total, 0)
    await a.learnAnomalyWatch({ params, body: { settings: settings() } })
    await a.pauseAnomalyWatch({ params, body: { isPaused: true } })
    await anomalyRound(house.house)
    assert.equal((await a.oneAnomalyWatch({ params })).state, 'learning')
    await a.pauseAnomalyWatch({ params, body: { isPaused: false } })
    await anomalyRound(house.house)
    assert.equal((await a.oneAnomalyWatch({ params })).state, 'watching')
    await a.retireAnomalyWatch({ params })
    await assert.rejects(a.oneAnomalyWatch({ params }))
    assert.ok((await a.anomalies({ query: {} })).total > 0, 'what it told stays')
  })
})
