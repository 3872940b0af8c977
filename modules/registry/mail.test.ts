import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { SMTPServer } from 'smtp-server'
import { mailAll } from './notify.ts'
import { as, password, post, registryWorld, upload } from './test/world.ts'
import { signIn } from './testing.ts'

/** A mail server of another maker; what it took in, and whether it takes anything now. */
const mails: { to: string; text: string }[] = []
let isRefusing = false
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: (_address, _session, done) => done(isRefusing ? new Error('try later') : null),
  onData(stream, session, done) {
    void text(stream).then((content) => {
      mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: plainOf(content) })
      done()
    })
  },
})
let house: TestHouse
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  house = await registryWorld({ environment: { SMTP_URL: `smtp://127.0.0.1:${port}` } })
})
after(async () => {
  await house?.close()
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

/** The body of a mail, whichever of the usual encodings it came in. */
function plainOf(mail: string): string {
  const [head = '', ...rest] = mail.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8')
  const bytes = body.replaceAll('=\r\n', '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => {
    return String.fromCharCode(Number.parseInt(hex, 16))
  })
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

const mailTo = (address: string) =>
  eventually(`a mail to ${address}`, () => mails.find(({ to }) => to === address))

test('a forgotten password is set anew by the link of a mail, once, and ends all sessions', async () => {
  const before = await as(house, 'a')
  await post(house, 'request-password-reset', { email: 'a@x.example' })
  const { text: mail } = await mailTo('a@x.example')
  const token = /\/reset[^\s]*?([\w-]{20,})/.exec(mail)?.[1] ?? ''
  const next = 'another-long-password'
  const set = await post(house, 'reset-password', { token, newPassword: next })
  assert.equal(set.status, 200)
  await assert.rejects(before.units(), { status: 401 })
  await assert.rejects(signIn(house.url, 'a@x.example', password), /401/)
  await signIn(house.url, 'a@x.example', next)
  const twice = await post(house, 'reset-password', { token, newPassword: password })
  assert.equal(twice.body.code, 'registry.link.gone')
  const unknown = await post(house, 'request-password-reset', { email: 'nobody@x.example' })
  assert.equal(unknown.status, 200, 'nobody learns whether an address is known')
})

test('an invitation goes out by mail, and stands although the mail server refuses', async () => {
  const b = await as(house, 'b')
  const { link } = await b.invite({ body: { email: 'friend@x.example', roleCode: 'viewer' } })
  assert.ok((await mailTo('friend@x.example')).text.includes(link))
  isRefusing = true
  try {
    const made = await b.invite({ body: { email: 'later@x.example', roleCode: 'viewer' } })
    assert.ok((await b.invitations()).rows.some(({ id }) => id === made.id))
  } finally {
    isRefusing = false
  }
})

test('a notification is mailed too; what the mail server refused is tried again', async () => {
  const b = await as(house, 'b')
  isRefusing = true
  await upload(house, '/registry/verifications', { name: 'l.pdf', content: '%PDF-1.7 licence' }, b.headers)
  const city = await as(house, 'city')
  const notice = await eventually('a notification', async () => (await city.notifications()).rows[0])
  assert.ok(notice.text.includes('示例乙'), notice.text)
  await mailAll(house.house)
  assert.equal(
    mails.some(({ to }) => to === 'city@x.example'),
    false,
  )
  isRefusing = false
  await mailAll(house.house)
  assert.ok((await mailTo('city@x.example')).text.includes('示例乙'))
  const count = mails.length
  await mailAll(house.house)
  assert.equal(mails.length, count, 'no mail twice')
})
