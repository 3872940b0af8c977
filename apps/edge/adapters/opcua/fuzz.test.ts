import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import type { VariantOptions } from 'node-opcua'
import { DataType, LocalizedText, QualifiedName, StatusCode, StatusCodes, VariantArrayType } from 'node-opcua'
import { startOpcuaServer, type TestServer } from '../../test/opcua.ts'
import { payloads } from '../../test/payloads.ts'
import { type Rig, startRig } from '../../test/rig.ts'

let rig: Rig
let server: TestServer
before(async () => {
  rig = await startRig()
  server = await startOpcuaServer(rig.directory)
})
after(async () => {
  await server.stop()
  await rig.stop()
})

const statuses = [
  StatusCodes.Good,
  StatusCodes.GoodClamped,
  StatusCodes.UncertainLastUsableValue,
  StatusCodes.UncertainSensorNotAccurate,
  StatusCodes.BadSensorFailure,
  StatusCodes.BadOutOfService,
]

/** One value of each builtin type, edges among them; no Boolean, which the server lets no such node say. */
function anyVariant(): fc.Arbitrary<VariantOptions> {
  const word = fc.string({ maxLength: 200, unit: 'binary' })
  const pair = fc.tuple(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff))
  const of = (dataType: DataType, value: fc.Arbitrary<unknown>) =>
    value.map((one) => ({ dataType, arrayType: VariantArrayType.Scalar, value: one }))
  const scalar = fc.oneof(
    of(DataType.Double, fc.double()),
    of(DataType.Float, fc.float()),
    of(DataType.Int32, fc.integer()),
    of(DataType.UInt32, fc.nat(0xffff_ffff)),
    of(DataType.Byte, fc.nat(255)),
    of(DataType.Int64, pair),
    of(DataType.UInt64, pair),
    of(DataType.Byte, fc.nat(2)),
    of(DataType.String, fc.oneof(word, fc.constant(null))),
    of(
      DataType.ByteString,
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    ),
    of(DataType.DateTime, fc.date({ noInvalidDate: true, min: new Date('1700-01-01') })),
    of(
      DataType.LocalizedText,
      word.map((text) => new LocalizedText({ text, locale: 'zh' })),
    ),
    of(
      DataType.QualifiedName,
      word.map((name) => new QualifiedName({ name, namespaceIndex: 1 })),
    ),
    // The server refuses one and the same object twice.
    of(
      DataType.StatusCode,
      fc.constantFrom(...statuses).map((status) => StatusCode.makeStatusCode(status, 0)),
    ),
    fc.constant({ dataType: DataType.Null }),
  )
  const array = fc.oneof(
    fc.array(fc.double(), { maxLength: 50 }).map((value) => ({ dataType: DataType.Double, value })),
    fc.array(word, { maxLength: 5 }).map((value) => ({ dataType: DataType.String, value })),
    fc.array(fc.nat(255), { maxLength: 5 }).map((value) => ({ dataType: DataType.UInt16, value })),
  )
  const list = array.map((given) => ({ ...given, arrayType: VariantArrayType.Array }))
  return fc.oneof({ weight: 5, arbitrary: scalar }, { weight: 1, arbitrary: list })
}

test('values of every type, quality and time end neither the edge nor the connection', async () => {
  const reads = [
    { name: 'number', nodeId: 'ns=1;s=any', type: 'number' },
    { name: 'word', nodeId: 'ns=1;s=any', type: 'text' },
    { name: 'flag', nodeId: 'ns=1;s=any', type: 'boolean' },
    { name: 'load', nodeId: 'ns=1;s=load' },
  ]
  const opcua = { adapter: 'opcua', endpoint: server.endpoint, publishingMs: 50, samplingMs: 0 }
  const edge = await rig.start([{ device: 'm1', ...opcua, tags: reads }])
  await rig.live(edge)
  const now = Date.now()
  // Now and then the time of a clock that was never set, or set wrong.
  const wrong = fc.constantFrom(new Date(0), new Date('1601-01-02'), new Date('2199-12-31'))
  const clock = fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: wrong })
  const message = fc.tuple(anyVariant(), fc.constantFrom(...statuses), clock)
  let said = 0
  for (const [variant, status, time] of fc.sample(message, { numRuns: payloads, seed: 7 })) {
    server.say(variant, status, time ?? new Date(now + said))
    // The server samples once a turn.
    await setImmediate()
    if (++said % 100 !== 0) continue
    // As fast as the server's queue is read.
    server.set('load', said, now + said)
    await rig.has('load', said)
  }
  assert.equal(edge.state().devices.m1?.state, 'live')
  assert.deepEqual(rig.host.faults, [])
  for (const { tag, value, quality } of rig.host.points) {
    assert.ok(quality === 192 || value === null, `${tag} ${quality}`)
    if (tag === 'number' && quality === 192) assert.ok(Number.isFinite(value), `${tag} ${value}`)
    if (tag === 'flag' && quality === 192) assert.equal(typeof value, 'boolean')
  }
  assert.ok(rig.values('number').length > 0 && rig.values('word').length > 0 && rig.values('flag').length > 0)
})
