import assert from 'node:assert/strict'
import { test } from 'node:test'
import { observe } from '../observation.ts'
import { ReasonError, reasonOf } from '../reason.ts'
import { inWords } from '../words.ts'
import { readBack, unlessUnproved } from './writing.ts'

const reasonIn = (work: Promise<unknown>) =>
  work.then(
    () => assert.fail('it went well'),
    (error: unknown) => reasonOf(error),
  )

test('what breaks off on the way to a machine is neither done nor refused', async () => {
  const lost = Promise.reject(new ReasonError('edge.modbus.lost', { message: 'ECONNRESET' }))
  const why = await reasonIn(unlessUnproved('speed', lost))
  assert.equal(why.key, 'edge.write.unproved')
  const { zh, en } = inWords(why)
  assert.match(en, /whether speed was written is not known.*ECONNRESET/i)
  assert.match(zh, /speed.*ECONNRESET/)
  assert.doesNotMatch(zh + en, /edge\.|\{\{/)
  const other = await reasonIn(unlessUnproved('speed', Promise.reject(new Error('timeout'))))
  assert.match(inWords(other).en, /timeout/)
})

test('the machine’s own refusal stays one', async () => {
  const refusal = new RangeError('no')
  const isRefusal = (error: unknown) => error instanceof RangeError
  await assert.rejects(unlessUnproved('speed', Promise.reject(refusal), isRefusal), refusal)
  assert.equal(await unlessUnproved('speed', Promise.resolve(7)), 7)
})

test('a value that is not readable afterwards proves nothing', async () => {
  assert.equal(readBack(observe('speed', 'number', 1, 0)).value, 0)
  const why = await reasonIn(
    (async () => readBack(observe('speed', 'number', 1, Number.NaN), 'BadNoCommunication'))(),
  )
  assert.match(inWords(why).zh, /BadNoCommunication/)
})
