import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metric, setUp } from '../test/publishing.ts'
import { toNumber } from './payload.ts'

test('a broker gone for an hour: all of it is sent when it is back, once and in order', async () => {
  const { publisher, sent, send, append, acknowledge, up, log, clock } = setUp()
  up('m1')
  publisher.begin(send, 0)
  await append('m1', 3)
  acknowledge(3)
  publisher.end()
  sent.splice(0)
  for (let minute = 0; minute < 60; minute++) {
    clock.nowMs += 60_000
    await append('m1', 5)
    publisher.tick()
  }
  assert.equal(sent.length, 0, 'nobody listens')
  assert.equal(log.last, 303)
  publisher.begin(send, 1)
  const values: unknown[] = []
  for (let turn = 0; turn < 100 && log.acknowledged < log.last; turn++) {
    for (const one of sent.splice(0).filter(({ type }) => type === 'DDATA')) {
      const records = one.payload.metrics?.filter(({ name }) => name === undefined) ?? []
      assert.ok(records.every((record) => record.isHistorical))
      values.push(...records.map((record) => record.value))
      acknowledge(toNumber(metric(one, 'Buffer/Offset')) ?? 0)
    }
  }
  assert.deepEqual(
    values,
    Array.from({ length: 300 }, (_, index) => index + 4),
  )
})
