import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, hour, makeMachine, minute } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const at = (minutes: number) => isoOf(start + minutes * minute)

let house: TestHouse
let equipmentId: string
let tags: Record<string, string>
before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 5 * hour) })
  const list = [{ name: 'temperature' }, { name: 'betrieb', valueType: 'text' as const }, { name: 'empty' }]
  const made = await makeMachine(house.house, { code: 'M-1', tags: list })
  equipmentId = made.machine.id
  tags = made.tags
  const { temperature = '', betrieb = '' } = tags
  const points = Array.from({ length: 240 }, (_, index) => ({
    tag: temperature,
    at: start + index * minute,
    value: index % 60 === 59 ? null : index,
    quality: index % 60 === 59 ? 0 : 192,
  }))
  await append(house.house, [
    ...points,
    { tag: betrieb, at: start, value: 'ACTIVE' },
    { tag: betrieb, at: start + hour, value: 'READY' },
  ])
})
after(() => house.close())

const day = { from: at(0), to: at(240) }
const refusedAt = (code: string, field: string) => (fault: RequestFault) => {
  assert.deepEqual([fault.answer.code, fault.answer.fields?.[0]?.field], [code, field])
  return true
}

describe('points', () => {
  test('are the rows behind a signal, with quality, in pages that lose none', async () => {
    const a = await as(house, 'a')
    const params = { tagId: tags.temperature ?? '' }
    const pages = await Promise.all(
      [1, 2, 3].map((page) => a.points({ params, query: { ...day, page, pageSize: 100 } })),
    )
    const rows = pages.flatMap((page) => page.rows)
    assert.deepEqual([rows.length, pages[0]?.total], [240, 240])
    assert.equal(new Set(rows.map((row) => row.at)).size, 240)
    assert.equal(rows.filter(({ quality }) => quality !== 'good').length, 4)
  })

  test('a window holds its start and not its end', async () => {
    const a = await as(house, 'a')
    const params = { tagId: tags.temperature ?? '' }
    const { total } = await a.points({ params, query: { from: at(10), to: at(20) } })
    assert.equal(total, 10)
  })

  test('a signal that is not there is not found', async () => {
    const a = await as(house, 'a')
    const params = { tagId: '00000000-0000-4000-8000-000000000000' }
    await assert.rejects(a.points({ params, query: day }), { status: 404 })
    await assert.rejects(a.trend({ query: { ...day, tag: [params.tagId] } }), { status: 404 })
  })
})

describe('trends', () => {
  test('have the extremes of every bucket, so that no peak is lost', async () => {
    const a = await as(house, 'a')
    const { rows } = await a.trend({ query: { ...day, tag: [tags.temperature ?? ''], points: 12 } })
    const [trend] = rows
    assert.ok(trend)
    const numbers = (list: readonly (number | null)[]) => list.filter((one) => one !== null)
    assert.equal(Math.max(...numbers(trend.max)), 238)
    assert.equal(Math.min(...numbers(trend.min)), 0)
    assert.ok(trend.at.length <= 13, String(trend.at.length))
    assert.deepEqual(trend.at, trend.at.toSorted())
  })

  test('come in the sequence that was asked for, several at once; none is no row', async () => {
    const a = await as(house, 'a')
    const asked = [tags.empty ?? '', tags.temperature ?? '']
    const { rows } = await a.trend({ query: { ...day, tag: asked } })
    assert.deepEqual(
      rows.map(({ tagId }) => tagId),
      asked,
    )
    assert.equal(rows[0]?.at.length, 0)
  })

  test('a span that is turned round or too long is refused', async () => {
    const a = await as(house, 'a')
    const tag = [tags.temperature ?? '']
    await assert.rejects(
      a.trend({ query: { from: at(1), to: at(0), tag } }),
      refusedAt('factory.span.invalid', 'to'),
    )
    const long = { from: '2000-01-01T00:00:00Z', to: at(0), tag }
    await assert.rejects(a.trend({ query: long }), refusedAt('factory.span.tooLong', 'to'))
  })
})

describe('what a signal means', () => {
  test('is said by people, and the machine’s past follows from it', async () => {
    const a = await as(house, 'a')
    const round = () => createDeriver(house.house, { lastHeardMs: () => undefined }).round()
    await round()
    const states = async () => {
      const { rows } = await a.states({ params: { equipmentId }, query: day })
      return rows.map(({ state }) => state)
    }
    assert.deepEqual(await states(), ['unknown'], 'no signal tells of states')
    const params = { tagId: tags.betrieb ?? '' }
    await a.changeTag({ params, body: { label: '运行状态', meaning: 'EXECUTION' } })
    await append(house.house, [{ tag: tags.betrieb ?? '', at: start + 2 * hour, value: 'READY' }])
    await round()
    assert.deepEqual((await states()).slice(0, 2), ['production', 'idle'])
    const { rows } = await a.tags({ params: { equipmentId } })
    const tag = rows.find(({ name }) => name === 'betrieb')
    assert.deepEqual([tag?.label, tag?.meaning], ['运行状态', 'EXECUTION'])
  })

  test('a scale of zero would say nothing, and is refused at its field', async () => {
    const a = await as(house, 'a')
    const params = { tagId: tags.temperature ?? '' }
    await assert.rejects(a.changeTag({ params, body: { scale: 0 } }), refusedAt('kit.input.invalid', 'scale'))
    await a.changeTag({ params, body: { scale: 0.5, shift: 10, unit: 'CEL' } })
    const { rows } = await a.points({ params, query: { from: at(0), to: at(3) } })
    assert.deepEqual(
      rows.map(({ value }) => value),
      [10, 10.5, 11],
    )
  })

  test('is changed by the firm’s own only, and written down', async () => {
    const params = { tagId: tags.temperature ?? '' }
    for (const [who, status] of [
      ['viewer', 403],
      ['operator', 403],
      ['region', 403],
      ['b', 404],
    ] as const) {
      const api = await as(house, who)
      await assert.rejects(api.changeTag({ params, body: { label: 'x' } }), { status }, who)
    }
    const { rows } = await (await as(house, 'a')).equipmentHistory({ params: { equipmentId } })
    assert.ok(rows.some(({ action }) => action === 'factory.tag.changed'))
  })
})
