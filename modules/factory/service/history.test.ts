import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import type { ChartDefinition } from '../contract/history.ts'
import { isoOf } from '../micros.ts'
import { append, as, clockAt, factoryHouse, hour, makeMachine, minute } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const at = (minutes: number) => isoOf(start + minutes * minute)

let house: TestHouse
let tags: Record<string, string>
let others: Record<string, string>
before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 5 * hour) })
  const list = [
    { name: 'temperature', scale: 0.1 },
    { name: 'load' },
    { name: 'betrieb', valueType: 'text' as const },
  ]
  tags = (await makeMachine(house.house, { code: 'M-1', tags: list })).tags
  others = (await makeMachine(house.house, { code: 'M-2', firm: 'firm-b', tags: list })).tags
  const points = Array.from({ length: 240 }, (_, index) => ({
    tag: tags.temperature ?? '',
    at: start + index * minute,
    value: index % 60 === 30 ? null : index,
    quality: index % 60 === 30 ? 0 : 192,
  }))
  await append(house.house, [
    ...points,
    { tag: tags.load ?? '', at: start - 3 * 24 * hour, value: 7 },
    { tag: tags.load ?? '', at: start + hour, value: 0 },
  ])
})
after(() => house.close())

const refusedAt = (code: string, field: string) => (fault: RequestFault) => {
  assert.deepEqual([fault.answer.code, fault.answer.fields?.[0]?.field], [code, field])
  return true
}
const question = () => ({
  tag: [tags.temperature ?? '', tags.load ?? ''],
  aggregate: ['average', 'maximum', 'count', 'percentGood', 'timeAverage2'] as const,
  from: at(0),
  to: at(120),
  intervalMs: 3_600_000,
  stepped: true,
})
const mutable = () => ({ ...question(), aggregate: [...question().aggregate] })

describe('aggregates', () => {
  test('several of several signals come in one answer, of shown values, with their status', async () => {
    const a = await as(house, 'a')
    const { at: times, rows } = await a.aggregates({ query: mutable() })
    assert.deepEqual(times, [start / 1000, start / 1000 + 3_600_000])
    const of = (row: number) =>
      rows[row]?.results.map(({ value }) => value.map((one) => one && Math.round(one * 1e6) / 1e6))
    assert.deepEqual(of(0)?.slice(0, 3), [
      [2.949153, 8.949153],
      [5.9, 11.9],
      [59, 59],
    ])
    assert.deepEqual(
      rows[0]?.results.map(({ status }) => status[0]),
      ['uncertain', 'uncertain', 'uncertain', 'good', 'uncertain'],
    )
    assert.ok(Math.abs((of(0)?.[3]?.[0] ?? 0) - (59 / 60) * 100) < 1e-3)
    // A value of three days ago still holds.
    assert.deepEqual(of(1)?.[4], [7, 0])
    assert.deepEqual(of(1)?.[2], [0, 1])
  })

  test('the same comes as a table', async () => {
    const a = await as(house, 'a')
    const query = new URLSearchParams({
      from: at(0),
      to: at(120),
      intervalMs: '3600000',
      stepped: 'true',
      format: 'csv',
    })
    for (const tag of question().tag) query.append('tag', tag)
    query.append('aggregate', 'maximum')
    const response = await fetch(`${house.url}/api/factory/history/aggregates/file?${query}`, {
      headers: a.headers,
    })
    assert.equal(response.status, 200)
    const text = (await response.text()).replace('\uFEFF', '')
    const [head, ...lines] = text.trim().split('\r\n')
    assert.equal(head, '时间,M-1 temperature 最大值,M-1 load 最大值')
    assert.deepEqual(lines, ['2026-03-02T00:00:00.000Z,5.9,', '2026-03-02T01:00:00.000Z,11.9,0'])
  })

  test('what is too much, of words, or not to be seen is refused at its field', async () => {
    const a = await as(house, 'a')
    const ask = (change: object) => a.aggregates({ query: { ...mutable(), ...change } })
    await assert.rejects(
      ask({ from: at(-60 * 24 * 300), intervalMs: 1000 }),
      refusedAt('factory.history.tooMuch', 'intervalMs'),
    )
    await assert.rejects(ask({ tag: [tags.betrieb] }), refusedAt('factory.history.textSignal', 'tag'))
    await assert.rejects(ask({ to: at(-1) }), refusedAt('factory.span.invalid', 'to'))
    await assert.rejects(ask({ aggregate: ['median'] }), { status: 400 })
    await assert.rejects(ask({ tag: [others.load] }), { status: 404 })
    const b = await as(house, 'b')
    await assert.rejects(b.aggregates({ query: mutable() }), { status: 404 })
  })
})

describe('signals', () => {
  test('are found by words of their own and of their machine, and only one’s own', async () => {
    const a = await as(house, 'a')
    const found = async (query: object) => (await a.historySignals({ query })).rows.map(({ name }) => name)
    assert.deepEqual(await found({ q: 'm-1 temp' }), ['temperature'])
    assert.deepEqual(await found({ q: 'temp %' }), [])
    assert.deepEqual(await found({ valueType: 'text' }), ['betrieb'])
    assert.deepEqual(await found({ tag: [tags.load, others.load] }), ['load'])
    assert.equal((await a.historySignals({ query: {} })).total, 3)
  })
})

describe('charts', () => {
  const definition = (): ChartDefinition => ({
    tags: question().tag,
    aggregates: ['average'],
    span: 'week',
    isStepped: true,
    compare: 'week',
  })

  test('are one’s own until they are shared, and changed by nobody else', async () => {
    const [a, viewer, b] = await Promise.all([as(house, 'a'), as(house, 'viewer'), as(house, 'b')])
    const { id } = await a.addChart({ body: { name: '一线温度', isShared: false, definition: definition() } })
    assert.equal((await viewer.charts({ query: {} })).total, 0)
    await assert.rejects(viewer.chart({ params: { chartId: id } }), { status: 404 })
    await a.changeChart({ params: { chartId: id }, body: { isShared: true } })
    const seen = await viewer.chart({ params: { chartId: id } })
    assert.deepEqual(
      [seen.name, seen.isOwn, seen.personName, seen.definition],
      ['一线温度', false, 'a', definition()],
    )
    await assert.rejects(viewer.changeChart({ params: { chartId: id }, body: { name: 'x' } }), {
      status: 403,
    })
    await assert.rejects(viewer.removeChart({ params: { chartId: id } }), { status: 403 })
    await assert.rejects(b.chart({ params: { chartId: id } }), { status: 404 })
    await assert.rejects(b.removeChart({ params: { chartId: id } }), { status: 404 })
    assert.equal((await a.charts({ query: { q: '温度' } })).total, 1)
    await a.removeChart({ params: { chartId: id } })
    assert.equal((await a.charts({ query: {} })).total, 0)
  })

  test('need a name of their own and a whole span', async () => {
    const a = await as(house, 'a')
    const add = (body: object) =>
      a.addChart({ body: { name: 'n', isShared: false, definition: definition(), ...body } })
    const { id } = await add({ name: 'one' })
    await assert.rejects(add({ name: 'one' }), refusedAt('factory.chart.nameTaken', 'name'))
    await a.changeChart({ params: { chartId: id }, body: { name: 'one' } })
    const fixed = { ...definition(), span: 'fixed' as const }
    await assert.rejects(
      add({ definition: fixed }),
      refusedAt('factory.chart.spanMissing', 'definition.from'),
    )
    const turned = { ...fixed, from: at(60), to: at(0) }
    await assert.rejects(add({ definition: turned }), refusedAt('factory.span.invalid', 'definition.to'))
    await assert.rejects(add({ definition: { ...definition(), tags: [] } }), { status: 400 })
    await add({ name: 'two', definition: { ...fixed, from: at(0), to: at(60) } })
    assert.deepEqual(
      (await a.charts({ query: {} })).rows.map(({ name }) => name),
      ['one', 'two'],
    )
  })
})
