import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { plan as regionPlan } from '../test/world.ts'
import { contentHashOf } from './force.ts'
import { type PlanData, treeOf } from './region.ts'
import { inOrder, type PlanNode, treeFaults } from './tree.ts'

const words = (zh: string, en = zh) => ({ zh, en })

function nodesOf(data: PlanData): PlanNode[] {
  const tree = treeOf(data)
  assert.ok(tree)
  return [...tree.nodes]
}

function knownOf(data: PlanData) {
  const { departments, groups, cityGovernments } = data.departments
  return {
    departments: new Set([...departments, ...groups, ...cityGovernments].map((one) => one.code)),
    goals: new Set(data.plan.goals.map((one) => one.key)),
    tasksElsewhere: new Set<string>(),
  }
}

describe('a region’s plan as a tree', () => {
  const nodes = nodesOf(regionPlan)

  test('has every task, goal and sentence once, and breaks no rule', () => {
    const keys = nodes.map((one) => one.key)
    assert.equal(new Set(keys).size, keys.length)
    for (const { id } of regionPlan.plan.tasks) assert.ok(keys.includes(id), id)
    for (const { key } of regionPlan.plan.goals) assert.ok(keys.includes(key), key)
    for (const { key } of regionPlan.measures ?? []) assert.ok(keys.includes(key), key)
    assert.deepEqual(treeFaults(nodes, knownOf(regionPlan)), [])
  })

  test('keeps the bodies in the plan’s order, the lead first, for a task and its sentences', () => {
    const unitsOf = (key: string) => nodes.find((one) => one.key === key)?.units
    assert.deepEqual(unitsOf('3.1'), ['science', 'industry', 'cities'])
    assert.deepEqual(unitsOf('3.1-1'), ['science', 'industry', 'cities'])
  })

  test('names a sentence by its first clause and keeps it whole', () => {
    const sentence = nodes.find((one) => one.key === '3.1-1')
    assert.deepEqual([sentence?.titleZh, sentence?.textZh], ['建平台', '建平台，用平台。'])
  })

  test('puts a goal under the task or the section of its clause, and else under the first section', () => {
    const plan = {
      ...regionPlan.plan,
      tasks: [{ ...taskLike('t1'), clause: 'c1', section: 's1' }],
      sections: [
        { id: 's0', clause: 'c0', title: words('零') },
        { id: 's1', clause: 's', title: words('一') },
      ],
      goals: [goalLike('under-task', 'c1'), goalLike('under-section', 's'), goalLike('elsewhere', 'x')],
    }
    const found = nodesOf({ ...regionPlan, measures: [], plan })
    const parentOf = (key: string) => found.find((one) => one.key === key)?.parentKey
    assert.deepEqual(
      [parentOf('under-task'), parentOf('under-section'), parentOf('elsewhere')],
      ['t1', 's1', 's0'],
    )
  })

  test('has a node for a day that the plan itself states, and none for its end', () => {
    const stated = { ...goalLike('stated', '2.3'), dueFrom: 'stated' as const }
    const horizon = { ...goalLike('horizon', '2.3'), dueFrom: 'horizon' as const }
    const numberless = { ...goalLike('none', '2.3'), dueFrom: 'stated' as const, target: null, unit: null }
    const plan = { ...regionPlan.plan, goals: [stated, horizon, numberless] }
    const days = nodesOf({ ...regionPlan, plan }).filter((one) => one.kind === 'node')
    assert.deepEqual(
      days.map((one) => [one.key, one.parentKey, one.dueOn]),
      [['stated.2025', 'stated', '2025-12-31']],
    )
  })

  test('is none where the region gives no title or sections', () => {
    const { title: _title, ...untitled } = regionPlan.plan
    assert.equal(treeOf({ ...regionPlan, plan: untitled }), null)
    const { sections: _sections, ...flat } = regionPlan.plan
    assert.equal(treeOf({ ...regionPlan, plan: flat }), null)
  })
})

function taskLike(id: string): PlanData['plan']['tasks'][number] {
  const about = { title: words('任务'), excerpt: words('原文'), lead: 'industry', partners: [], rows: [] }
  return { id, ...about, due: '2025-12-31' }
}

function goalLike(key: string, clause: string): PlanData['plan']['goals'][number] {
  return {
    ...{ key, clause, title: words(key), target: 10, due: '2025-12-31', quote: words('原文') },
    ...{ unit: { code: 'C62', name: words('个', 'units') }, computed: words('计数'), evidence: null },
  }
}

describe('the hash of what was approved', () => {
  const nodes = nodesOf(regionPlan)

  test('does not hang on the order in which nodes are read', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(nodes, { minLength: nodes.length }), (mixed) => {
        assert.equal(contentHashOf(mixed), contentHashOf(nodes))
      }),
      { seed: 31, numRuns: 50 },
    )
  })

  test('changes with every word, body, day and target', () => {
    const changes: Partial<PlanNode>[] = [
      { titleZh: '改' },
      { textEn: 'changed' },
      { units: ['industry'] },
      { dueOn: '2031-01-01' },
      { clause: '九' },
      { targets: [{ year: 2031, value: 1 }] },
      { goalKey: 'other' },
    ]
    const hash = contentHashOf(nodes)
    fc.assert(
      fc.property(fc.nat(nodes.length - 1), fc.constantFrom(...changes), (at, change) => {
        const changed = nodes.map((one, index) => (index === at ? { ...one, ...change } : one))
        const isSame = JSON.stringify(changed) === JSON.stringify(nodes)
        assert.equal(contentHashOf(changed) === hash, isSame)
      }),
      { seed: 32, numRuns: 100 },
    )
  })

  test('changes when siblings change places', () => {
    const [first, second] = inOrder(nodes).filter((one) => one.parentKey === null)
    assert.ok(first && second)
    const swapped = nodes.map((one) => {
      if (one.key === first.key) return { ...one, place: second.place }
      return one.key === second.key ? { ...one, place: first.place } : one
    })
    assert.notEqual(contentHashOf(swapped), contentHashOf(nodes))
  })
})
