import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { heldClock } from '@ronghe/kit/clock'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { ask, capture, documentOf, eventWith, json, traceHouse } from '../test/house.ts'
import { idsIn, receiver } from '../test/receiver.ts'

const clock = heldClock(new Date('2026-07-01T08:00:00Z'))
let house: TestHouse
let there: Awaited<ReturnType<typeof receiver>>
before(async () => {
  there = await receiver()
  house = await traceHouse({ WEBHOOK_HOSTS_ALLOWED: '127.0.0.1' }, { clock })
  const body = JSON.stringify({ name: 'away', query: { EQ_bizStep: 'storing' } })
  assert.equal((await ask(house, 'wei', '/queries', { method: 'POST', headers: json, body })).status, 201)
})
after(async () => {
  await house.close()
  await there.close()
})

const hourMs = 3_600_000

async function subscribed(fields: object = {}): Promise<string> {
  const body = JSON.stringify({
    dest: there.url,
    signatureToken: 'a-secret-of-ours',
    stream: true,
    ...fields,
  })
  const answer = await ask(house, 'wei', '/queries/away/subscriptions', {
    method: 'POST',
    headers: json,
    body,
  })
  assert.equal(answer.status, 201, answer.text)
  return (answer.json() as unknown as { subscriptionID: string }).subscriptionID
}

async function happen(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `urn:away:${clock.newId()}`)
  await capture(house, 'wei', documentOf(ids.map((eventID) => eventWith({ eventID, bizStep: 'storing' }))))
  return ids
}

async function attemptsOf(): Promise<number> {
  const rows = await house.house.act(
    systemCaller,
    ({ sql }) => sql<{ attempts: number }[]>`select attempts from trace_subscriptions`,
  )
  return rows[0]?.attempts ?? 0
}

describe('T7 an end that is away for a day', () => {
  it('is tried ever more seldom, and is sent everything in order when it is back', async () => {
    await subscribed()
    there.answer(503)
    const ids = await happen(2)
    await eventually('a first attempt', async () => (await attemptsOf()) >= 1)
    let before = await attemptsOf()
    for (let hour = 0; hour < 24; hour += 6) {
      clock.move(6 * hourMs)
      ids.push(...(await happen(3)))
      await eventually('one more attempt', async () => (await attemptsOf()) > before)
      before = await attemptsOf()
    }
    assert.ok(before < 40, `${before} attempts in a day`)
    assert.deepEqual(there.received, [])
    there.answer(200)
    clock.move(2 * hourMs)
    await eventually('all of them', () => idsIn(there.received.map(({ body }) => body)).length >= ids.length)
    assert.deepEqual(idsIn(there.received.map(({ body }) => body)), ids)
    await eventually('the attempts are forgotten', async () => (await attemptsOf()) === 0)
  })

  it('is not led inside by a redirect: what it answers counts as not delivered', async () => {
    const known = there.received.length
    there.answer(302)
    const ids = await happen(1)
    await eventually('an attempt', async () => (await attemptsOf()) >= 1)
    assert.equal(there.received.length, known)
    there.answer(200)
    clock.move(2 * hourMs)
    await eventually('delivered', () => there.received.length > known)
    assert.deepEqual(idsIn(there.received.slice(known).map(({ body }) => body)), ids)
  })
})
