import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { loadPlan, type PlanData } from './module.ts'
import { as, plan, world } from './test/world.ts'

let house: TestHouse
before(async () => {
  house = await world()
})
after(() => house.close())

describe('tasks', () => {
  test('come in the plan’s order; the first department leads, the others follow', async () => {
    const { tasks } = await as(house, null)
    const { rows, total } = await tasks({})
    assert.equal(total, 2)
    assert.deepEqual(
      rows.map((one) => [one.key, one.lead.code, ...one.partners.map((partner) => partner.code)]),
      [
        ['3.1', 'science', 'industry', 'cities'],
        ['3.2', 'industry', 'cities', 'science'],
      ],
    )
    assert.deepEqual(rows[1]?.planRows, ['P4', 'P11'])
    assert.equal(rows[0]?.dueOn, '2020-12-31')
  })

  test('are found by department, by either language and by number', async () => {
    const { tasks } = await as(house, null)
    const keysOf = async (query: object) => (await tasks({ query })).rows.map((one) => one.key)
    assert.deepEqual(await keysOf({ department: 'science' }), ['3.1', '3.2'])
    assert.deepEqual(await keysOf({ department: 'nanning' }), [])
    assert.deepEqual(await keysOf({ q: '智能' }), ['3.2'])
    assert.deepEqual(await keysOf({ q: 'PLATFORMS' }), ['3.1'])
    assert.deepEqual(await keysOf({ q: '3.2' }), ['3.2'])
    assert.deepEqual(await keysOf({ q: '智能', department: 'nanning' }), [])
  })

  test('a percent sign is searched for as it is written', async () => {
    const { tasks } = await as(house, null)
    assert.equal((await tasks({ query: { q: '%' } })).total, 0)
    assert.equal((await tasks({ query: { q: '_' } })).total, 0)
  })

  test('are paged without loss or repetition', async () => {
    const { tasks } = await as(house, null)
    const first = await tasks({ query: { page: 1, pageSize: 1 } })
    const second = await tasks({ query: { page: 2, pageSize: 1 } })
    const third = await tasks({ query: { page: 3, pageSize: 1 } })
    assert.deepEqual(
      [first, second, third].map(({ rows, total }) => [rows.map((one) => one.key), total]),
      [
        [['3.1'], 2],
        [['3.2'], 2],
        [[], 2],
      ],
    )
  })
})

describe('departments', () => {
  test('say how many tasks they lead and take part in', async () => {
    const { rows } = await (await as(house, null)).departments({})
    assert.deepEqual(
      rows.map((one) => [one.code, one.leads, one.partners]),
      [
        ['industry', 1, 1],
        ['science', 1, 1],
        ['cities', 0, 2],
        ['nanning', 0, 0],
        ['liuzhou', 0, 0],
      ],
    )
  })

  test('lead as many tasks as there are, and open to the tasks they count', async () => {
    const api = await as(house, null)
    const { rows } = await api.departments({})
    const { total } = await api.tasks({})
    assert.equal(
      rows.reduce((sum, one) => sum + one.leads, 0),
      total,
    )
    for (const one of rows) {
      const opened = await api.tasks({ query: { department: one.code } })
      assert.equal(opened.total, one.leads + one.partners, one.code)
      assert.equal(opened.rows.filter((task) => task.lead.code === one.code).length, one.leads, one.code)
    }
  })

  test('are found by name', async () => {
    const { rows } = await (await as(house, null)).departments({ query: { q: '科技' } })
    assert.deepEqual(
      rows.map((one) => one.code),
      ['science'],
    )
  })
})

describe('loading the plan', () => {
  test('again changes nothing', async () => {
    const api = await as(house, null)
    const ask = async () => [
      await api.tasks({}),
      await api.departments({}),
      (await api.overview({})).divisions,
    ]
    const before = await ask()
    await loadPlan(house.house, plan)
    assert.deepEqual(stripped(await ask()), stripped(before))
  })

  test('with changes brings them in', async () => {
    const changed: PlanData = {
      ...plan,
      plan: {
        ...plan.plan,
        tasks: plan.plan.tasks.map((one) =>
          one.id === '3.1'
            ? { ...one, title: { zh: '新名', en: 'New' }, lead: 'industry', partners: [] }
            : one,
        ),
      },
    }
    await loadPlan(house.house, changed)
    const api = await as(house, null)
    const [first] = (await api.tasks({})).rows
    assert.deepEqual([first?.titleZh, first?.lead.code, first?.partners], ['新名', 'industry', []])
    await loadPlan(house.house, plan)
    assert.equal((await api.tasks({})).rows[0]?.lead.code, 'science')
  })

  test('refuses a department that nobody named, and keeps what was there', async () => {
    const [task] = plan.plan.tasks
    assert.ok(task)
    const wrong: PlanData = { ...plan, plan: { ...plan.plan, tasks: [{ ...task, lead: 'nobody' }] } }
    await assert.rejects(loadPlan(house.house, wrong))
    const { rows } = await (await as(house, null)).tasks({})
    assert.equal(rows[0]?.lead.code, 'science')
  })
})

describe('lists', () => {
  test('are exported in the reader’s language', async () => {
    for (const [language, title] of [
      ['zh', /编号/],
      ['en', /No\.|Number|Key/],
    ] as const) {
      const { headers } = await as(house, null, language)
      const file = await fetch(`${house.url}/api/governance/tasks?format=csv`, { headers })
      assert.match((await file.text()).split('\n')[0] ?? '', title)
    }
  })

  test('refuse a question that their contract does not know', async () => {
    const { tasks } = await as(house, null)
    await assert.rejects(
      tasks({ query: { other: 1 } as never }),
      (fault: RequestFault) => fault.status === 400,
    )
  })
})

/** Without what tells when it was asked. */
function stripped(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (key, value) => (key === 'at' ? undefined : value)))
}
