import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRequest } from './request.ts'

const parse = (path: string) => parseRequest(new URL(path, 'http://agent'))
const refused = (path: string) => {
  const request = parse(path)
  return request.kind === 'refused' ? `${request.status} ${request.code}` : request.kind
}

test('the four requests are read, for all devices and for one', () => {
  assert.deepEqual(parse('/'), { kind: 'probe', device: '' })
  assert.deepEqual(parse('/probe'), { kind: 'probe', device: '' })
  assert.deepEqual(parse('/Mazak03'), { kind: 'probe', device: 'Mazak03' })
  assert.deepEqual(parse('/Mazak03/probe'), { kind: 'probe', device: 'Mazak03' })
  assert.deepEqual(parse('/current?at=5'), { kind: 'current', device: '', path: '', at: 5, interval: null })
  assert.deepEqual(parse('/%E7%A4%BA/sample?from=7&count=9&interval=0&heartbeat=250&path=//Axes'), {
    kind: 'sample',
    device: '示',
    path: '//Axes',
    from: 7,
    count: 9,
    interval: 0,
    heartbeat: 250,
  })
  assert.deepEqual(parse('/sample'), {
    kind: 'sample',
    device: '',
    path: '',
    from: null,
    count: 100,
    interval: null,
    heartbeat: 10_000,
  })
  assert.deepEqual(parse('/assets'), { kind: 'assets', ids: [] })
  assert.deepEqual(parse('/asset/a;b'), { kind: 'assets', ids: ['a', 'b'] })
})

test('malformed requests are refused by the standard’s codes', () => {
  assert.equal(refused('/sample?count=0'), '400 OUT_OF_RANGE')
  assert.equal(refused('/sample?from=-1'), '400 OUT_OF_RANGE')
  assert.equal(refused('/sample?count=many'), '400 INVALID_REQUEST')
  assert.equal(refused('/current?at=1&interval=10'), '400 INVALID_REQUEST')
  assert.equal(refused('/a/b/c'), '404 INVALID_URI')
  assert.equal(refused('/a/other'), '404 INVALID_URI')
  assert.equal(refused('/%zz/probe'), '400 INVALID_URI')
})
