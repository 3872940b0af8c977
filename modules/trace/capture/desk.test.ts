import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { as, ask, capture, documentOf, eventWith, found, json, traceHouse } from '../test/house.ts'
import type { Batch } from './batches.ts'
import { deskOf, type Opened } from './desk.ts'
import type { Order } from './wire.ts'

let house: TestHouse
let folder = ''
before(async () => {
  house = await traceHouse({ TRACE_CAPTURE_THREADS: '1', TRACE_FUTURE_MINUTES_MAX: '30' })
  folder = await mkdtemp(join(tmpdir(), 'ronghe-desk-'))
})
after(async () => {
  await house.close()
  await rm(folder, { recursive: true, force: true })
})

const order: Order = { judges: true, eventsMax: 100_000, latestMs: Date.UTC(2100, 0) }
const many = (count: number) => JSON.stringify(documentOf(Array.from({ length: count }, () => eventWith())))
const open = (text: string, more: Partial<Order> = {}) =>
  deskOf(house.house).open({ format: 'json', bytes: Buffer.from(text) }, { ...order, ...more })

async function all({ batches }: Opened): Promise<Batch[]> {
  const list: Batch[] = []
  for await (const batch of batches) list.push(batch)
  return list
}

describe('T4 documents read off the main thread', () => {
  it('come in batches, from memory and from disk alike', async () => {
    const text = many(2_300)
    const path = join(folder, 'long.json')
    await writeFile(path, text)
    const short = await all(await open(text))
    const long = await all(await deskOf(house.house).open({ format: 'json', path }, order))
    assert.deepEqual(
      short.map(({ events, packed }) => [events, packed.count]),
      [
        [1000, 1000],
        [1000, 1000],
        [300, 300],
      ],
    )
    assert.deepEqual(long, short)
  })

  it('are refused with what is wrong, and judged event by event when that is asked for', async () => {
    const wrong = JSON.stringify(documentOf([eventWith(), eventWith({ action: 'x' }), eventWith()]))
    const refused = await open(wrong)
    assert.deepEqual('faults' in refused.scan && refused.scan.faults.map(({ rule }) => rule), ['action'])
    const [batch] = await all(await open(wrong, { judges: false }))
    assert.deepEqual([batch?.events, batch?.packed.count, batch?.indexes], [3, 2, [0, 2]])
    assert.deepEqual(
      batch?.invalid.map(({ index }) => index),
      [1],
    )
    const broken = await all(await open(wrong.replace('"OBSERVE"', 'OBSERVE'), { judges: false }))
    assert.deepEqual(broken[0]?.invalid[0]?.faults[0]?.rule, 'json')
  })

  it('wait for their turn when all threads are busy, and whoever stops early gives his away', async () => {
    const busy = [await open(many(3)), await open(many(3))]
    let isSeated = false
    const third = open(many(3)).then((one) => {
      isSeated = true
      return one
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.equal(isSeated, false)
    for await (const _ of busy[0]!.batches) break
    assert.equal((await all(await third)).length, 1)
    busy[1]!.close()
    busy[1]!.close()
    assert.equal((await all(await open(many(1)))).length, 1)
  })

  it('are told when their thread fails, and the next has a new one', async () => {
    const missing = deskOf(house.house).open({ format: 'json', path: join(folder, 'none.json') }, order)
    await assert.rejects(missing, /ENOENT/)
    assert.equal((await all(await open(many(2)))).length, 1)
    const { scan, batches } = await open('{"no":"document"}')
    assert.ok('faults' in scan)
    const given: Batch[] = []
    for await (const batch of batches) given.push(batch)
    assert.deepEqual(given, [])
  })

  it('leave the main thread its turns', async () => {
    const path = join(folder, 'longer.json')
    await writeFile(path, many(20_000))
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 5)
    const { batches } = await deskOf(house.house).open({ format: 'json', path }, order)
    let events = 0
    for await (const batch of batches) events += batch.packed.count
    clearInterval(timer)
    assert.equal(events, 20_000)
    assert.ok(turns > 10, `${turns} turns`)
  })
})

describe('T10 what cannot have happened yet', () => {
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

  it('is refused with its place, its time and the time that is allowed', async () => {
    const events = [eventWith(), eventWith({ eventTime: inMinutes(8 * 60), eventID: 'urn:future:1' })]
    const headers = { ...json }
    const answer = await ask(house, 'wei', '/capture', {
      method: 'POST',
      headers,
      body: JSON.stringify(documentOf(events)),
    })
    assert.equal(answer.status, 400)
    assert.match(answer.text, /eventList\[1\]\.eventTime: future \(\d{4}-.*Z > \d{4}-.*Z\)/)
    assert.deepEqual(await found(house, 'wei', '/events?EQ_eventID=urn:future:1'), [])
  })

  it('is left out where the rest is kept, alone and in an error declaration too', async () => {
    const declaration = { errorDeclaration: { declarationTime: inMinutes(60) } }
    const events = [eventWith({ bizStep: 'staging_outbound' }), eventWith(declaration)]
    const job = await capture(house, 'wei', documentOf(events), {
      ...json,
      'GS1-Capture-Error-Behaviour': 'proceed',
    })
    assert.deepEqual([job.success, job.errors.length], [false, 1])
    assert.match(job.errors[0]?.detail ?? '', /eventList\[1\]\.errorDeclaration\.declarationTime: future/)
    const single = { '@context': documentOf([])['@context'], ...eventWith({ eventTime: inMinutes(120) }) }
    const alone = await ask(house, 'wei', '/events', {
      method: 'POST',
      headers: json,
      body: JSON.stringify(single),
    })
    assert.equal(alone.status, 400)
    assert.match(alone.text, /eventTime: future/)
  })

  it('is taken while it is within what clocks may differ by', async () => {
    const job = await capture(house, 'wei', documentOf([eventWith({ eventTime: inMinutes(20) })]))
    assert.equal(job.success, true)
  })

  it('is told in the reader’s words where a person uploads the file', async () => {
    const form = new FormData()
    const text = JSON.stringify(documentOf([eventWith({ eventTime: inMinutes(8 * 60) })]))
    form.set('file', new Blob([text], { type: 'application/json' }), 'events.json')
    const response = await fetch(`${house.url}/api/trace/captures`, {
      method: 'POST',
      headers: { 'x-person': 'wei', 'accept-language': 'zh' },
      body: form,
    })
    const answer = (await response.json()) as { fields: { field: string; message: string }[] }
    assert.equal(response.status, 422)
    assert.equal(answer.fields[0]?.field, 'eventList[0].eventTime')
    assert.match(answer.fields[0]?.message ?? '', /时间在未来/)
    assert.equal((await as(house, 'wei').captures()).rows.length > 0, true)
  })
})
