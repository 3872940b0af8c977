import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { experts, type FundWorld, fundWorld } from '../test/funds.ts'
import { dayAfter, refused, told } from '../test/supervision.ts'
import { drawExperts } from './review.ts'

let w: FundWorld
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

describe('experts', () => {
  test('are drawn by a seed with which anybody draws the same, and see no applicant', async () => {
    const id = await w.application('reviewing')
    const { review } = await w.seenApplication(id)
    assert.deepEqual([review?.drawn, review?.scored], [3, 0])
    const pool = await w.house.house.act(
      systemCaller,
      ({ sql }) => sql<{ personId: string; organisationId: string }[]>`select person_id as "personId",
        organisation_id as "organisationId" from governance_experts where is_active`,
    )
    const drawn = await w.house.house.act(
      systemCaller,
      ({ sql }) => sql`select person_id from governance_reviews where application_id = ${id}`,
    )
    const about = { seed: review?.seed ?? '', applicationId: id, applicantId: '', recused: [] }
    const again = drawExperts([...pool], about, 3).map((one) => one.personId)
    assert.deepEqual(drawn.map((one) => one.person_id).sort(), again.sort())
    for (const who of experts) {
      const mine = (await (await w.by(who)).myReviews()).rows.find((one) => one.applicationId === id)
      if (mine) assert.ok(!JSON.stringify(mine).includes('firm-a'), 'blind')
    }
    assert.equal((await w.seenApplication(id, 'a')).review, null, 'the firm sees no scores')
  })

  test('score once, and nobody else does', async () => {
    const id = await w.application('reviewing')
    const scored = []
    for (const who of experts) if (await w.score(who, id, 700)) scored.push(who)
    assert.equal(scored.length, 3)
    for (const who of [...experts]) {
      const again = (await w.by(who)).review({
        ...w.params(id),
        body: { act: 'score', scoreTenths: 900, comment: '再评' },
      })
      await assert.rejects(again, refused('governance.review.notDrawn'))
    }
    await assert.rejects((await w.by('a')).myReviews(), { status: 403 })
  })

  test('who are recused are replaced, and a wide spread asks for one more', async () => {
    const id = await w.application('reviewing')
    const scores = [400, 900]
    let recused = ''
    for (const who of experts) {
      const api = await w.by(who)
      const mine = (await api.myReviews()).rows.find((one) => one.applicationId === id)
      if (mine?.state !== 'drawn') continue
      const scoreTenths = scores.pop()
      if (scoreTenths !== undefined) await w.score(who, id, scoreTenths)
      else {
        await api.review({ ...w.params(id), body: { act: 'recuse', comment: '曾任其顾问' } })
        recused = who
      }
    }
    assert.notEqual(recused, '')
    const notice = () =>
      w.now('region', id, (api, version) => api.openNotice({ ...w.params(id), body: { version } }))
    const draw = () =>
      w.now('region', id, (api, version) => api.drawExperts({ ...w.params(id), body: { version } }))
    await assert.rejects(notice(), refused('governance.review.missing'))
    await draw()
    for (const who of experts) await w.score(who, id, 880)
    await assert.rejects(notice(), refused('governance.review.dispersed'))
    await assert.rejects(draw(), refused('governance.review.poolTooSmall'))
    const { review } = await w.seenApplication(id)
    assert.equal(review?.isDispersed, true)
    const given = review?.experts.flatMap(({ scoreTenths }) => (scoreTenths === null ? [] : [scoreTenths]))
    assert.deepEqual(given?.toSorted(), [400, 880, 900], 'mean and spread open to the scores')
    const left = review?.experts.find(({ state }) => state === 'recused')
    assert.deepEqual([left?.scoreTenths, left?.comment], [null, '曾任其顾问'])
    assert.equal((await w.seenApplication(id, 'a')).review, null, 'the firm does not learn them')
  })
})

describe('the public notice', () => {
  test('stands five working days, and an open objection holds the decision', async () => {
    const id = await w.application('noticed')
    const seen = await w.seenApplication(id)
    assert.equal(seen.noticeTo, dayAfter(new Date(`${seen.noticeFrom}T02:00:00Z`), 7), 'no holiday within')
    const stranger = await w.by('operator')
    const listed = (await stranger.fundNotices({ query: { pageSize: 100 } })).rows
    assert.ok(listed.some((one) => one.id === id && one.organisationName === '企业firm-a'))
    const body = { name: '群众甲', contact: '0771-0000000', text: '该设备去年已获补助。' }
    const { id: objectionId } = await stranger.object({ ...w.params(id), body })
    await told(w.house, 'region', /异议/)
    const decide = () =>
      w.now('leader', id, (api, version) =>
        api.decideApplication({ ...w.params(id), body: { decision: 'approve', version } }),
      )
    await assert.rejects(decide(), refused('governance.notice.running'))
    await w.move(8)
    await assert.rejects(decide(), refused('governance.objection.open'))
    assert.deepEqual((await w.seenApplication(id, 'a')).objections, [], 'the firm does not learn who')
    const late = (await w.by('operator')).object({ ...w.params(id), body })
    await assert.rejects(late, refused('governance.objection.notNow'))
    const region = await w.by('region')
    const decision = {
      params: { objectionId },
      body: { decision: 'dismissed' as const, comment: '核实为另一台' },
    }
    await region.decideObjection(decision)
    await assert.rejects(region.decideObjection(decision), refused('governance.objection.decided'))
    await decide()
    assert.equal((await w.seenApplication(id)).state, 'approved')
  })
})

describe('the contract', () => {
  test('has tranches that make the grant to the fen', async () => {
    const id = await w.application('approved')
    const sign = (amountFen: number) =>
      w.now('region', id, (api, version) => {
        const tranches = [{ amountFen, milestone: '验收', dueOn: dayAfter(w.clock.now(), 30) }]
        return api.signContract({ ...w.params(id), body: { tranches, version } })
      })
    await assert.rejects(sign(19_999_999), refused('governance.contract.sum'))
    await sign(20_000_000)
    await assert.rejects(sign(20_000_000), refused('governance.item.notNow'))
  })
})
