import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { encode, type GivenMetric } from '@ronghe/sparkplug'
import fc from 'fast-check'
import { as, factoryHouse } from '../testing.ts'
import { createClockWatch } from './clock-watch.ts'
import { foreignEdge, pointsOf } from './test/edge.ts'
import { connectNode } from './test/node.ts'

const dayMs = 86_400_000

let house: TestHouse
before(async () => {
  house = await factoryHouse()
})
after(() => house.close())

const load = (value: number, timestamp = Date.now()): GivenMetric[] => {
  return [{ name: 'load', alias: 1, type: 'Double', value, timestamp }]
}

/** `FUZZ_PAYLOADS` makes it a hundred thousand. */
const payloads = Number(process.env.FUZZ_PAYLOADS ?? 1000)

/** Bytes that are nothing, payloads of anything, and right ones with a few bytes changed or cut off. */
function anyPayload(): fc.Arbitrary<Uint8Array> {
  const value = fc.oneof(
    fc.double(),
    fc.string({ maxLength: 40 }),
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
  )
  const type = fc.constantFrom('Double', 'Int64', 'String', 'Boolean', 'DateTime', 'Float', 'UInt8')
  const metric = fc.record(
    { name: fc.string({ maxLength: 20 }), alias: fc.nat(300), timestamp: fc.nat(), type, value },
    { requiredKeys: ['type', 'value'] },
  )
  const right = fc
    .record({ timestamp: fc.nat(), seq: fc.nat(300), metrics: fc.array(metric, { maxLength: 5 }) })
    .map((given) => {
      try {
        return encode(given as never)
      } catch {
        return new Uint8Array([8])
      }
    })
  const changed = fc.tuple(right, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat(20))
  const mutated = changed.map(([bytes, changes, cut]) => {
    const copy = Uint8Array.from(bytes)
    for (const [at, byte] of changes) if (copy.length > 0) copy[at % copy.length] = byte
    return copy.subarray(0, Math.max(0, copy.length - (cut > 12 ? cut : 0)))
  })
  return fc.oneof(fc.uint8Array({ maxLength: 80 }), right, mutated)
}

test('random payloads through the broker crash nothing; the page of refused data shows them', async () => {
  const { credential, equipmentId } = await foreignEdge(house.house, 'F1')
  const other = await foreignEdge(house.house, 'F2', 'firm-b')
  const neighbour = await connectNode(other.credential)
  await neighbour.birth()
  await neighbour.send('DBIRTH', 'lathe', load(0))
  const node = await connectNode(credential, { keepalive: 0 })
  await node.birth()
  const types = ['NBIRTH', 'NDEATH', 'DBIRTH', 'DDATA', 'DDEATH', 'NDATA'] as const
  const message = fc.tuple(fc.constantFrom(...types), fc.constantFrom('lathe', 'x', '轴'), anyPayload())
  let count = 0
  for (const [type, device, bytes] of fc.sample(message, { numRuns: payloads, seed: 7 })) {
    const topic = node.topic(type, type.startsWith('D') ? device : null)
    node.client.publish(topic, Buffer.from(bytes), { qos: 0 })
    // As fast as they are taken, so that the queue of the edge is not what refuses them.
    if (++count % 250 === 0) await node.client.publishAsync(topic, Buffer.from(bytes), { qos: 1 })
  }
  await eventually('what is right afterwards is stored', async () => {
    await node.birth()
    await node.send('DBIRTH', 'lathe', load(0))
    await node.send('DDATA', 'lathe', load(42))
    return (await pointsOf(house.house, equipmentId, 'load')).some(({ value }) => value === 42)
  })
  await neighbour.send('DDATA', 'lathe', load(7))
  await eventually('a neighbour is not hurt', async () => {
    return (await pointsOf(house.house, other.equipmentId, 'load')).some(({ value }) => value === 7)
  })
  const a = await as(house, 'a')
  await eventually('the page shows why', async () => {
    const codes = (await a.letterSums({})).rows.map(({ code }) => code)
    return codes.includes('unreadable') && codes.length >= 3
  })
  const { rows } = await a.letters({ query: { code: 'unreadable', pageSize: 5 } })
  const letter = await a.letter({ params: { letterId: rows[0]?.id ?? '' } })
  assert.ok(letter.detail !== '' && letter.hex !== null)
  const b = await as(house, 'b')
  assert.equal((await b.letters({ query: {} })).total, 0)
  await node.close()
  await neighbour.close()
})

for (const [word, offsetMs] of [
  ['ahead', dayMs],
  ['behind', -dayMs],
] as const) {
  test(`a clock that is a day ${word} is seen and said, and its data are kept at their times`, async () => {
    const { credential, equipmentId } = await foreignEdge(house.house, `F3${word}`)
    const a = await as(house, 'a', 'en')
    const node = await connectNode(credential)
    const atMs = () => Date.now() + offsetMs
    await node.send('NBIRTH', null, [{ name: 'bdSeq', type: 'Int64', value: 0 }], { timestamp: atMs() })
    await node.send('DBIRTH', 'lathe', load(0, atMs()), { timestamp: atMs() })
    // Not the moment of the birth: the first value of a moment counts (F2).
    const measuredMs = atMs() + 5
    await node.send('DDATA', 'lathe', load(5, measuredMs), { timestamp: atMs() })
    const params = { edgeId: credential.id }
    const log = await eventually('the log says it', async () => {
      const { rows } = await a.edgeLog({ params, query: {} })
      return rows.find(({ state }) => state === 'clockWrong')
    })
    assert.match(log.reason, new RegExp(`86,?[34]\\d\\d s ${word}`))
    const seen = await a.oneEdge({ params })
    assert.ok(Math.abs((seen.clockOffsetMs ?? 0) - offsetMs) < 60_000)
    const points = await eventually('it is stored', async () => {
      const found = await pointsOf(house.house, equipmentId, 'load')
      return found.some(({ value }) => value === 5) ? found : null
    })
    assert.equal(points.find(({ value }) => value === 5)?.at, measuredMs)
    await node.send('NBIRTH', null, [{ name: 'bdSeq', type: 'Int64', value: 0 }])
    await eventually('and that it is right again', async () => {
      return (await a.edgeLog({ params, query: {} })).rows.some(({ reason }) => /right again/.test(reason))
    })
    await node.close()
  })
}

test('a clock is told of once while it stays wrong by the same, and not for trembling', () => {
  const watch = createClockWatch((locale, word, { seconds }) => `${locale} ${word} ${seconds ?? ''}`)
  const told = (offsetMs: number) => watch('edge', offsetMs).map(({ state, en }) => `${state} ${en}`)
  assert.deepEqual([0, 59_000, -59_000].flatMap(told), [])
  assert.deepEqual(told(61_000), ['clockWrong en factory.edge.clockNoteAhead 61'])
  assert.deepEqual([61_500, 40_000, 100_000].flatMap(told), [])
  assert.deepEqual(told(-3_600_000), ['clockWrong en factory.edge.clockNoteBehind 3600'])
  assert.deepEqual(told(100), ['noted en factory.edge.clockNoteAgain 0'])
  assert.deepEqual(watch('other', 10), [])
})
