import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type FundWorld, fundWorld, programmeBody } from '../test/funds.ts'
import { dayAfter, refused } from '../test/supervision.ts'
import { upload } from '../test/upload.ts'
import { as } from '../test/world.ts'

let w: FundWorld
let policyId = ''
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

const day = (days: number) => dayAfter(w.clock.now(), days)
const body = (change: object = {}) => ({
  ...{ kind: 'policy' as const, number: '桂示〔2026〕1号', titleZh: '数字化转型措施', titleEn: 'Measures' },
  ...{
    issuerZh: '示例区厅',
    issuerEn: 'Department',
    textZh: '支持企业改造。',
    textEn: 'Firms are supported.',
  },
  ...{ issuedOn: day(0), validUntil: day(10) },
  conditions: [
    { fact: 'kind' as const, operator: 'is' as const, value: 'enterprise' },
    { fact: 'isKey' as const, operator: 'is' as const, value: 'true' },
  ],
  ...change,
})
const params = () => ({ params: { policyId } })
const seen = async (who: string | null) => {
  const api = who === null ? await as(w.house, null) : await w.by(who)
  return api.policies({ query: {} })
}

describe('the library of policies and notices', () => {
  test('a draft is its author’s alone, and is changed in the version that was read', async () => {
    const region = await w.by('region')
    policyId = (await region.addPolicy({ body: body() })).id
    assert.equal((await seen('region')).total, 1)
    for (const who of ['a', 'city', null]) assert.equal((await seen(who)).total, 0, String(who))
    await assert.rejects((await w.by('a')).policy(params()), refused('kit.notFound'))
    const change = body({ titleZh: '数字化转型若干措施', version: 1 }) as never
    await region.changePolicy({ ...params(), body: change })
    await assert.rejects(
      region.changePolicy({ ...params(), body: change }),
      refused('governance.item.changedSince'),
    )
    const wrongs: [object, string][] = [
      [{ validUntil: day(-1), number: 'x-2' }, 'governance.policy.days'],
      [{ number: '桂示〔2026〕1号' }, 'governance.policy.numberTaken'],
      [
        { number: 'x-3', conditions: [{ fact: 'machines', operator: 'atLeast', value: 'many' }] },
        'governance.programme.condition',
      ],
      [{ number: 'x-4', source: 'javascript:alert(1)' }, 'kit.input.invalid'],
      [{ number: 'x-5', programmeId: '01900000-0000-7000-8000-000000000000' }, 'kit.notFound'],
    ]
    for (const [one, code] of wrongs)
      await assert.rejects(region.addPolicy({ body: body(one) }), refused(code), code)
    await assert.rejects(
      (await w.by('a')).addPolicy({ body: body({ number: 'y' }) }),
      refused('kit.forbidden'),
    )
  })

  test('published it is everybody’s, with its files, and is changed no more', async () => {
    const { headers } = await as(w.house, 'region')
    const path = `/governance/policies/${policyId}/files`
    const sent = await upload(w.house, path, { name: '原文.pdf', content: '%PDF-1.7\n' }, headers)
    assert.equal(sent.status, 200)
    const region = await w.by('region')
    await region.movePolicy({ ...params(), body: { state: 'published', version: 2 } })
    await assert.rejects(
      region.movePolicy({ ...params(), body: { state: 'published', version: 2 } }),
      refused('governance.item.changedSince'),
    )
    await assert.rejects(
      region.changePolicy({ ...params(), body: { ...body(), version: 3 } }),
      refused('governance.item.notNow'),
    )
    const late = await upload(w.house, path, { name: '补充.pdf', content: '%PDF-1.7\n' }, headers)
    assert.equal(late.status, 409)
    const stranger = await as(w.house, null)
    const policy = await stranger.policy(params())
    assert.deepEqual([policy.isInForce, policy.fits, policy.files[0]?.name], [true, null, '原文.pdf'])
    assert.deepEqual(
      policy.conditions.map(({ found, met }) => [found, met]),
      [
        [null, null],
        [null, null],
      ],
    )
    const file = await fetch(`${w.house.url}/api${path}/${policy.files[0]?.id}`)
    assert.deepEqual([file.status, await file.text()], [200, '%PDF-1.7\n'])
  })

  test('a firm sees whether it is meant, and which condition stands against it', async () => {
    const firm = await w.by('a')
    const [own] = (await seen('a')).rows
    const policy = await firm.policy(params())
    assert.equal(own?.fits, policy.fits)
    assert.deepEqual(
      policy.conditions.map(({ fact, found }) => [fact, found]),
      [
        ['kind', 'enterprise'],
        ['isKey', String(policy.conditions[1]?.met)],
      ],
    )
    assert.equal(
      policy.fits,
      policy.conditions.every(({ met }) => met === true),
    )
    const open = { number: '', conditions: [], kind: 'notice', titleZh: '面向全体的通知' }
    const region = await w.by('region')
    const { id } = await region.addPolicy({ body: body(open) })
    await region.movePolicy({ params: { policyId: id }, body: { state: 'published', version: 1 } })
    const fitting = await firm.policies({ query: { fits: true } })
    assert.ok(fitting.rows.some((row) => row.id === id))
    assert.equal((await firm.policies({ query: { kind: 'notice' } })).total, 1)
    assert.equal((await firm.policies({ query: { q: '面向全体' } })).rows[0]?.id, id)
  })

  test('the list goes out in words, and whoever may not write changes nothing by any route', async () => {
    const answer = await fetch(`${w.house.url}/api/governance/policies?format=csv&kind=policy`)
    const text = await answer.text()
    assert.match(text, /桂示〔2026〕1号/)
    assert.match(text, /政策文件/)
    const before = await (await w.by('a')).policy(params())
    for (const who of ['a', 'city', 'e1']) {
      const api = await w.by(who)
      const moved = api.movePolicy({
        ...params(),
        body: { state: 'withdrawn', reason: '不再需要', version: 3 },
      })
      await assert.rejects(moved, refused('kit.forbidden'), who)
      const changed = api.changePolicy({ ...params(), body: { ...body(), version: 3 } })
      await assert.rejects(changed, refused('kit.forbidden'), who)
    }
    assert.deepEqual(await (await w.by('a')).policy(params()), before)
  })

  test('a draft programme is not told by a notice of it, a published one is', async () => {
    const region = await w.by('region')
    const { id: programmeId } = await region.addProgramme({ body: programmeBody(w) })
    const { id } = await region.addPolicy({ body: body({ number: '', programmeId }) })
    await region.movePolicy({ params: { policyId: id }, body: { state: 'published', version: 1 } })
    const firm = await w.by('a')
    assert.equal((await firm.policy({ params: { policyId: id } })).programme, null)
    await region.moveProgramme({ params: { programmeId }, body: { state: 'open' } })
    assert.equal((await firm.policy({ params: { policyId: id } })).programme?.id, programmeId)
  })

  test('it ends by its day or by withdrawal with a reason, and stays readable', async () => {
    const region = await w.by('region')
    const out = { state: 'withdrawn' as const, version: 3 }
    await assert.rejects(
      region.movePolicy({ ...params(), body: out }),
      refused('governance.item.commentNeeded'),
    )
    const reason = '由新办法取代'
    await assert.rejects(
      (await w.by('city')).movePolicy({ ...params(), body: { ...out, reason } }),
      refused('kit.forbidden'),
    )
    await region.movePolicy({ ...params(), body: { ...out, reason } })
    const gone = await (await w.by('a')).policy(params())
    assert.deepEqual([gone.state, gone.isInForce, gone.reason], ['withdrawn', false, reason])
    const inForce = async () => (await region.policies({ query: { isInForce: true } })).total
    assert.equal(await inForce(), 2)
    await w.move(11)
    assert.equal(await inForce(), 0)
    const [over] = (await region.policies({ query: { kind: 'notice' } })).rows
    assert.deepEqual([over?.state, over?.isOver], ['published', true])
  })
})
