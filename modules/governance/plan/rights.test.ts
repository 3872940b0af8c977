import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import { type Api, type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'

const everybody = ['region', 'leader', 'city', 'other-city', 'a', 'operator'] as const
type Who = (typeof everybody)[number]
type Act = {
  name: string
  state: 'drafted' | 'submitted' | 'inForce'
  may: readonly Who[]
  run(api: Api, planId: string, version: number): Promise<unknown>
}

let w: SupervisionWorld
let inForce = ''
before(async () => {
  w = await supervisionWorld()
  inForce = (await (await w.by('region')).plans({})).rows[0]?.id ?? ''
})
after(() => w.house.close())

const node = { kind: 'section', clause: '9', titleZh: '九', titleEn: 'Nine' } as const

const acts: readonly Act[] = [
  {
    ...{ name: 'draft a version', state: 'drafted', may: ['region'] },
    run: (api) => api.draftPlan({ body: { basedOn: inForce, note: '试' } }),
  },
  {
    ...{ name: 'put a node', state: 'drafted', may: ['region'] },
    run: (api, planId, version) =>
      api.setPlanNode({ params: { planId, nodeKey: '9' }, body: { ...node, version } }),
  },
  {
    ...{ name: 'remove a node', state: 'drafted', may: ['region'] },
    run: (api, planId, version) =>
      api.removePlanNode({ params: { planId, nodeKey: '3.1-1' }, query: { version } }),
  },
  {
    ...{ name: 'submit', state: 'drafted', may: ['region'] },
    run: (api, planId, version) => api.movePlan({ params: { planId }, body: { action: 'submit', version } }),
  },
  {
    ...{ name: 'see a draft', state: 'drafted', may: ['region', 'leader'] },
    run: (api, planId) => api.plan({ params: { planId } }),
  },
  {
    ...{ name: 'withdraw', state: 'submitted', may: ['region'] },
    run: (api, planId, version) =>
      api.movePlan({ params: { planId }, body: { action: 'withdraw', version } }),
  },
  {
    ...{ name: 'return', state: 'submitted', may: ['leader'] },
    run: (api, planId, version) =>
      api.decidePlan({ params: { planId }, body: { decision: 'return', comment: '再议', version } }),
  },
  {
    ...{ name: 'see what is in force', state: 'inForce', may: everybody },
    run: (api, planId) => api.planNodes({ params: { planId } }),
  },
]

async function planIn(state: Act['state']) {
  const api = await w.by('region')
  if (state === 'inForce') return { id: inForce, version: 1 }
  const { id } = await api.draftPlan({ body: { basedOn: inForce, note: '试' } })
  if (state === 'submitted')
    await api.movePlan({ params: { planId: id }, body: { action: 'submit', version: 1 } })
  const { plan } = await api.plan({ params: { planId: id } })
  return { id, version: plan.version }
}

describe('who may', () => {
  for (const act of acts)
    test(`${act.name}: ${act.may.join(', ')} and nobody else`, async () => {
      for (const who of everybody.toSorted(
        (a, b) => Number(act.may.includes(a)) - Number(act.may.includes(b)),
      )) {
        const { id, version } = await planIn(act.state)
        const outcome = await act.run(await w.by(who), id, version).then(
          () => 'done',
          (error: unknown) => (error instanceof RequestFault ? String(error.status) : String(error)),
        )
        if (act.may.includes(who)) assert.equal(outcome, 'done', who)
        else {
          assert.match(outcome, /^(403|404)$/, `${who} ${outcome}`)
          const { plan } = await (await w.by('region')).plan({ params: { planId: id } })
          assert.equal(plan.version, version, `${who} changed nothing`)
        }
      }
    })
})
