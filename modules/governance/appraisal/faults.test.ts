import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import { appraisalActs, draft, indicators, scheme } from '../test/appraisal.ts'
import { refused, type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { as } from '../test/world.ts'

let w: SupervisionWorld
let acts: ReturnType<typeof appraisalActs>
before(async () => {
  w = await supervisionWorld()
  acts = appraisalActs(w)
})
after(() => w.house.close())

/** The fields a refused draft names, with the rule in the reader's language. */
async function faultsOf(body: object, language = 'zh'): Promise<{ field: string; rule: string }[]> {
  const api = await as(w.house, 'region', language)
  const error = await api.draftAppraisal({ body: { ...draft, ...body } }).then(
    () => null,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof RequestFault, 'it is refused')
  assert.equal(error.status, 400)
  return (error.answer.fields ?? []).map(({ field, message }) => ({ field, rule: message }))
}

describe('a draft with faults', () => {
  const [first] = indicators
  const cases: readonly [string, object, string][] = [
    ['no title', { titleZh: '' }, 'titleZh'],
    ['a day that is none', { fromOn: '2026-13-01' }, 'fromOn'],
    ['a period that ends before it begins', { toOn: '2026-10-31' }, 'toOn'],
    ['no days of appeal', { appealDays: 0 }, 'appealDays'],
    ['too many days of appeal', { appealDays: 61 }, 'appealDays'],
    ['no bodies', { departments: [] }, 'departments'],
    ['a body twice', { departments: ['nanning', 'nanning'] }, 'departments'],
    ['a body that the plan does not know', { departments: ['nobody'] }, 'departments'],
    ['a group of bodies', { departments: ['cities'] }, 'departments'],
    ['no indicators', { scheme: { ...scheme, indicators: [] } }, 'scheme.indicators'],
    ['weights below a hundred', { scheme: { ...scheme, indicators: [first] } }, 'scheme.indicators'],
    [
      'a kind twice',
      { scheme: { ...scheme, indicators: [first, { ...first, weight: 40 }] } },
      'scheme.indicators',
    ],
    ['an unknown rule for nothing', { scheme: { ...scheme, missing: 'guess' } }, 'scheme.missing'],
    ['a veto above the whole', { scheme: { ...scheme, vetoAtMost: 101 } }, 'scheme.vetoAtMost'],
  ]
  for (const [name, body, field] of cases)
    test(`${name}: ${field}`, async () => {
      const faults = await faultsOf(body)
      assert.ok(
        faults.some((one) => one.field.startsWith(field)),
        JSON.stringify(faults),
      )
    })

  test('names the rule in the reader’s language', async () => {
    const body = { scheme: { ...scheme, indicators: [first] } }
    assert.match((await faultsOf(body))[0]?.rule ?? '', /权重之和必须等于 100/)
    assert.match((await faultsOf(body, 'en'))[0]?.rule ?? '', /add up to 100/)
  })

  test('leaves nothing behind', async () => {
    assert.equal((await (await w.by('region')).appraisals({})).total, 0)
  })
})

describe('an act with faults', () => {
  test('a return and a withdrawal need their reason', async () => {
    const id = await acts.make()
    await assert.rejects(acts.act(id, 'withdraw'), refused('governance.item.commentNeeded'))
    await acts.act(id, 'submit')
    const body = { decision: 'return' as const, version: await acts.versionOf(id) }
    const leader = await w.by('leader')
    const bare = leader.decideAppraisal({ params: { appraisalId: id }, body })
    await assert.rejects(bare, refused('governance.item.commentNeeded'))
    await acts.act(id, 'withdraw', '方案调整')
    assert.equal((await acts.seen(id)).state, 'withdrawn')
  })

  test('an issued scheme is not changed any more', async () => {
    const id = await acts.make()
    await acts.act(id, 'submit')
    await acts.decide(id, 'approve')
    const body = { ...draft, version: await acts.versionOf(id) }
    const change = (await w.by('region')).changeAppraisal({ params: { appraisalId: id }, body })
    await assert.rejects(change, refused('governance.item.notNow'))
  })

  test('points are halves, and an item that proves them exists', async () => {
    const id = await acts.make()
    await acts.act(id, 'submit')
    await acts.decide(id, 'approve')
    await assert.rejects(acts.adjust(id, 'nanning', 'addition', 0.3), refused('kit.input.invalid'))
    await assert.rejects(acts.adjust(id, 'industry', 'addition', 1), refused('governance.appraisal.unknown'))
    const region = await w.by('region')
    const body = { kind: 'addition' as const, points: 1, reason: '理由', version: await acts.versionOf(id) }
    const unknown = region.adjustUnit({
      params: { appraisalId: id, departmentCode: 'nanning' },
      body: { ...body, itemId: '01900000-0000-7000-8000-000000000000' },
    })
    await assert.rejects(unknown, refused('governance.item.unknown'))
    assert.deepEqual((await acts.unit(id, 'nanning')).adjustments, [])
  })

  test('two who act at once do not miss each other', async () => {
    const id = await acts.make()
    const region = await w.by('region')
    const submit = () =>
      region.moveAppraisal({ params: { appraisalId: id }, body: { action: 'submit', version: 1 } })
    const both = await Promise.allSettled([submit(), submit()])
    assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
    assert.equal((await acts.seen(id)).trail.filter((one) => one.action === 'submit').length, 1)
  })
})
