import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeFrames, encodeFrame, type Frame } from './frames.ts'

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
)
const record = fc.tuple(fc.nat(1000), fc.maxSafeNat(), value, fc.constantFrom(192, 0, 500))
const frame: fc.Arbitrary<Frame> = fc.record({
  entry: fc.record({ first: fc.nat(), last: fc.nat(), records: fc.array(record, { maxLength: 5 }) }),
})
/** JSON has no negative zero; a machine's value has none either. */
const plain = (frames: readonly Frame[]) => JSON.parse(JSON.stringify(frames)) as Frame[]

test('frames come back as they were written', () => {
  fc.assert(
    fc.property(fc.array(frame), (frames) => {
      const bytes = Buffer.concat(frames.map(encodeFrame))
      const decoded = decodeFrames(bytes)
      assert.deepEqual(decoded.frames, plain(frames))
      assert.equal(decoded.validBytes, bytes.length)
      assert.equal(decoded.damaged, false)
    }),
  )
})

test('of a file cut anywhere, exactly the whole frames are read', () => {
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1 }), fc.nat(), (frames, at) => {
      const bytes = Buffer.concat(frames.map(encodeFrame))
      const cut = at % bytes.length
      const decoded = decodeFrames(bytes.subarray(0, cut))
      const whole = decoded.frames.length
      assert.deepEqual(decoded.frames, plain(frames.slice(0, whole)))
      assert.ok(Buffer.concat(frames.slice(0, whole + 1).map(encodeFrame)).length > cut)
      assert.equal(decoded.damaged, false)
    }),
  )
})

test('of a file with one flipped bit, only undamaged frames are read', () => {
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1 }), fc.nat(), fc.nat(7), (frames, at, bit) => {
      const bytes = Buffer.concat(frames.map(encodeFrame))
      const index = at % bytes.length
      bytes[index] = bytes[index]! ^ (1 << bit)
      const decoded = decodeFrames(bytes)
      assert.ok(decoded.validBytes <= index)
      assert.deepEqual(decoded.frames, plain(frames.slice(0, decoded.frames.length)))
    }),
  )
})

test('zeros, as a disk shows them after a power cut, are damage and not an empty frame', () => {
  const good = encodeFrame({ tags: [] })
  const decoded = decodeFrames(Buffer.concat([good, Buffer.alloc(100)]))
  assert.equal(decoded.frames.length, 1)
  assert.equal(decoded.validBytes, good.length)
  assert.equal(decoded.damaged, true)
})
