import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { startBroker, type TestBroker } from '../../test/broker.ts'
import { payloads } from '../../test/payloads.ts'
import { type Rig, startRig } from '../../test/rig.ts'

let rig: Rig
let broker: TestBroker
beforeEach(async () => {
  rig = await startRig()
  broker = await startBroker()
})
afterEach(async () => {
  await rig.stop()
  await broker.stop()
})

const topic = 'plant/m7/data'

/** Bytes that are nothing, JSON of anything, what the template expects with wrong parts, depth and length. */
function anyMessage(): fc.Arbitrary<Buffer> {
  const anything = fc.jsonValue({ maxDepth: 4 })
  const near = fc.record(
    { load: anything, at: anything, list: fc.array(fc.record({ name: anything, value: anything })) },
    { requiredKeys: [] },
  )
  const deep = fc.integer({ min: 1, max: 5000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth))
  const long = fc
    .integer({ min: 1, max: 20_000 })
    .map((length) => JSON.stringify({ load: '9'.repeat(length) }))
  const json = fc.oneof(anything, near).map((value) => JSON.stringify(value))
  const cut = fc.tuple(json, fc.nat(12)).map(([text, off]) => text.slice(0, Math.max(0, text.length - off)))
  const keys = fc.constantFrom(
    '{"__proto__":{"load":1}}',
    '{"constructor":1}',
    '{"load":1e999}',
    '{"load":-0}',
  )
  const texts = fc.oneof(
    { weight: 6, arbitrary: json },
    { weight: 3, arbitrary: cut },
    { weight: 1, arbitrary: fc.oneof(deep, long, keys) },
  )
  return fc.oneof(
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 4, arbitrary: texts.map((text) => Buffer.from(text)) },
  )
}

test('random messages end neither edge nor connection; what is right afterwards is stored', async () => {
  const tags = [
    { name: 'load', topic, path: 'load', timePath: 'at' },
    { name: 'mode', topic, path: 'load', type: 'text' },
    { name: 'on', topic, path: 'load', type: 'boolean' },
    { name: '{name}', topic, each: 'list', path: 'value' },
  ]
  const credentials = { username: 'plant', password: 'secret' }
  const device = { device: 'm1', adapter: 'mqtt', url: broker.url, credentials, tags }
  const edge = await rig.start([device])
  await rig.live(edge)
  let sent = 0
  for (const bytes of fc.sample(anyMessage(), { numRuns: payloads, seed: 7 })) {
    await broker.publish(topic, bytes)
    // No faster than a log of bounded length takes them.
    if (++sent % 500 === 0) {
      await broker.publish(topic, JSON.stringify({ load: sent, at: Date.now() }))
      await rig.has('load', sent)
    }
  }
  await broker.publish(topic, JSON.stringify({ load: 4242, at: Date.now() }))
  await rig.has('load', 4242)
  assert.equal(edge.state().devices.m1?.state, 'live')
  assert.deepEqual(rig.host.faults, [])
  for (const key of ['notJson', 'noTime', 'noName', 'misfit']) {
    assert.ok(
      rig.reports.some((line) => line.startsWith(`edge.mqtt.${key}`)),
      `${key} is told`,
    )
  }
  for (const { tag, value, quality } of rig.host.points) {
    assert.ok(quality === 192 || value === null, `${tag} ${quality}`)
    if (tag === 'load' && quality === 192) assert.ok(Number.isFinite(value), `${tag} ${value}`)
  }
})
