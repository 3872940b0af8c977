import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { heldClock } from '@ronghe/kit/clock'
import type { TestHouse } from '@ronghe/kit/test'
import { generate } from 'otplib'
import { as, auditOf, password, post, registryWorld } from './test/world.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld({ clock: heldClock(new Date()) })
})
after(() => house.close())

const secretIn = (uri: string) => new URL(uri).searchParams.get('secret') ?? ''

describe('password', () => {
  test('a wrong one, an unknown person and a short one are refused in words', async () => {
    const wrong = await post(house, 'sign-in/email', { email: 'a@x.example', password: 'not-this-one' })
    const unknown = await post(house, 'sign-in/email', { email: 'no@x.example', password })
    assert.deepEqual([wrong.status, wrong.body.code], [401, 'registry.signIn.wrong'])
    // Nobody learns whether an address is known.
    assert.deepEqual([unknown.status, unknown.body.message], [401, wrong.body.message])
    const short = await post(house, 'sign-up/email', {
      email: 'new@x.example',
      name: '新',
      password: 'short',
    })
    assert.deepEqual([short.status, short.body.code], [400, 'registry.password.short'])
    const known = await post(house, 'sign-up/email', { email: 'a@x.example', name: '新', password })
    assert.equal(known.body.code, 'registry.person.known')
  })

  test('after several wrong ones the person is locked for a while, also with the right one', async () => {
    let last = { status: 0, body: { code: '' } }
    for (let n = 0; n < 12 && last.body.code !== 'registry.person.locked'; n++) {
      last = await post(house, 'sign-in/email', { email: 'viewer@x.example', password: `wrong-${n}` })
    }
    assert.equal(last.body.code, 'registry.person.locked')
    const right = await post(house, 'sign-in/email', { email: 'viewer@x.example', password })
    assert.equal(right.body.code, 'registry.person.locked')
    const other = await post(house, 'sign-in/email', { email: 'b@x.example', password })
    assert.equal(other.status, 200)
  })

  test('a session ends with its sign-out, and others may be ended one by one', async () => {
    const first = await as(house, 'a')
    const second = await post(house, 'sign-in/email', { email: 'a@x.example', password })
    const sessions = await first.sessions()
    assert.ok(sessions.rows.length >= 2)
    const other = sessions.rows.find((one) => !one.current)
    await first.revokeSession({ params: { sessionId: other?.id ?? '' } })
    assert.equal((await first.sessions()).rows.length, sessions.rows.length - 1)
    await post(house, 'sign-out', {}, first.headers)
    await assert.rejects(first.sessions(), { status: 401 })
    assert.equal(second.status, 200)
  })
})

describe('second factor', () => {
  test('it is enrolled with the password, asked for at sign-in, and backup codes serve once', async () => {
    const b = await as(house, 'b')
    const refused = await post(house, 'two-factor/enable', { password: 'not-this-one' }, b.headers)
    assert.equal(refused.body.code, 'registry.password.wrong')
    const enrolment = await post(house, 'two-factor/enable', { password }, b.headers)
    const secret = secretIn(enrolment.body.totpURI)
    assert.equal((await b.me()).person?.twoFactorEnabled, false, 'not before the first code was right')
    const on = await post(house, 'two-factor/verify-totp', { code: await generate({ secret }) }, b.headers)
    assert.equal(on.status, 200)
    const asked = await post(house, 'sign-in/email', { email: 'b@x.example', password })
    assert.equal(asked.body.twoFactorRedirect, true)
    const wrong = await post(house, 'two-factor/verify-totp', { code: '000000' }, asked.headers)
    assert.equal(wrong.body.code, 'registry.secondFactor.wrong')
    const code = await generate({ secret })
    const right = await post(house, 'two-factor/verify-totp', { code }, asked.headers)
    assert.equal(right.status, 200)
    const again = await post(house, 'sign-in/email', { email: 'b@x.example', password })
    const [backup] = enrolment.body.backupCodes as string[]
    const saved = await post(house, 'two-factor/verify-backup-code', { code: backup }, again.headers)
    assert.equal(saved.status, 200)
    const third = await post(house, 'sign-in/email', { email: 'b@x.example', password })
    const spent = await post(house, 'two-factor/verify-backup-code', { code: backup }, third.headers)
    assert.equal(spent.body.code, 'registry.secondFactor.wrong')
  })

  test('without a started sign-in a code is worth nothing', async () => {
    const stray = await post(house, 'two-factor/verify-totp', { code: '123456' })
    assert.ok(stray.status >= 400 && stray.status < 500)
    assert.equal(stray.headers.cookie, '')
  })
})

test('being locked stands in the audit log', async () => {
  assert.ok((await auditOf(house, 'registry.person.locked')).length > 0)
})
