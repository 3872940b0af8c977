import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { openOwner } from '@ronghe/kit/db'
import type { TestHouse } from '@ronghe/kit/test'
import fc from 'fast-check'
import { capture, documentOf, eventWith, json, traceHouse } from '../test/house.ts'
import { verifyTrace } from './verify.ts'

let house: TestHouse
let owner: ReturnType<typeof openOwner>
before(async () => {
  house = await traceHouse({}, { start: false })
  owner = openOwner(house.databaseUrl)
})
after(async () => {
  await owner.end()
  await house.close()
})

/** Ways to change one row behind the program's back. */
const changes = [
  `update trace_events set body = body || ' ' where seq = $1`,
  `update trace_events set body = replace(body, 'inspecting', 'packing') where seq = $1`,
  `update trace_events set event_id = event_id || 'x' where seq = $1`,
  `update trace_events set record_time = record_time + interval '1 ms' where seq = $1`,
  `update trace_events set hash = sha256(hash) where seq = $1`,
  `update trace_events set context = '{"a":"urn:a"}' where seq = $1`,
  `update trace_events set biz_step = null where seq = $1`,
  `update trace_events set read_point = 'urn:elsewhere' where seq = $1`,
  `update trace_events set event_time = event_time - interval '1 us' where seq = $1`,
  `update trace_keys set key = key || '1' where seq = $1`,
  `update trace_keys set role = 3 where seq = $1`,
  `update trace_keys set quantity = 1 where seq = $1`,
  `insert into trace_keys select * from trace_keys where seq = $1 limit 1`,
  'delete from trace_keys where seq = $1',
] as const

it('T9 whichever row is changed, and however, that row is named and no other', async () => {
  const seqs: number[] = []
  for (const size of [1, 2, 3, 5, 8]) {
    const headers = size % 2 ? json : { ...json, 'GS1-Capture-Error-Behaviour': 'proceed' }
    const events = Array.from({ length: size }, () => eventWith())
    await capture(house, size === 3 ? 'other' : 'wei', documentOf(events), headers)
  }
  for (const { seq } of await owner`select seq from trace_events order by seq`) seqs.push(Number(seq))
  assert.equal(seqs.length, 19)
  const undone = new Error('undone')
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...seqs), fc.constantFrom(...changes), async (seq, change) => {
      await owner
        .begin(async (sql) => {
          await sql.unsafe(change, [seq])
          const { differences, events } = await verifyTrace(sql as never)
          assert.equal(events, 19)
          assert.deepEqual(
            differences.map((one) => [one.kind, one.seq]),
            [['event', seq]],
            change,
          )
          throw undone
        })
        .catch((error: unknown) => assert.equal(error, undone))
    }),
    { seed: 20260701, numRuns: 60 },
  )
})
