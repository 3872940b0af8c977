import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { openOwner } from '@ronghe/kit/db'
import { testHouse } from '@ronghe/kit/test'
import { firstBrokenLink } from './verify.ts'

const entry = { action: 'test.done', subject: 'test', subjectId: '1', organisationId: null }

test('the chain holds until somebody changes, removes or adds a link', async () => {
  const house = await testHouse([])
  const owner = openOwner(house.databaseUrl)
  try {
    for (let index = 0; index < 5; index++) {
      await house.house.act(systemCaller, (ctx) => ctx.audit({ ...entry, after: { index } }))
    }
    assert.deepEqual(await firstBrokenLink(owner), { broken: null, entries: 5 })
    await assert.rejects(
      house.house.act(systemCaller, ({ sql }) => sql`update kit_audit set reason = 'x' where seq = 2`),
      /permission denied/,
    )
    await owner`update kit_audit set after = '{"index": 9}' where seq = 3`
    assert.deepEqual((await firstBrokenLink(owner)).broken, { seq: 3, fault: 'changed' })
    await owner`update kit_audit set after = '{"index": 2}' where seq = 3`
    await owner`delete from kit_audit where seq = 2`
    assert.deepEqual((await firstBrokenLink(owner)).broken, { seq: 3, fault: 'missing' })
  } finally {
    await owner.end()
    await house.close()
  }
})
