import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { boundaryOf, Multipart } from './multipart.ts'

const body = fc
  .string({ minLength: 1, maxLength: 60 })
  .filter((text) => !text.includes('--cut') && !text.endsWith('\n'))

function whole(bodies: readonly string[], withLength: boolean, newline: string): Buffer {
  const parts = bodies.map((text) => {
    const length = withLength ? `Content-length: ${Buffer.byteLength(text)}${newline}` : ''
    const head = `--cut${newline}Content-type: text/xml${newline}${length}${newline}`
    return `${head}${text}${withLength ? newline : ''}`
  })
  return Buffer.from(`${parts.join('')}--cut${newline}`)
}

test('however the network cuts the stream, the same bodies come out', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 40 }))
  fc.assert(
    fc.property(
      fc.array(body),
      fc.boolean(),
      fc.constantFrom('\r\n', '\n'),
      cuts,
      (bodies, withLength, newline, sizes) => {
        const bytes = whole(bodies, withLength, newline)
        const multipart = new Multipart('cut', 1e6)
        const read: string[] = []
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes.length > 0 ? sizes[turn % sizes.length]! : bytes.length
          read.push(...multipart.push(bytes.subarray(at, at + size)).map(String))
          at += size
        }
        assert.deepEqual(read, bodies)
      },
    ),
  )
})

test('a part without end is refused rather than kept in memory', () => {
  const multipart = new Multipart('cut', 100)
  assert.throws(() => multipart.push(Buffer.from(`--cut\r\nContent-length: 1000\r\n\r\n${'x'.repeat(200)}`)))
})

test('the boundary is read as servers write it', () => {
  assert.equal(boundaryOf('multipart/x-mixed-replace;boundary=abc'), 'abc')
  assert.equal(boundaryOf('multipart/x-mixed-replace; boundary="a b"; x=1'), 'a b')
  assert.equal(boundaryOf('text/xml'), undefined)
})
