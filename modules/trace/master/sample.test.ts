import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { captureSample, type SampleEvents } from '../sample.ts'
import { as, firm, neighbour, traceHouse } from '../test/house.ts'
import { languages } from './languages.ts'
import { keepSampleMaster, type SampleMaster } from './sample.ts'

const folder = new URL('../../../regions/guangxi/sample/', import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
type Owned<T> = Omit<T, 'creditCode' | 'content'> & { organisation: string }
const data = read('trace-master.json') as {
  [K in keyof SampleMaster]: Owned<SampleMaster[K][number]>[]
}
const { events } = read('trace.json') as { events: SampleEvents['events'] }

const own = <T extends { organisation: string }>({ organisation, ...rest }: T) => ({
  ...rest,
  creditCode: organisation,
})
const sample = {
  prefixes: data.prefixes.map(own),
  masters: data.masters.map(own),
  documents: data.documents.map((one) => ({
    ...own(one),
    content: new Uint8Array(readFileSync(new URL(`papers/${one.file}`, folder))),
  })),
} as unknown as SampleMaster
const ids = new Map([
  ['nanning-drive', firm],
  ['liuzhou-autoparts', neighbour],
])

let house: TestHouse
before(async () => {
  house = await traceHouse()
  await captureSample(house.house, firm, events)
  await house.house.act(systemCaller, (ctx) => keepSampleMaster(ctx, sample, ids))
})
after(() => house.close())

describe('the sample of master data', () => {
  test('names every product, place and party of the sample events', async () => {
    const lines = await as(house, 'wei').events({ query: { pageSize: 100 } })
    const named = new Set<string>()
    for (const { readPoint, bizLocation, some } of lines.rows) {
      for (const id of [readPoint, bizLocation, ...some]) if (id && !id.includes('/00/')) named.add(id)
    }
    const { rows } = await as(house, 'wei').names({ body: { ids: [...named] } })
    assert.ok(rows.length > 8)
    assert.deepEqual(
      rows.filter(({ name }) => name === null).map(({ id }) => id),
      [],
    )
  })

  test('is marked as sample, and each firm has its own', async () => {
    const mine = await as(house, 'wei').masters({ query: { pageSize: 100 } })
    const theirs = await as(house, 'other').masters({ query: { pageSize: 100 } })
    assert.equal(mine.total + theirs.total, data.masters.length)
    assert.ok([...mine.rows, ...theirs.rows].every(({ isSample }) => isSample))
    assert.ok(theirs.total > 0)
  })

  test('speaks all languages of its product, and at least seven of every place', async () => {
    const { rows } = await as(house, 'wei').masters({ query: { pageSize: 100 } })
    const drive = rows.find(({ identifier }) => identifier === '06901234001013')
    assert.deepEqual(drive?.languages, [...languages])
    for (const { kind, languages: spoken, name } of rows)
      if (kind !== 'product') assert.ok(spoken.length >= 7, name)
  })

  test('brings papers that can be opened, about the lot and the product', async () => {
    const about = '(01)06901234001013(10)QD261118'
    const { rows } = await as(house, 'wei').documents({ query: { about } })
    assert.deepEqual(rows.map(({ kind, audience }) => `${kind} ${audience}`).sort(), [
      'certificate public',
      'testReport partner',
      'testReport public',
    ])
    for (const { id, sizeBytes, isSample, isExpired } of rows) {
      assert.deepEqual([isSample, isExpired], [true, false])
      const answer = await fetch(`${house.url}/api/trace/documents/${id}/file`, {
        headers: { 'x-person': 'wei' },
      })
      const content = Buffer.from(await answer.arrayBuffer())
      assert.equal(content.length, sizeBytes)
      assert.equal(content.subarray(0, 4).toString(), '%PDF')
      assert.match(answer.headers.get('content-disposition') ?? '', /attachment/)
    }
  })

  test('refuses a number that is none', async () => {
    const broken = { ...sample, masters: [{ ...sample.masters[0]!, identifier: '6901234001014' }] }
    const kept = house.house.act(systemCaller, (ctx) => keepSampleMaster(ctx, broken, ids))
    await assert.rejects(kept, /no product/)
  })
})
