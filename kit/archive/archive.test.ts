import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { unzip, zipOf } from './index.ts'

const part = fc
  .tuple(fc.stringMatching(/^[a-z0-9中文]{1,12}$/), fc.uint8Array({ maxLength: 300 }))
  .map(([name, bytes]) => ({ name, content: Buffer.from(bytes) }))

test('what is zipped comes out as it went in, and the same parts give the same bytes', () => {
  fc.assert(
    fc.property(fc.uniqueArray(part, { selector: (one) => one.name, maxLength: 8 }), (parts) => {
      const archive = zipOf(parts)
      assert.deepEqual(unzip(archive), parts)
      assert.ok(archive.equals(zipOf(parts)))
    }),
    { seed: 7, numRuns: 200 },
  )
})

test('a deflated part is read too', () => {
  const content = Buffer.from('evidence '.repeat(100))
  const packed = deflateRawSync(content)
  const stored = zipOf([{ name: 'a', content: packed }])
  const directory = stored.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
  for (const at of [4, directory + 6]) {
    stored.writeUInt16LE(8, at + 4)
    stored.writeUInt32LE(crc32(content), at + 10)
    stored.writeUInt32LE(content.length, at + 18)
  }
  assert.deepEqual(unzip(stored), [{ name: 'a', content }])
})

test('what is no archive, cut off or a trap is refused', () => {
  const archive = zipOf([{ name: 'a', content: Buffer.alloc(100) }])
  assert.throws(() => unzip(Buffer.from('nothing')), RangeError)
  assert.throws(() => unzip(archive.subarray(0, archive.length - 30)), RangeError)
  const trap = Buffer.from(archive)
  trap.writeUInt32LE(0xffff_0000, trap.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24)
  assert.throws(() => unzip(trap), /measure/)
})

test('whatever bytes come, it answers or refuses and does nothing else', () => {
  const archive = zipOf([{ name: 'a', content: Buffer.from('abc') }])
  fc.assert(
    fc.property(fc.nat(archive.length - 1), fc.nat(255), (at, byte) => {
      const changed = Buffer.from(archive)
      changed[at] = byte
      try {
        unzip(changed)
      } catch (error) {
        assert.ok(error instanceof Error)
      }
    }),
    { seed: 8, numRuns: 500 },
  )
})
