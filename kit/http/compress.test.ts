import assert from 'node:assert/strict'
import { get, type IncomingMessage } from 'node:http'
import { after, before, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { client } from '../client/index.ts'
import { type TestHouse, testHouse } from '../test/index.ts'
import { probe, probeModule } from './test/probe.ts'

const text = '一段二十字以内的文字，重复许多遍'
let house: TestHouse
before(async () => {
  house = await testHouse([probeModule], { start: false })
  await client(probe, { base: house.url }).note({ body: { text, count: 100 } })
})
after(() => house.close())

/** An answer as it comes over the network; `fetch` would unpack it. */
async function raw(path: string, accepted: string | null) {
  const headers = accepted === null ? {} : { 'accept-encoding': accepted }
  const response = await new Promise<IncomingMessage>((done, failed) => {
    get(`${house.url}${path}`, { headers }, done).on('error', failed)
  })
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  const { 'content-encoding': way, vary, 'content-length': length } = response.headers
  return { status: response.statusCode, body: Buffer.concat(parts), way, vary, length }
}

const long = '/api/probe/notes?pageSize=100'

test('a long answer is packed as the reader takes it, and is the same answer', async () => {
  const plain = await raw(long, null)
  assert.deepEqual([plain.status, plain.way, plain.vary], [200, undefined, 'accept-encoding'])
  const { rows } = JSON.parse(plain.body.toString())
  assert.equal(rows.length, 100)
  for (const [accepted, way, unpack] of [
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['GZIP;q=0.5, br;q=0', 'gzip', gunzipSync],
  ] as const) {
    const packed = await raw(long, accepted)
    assert.deepEqual([packed.status, packed.way, packed.vary], [200, way, 'accept-encoding'], accepted)
    assert.ok(packed.body.length < plain.body.length / 4, `${packed.body.length} of ${plain.body.length}`)
    assert.equal(Number(packed.length ?? packed.body.length), packed.body.length)
    assert.deepEqual(JSON.parse(unpack(packed.body).toString()).rows, rows)
  }
})

test('what is short, refused by the reader or a file goes as it is', async () => {
  for (const [path, accepted] of [
    ['/api/probe/notes?pageSize=1', 'br'],
    [long, 'identity'],
    [long, 'br;q=0, gzip;q=0.0'],
    ['/api/probe/notes?pageSize=100&format=csv', 'br, gzip'],
  ] as const)
    assert.equal((await raw(path, accepted)).way, undefined, `${path} ${accepted}`)
})

test('what any browser asks for is unpacked by it', async () => {
  const { rows } = await client(probe, { base: house.url }).notes({ query: { pageSize: 100 } })
  assert.deepEqual([rows.length, rows[0]?.text], [100, text])
})
