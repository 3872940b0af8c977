import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { insertNotification } from '../store/notifications.ts'
import { as, registryWorld, stranger } from '../test/world.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
  for (const name of ['一', '二', '三']) await tell('a', name)
  await tell('b', '四')
})
after(() => house.close())

/** Tells a person of the world that a firm submitted its licence. */
async function tell(who: string, organisation: string): Promise<void> {
  const personId = (await (await as(house, who)).me()).person?.id ?? ''
  await house.house.act(systemCaller, (ctx) => {
    const word = 'registry.notice.submitted'
    const one = { id: ctx.newId(), personId, word, blanks: { organisation }, link: '/registry/verifications' }
    return insertNotification(ctx.sql, one, ctx.now)
  })
}

test('are one’s own, the newest first, paged, with how many are unread', async () => {
  const [a, b] = await Promise.all([as(house, 'a'), as(house, 'b')])
  const { rows, total, unread } = await a.notifications({ query: { pageSize: 2 } })
  assert.deepEqual([rows.length, total, unread], [2, 3, 3])
  assert.match(rows[0]?.text ?? '', /三/)
  assert.deepEqual((await b.notifications()).total, 1)
  await assert.rejects(stranger(house).notifications(), { status: 401 })
})

test('are read one by one or all at once, and by nobody else', async () => {
  const [a, b] = await Promise.all([as(house, 'a'), as(house, 'b')])
  const [first, second] = (await a.notifications()).rows
  assert.ok(first && second)
  await b.readNotifications({ body: { ids: [first.id] } })
  assert.equal((await a.notifications()).unread, 3, 'a neighbour reads nothing of mine')
  await a.readNotifications({ body: { ids: [first.id] } })
  const left = await a.notifications({ query: { unread: true } })
  assert.deepEqual([left.unread, left.rows.some(({ id }) => id === first.id)], [2, false])
  const when = (await a.notifications()).rows.find(({ id }) => id === first.id)?.readAt
  await a.readNotifications({ body: {} })
  const all = await a.notifications()
  assert.equal(all.unread, 0)
  assert.equal(all.rows.find(({ id }) => id === first.id)?.readAt, when, 'read once is read then')
  assert.equal((await b.notifications()).unread, 1)
})

test('say their text in the language of the reader', async () => {
  const zh = (await (await as(house, 'b')).notifications()).rows[0]?.text
  const en = (await (await as(house, 'b', 'en')).notifications()).rows[0]?.text
  assert.ok(zh && en && zh !== en, `${zh} | ${en}`)
  assert.ok([zh, en].every((text) => text.includes('四')))
})

test('what is no list of ids is refused at its field', async () => {
  const a = await as(house, 'a')
  await assert.rejects(a.readNotifications({ body: { ids: ['x'] } }), { status: 400 })
})
