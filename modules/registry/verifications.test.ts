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

test('who takes a newer licence back is again what the last decision said', async () => {
  const [a, b, city] = await Promise.all(['a', 'b', 'city'].map((one) => as(house, one)))
  assert.ok(a && b && city)
  const stateOf = async (api: typeof a) => {
    const organisationId = (await api.me()).organisation?.id ?? ''
    return (await api.organisation({ params: { organisationId } })).verification
  }
  const submitted = await upload(house, path, licence, a.headers)
  assert.equal(await stateOf(a), 'submitted')
  await a.withdrawVerification({ params: { verificationId: submitted.body.id } })
  assert.equal(await stateOf(a), 'approved')
  const first = await upload(house, path, licence, b.headers)
  await b.withdrawVerification({ params: { verificationId: first.body.id } })
  assert.equal(await stateOf(b), 'unverified')
})

test('of two decisions at once one counts, and the other is told so', async () => {
  const [b, city, region] = await Promise.all(['b', 'city', 'region'].map((one) => as(house, one)))
  assert.ok(b && city && region)
  const { body } = await upload(house, path, licence, b.headers)
  const params = { verificationId: body.id }
  const tried = await Promise.allSettled([
    city.decideVerification({ params, body: { decision: 'approved' } }),
    region.decideVerification({ params, body: { decision: 'returned', reason: '字迹不清' } }),
  ])
  assert.deepEqual(tried.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const { rows } = await b.verifications()
  assert.equal(rows.filter(({ status }) => status === 'submitted').length, 0)
})

test('the list is filtered and each sees what is theirs', async () => {
  const region = await as(house, 'region')
  const all = await region.verifications({ query: { pageSize: 100 } })
  const withdrawn = await region.verifications({ query: { status: 'withdrawn', pageSize: 100 } })
  assert.ok(withdrawn.total > 0 && withdrawn.total < all.total)
  assert.ok(withdrawn.rows.every(({ status }) => status === 'withdrawn'))
  const b = await as(house, 'b')
  const own = await b.verifications({ query: { pageSize: 100 } })
  assert.ok(own.total > 0 && own.rows.every(({ organisationName }) => organisationName === '示例乙'))
})
