import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { appraisalActs, draft, indicators, type OwnerAct, scheme } from '../test/appraisal.ts'
import { refused, type SupervisionWorld, supervisionWorld, told } from '../test/supervision.ts'
import { upload } from '../test/upload.ts'
import { as } from '../test/world.ts'

let w: SupervisionWorld
let id = ''
let inTime = ''
before(async () => {
  w = await supervisionWorld()
  // Nanning reports one of its two items in time and has it accepted; Liuzhou reports none.
  inTime = await w.item(['nanning'], 'issued', 7)
  await w.item(['nanning', 'liuzhou'], 'issued', 8)
  await w.handle('city', inTime, 'nanning', 'sign')
  await w.handle('city', inTime, 'nanning', 'report', { comment: '完成' })
  await w.review(inTime, 'nanning', 'accept')
})
after(() => w.house.close())

const acts = () => appraisalActs(w)
const version = () => acts().versionOf(id)
const act = (action: OwnerAct) => acts().act(id, action)
const decide = (decision: 'approve' | 'return', who = 'leader') => acts().decide(id, decision, who)
const unit = (departmentCode: string, who = 'region') => acts().unit(id, departmentCode, who)
const stateNow = async () => (await (await w.by('region')).appraisal({ params: { appraisalId: id } })).state

describe('an appraisal of bodies (G21 to G24)', () => {
  test('a scheme with faults is refused with field and rule, and nothing is kept', async () => {
    const region = await w.by('region')
    const wrong = { ...scheme, indicators: [...indicators, ...indicators].slice(0, 3) }
    await assert.rejects(region.draftAppraisal({ body: { ...draft, scheme: wrong } }), (error) => {
      assert.ok(refused('governance.appraisal.scheme')(error))
      return true
    })
    const unknown = { ...draft, departments: ['nobody'] }
    await assert.rejects(region.draftAppraisal({ body: unknown }), refused('governance.department.unknown'))
    const backwards = { ...draft, toOn: '2026-10-01' }
    await assert.rejects(region.draftAppraisal({ body: backwards }), refused('governance.appraisal.period'))
    assert.equal((await region.appraisals({})).total, 0)
  })

  test('is drafted with versions of its scheme, and approved by a leader', async () => {
    const region = await w.by('region')
    id = (await region.draftAppraisal({ body: { ...draft, titleZh: '草稿' } })).id
    await region.changeAppraisal({ params: { appraisalId: id }, body: { ...draft, version: 1 } })
    const seen = await region.appraisal({ params: { appraisalId: id } })
    assert.deepEqual([seen.schemes.map((one) => one.number), seen.titleZh], [[2, 1], '年度考核'])
    await act('submit')
    await told(w.house, 'leader', /年度考核/)
    await assert.rejects(decide('approve', 'region'), refused('kit.forbidden'))
    await decide('approve')
    await told(w.house, 'city', /已下发/)
    assert.equal(await stateNow(), 'issued')
  })

  test('a decision that is sent again is refused', async () => {
    const body = { decision: 'approve' as const, version: (await version()) - 1 }
    const leader = await w.by('leader')
    const again = leader.decideAppraisal({ params: { appraisalId: id }, body })
    await assert.rejects(again, refused('governance.item.changedSince'))
    await assert.rejects(decide('approve'), refused('governance.item.notNow'))
  })

  test('is not computed before its period is over', async () => {
    await assert.rejects(act('compute'), refused('governance.appraisal.tooEarly'))
  })

  test('gives each figure with what was counted, and no total where nothing was', async () => {
    await w.move(14)
    await act('compute')
    const nanning = await unit('nanning')
    assert.deepEqual([nanning.total, nanning.rank, nanning.isSound], [50, 1, true])
    const [punctual] = nanning.indicators
    assert.deepEqual([punctual?.good, punctual?.all, punctual?.value], [1, 2, 50])
    assert.deepEqual(
      punctual?.rows.map(({ link, share }) => [link === `/governance/items/${inTime}`, share]),
      [
        [true, 1],
        [false, 0],
      ],
    )
    assert.deepEqual([(await unit('liuzhou')).total, (await unit('liuzhou')).rank], [0, 2])
    assert.deepEqual([(await unit('science')).total, (await unit('science')).rank], [null, null])
  })

  test('adds and takes away with a reason up to the limit, and a veto holds the total', async () => {
    const region = await w.by('region')
    const params = { appraisalId: id, departmentCode: 'nanning' }
    const add = async (kind: 'addition' | 'deduction' | 'veto', points: number) =>
      region.adjustUnit({ params, body: { kind, points, reason: '按方案第五条', version: await version() } })
    await add('addition', 20)
    assert.equal((await unit('nanning')).total, 55)
    await assert.rejects(add('deduction', 0), refused('governance.appraisal.pointsNeeded'))
    await add('deduction', 1.5)
    assert.equal((await unit('nanning')).total, 53.5)
    const veto = await region.adjustUnit({
      params: { ...params, departmentCode: 'liuzhou' },
      body: { kind: 'veto', points: 0, reason: '弄虚作假', version: await version() },
    })
    assert.equal((await unit('liuzhou')).isVetoed, true)
    await region.withdrawAdjustment({
      params: { appraisalId: id, adjustmentId: veto.id },
      body: { reason: '查无实据', version: await version() },
    })
    assert.equal((await unit('liuzhou')).isVetoed, false)
  })

  test('a body sees nothing of its result before it is shown, and then its own alone', async () => {
    const params = { appraisalId: id }
    assert.equal((await (await w.by('city')).appraisalResults({ params })).total, 0)
    await assert.rejects(unit('nanning', 'city'), refused('governance.appraisal.unknown'))
    await act('show')
    await told(w.house, 'city', /可申诉/)
    const own = await (await w.by('city')).appraisalResults({ params })
    assert.deepEqual(
      own.rows.map((one) => one.departmentCode),
      ['nanning'],
    )
    await assert.rejects(unit('liuzhou', 'city'), refused('governance.appraisal.unknown'))
    await assert.rejects(unit('nanning', 'a'), refused('governance.appraisal.unknown'))
  })

  test('a body appeals once about the same, and not for another city', async () => {
    const params = { appraisalId: id, departmentCode: 'nanning' }
    const body = { indicator: 'punctual' as const, text: '第二件已于期限内书面反馈' }
    const other = await w.by('other-city')
    await assert.rejects(other.appealAppraisal({ params, body }), refused('governance.appraisal.unknown'))
    const city = await w.by('city')
    await assert.rejects(
      city.appealAppraisal({ params, body: { ...body, indicator: 'goals' } }),
      refused('governance.appraisal.indicatorUnknown'),
    )
    await city.appealAppraisal({ params, body })
    await assert.rejects(city.appealAppraisal({ params, body }), refused('governance.appraisal.appealTwice'))
    await told(w.house, 'leader', /提出申诉/)
    const waiting = (await (await w.by('leader')).desk({ query: { kind: 'appeal' } })).rows
    assert.equal(waiting.length, 1)
    await assert.rejects(act('close'), refused('governance.appraisal.appealOpen'))
  })

  test('a body puts files beside its open appeal; who decides reads them, another city nothing', async () => {
    const city = await w.by('city')
    const [appeal] = (await city.appraisalAppeals({ query: { isOpen: true } })).rows
    assert.ok(appeal?.mayAttach)
    const path = `/governance/appraisal-appeals/${appeal.id}/files`
    const pdf = { name: '反馈记录.pdf', content: '%PDF-1.4 proof' }
    const put = async (who: string) => upload(w.house, path, pdf, (await w.by(who)).headers)
    assert.equal((await put('city')).status, 200)
    for (const who of ['other-city', 'a']) assert.ok([403, 404].includes((await put(who)).status), who)
    const leader = await w.by('leader')
    const [seen] = (await leader.appraisalAppeals({ query: { isOpen: true } })).rows
    assert.deepEqual([seen?.files.map(({ name }) => name), seen?.mayAttach], [['反馈记录.pdf'], false])
    const place = `${w.house.url}/api${path}/${seen?.files[0]?.id}`
    const read = async (who: string) => fetch(place, { headers: (await w.by(who)).headers })
    assert.equal(await (await read('leader')).text(), pdf.content)
    assert.equal((await read('other-city')).status, 404)
    assert.equal((await fetch(place)).status, 401)
  })

  test('an upheld appeal adds its points with the reason, once', async () => {
    const leader = await w.by('leader')
    const [appeal] = (await leader.appraisalAppeals({ query: { isOpen: true } })).rows
    assert.equal(appeal?.mayDecide, true)
    const [own] = (await (await w.by('city')).appraisalAppeals({ query: { isOpen: true } })).rows
    assert.deepEqual([own?.id, own?.mayDecide], [appeal.id, false])
    const params = { appealId: appeal?.id ?? '' }
    const body = { decision: 'uphold' as const, reason: '材料属实', points: 1 }
    const [one, two] = await Promise.allSettled([
      leader.decideAppeal({ params, body }),
      leader.decideAppeal({ params, body }),
    ])
    assert.deepEqual([one.status, two.status].sort(), ['fulfilled', 'rejected'])
    const seen = await unit('nanning', 'city')
    // Additions are at their limit of five already, so the total stays.
    assert.deepEqual([seen.total, seen.adjustments.filter((made) => made.isByAppeal).length], [53.5, 1])
    await told(w.house, 'city', /申诉成立/)
  })

  test('the day after the last day of appeals comes too late, and only then it closes', async () => {
    await assert.rejects(act('close'), refused('governance.appraisal.appealRunning'))
    assert.equal((await unit('nanning', 'city')).mayAppeal, true)
    await w.move(7)
    const late = (await w.by('city')).appealAppraisal({
      params: { appraisalId: id, departmentCode: 'nanning' },
      body: { text: '迟到的申诉' },
    })
    await assert.rejects(late, refused('governance.appraisal.appealLate'))
    await act('close')
    await decide('approve')
    await told(w.house, 'city', /已确定/)
  })

  test('is the public’s only once it is published, and without the rows behind it', async () => {
    const params = { appraisalId: id }
    const stranger = await as(w.house, null)
    await assert.rejects(stranger.appraisal({ params }), refused('governance.appraisal.unknown'))
    const body = { isPublished: true, version: await version() }
    await (await w.by('leader')).publishAppraisal({ params, body })
    assert.equal((await stranger.appraisalResults({ params })).total, 3)
    const seen = await stranger.appraisalUnit({ params: { ...params, departmentCode: 'nanning' } })
    assert.deepEqual([seen.adjustments, seen.appeals, seen.isDetailed], [[], [], false])
    assert.ok(seen.indicators.every((one) => one.rows.length === 0))
  })

  test('a later one compares with it', async () => {
    const region = await w.by('region')
    const later = { ...draft, fromOn: '2026-11-16', toOn: '2026-11-20' }
    const earlier = id
    id = (await region.draftAppraisal({ body: later })).id
    await act('submit')
    await decide('approve')
    await act('compute')
    const rows = (await region.appraisalResults({ params: { appraisalId: id } })).rows
    const nanning = rows.find((one) => one.departmentCode === 'nanning')
    assert.deepEqual([nanning?.totalBefore, nanning?.rankBefore, nanning?.total], [53.5, 1, null])
    assert.deepEqual(
      (await unit('nanning')).earlier.map((one) => one.appraisalId),
      [earlier],
    )
  })
})
