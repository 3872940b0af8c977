import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { keepHistory } from '../history/keeper.ts'
import { isoOf } from '../micros.ts'
import { append, as, clockAt, factoryHouse, hour, makeMachine } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi, forty days after the first point. */
const now = Date.parse('2026-03-02T00:00:00Z') * 1000
const day = 24 * hour

let house: TestHouse
let tags: Record<string, string>
before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(now) })
  const list = [{ name: 'load' }, { name: 'held' }, { name: 'state', valueType: 'text' as const }]
  tags = (await makeMachine(house.house, { code: 'M-1', tags: list })).tags
  const rows = Array.from({ length: 40 * 24 }, (_, index) => now - 40 * day + index * hour)
  const of = (tag: string, value: (index: number) => number | string) =>
    rows.map((at, index) => ({ tag: tags[tag] ?? '', at, value: value(index) }))
  await append(house.house, [
    ...of('load', (index) => index),
    ...of('held', (index) => index),
    ...of('state', (index) => `state ${index}`),
  ])
  await house.house.series.maintain(now)
})
after(() => house.close())

const tiers = { rawDays: 10, minuteDays: 20, hourDays: null }
const refusedAt = (code: string, field: string) => (fault: RequestFault) => {
  assert.deepEqual([fault.answer.code, fault.answer.fields?.[0]?.field], [code, field])
  return true
}

async function pointsOf(name: string): Promise<number> {
  const a = await as(house, 'a')
  const query = { from: isoOf(now - 41 * day), to: isoOf(now), pageSize: 1 }
  return (await a.points({ params: { tagId: tags[name] ?? '' }, query })).total
}

test('the state of the store is told, with its room and its size', async () => {
  const a = await as(house, 'a')
  const { state, bytesFree, bytesUsed, points, bytesPerPoint } = await a.storage({})
  assert.ok(['fine', 'tight'].includes(state))
  assert.ok(bytesFree > 0 && bytesUsed > 0 && points === 3 * 40 * 24 && (bytesPerPoint ?? 0) > 0)
})

test('a trial tells what would go and lets nothing go; held signals and words are not counted', async () => {
  const a = await as(house, 'a')
  const both = await a.tryRetention({ body: tiers })
  await a.hold({ body: { tagId: tags.held ?? '', reason: '质量追溯' } })
  const one = await a.tryRetention({ body: tiers })
  assert.deepEqual([both.signals, one.signals], [2, 1])
  assert.equal(both.points, 2 * one.points)
  // An hourly signal has fewer points than minutes, so they stand for its minutes.
  assert.equal(one.points, 20 * 24)
  assert.equal(await pointsOf('load'), 40 * 24)
})

test('days are kept with a reason, in their order, by those who may', async () => {
  const [a, viewer, b] = await Promise.all([as(house, 'a'), as(house, 'viewer'), as(house, 'b')])
  const body = { ...tiers, reason: '磁盘扩容前' }
  await assert.rejects(
    a.changeRetention({ body: { ...body, rawDays: 30 } }),
    refusedAt('factory.retention.order', 'rawDays'),
  )
  await assert.rejects(
    a.changeRetention({ body: { ...body, minuteDays: null, hourDays: 5 } }),
    refusedAt('factory.retention.order', 'minuteDays'),
  )
  await assert.rejects(a.changeRetention({ body: { ...body, rawDays: 0 } }), { status: 400 })
  await assert.rejects(viewer.changeRetention({ body }), { status: 403 })
  await assert.rejects(b.hold({ body: { tagId: tags.load ?? '', reason: 'x' } }), { status: 404 })
  await assert.rejects(b.releaseHold({ params: { tagId: tags.held ?? '' } }), { status: 404 })
  await a.changeRetention({ body })
  const kept = await viewer.retention({})
  assert.deepEqual([kept.rawDays, kept.hourDays, kept.changedBy, kept.heldSignals], [10, null, 'a', 1])
  assert.equal((await b.retention({})).rawDays, null)
})

test('thinning keeps hours of what goes, all of what is held, and what is not over', async () => {
  const a = await as(house, 'a')
  const ask = {
    query: {
      tag: [tags.load ?? ''],
      aggregate: ['average' as const, 'timeAverage2' as const, 'count' as const],
      from: isoOf(now - 39 * day),
      to: isoOf(now - 2 * day),
      intervalMs: 86_400_000,
      stepped: true,
    },
  }
  const before = await a.aggregates(ask)
  const freed = await a.thinHistory({})
  assert.deepEqual([freed.signals, freed.points], [1, 20 * 24])
  assert.deepEqual(await Promise.all(['load', 'held', 'state'].map(pointsOf)), [20 * 24, 40 * 24, 40 * 24])
  assert.deepEqual(await a.aggregates(ask), before)
  const kept = await a.retention({})
  assert.deepEqual([kept.thinnedPoints, kept.thinnedAt], [20 * 24, '2026-03-02T00:00:00.000Z'])
})

test('the round of the house thins what is released, and notes it', async () => {
  const a = await as(house, 'a')
  assert.deepEqual(
    (await a.holds({ query: { q: '追溯' } })).rows.map(({ name }) => name),
    ['held'],
  )
  await a.releaseHold({ params: { tagId: tags.held ?? '' } })
  await keepHistory(house.house)
  assert.equal(await pointsOf('held'), 20 * 24)
  assert.equal((await a.retention({})).thinnedPoints, 2 * 20 * 24)
})

test('classes are kept otherwise than the rest, in their order, by the firm’s own people', async () => {
  const [a, viewer, b] = await Promise.all([as(house, 'a'), as(house, 'viewer'), as(house, 'b')])
  const any = { meaning: null, equipmentId: null, reason: '质量要求' }
  const shorter = { rawDays: 3, minuteDays: 5, hourDays: null }
  const body = { ...any, rank: 2, name: '负载', pattern: 'lo*', ...shorter }
  await assert.rejects(viewer.addRetentionRule({ body }), { status: 403 })
  await assert.rejects(
    a.addRetentionRule({ body: { ...body, rawDays: 30 } }),
    refusedAt('factory.retention.order', 'rawDays'),
  )
  const { id } = await a.addRetentionRule({ body })
  await assert.rejects(
    a.addRetentionRule({ body: { ...body, pattern: null } }),
    refusedAt('factory.retention.rankTaken', 'rank'),
  )
  const { rows, rest } = await a.retentionRules({})
  assert.deepEqual(
    rows.map((row) => [row.name, row.signals, row.rawDays, row.changedBy]),
    [['负载', 1, 3, 'a']],
  )
  assert.equal(rest, 1)
  assert.deepEqual((await b.retentionRules({})).rows, [])
  const input = { params: { ruleId: id } }
  await assert.rejects(b.removeRetentionRule(input), { status: 404 })
  await assert.rejects(b.changeRetentionRule({ ...input, body }), { status: 404 })
  await a.changeRetentionRule({ ...input, body: { ...body, rank: 1 } })
  await keepHistory(house.house)
  assert.deepEqual(await Promise.all(['load', 'held'].map(pointsOf)), [5 * 24, 20 * 24])
  await a.removeRetentionRule(input)
  assert.deepEqual((await a.retentionRules({})).rows, [])
})

test('what is approximate is said: intervals that cut through hours, where minutes are gone', async () => {
  const a = await as(house, 'a')
  const ask = async (intervalMs: number, from: number) => {
    const span = { from: isoOf(from), to: isoOf(now - 2 * day) }
    const query = {
      tag: [tags.load ?? ''],
      aggregate: ['count' as const],
      intervalMs,
      stepped: true,
      ...span,
    }
    return (await a.aggregates({ query })).rows[0]?.approximateBefore
  }
  assert.equal(await ask(6 * 3_600_000, now - 39 * day), null)
  assert.equal(await ask(900_000, now - 22 * day), (now - 5 * day) / 1000)
  assert.equal(await ask(30_000, now - 7 * day), (now - 5 * day) / 1000)
  assert.equal(await ask(30_000, now - 4 * day), null)
})

test('trends and files say what is approximate, and thinned points leave no hole', async () => {
  const a = await as(house, 'a')
  const tag = [tags.load ?? '']
  const trend = async (from: number) =>
    (await a.trend({ query: { tag, from: isoOf(from), to: isoOf(now - 2 * day), points: 100 } })).rows[0]
  const old = await trend(now - 10 * day)
  assert.deepEqual([old?.kind, old?.approximateBefore], ['bands', (now - 5 * day) / 1000])
  assert.ok((old?.at[0] ?? Infinity) < (now - 9 * day) / 1000, 'it begins where the pieces do')
  assert.equal((await trend(now - 2.5 * day))?.approximateBefore, null)
  const file = async (intervalMs: number) => {
    const span = `from=${isoOf(now - 6 * day)}&to=${isoOf(now - 4 * day)}`
    const query = `${span}&tag=${tag[0]}&aggregate=count&intervalMs=${intervalMs}&stepped=true&format=csv`
    const answer = await fetch(`${house.url}/api/factory/history/aggregates/file?${query}`, {
      headers: a.headers,
    })
    return (await answer.text()).split(/\r?\n/)
  }
  const [head, first] = await file(900_000)
  assert.match(head ?? '', /近似（点已抽稀）$/)
  assert.match(first ?? '', /,load$/)
  assert.doesNotMatch((await file(3_600_000))[0] ?? '', /近似/)
})
