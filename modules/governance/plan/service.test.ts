import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import { loadPlan } from '../plan.ts'
import { dayAfter, refused, type SupervisionWorld, supervisionWorld, told } from '../test/supervision.ts'
import { as, plan as regionPlan } from '../test/world.ts'
import { forceDue } from './force.ts'

let w: SupervisionWorld
let first = ''
before(async () => {
  w = await supervisionWorld()
  first = (await (await as(w.house, null)).plans({})).rows[0]?.id ?? ''
})
after(() => w.house.close())

const official = () => w.by('region')
const leader = () => w.by('leader')
const seen = async (planId: string) => (await official()).plan({ params: { planId } })
const nodesOf = async (planId: string, who = 'region') =>
  (await (await w.by(who)).planNodes({ params: { planId }, query: { pageSize: 200 } })).rows

async function copy(note = '调整') {
  return (await (await official()).draftPlan({ body: { basedOn: first, note } })).id
}
async function setNode(planId: string, nodeKey: string, change: object) {
  const { plan } = await seen(planId)
  const body = {
    kind: 'task',
    clause: '3.9',
    titleZh: '新任务',
    titleEn: 'New task',
    parentKey: '3',
  } as const
  const more = { units: ['industry'], dueOn: '2027-12-31', version: plan.version, ...change }
  await (await official()).setPlanNode({ params: { planId, nodeKey }, body: { ...body, ...more } })
}
async function submit(planId: string) {
  const { plan } = await seen(planId)
  await (await official()).movePlan({
    params: { planId },
    body: { action: 'submit', version: plan.version },
  })
}
async function approve(planId: string, inForceFrom?: string) {
  const { plan } = await seen(planId)
  const body = {
    decision: 'approve' as const,
    version: plan.version,
    ...(inForceFrom ? { inForceFrom } : {}),
  }
  await (await leader()).decidePlan({ params: { planId }, body })
}

describe('the region’s plan', () => {
  test('stands in force as a tree of sections, tasks, sentences and indicators', async () => {
    const { plan, items } = await (await as(w.house, null)).plan({ params: { planId: first } })
    assert.deepEqual([plan.state, plan.number, items], ['inForce', 1, 0])
    assert.match(plan.contentHash ?? '', /^[0-9a-f]{64}$/)
    const rows = await nodesOf(first)
    const kinds = rows.map((one) => `${one.kind} ${one.key} < ${one.parentKey || '–'}`)
    for (const line of ['section 3 < –', 'task 3.1 < 3', 'measure 3.1-1 < 3.1', 'indicator control < 2'])
      assert.ok(kinds.includes(line), line)
    const control = rows.find((one) => one.key === 'control')
    assert.deepEqual([control?.targets, control?.goalKey, control?.depth], ['2020=52', 'control', 1])
    const task = rows.find((one) => one.key === '3.1')
    assert.deepEqual(
      [task?.units, task?.unitsZh],
      ['science; industry; cities', '科技厅、工信厅、各市人民政府'],
    )
  })

  test('is the same after another start, and the next version when the region’s file changed', async () => {
    await loadPlan(w.house.house, regionPlan)
    assert.equal((await (await official()).plans({})).total, 1)
  })

  test('is found by kind, body and text', async () => {
    const api = await official()
    const find = async (query: object) =>
      (await api.planNodes({ params: { planId: first }, query })).rows.map((one) => one.key)
    assert.deepEqual(await find({ kind: 'task' }), ['3.1', '3.2'])
    assert.deepEqual(await find({ q: '平台' }), ['3.1', '3.1-1'])
    assert.deepEqual(await find({ department: 'science', kind: 'measure' }), ['3.1-1'])
  })
})

describe('a draft', () => {
  test('is a copy that only officials see; others are told that there is none', async () => {
    const id = await copy()
    assert.equal((await nodesOf(id)).length, (await nodesOf(first)).length)
    await assert.rejects(
      (await w.by('a')).plan({ params: { planId: id } }),
      refused('governance.plan.unknown'),
    )
    const stranger = await as(w.house, null)
    await assert.rejects(stranger.planNodes({ params: { planId: id } }), refused('governance.plan.unknown'))
    assert.ok((await stranger.plans({})).rows.every((one) => one.id !== id))
  })

  test('tells what it changes, field by field', async () => {
    const id = await copy()
    await setNode(id, '3.9', {})
    await setNode(id, '3.1', {
      titleZh: '双创平台',
      titleEn: 'Platforms',
      clause: '3.1',
      dueOn: '2020-12-31',
    })
    const { rows, since } = await (await official()).planDifference({ params: { planId: id } })
    assert.equal(since?.id, first)
    assert.deepEqual(
      rows.map((one) => `${one.change} ${one.key}`),
      ['changed 3.1', 'added 3.9'],
    )
    const fields = rows[0]?.fields.map((one) => one.field) ?? []
    assert.ok(fields.includes('units') && fields.includes('textZh'), String(fields))
  })

  test('refuses a node that breaks a rule, naming field and rule, and keeps nothing of it', async () => {
    const id = await copy()
    const cases: [object, string][] = [
      [{ units: ['nobody'] }, 'units'],
      [{ parentKey: 'nowhere' }, 'parentKey'],
      [{ kind: 'measure', parentKey: '3' }, 'parentKey'],
      [{ targets: 'many' }, 'targets'],
      [{ kind: 'indicator', goalKey: 'control' }, 'goalKey'],
    ]
    for (const [change, field] of cases) {
      await assert.rejects(setNode(id, '3.9', change), (error: unknown) => {
        assert.ok(error instanceof RequestFault && error.answer.code === 'governance.plan.faults')
        assert.ok(
          error.answer.fields?.some((one) => one.field === field && one.message.length > 3),
          field,
        )
        return true
      })
    }
    assert.ok((await nodesOf(id)).every((one) => one.key !== '3.9'))
  })

  test('loses a node with all below it', async () => {
    const id = await copy()
    const { plan } = await seen(id)
    const params = { planId: id, nodeKey: '3.1' }
    const { removed } = await (await official()).removePlanNode({ params, query: { version: plan.version } })
    assert.equal(removed, 2, 'the task and its sentence')
    const again = (await official()).removePlanNode({ params, query: { version: plan.version } })
    await assert.rejects(again, refused('governance.item.changedSince'))
  })

  test('is changed by one person at a time: who saw an older version is told', async () => {
    const id = await copy()
    const { plan } = await seen(id)
    await setNode(id, '3.9', {})
    await assert.rejects(
      setNode(id, '3.8', { version: plan.version }),
      refused('governance.item.changedSince'),
    )
  })

  test('a new document needs a name of its own and stands beside the others', async () => {
    const api = await official()
    const note = '新文件'
    await assert.rejects(api.draftPlan({ body: { note } }), (error: unknown) => {
      return error instanceof RequestFault && error.answer.fields?.length === 3
    })
    const body = { document: 'parks', titleZh: '园区方案', titleEn: 'Parks', note }
    const { id } = await api.draftPlan({ body })
    await assert.rejects(submit(id), refused('governance.plan.empty'))
    await setNode(id, '1', { kind: 'section', parentKey: '', units: [] })
    await setNode(id, '3.1', { parentKey: '1' })
    const { faults } = await seen(id)
    assert.deepEqual(
      faults.map((one) => `${one.key} ${one.field}`),
      ['3.1 key'],
      'the task is another plan’s',
    )
    await assert.rejects(submit(id), refused('governance.plan.faults'))
  })
})

describe('approval', () => {
  test('by a leader, once: the same approval again is refused', async () => {
    const id = await copy('增加任务')
    await setNode(id, '3.9', { titleZh: '绿色制造' })
    await submit(id)
    await told(w.house, 'leader', /融合发展方案/)
    const { plan } = await seen(id)
    const body = { decision: 'approve' as const, version: plan.version }
    await assert.rejects(
      (await official()).decidePlan({ params: { planId: id }, body }),
      (error: unknown) => error instanceof RequestFault && error.status === 403,
    )
    await (await leader()).decidePlan({ params: { planId: id }, body })
    await assert.rejects(
      (await leader()).decidePlan({ params: { planId: id }, body }),
      refused('governance.item.changedSince'),
    )
    const states = (await (await as(w.house, null)).plans({})).rows.map((one) => `${one.number} ${one.state}`)
    assert.ok(states.includes('1 replaced') && states.some((one) => one.endsWith('inForce')), String(states))
    const tasks = (await (await as(w.house, null)).tasks({})).rows.map((one) => one.key)
    assert.deepEqual(tasks.toSorted(), ['3.1', '3.2', '3.9'])
    const audit = await w.house.house.act(
      systemCaller,
      ({ sql }) => sql`select action from kit_audit where subject_id = ${id}`,
    )
    const actions = audit.map((row) => String(row.action))
    for (const action of ['drafted', 'nodeAdded', 'submitted', 'approved', 'inForce'])
      assert.ok(actions.includes(`governance.plan.${action}`), action)
  })

  test('a return needs a reason, and goes back to the draft', async () => {
    const id = await copy()
    await submit(id)
    const { plan } = await seen(id)
    const give = async (comment?: string) => {
      const body = { decision: 'return' as const, version: plan.version, ...(comment ? { comment } : {}) }
      await (await leader()).decidePlan({ params: { planId: id }, body })
    }
    await assert.rejects(give(), refused('governance.item.commentNeeded'))
    await give('期限过紧')
    const after = await seen(id)
    assert.equal(after.plan.state, 'drafted')
    assert.deepEqual([after.events[0]?.action, after.events[0]?.comment], ['returned', '期限过紧'])
  })

  test('for a later day it waits for that day, and new targets count from then', async () => {
    const id = await copy('提高目标')
    const control = (await nodesOf(id)).find((one) => one.key === 'control')
    assert.ok(control)
    await setNode(id, 'control', {
      ...{ kind: 'indicator', parentKey: '2', clause: '2.3', units: [], goalKey: 'control' },
      ...{ titleZh: control.titleZh, titleEn: control.titleEn, targets: '2020=52; 2027=70' },
    })
    await submit(id)
    await approve(id, dayAfter(w.clock.now(), 7))
    const goal = async () => (await (await as(w.house, null)).goal({ params: { goalKey: 'control' } })).goal
    assert.equal((await seen(id)).plan.state, 'approved')
    assert.deepEqual([(await goal()).target, (await goal()).dueOn], [52, '2020-12-31'])
    await w.move(8)
    await forceDue(w.house.house)
    assert.equal((await seen(id)).plan.state, 'inForce')
    assert.deepEqual([(await goal()).target, (await goal()).dueOn], [70, '2027-12-31'])
    await loadPlan(w.house.house, regionPlan)
    assert.equal((await goal()).target, 70, 'another start does not bring the old one back')
  })

  test('an item keeps the version under which it was issued, whatever replaces it', async () => {
    const itemId = await w.item(['nanning'], 'issued', 30, { taskKey: '3.1' })
    const under = (await w.seen(itemId)).plan
    assert.ok(under)
    const id = await copy('再修订')
    await submit(id)
    await approve(id)
    assert.deepEqual((await w.seen(itemId)).plan, under)
    assert.equal((await seen(under.id)).plan.state, 'replaced')
    assert.equal((await seen(under.id)).plan.replacedBy, id)
    assert.equal((await seen(under.id)).items, 1)
    const later = await w.item(['nanning'], 'issued', 30, { taskKey: '3.1' })
    assert.equal((await w.seen(later)).plan?.id, id)
  })

  test('a plan that is repealed leaves no task in force, and its history', async () => {
    const { rows } = await (await as(w.house, null)).plans({ query: { state: 'inForce' } })
    const [plan] = rows
    assert.ok(plan)
    const body = { comment: '到期废止', version: plan.version }
    await (await leader()).repealPlan({ params: { planId: plan.id }, body })
    assert.equal((await (await as(w.house, null)).tasks({})).total, 0)
    const now = await (await as(w.house, null)).plan({ params: { planId: plan.id } })
    assert.deepEqual([now.plan.state, now.events[0]?.comment], ['repealed', '到期废止'])
  })
})
