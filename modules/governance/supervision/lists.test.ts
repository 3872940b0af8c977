import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { dayAfter, refused, type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { watchLights } from './watch.ts'

let w: SupervisionWorld
/** By name, so that a test says what it looks for. */
const ids: Record<string, string> = {}
before(async () => {
  w = await supervisionWorld()
  ids.draft = await w.item(['science'], 'drafted', 30, { title: '起草中的事项', taskKey: '3.1' })
  ids.waiting = await w.item(['industry', 'nanning'], 'submitted', 30, { title: '待批的事项' })
  ids.urgent = await w.item(['nanning', 'liuzhou'], 'issued', 30, { title: '紧急事项', isUrgent: true })
  ids.goal = await w.item(['nanning'], 'issued', 5, { title: '有目标的事项', goalKey: 'control' })
  ids.late = await w.item(['liuzhou'], 'issued', 1, { title: '会逾期的事项', text: '防汛物资 50%_核对' })
  ids.closed = await w.item(['nanning'], 'issued', 30, { title: '办结的事项' })
  await w.handle('city', ids.closed, 'nanning', 'sign')
  await w.handle('city', ids.closed, 'nanning', 'report', { comment: '完成' })
  await w.review(ids.closed, 'nanning', 'accept')
  await w.supervise(ids.closed, 'close')
  await w.move(4)
  await watchLights(w.house.house)
})
after(() => w.house.close())

type Query = NonNullable<Parameters<Awaited<ReturnType<typeof w.by>>['items']>[0]>['query']
const names = async (query: Query, who = 'region') => {
  const { rows } = await (await w.by(who)).items({ query: { pageSize: 200, ...query } })
  return rows.map((row) => Object.keys(ids).find((name) => ids[name] === row.id) ?? row.title).sort()
}

describe('the list of items', () => {
  test('is filtered by step, state, light, body, task and goal', async () => {
    assert.deepEqual(await names({ step: 'item' }), ['draft'])
    assert.deepEqual(await names({ step: 'approval' }), ['waiting'])
    assert.deepEqual(await names({ step: 'sign' }), ['goal', 'late', 'urgent'])
    assert.deepEqual(await names({ state: 'closed' }), ['closed'])
    assert.deepEqual(await names({ light: 'red' }), ['late'])
    assert.deepEqual(await names({ department: 'liuzhou' }), ['late', 'urgent'])
    assert.deepEqual(await names({ task: '3.1' }), ['draft'])
    assert.deepEqual(await names({ goal: 'control' }), ['goal'])
    assert.deepEqual(await names({ department: 'liuzhou', light: 'green' }), [])
  })

  test('is searched in number, title and text, where % and _ mean themselves', async () => {
    assert.deepEqual(await names({ q: '逾期' }), ['late'])
    assert.deepEqual(await names({ q: '防汛' }), ['late'])
    assert.deepEqual(await names({ q: '50%_' }), ['late'])
    assert.deepEqual(await names({ q: '%' }), ['late'])
    assert.deepEqual(await names({ q: '2026-0001' }), ['draft'])
    assert.deepEqual(await names({ q: '2027-' }), [])
  })

  test('shows what is late first and what is over last, page by page without a gap', async () => {
    const region = await w.by('region')
    const all = (await region.items({ query: { pageSize: 200 } })).rows.map((row) => row.id)
    assert.equal(all[0], ids.late)
    assert.equal(all.at(-1), ids.closed)
    const paged = []
    for (let page = 1; page <= 3; page++) {
      const { rows, total } = await region.items({ query: { page, pageSize: 2 } })
      assert.equal(total, all.length)
      paged.push(...rows.map((row) => row.id))
    }
    assert.deepEqual(paged, all)
  })

  test('of what waits for me is another for each', async () => {
    assert.deepEqual(await names({ isMine: true }), ['draft'])
    assert.deepEqual(await names({ isMine: true }, 'leader'), ['waiting'])
    assert.deepEqual(await names({ isMine: true }, 'city'), ['goal', 'urgent'])
    assert.deepEqual(await names({ isMine: true }, 'other-city'), ['late', 'urgent'])
    const { rows } = await (await w.by('city')).waiting()
    assert.deepEqual(rows, [{ step: 'sign', count: 2 }])
  })

  test('is exported with its words', async () => {
    const { headers } = await w.by('region')
    const answer = await fetch(`${w.house.url}/api/governance/items?format=csv&light=red`, { headers })
    const [heading, row, ...rest] = (await answer.text())
      .replace(/^\ufeff/, '')
      .trim()
      .split(/\r?\n/)
    assert.ok(heading?.startsWith('编号,事项,牵头单位'), heading)
    assert.match(row ?? '', /会逾期的事项,柳州市政府/)
    assert.deepEqual(rest, [])
  })

  test('knows years: numbers begin anew and never come twice', async () => {
    const region = await w.by('region')
    const numbers = (await region.items({ query: { pageSize: 200 } })).rows.map((row) => row.number)
    assert.equal(new Set(numbers).size, numbers.length)
    const made = await Promise.all(
      Array.from({ length: 4 }, (_, place) =>
        region.draftItem({
          body: {
            ...{ title: `同时 ${place}`, text: '内容', departments: ['science'] },
            dueOn: dayAfter(w.clock.now(), 9),
          },
        }),
      ),
    )
    assert.equal(new Set(made.map((one) => one.number)).size, 4)
    for (const { id } of made) await w.supervise(id, 'withdraw', '仅为编号')
  })
})

describe('the comparison', () => {
  test('is what one counts from the items, and its rate says how it is made', async () => {
    const region = await w.by('region')
    const { rows: items } = await region.items({ query: { pageSize: 200 } })
    const details = await Promise.all(items.map((row) => w.seen(row.id)))
    const { rows } = await region.comparison({ query: { pageSize: 200 } })
    for (const row of rows) {
      const parts = details
        .filter((item) => item.state === 'running' || item.state === 'closed')
        .flatMap((item) => item.parts.filter((part) => part.departmentCode === row.code))
      const isReported = (part: (typeof parts)[number]) => part.reportedOn !== null
      assert.equal(row.parts, parts.length, row.code)
      assert.equal(row.open, parts.filter((part) => part.state !== 'accepted').length)
      const inTime = parts.filter((part) => isReported(part) && (part.reportedOn ?? '') <= part.dueOn)
      assert.equal(row.inTime, inTime.length)
      assert.equal(row.red, parts.filter((part) => part.light === 'red').length)
      const denominator = row.inTime + row.late + row.red
      assert.equal(row.punctuality.basis, 'evidenced')
      if (denominator === 0) assert.equal(row.punctuality.reason, 'governance.reason.nothingDue')
      else
        assert.deepEqual([row.punctuality.numerator, row.punctuality.denominator], [row.inTime, denominator])
      assert.equal(row.punctuality.proof, `/governance/items?department=${row.code}&counted=parts`)
      for (const counted of ['parts', 'open', 'inTime', 'late', 'yellow', 'red'] as const) {
        const listed = await region.items({ query: { department: row.code, counted } })
        assert.equal(listed.total, row[counted], `${row.code} ${counted}`)
      }
    }
    assert.equal(rows[0]?.code, 'liuzhou', 'the worst comes first')
    const later = await region.comparison({ query: { from: dayAfter(w.clock.now(), 100) } })
    assert.deepEqual(later.rows, [])
    const since = { department: 'liuzhou', counted: 'parts' as const, from: dayAfter(w.clock.now(), 100) }
    assert.equal((await region.items({ query: since })).total, 0)
  })
})

describe('what is typed wrong', () => {
  test('is refused at its field, and nothing is half written', async () => {
    const region = await w.by('region')
    const before = await names({})
    const right = { title: '事项', text: '内容', departments: ['nanning'], dueOn: dayAfter(w.clock.now(), 9) }
    const wrongs: [object, string][] = [
      [{ title: 'x' }, 'kit.input.invalid'],
      [{ departments: [] }, 'kit.input.invalid'],
      [{ departments: ['nanning', 'nanning'] }, 'kit.input.invalid'],
      [{ departments: ['nanning', 'nowhere'] }, 'governance.department.unknown'],
      [{ dueOn: '2026-02-30' }, 'kit.input.invalid'],
      [{ dueOn: dayAfter(w.clock.now(), -1) }, 'governance.item.duePast'],
    ]
    for (const [change, code] of wrongs)
      await assert.rejects(region.draftItem({ body: { ...right, ...change } }), refused(code), code)
    assert.deepEqual(await names({}), before)
  })
})
