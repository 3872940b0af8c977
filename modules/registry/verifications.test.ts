import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { as, auditOf, refused, registryWorld, upload } from './test/world.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
})
after(() => house.close())

const licence = { name: '营业执照.pdf', content: '%PDF-1.7 the licence' }
const path = '/registry/verifications'

test('a licence is what its bytes say, and one waits at a time', async () => {
  const a = await as(house, 'a')
  const fake = await upload(house, path, { name: 'licence.pdf', content: 'MZ a program' }, a.headers)
  assert.deepEqual([fake.status, fake.body.code], [400, 'registry.verification.fileKind'])
  assert.equal(fake.body.fields[0]?.field, 'file')
  const first = await upload(house, `${path}?note=${encodeURIComponent('请审核')}`, licence, a.headers)
  assert.equal(first.status, 200)
  const second = await upload(house, path, licence, a.headers)
  assert.equal(second.body.code, 'registry.verification.open')
})

test('the city decides and nobody else; returning needs a reason, and is told', async () => {
  const [a, b, city, otherCity] = await Promise.all(
    ['a', 'b', 'city', 'other-city'].map((one) => as(house, one)),
  )
  assert.ok(a && b && city && otherCity)
  const notice = await eventually('the city learns of it', async () => (await city.notifications()).rows[0])
  assert.match(notice.text, /示例甲/)
  const [waiting] = (await city.verifications({ query: { status: 'submitted' } })).rows
  assert.ok(waiting)
  const params = { verificationId: waiting.id }
  assert.deepEqual((await b.verifications()).rows, [])
  assert.deepEqual((await otherCity.verifications()).rows, [])
  await assert.rejects(otherCity.decideVerification({ params, body: { decision: 'approved' } }), {
    status: 404,
  })
  await assert.rejects(a.decideVerification({ params, body: { decision: 'approved' } }), { status: 403 })
  const file = await fetch(`${house.url}/api${path}/${waiting.id}/file`, { headers: city.headers })
  assert.deepEqual(
    [file.headers.get('content-type'), await file.text()],
    ['application/pdf', licence.content],
  )
  const theirs = await fetch(`${house.url}/api${path}/${waiting.id}/file`, { headers: b.headers })
  assert.equal(theirs.status, 404)
  const silent = city.decideVerification({ params, body: { decision: 'returned' } })
  await assert.rejects(silent, refused('registry.verification.reasonNeeded'))
  await city.decideVerification({ params, body: { decision: 'returned', reason: '照片不清' } })
  await assert.rejects(
    city.decideVerification({ params, body: { decision: 'approved' } }),
    refused('registry.verification.decided'),
  )
  const told = await eventually('the firm learns of it', async () => (await a.notifications()).rows[0])
  assert.match(told.text, /照片不清/)
})

test('after a return the firm submits again, withdraws, submits, and is approved', async () => {
  const [a, city] = await Promise.all([as(house, 'a'), as(house, 'city')])
  const again = await upload(house, path, licence, a.headers)
  await a.withdrawVerification({ params: { verificationId: again.body.id } })
  await assert.rejects(
    a.withdrawVerification({ params: { verificationId: again.body.id } }),
    refused('registry.verification.decided'),
  )
  const last = await upload(house, path, licence, a.headers)
  await city.decideVerification({ params: { verificationId: last.body.id }, body: { decision: 'approved' } })
  const me = await a.me()
  const own = await a.organisation({ params: { organisationId: me.organisation?.id ?? '' } })
  assert.equal(own.verification, 'approved')
  const kinds = await Promise.all(
    ['submitted', 'returned', 'withdrawn', 'approved'].map(async (one) => {
      return (await auditOf(house, `registry.verification.${one}`)).length
    }),
  )
  assert.deepEqual(kinds, [3, 1, 1, 1])
})
