import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import { appraisalActs, draft } from '../test/appraisal.ts'
import { type Api, type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { as } from '../test/world.ts'

const everybody = ['region', 'leader', 'city', 'other-city', 'a', 'operator', 'e1', 'stranger'] as const
type Who = (typeof everybody)[number]

let w: SupervisionWorld
let acts: ReturnType<typeof appraisalActs>
/** In the draft, shown with an open appeal, and final and published. */
let ids = { drafted: '', shown: '', published: '' }
before(async () => {
  w = await supervisionWorld()
  acts = appraisalActs(w)
  await w.item(['nanning'], 'issued', 7)
  await w.move(14)
  ids = { drafted: await acts.make(), shown: await acts.make(), published: await acts.make() }
  for (const id of [ids.shown, ids.published]) {
    await acts.act(id, 'submit')
    await acts.decide(id, 'approve')
    await acts.adjust(id, 'nanning', 'addition', 2)
    await acts.act(id, 'compute')
    await acts.act(id, 'show')
  }
  await w.move(7)
  await acts.act(ids.published, 'close')
  await acts.decide(ids.published, 'approve')
  const body = { isPublished: true, version: await acts.versionOf(ids.published) }
  await (await w.by('leader')).publishAppraisal({ params: { appraisalId: ids.published }, body })
})
after(() => w.house.close())

const nanning = (appraisalId: string) => ({ appraisalId, departmentCode: 'nanning' })

async function apiOf(who: Who): Promise<Api> {
  return who === 'stranger' ? as(w.house, null) : w.by(who)
}

/** What each may do: what is refused is refused for the right and not for the body of the request. */
const writes: readonly { name: string; may: readonly Who[]; run(api: Api): Promise<unknown> }[] = [
  { name: 'draft', may: ['region'], run: (api) => api.draftAppraisal({ body: draft }) },
  {
    ...{ name: 'change a draft', may: ['region'] },
    run: async (api) => {
      const body = { ...draft, version: await acts.versionOf(ids.drafted) }
      return api.changeAppraisal({ params: { appraisalId: ids.drafted }, body })
    },
  },
  {
    ...{ name: 'move it on', may: ['region'] },
    run: async (api) => {
      const id = await acts.make()
      const body = { action: 'submit' as const, version: 1 }
      return api.moveAppraisal({ params: { appraisalId: id }, body })
    },
  },
  {
    ...{ name: 'approve a scheme', may: ['leader'] },
    run: async (api) => {
      const id = await acts.make()
      await acts.act(id, 'submit')
      const body = { decision: 'approve' as const, version: 2 }
      return api.decideAppraisal({ params: { appraisalId: id }, body })
    },
  },
  {
    ...{ name: 'publish', may: ['leader'] },
    run: async (api) => {
      const body = { isPublished: true, version: await acts.versionOf(ids.published) }
      return api.publishAppraisal({ params: { appraisalId: ids.published }, body })
    },
  },
  {
    ...{ name: 'add with a reason', may: ['region'] },
    run: async (api) => {
      const id = await acts.make()
      await acts.act(id, 'submit')
      await acts.decide(id, 'approve')
      const body = { kind: 'addition' as const, points: 1, reason: '理由', version: await acts.versionOf(id) }
      return api.adjustUnit({ params: nanning(id), body })
    },
  },
]

function statusOf(error: unknown): number {
  if (error instanceof RequestFault) return error.status
  throw error
}

describe('who may write an appraisal', () => {
  for (const { name, may, run } of writes)
    test(`${name}: ${may.join(', ')}`, async () => {
      for (const who of everybody) {
        const status = await run(await apiOf(who)).then(() => 200, statusOf)
        if (may.includes(who)) assert.equal(status, 200, who)
        else assert.equal(status, who === 'stranger' ? 401 : 403, who)
      }
    })
})

describe('who sees what of an appraisal (G23)', () => {
  async function seenBy(read: (api: Api) => Promise<unknown>): Promise<Who[]> {
    const found: Who[] = []
    for (const who of everybody)
      if ((await read(await apiOf(who)).then(() => 200, statusOf)) === 200) found.push(who)
    return found
  }

  test('a draft: who appraises alone', async () => {
    const params = { appraisalId: ids.drafted }
    assert.deepEqual(await seenBy((api) => api.appraisal({ params })), ['region', 'leader'])
  })

  test('a shown result: who appraises and the body itself', async () => {
    const of = (departmentCode: string) => ({ appraisalId: ids.shown, departmentCode })
    const units = (code: string) => seenBy((api) => api.appraisalUnit({ params: of(code) }))
    assert.deepEqual(await units('nanning'), ['region', 'leader', 'city'])
    assert.deepEqual(await units('liuzhou'), ['region', 'leader', 'other-city'])
    assert.deepEqual(await units('science'), ['region', 'leader'])
  })

  test('a published one: everybody, and what was counted still nobody else', async () => {
    const params = nanning(ids.published)
    assert.deepEqual(await seenBy((api) => api.appraisalUnit({ params })), [...everybody])
    const detailed: Who[] = []
    for (const who of everybody) {
      const unit = await (await apiOf(who)).appraisalUnit({ params })
      const hasRows = unit.indicators.some((one) => one.rows.length > 0)
      assert.equal(hasRows, unit.isDetailed, who)
      assert.equal(unit.adjustments.length > 0, unit.isDetailed, who)
      if (unit.isDetailed) detailed.push(who)
    }
    assert.deepEqual(detailed, ['region', 'leader', 'city'])
  })

  test('names, trail and versions of the scheme are not the public’s', async () => {
    const params = { appraisalId: ids.published }
    for (const who of everybody) {
      const seen = await (await apiOf(who)).appraisal({ params })
      const isOverseer = who === 'region' || who === 'leader'
      assert.equal(seen.draftedByName !== '', isOverseer, who)
      assert.equal(seen.schemes.length > 0, isOverseer, who)
      assert.equal(seen.trail.length > 0, isOverseer || who === 'city', who)
      assert.ok(isOverseer || seen.trail.every((one) => one.departmentCode === 'nanning'), who)
    }
  })

  test('lists hold what each may open and no more', async () => {
    for (const who of everybody) {
      const { rows } = await (await apiOf(who)).appraisals({ query: { pageSize: 200 } })
      const has = (id: string) => rows.some((row) => row.id === id)
      const isBody = who === 'city' || who === 'other-city'
      const isOverseer = who === 'region' || who === 'leader'
      assert.deepEqual(
        [has(ids.drafted), has(ids.shown), has(ids.published)],
        [isOverseer, isOverseer || isBody, true],
        who,
      )
    }
  })
})

describe('what waits at the desk', () => {
  test('a scheme for the leader, who finds the way to it', async () => {
    const id = await acts.make({ titleZh: '待审方案' })
    await acts.act(id, 'submit')
    const find = async (who: string) =>
      (await (await w.by(who)).desk({ query: { kind: 'appraisal', pageSize: 200 } })).rows.filter((row) =>
        row.link.includes(id),
      )
    const [row] = await find('leader')
    assert.deepEqual([row?.title, row?.todo], ['待审方案', '审批考核方案'])
    assert.deepEqual([await find('region'), await find('city')], [[], []])
  })

  test('a result for its body as long as it may appeal', async () => {
    const id = await acts.make({ titleZh: '新近结果' })
    await acts.act(id, 'submit')
    await acts.decide(id, 'approve')
    await acts.act(id, 'compute')
    await acts.act(id, 'show')
    const find = async (who: string) =>
      (await (await w.by(who)).desk({ query: { kind: 'appraisal', q: '新近结果' } })).rows
    const [row] = await find('city')
    assert.equal(row?.link, `/governance/appraisals/${id}/units/nanning`)
    assert.equal(row?.dueOn, (await acts.seen(id)).appealUntil)
    assert.deepEqual(await find('a'), [])
    await w.move(8)
    assert.deepEqual(await find('city'), [])
  })
})
