import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { heldClock } from '@ronghe/kit/clock'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { parquetReadObjects } from 'hyparquet'
import { writeFile } from '../history/export-file.ts'
import { tidy } from '../history/exports.ts'
import { askSample } from '../history/load-asked.ts'
import { append, as, factoryHouse, hour, makeMachine, type TestPoint } from '../testing.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const second = 1_000_000
const iso = (micros: number) => new Date(micros / 1000).toISOString()
const clock = heldClock(new Date(start / 1000 + 86_400_000))

let house: TestHouse
let tags: Record<string, string>
let others: Record<string, string>
const loads: TestPoint[] = []
before(async () => {
  house = await factoryHouse({ clock })
  const list = [
    { name: 'load', scale: 0.5, shift: 1 },
    { name: 'program', valueType: 'text' as const },
  ]
  tags = (await makeMachine(house.house, { code: 'X-1', tags: list })).tags
  others = (await makeMachine(house.house, { code: 'X-2', firm: 'firm-b', tags: list })).tags
  for (let step = 0; step < 3000; step++) {
    const isBad = step % 500 === 499
    const point = { tag: tags.load ?? '', at: start + step * second + 7, value: isBad ? null : step }
    loads.push({ ...point, quality: isBad ? 0 : 192 })
  }
  await append(house.house, [
    ...loads,
    { tag: tags.program ?? '', at: start + second, value: '=1+1, "轴"' },
    { tag: tags.program ?? '', at: start + 2 * second, value: 'O0002' },
  ])
})
after(() => house.close())

const question = () => ({
  tags: [tags.load ?? '', tags.program ?? ''],
  from: iso(start),
  to: iso(start + hour),
})
/** What a person of a sample asks of the machine of firm B. */
const sampleAsked = {
  ...{ creditCode: '91450200YY00010209', email: 'b@x.example' },
  charts: [
    {
      ...{ name: { zh: '负载', en: 'Load' }, equipment: 'X-2', signals: ['load'] },
      definition: {
        ...{ aggregates: ['timeAverage' as const], span: 'week' as const, intervalMs: 3_600_000 },
        ...{ isStepped: true, compare: 'none' as const },
      },
    },
  ],
  exports: [
    {
      ...{ equipment: 'X-2', signals: ['load'], kind: 'aggregates' as const, format: 'csv' as const },
      ...{ daysAgo: [1, 0] as const, question: { intervalMs: 3_600_000, aggregates: ['maximum' as const] } },
    },
  ],
}
const folder = () => join(house.config.DATA_DIR, 'exports')

type Api = Awaited<ReturnType<typeof as>>

async function ended(api: Api, id: string) {
  return eventually('it has ended', async () => {
    const row = (await api.exports({ query: {} })).rows.find((one) => one.id === id)
    return row && !['waiting', 'running'].includes(row.state) ? row : null
  })
}

async function fileOf(api: Api, id: string): Promise<{ status: number; bytes: ArrayBuffer }> {
  const response = await fetch(`${house.url}/api/factory/exports/${id}/file`, { headers: api.headers })
  return { status: response.status, bytes: await response.arrayBuffer() }
}

describe('history as files', () => {
  test('points come as Parquet that another reader reads: all, scaled, in order, exactly', async () => {
    const a = await as(house, 'a')
    const { id } = await a.addExport({ body: { kind: 'points', format: 'parquet', question: question() } })
    const row = await ended(a, id)
    assert.deepEqual([row.state, row.rowCount, row.progress, row.signals], ['done', 3002, 1, 2])
    const { status, bytes } = await fileOf(a, id)
    assert.equal(status, 200)
    assert.equal(bytes.byteLength, row.bytes)
    const rows = await parquetReadObjects({ file: bytes })
    const found = rows.filter(({ signal }) => signal === 'load')
    assert.deepEqual(
      found.map(({ value, quality }) => [value, quality]),
      loads.map(({ value }) => (value === null ? [null, 'bad'] : [Number(value) * 0.5 + 1, 'good'])),
    )
    assert.deepEqual(
      found.map(({ time }) => (time as Date).getTime()),
      loads.map(({ at }) => Math.floor(at / 1000)),
    )
    const [first, program] = [rows[0], rows.find(({ signal }) => signal === 'program')]
    assert.deepEqual(
      [first?.machine_code, first?.machine_name, first?.unit, first?.text],
      ['X-1', 'X-1', '', null],
    )
    assert.deepEqual([program?.text, program?.value], ['=1+1, "轴"', null])
  })

  test('a CSV says the same, and no spreadsheet runs what stands in it', async () => {
    const a = await as(house, 'a')
    const { id } = await a.addExport({ body: { kind: 'points', format: 'csv', question: question() } })
    assert.equal((await ended(a, id)).state, 'done')
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode((await fileOf(a, id)).bytes)
    const lines = text.split('\r\n')
    assert.equal(lines[0], '\uFEFFmachine_code,machine_name,signal,unit,time,value,text,quality')
    assert.equal(lines.length, 1 + 3002 + 1)
    assert.equal(lines[2], 'X-1,X-1,load,,2026-03-02T00:00:01.000007Z,1.5,,good')
    assert.equal(lines[3001], `X-1,X-1,program,,2026-03-02T00:00:01.000Z,,"'=1+1, ""轴""",good`)
  })

  test('aggregates are those of the page', async () => {
    const a = await as(house, 'a')
    const span = { from: iso(start), to: iso(start + hour) }
    const aggregates = ['average', 'timeAverage2', 'count'] as const
    const asked = { tags: [tags.load ?? ''], ...span, intervalMs: 60_000, aggregates: [...aggregates] }
    const { id } = await a.addExport({ body: { kind: 'aggregates', format: 'parquet', question: asked } })
    assert.equal((await ended(a, id)).rowCount, 60)
    const rows = await parquetReadObjects({ file: (await fileOf(a, id)).bytes })
    const query = { tag: asked.tags, ...span, aggregate: [...aggregates], intervalMs: 60_000, stepped: true }
    const page = await a.aggregates({ query })
    const results = page.rows[0]?.results ?? []
    for (const [place, name] of ['average', 'time_average2', 'count'].entries()) {
      assert.deepEqual(
        rows.map((one) => one[name] ?? null),
        results[place]?.value,
      )
      assert.deepEqual(
        rows.map((one) => one[`${name}_status`]),
        results[place]?.status,
      )
    }
    assert.deepEqual(
      rows.map(({ time }) => (time as Date).getTime()),
      page.at,
    )
    assert.deepEqual([...new Set(rows.map(({ basis }) => basis))], ['exact'])
  })
})

describe('an export that is stopped', () => {
  test('leaves nothing behind, and is asked whether it goes on at every piece', async () => {
    const numbers = await house.house.series.resolve([tags.load ?? ''])
    const signal = {
      number: numbers[0] ?? 0,
      machineCode: 'X',
      machineName: 'X',
      name: 'l',
      unit: null,
      scale: 1,
      shift: 0,
    }
    const job = {
      ...{
        kind: 'points' as const,
        signals: [signal, signal, signal],
        fromMicros: start,
        toMicros: start + hour,
      },
      ...{ intervalMicros: 0, aggregates: [], isStepped: true },
    }
    for (const format of ['parquet', 'csv'] as const) {
      let pieces = 0
      const path = join(house.config.DATA_DIR, `stopped.${format}`)
      const watch = { told: () => void pieces++, isCancelled: () => pieces === 2 }
      assert.equal(await writeFile(house.house.series, { ...job, format }, path, watch), null)
      assert.deepEqual(
        readdirSync(house.config.DATA_DIR).filter((name) => name.startsWith('stopped')),
        [],
      )
    }
  })

  test('is cancelled on the page, once, and can then be removed', async () => {
    const a = await as(house, 'a')
    const ids: string[] = []
    const body = { kind: 'points' as const, format: 'parquet' as const, question: question() }
    for (let one = 0; one < 4; one++) ids.push((await a.addExport({ body })).id)
    const last = { params: { exportId: ids.at(-1) ?? '' } }
    await a.cancelExport(last)
    await assert.rejects(a.cancelExport(last), /结束/)
    const states = await Promise.all(ids.map(async (id) => (await ended(a, id)).state))
    assert.deepEqual(states, ['done', 'done', 'done', 'cancelled'])
    await a.removeExport(last)
    await a.removeExport({ params: { exportId: ids[0] ?? '' } })
    assert.equal((await fileOf(a, ids[0] ?? '')).status, 404)
    assert.ok(!existsSync(join(folder(), `${ids[0]}.parquet`)))
  })
})

describe('who may have history as files', () => {
  test('the firm’s engineers, of their own signals alone', async () => {
    const [a, b] = [await as(house, 'a'), await as(house, 'b')]
    const body = { kind: 'points' as const, format: 'csv' as const, question: question() }
    const { id } = await a.addExport({ body })
    const input = { params: { exportId: id } }
    await assert.rejects(b.addExport({ body }), /未找到/)
    const mixed = { ...question(), tags: [tags.load ?? '', others.load ?? ''] }
    await assert.rejects(a.addExport({ body: { ...body, question: mixed } }), /未找到/)
    assert.ok(!(await b.exports({ query: {} })).rows.some((row) => row.id === id))
    await assert.rejects(b.cancelExport(input), /未找到/)
    await assert.rejects(b.removeExport(input), /未找到/)
    await ended(a, id)
    assert.equal((await fileOf(b, id)).status, 404)
    for (const who of ['operator', 'viewer', 'city']) {
      const other = await as(house, who)
      await assert.rejects(other.addExport({ body }), /无权|权限/, who)
      await assert.rejects(other.exports({ query: {} }), /无权|权限/, who)
      assert.equal((await fileOf(other, id)).status, 403)
    }
  })

  test('what can’t be answered is refused at its field', async () => {
    const a = await as(house, 'a')
    const code =
      (expected: string, field: string) =>
      (fault: { answer: { code: string; fields?: { field: string }[] } }) => {
        assert.deepEqual([fault.answer.code, fault.answer.fields?.[0]?.field], [expected, field])
        return true
      }
    const ask = (more: object) =>
      a.addExport({ body: { kind: 'aggregates', format: 'csv', question: { ...question(), ...more } } })
    await assert.rejects(ask({ aggregates: ['count'] }), code('kit.input.invalid', 'question.intervalMs'))
    await assert.rejects(ask({ intervalMs: 1000 }), code('kit.input.invalid', 'question.aggregates'))
    const sums = { aggregates: ['count'], intervalMs: 1000 }
    await assert.rejects(ask(sums), code('factory.history.textSignal', 'question.tags'))
    await assert.rejects(ask({ ...sums, to: iso(start) }), code('factory.span.invalid', 'to'))
  })
})

test('a sample’s person has files made once its history has come, and only once', async () => {
  const b = await as(house, 'b')
  assert.equal(await askSample(house.house, sampleAsked), false)
  const { rows: charts } = await b.charts({ query: {} })
  assert.deepEqual(
    charts.map(({ name, isOwn, isShared, isSample, definition }) => [
      ...[name, isOwn, isShared, isSample],
      definition.tags,
    ]),
    [['负载', true, true, true, [others.load]]],
  )
  assert.equal((await b.exports({ query: {} })).total, 0)
  await append(house.house, [{ tag: others.load ?? '', at: start + 23.5 * hour, value: 7 }])
  assert.equal(await askSample(house.house, sampleAsked), true)
  assert.equal(await askSample(house.house, sampleAsked), true)
  const [asked, ...more] = (await b.exports({ query: {} })).rows
  assert.deepEqual([asked?.kind, asked?.askedBy, more], ['aggregates', 'b', []])
  const done = await ended(b, asked?.id ?? '')
  assert.deepEqual([done.state, done.rowCount], ['done', 24])
  assert.equal((await b.charts({ query: {} })).total, 1)
  await b.removeExport({ params: { exportId: done.id } })
  const nobody = { ...sampleAsked, email: 'nobody@x.example' }
  assert.equal(await askSample(house.house, nobody), true)
  assert.equal((await b.exports({ query: {} })).total, 0)
})

test('files go when their time is over, and what nothing knows goes too', async () => {
  const a = await as(house, 'a')
  const { id } = await a.addExport({ body: { kind: 'points', format: 'csv', question: question() } })
  const row = await ended(a, id)
  assert.equal(row.expiresAt, iso(start + 8 * 24 * hour))
  assert.ok(existsSync(join(folder(), `${id}.csv`)))
  clock.move(8 * 86_400_000)
  await tidy(house.house)
  assert.equal((await ended(a, id)).state, 'expired')
  assert.deepEqual(readdirSync(folder()), [])
  assert.equal((await fileOf(a, id)).status, 409)
})

/** After the other tests: what is thinned stays so. */
test('figures whose intervals cut through what points were thinned to bear their mark', async () => {
  const a = await as(house, 'a')
  const { series } = house.house
  const numbers = [...(await series.resolve([tags.load ?? '']))]
  const end = start + 24 * hour
  // The newest day stays whole, so there must be a newer one.
  await append(house.house, [{ tag: tags.load ?? '', at: end + 12 * hour, value: 1 }])
  await series.maintain(end + 24 * hour)
  const bounds = { rawFromMicros: end, minutesFromMicros: end, hoursFromMicros: 0 }
  await series.thin({ groups: [{ series: numbers, ...bounds }], isTrial: false })
  const basisOf = async (intervalMs: number, format: 'csv' | 'parquet') => {
    const asked = { ...question(), tags: [tags.load ?? ''], intervalMs, aggregates: ['timeAverage' as const] }
    const { id } = await a.addExport({ body: { kind: 'aggregates', format, question: asked } })
    assert.equal((await ended(a, id)).state, 'done')
    const { bytes } = await fileOf(a, id)
    if (format === 'parquet')
      return [...new Set((await parquetReadObjects({ file: bytes })).map(({ basis }) => basis))]
    const [head = '', ...lines] = Buffer.from(bytes).toString('utf8').trim().split(/\r?\n/)
    assert.match(head, /,basis$/)
    return [...new Set(lines.map((line) => line.split(',').at(-1)))]
  }
  assert.deepEqual(await basisOf(30_000, 'csv'), ['approximate'])
  assert.deepEqual(await basisOf(30_000, 'parquet'), ['approximate'])
  assert.deepEqual(await basisOf(3_600_000, 'csv'), ['exact'])
})
