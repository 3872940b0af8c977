import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import { keepToday } from './figures.ts'
import { keepLights } from './supervision/acts.ts'
import { runningParts } from './supervision/store/items.ts'
import { watchLights } from './supervision/watch.ts'
import { dayAfter, refused, type SupervisionWorld, supervisionWorld, told } from './test/supervision.ts'
import { as } from './test/world.ts'

/** The path of one target with a red light, as city official, provincial official, leader and the public. */
let w: SupervisionWorld
let itemId = ''
before(async () => {
  w = await supervisionWorld()
  await keepToday(w.house.house)
})
after(() => w.house.close())

const wall = async (who: string | null) => (await as(w.house, who)).wall({})
const lightOf = async (key: string) => (await wall(null)).goals.find((one) => one.key === key)?.lightReason
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof RequestFault ? error.answer.code : String(error)),
  )
const relight = () =>
  w.house.house.act(systemCaller, async (ctx) => keepLights(ctx, await runningParts(ctx.sql)))

describe('a target with a red light', () => {
  test('is red on the wall for everybody, and its page says why and from what', async () => {
    assert.equal(await lightOf('assessed'), 'overdue')
    const { goal } = await (await as(w.house, null)).goal({ params: { goalKey: 'assessed' } })
    assert.deepEqual([goal.evidenced.value, goal.evidenced.basis], [0, 'evidenced'])
    assert.equal(goal.evidenced.proof, '/governance/breakdown?goal=assessed&region=450000')
    assert.equal(goal.declared.reason, 'governance.reason.onlyEvidenced')
  })

  test('is made an item by the provincial official, and nothing is issued without the leader', async () => {
    itemId = await w.draft(['nanning', 'liuzhou'], 10, { goalKey: 'assessed', taskKey: '3.2' })
    const { version } = await w.seen(itemId)
    const issue = { params: { itemId }, body: { action: 'issue' as const, version } }
    assert.equal(await outcome((await w.by('region')).superviseItem(issue)), 'governance.item.notNow')
    await w.supervise(itemId, 'submit')
    await w.decide(itemId, 'approve')
    await w.supervise(itemId, 'issue')
    assert.equal((await w.seen(itemId)).state, 'running')
  })

  test('a replayed approval is refused, and leaves one in the trail', async () => {
    const other = await w.item(['nanning'], 'submitted')
    const { version } = await w.seen(other)
    const leader = await w.by('leader')
    const approval = { params: { itemId: other }, body: { decision: 'approve' as const, version } }
    const both = await Promise.all([1, 2, 3].map(() => outcome(leader.decideItem(approval))))
    assert.deepEqual(both.toSorted(), [
      'done',
      'governance.item.changedSince',
      'governance.item.changedSince',
    ])
    const { events } = await w.seen(other)
    assert.equal(events.filter((one) => one.action === 'approve').length, 1)
    assert.equal(await outcome(leader.decideItem(approval)), 'governance.item.changedSince', 'days later too')
  })

  test('an official of another city sees the item for its own part, and cannot act for Nanning', async () => {
    const { version } = await w.seen(itemId, 'other-city')
    const other = await w.by('other-city')
    const params = { itemId, departmentCode: 'nanning' }
    const sign = { params, body: { action: 'sign' as const, version } }
    assert.equal(await outcome(other.handlePart(sign)), 'governance.item.notOurs')
    const until = dayAfter(w.clock.now(), 30)
    assert.equal(
      await outcome(other.askExtension({ params, body: { until, reason: '代问' } })),
      'governance.item.notOurs',
    )
    const alone = await w.item(['nanning'])
    await assert.rejects(other.item({ params: { itemId: alone } }), refused('governance.item.unknown'))
    assert.equal((await w.seen(itemId)).version, version, 'nothing was changed')
  })

  test('what is sent while the deadline passes counts by the server’s clock', async () => {
    await w.handle('city', itemId, 'nanning', 'sign')
    await w.handle('other-city', itemId, 'liuzhou', 'sign')
    const { version, dueOn } = await w.seen(itemId)
    const lastMoment = Date.parse(`${dueOn}T15:59:59.500Z`)
    w.clock.move(lastMoment - w.clock.now().getTime())
    await w.move(0)
    await w.handle('city', itemId, 'nanning', 'report', { comment: '最后一刻' })
    await w.move(0.00001)
    const late = await w.by('other-city')
    const params = { itemId, departmentCode: 'liuzhou' }
    const seenVersion = (await w.seen(itemId)).version
    const report = { action: 'report' as const, comment: '迟一秒', version: seenVersion }
    assert.equal(
      await outcome(late.handlePart({ params, body: report })),
      'governance.item.explanationNeeded',
    )
    assert.ok(seenVersion > version)
    const parts = new Map((await w.seen(itemId)).parts.map((one) => [one.departmentCode, one]))
    assert.deepEqual([parts.get('nanning')?.light, parts.get('nanning')?.lightReason], ['green', 'inTime'])
    assert.deepEqual([parts.get('liuzhou')?.light, parts.get('liuzhou')?.lightReason], ['red', 'overdue'])
  })

  test('turns the city red on the wall, and its people are told', async () => {
    await watchLights(w.house.house)
    const cities = new Map((await wall(null)).cities.map((one) => [one.code, one.lights]))
    assert.equal(cities.get('450200')?.red, 1)
    assert.equal(cities.get('450100')?.red, 0)
    await told(w.house, 'other-city', /督办/)
  })

  test('made up late with a reason it is yellow, and never green again', async () => {
    await w.handle('other-city', itemId, 'liuzhou', 'report', { comment: '补报', explanation: '汛期停产' })
    await relight()
    const part = (await w.seen(itemId)).parts.find((one) => one.departmentCode === 'liuzhou')
    assert.deepEqual([part?.light, part?.lightReason], ['yellow', 'madeUpLate'])
    const { lights } = await w.seen(itemId)
    const history = lights.filter((one) => one.departmentCode === 'liuzhou').map((one) => one.light)
    assert.ok(history.includes('red') && history.includes('yellow'), String(history))
    const comparison = await (await w.by('region')).comparison({ query: { pageSize: 200 } })
    const liuzhou = comparison.rows.find((one) => one.code === 'liuzhou')
    assert.deepEqual([liuzhou?.late, liuzhou?.inTime], [1, 0])
  })

  test('its report carries the figure of that moment, whatever is said in words', async () => {
    const report = (await w.seen(itemId)).events.find((one) => one.comment === '补报')
    assert.deepEqual([report?.evidenced?.value, report?.evidenced?.basis], [0, 'evidenced'])
    assert.equal(report?.explanation, '汛期停产')
  })

  test('is closed when both are accepted, and a target still red until the figure is reached', async () => {
    await w.review(itemId, 'nanning', 'accept')
    await w.review(itemId, 'liuzhou', 'accept')
    await w.supervise(itemId, 'close')
    assert.equal((await w.seen(itemId)).state, 'closed')
    assert.equal(await lightOf('assessed'), 'overdue', 'a closed item makes no figure')
  })
})

describe('the wall’s lights', () => {
  test('are the parts of running items counted one by one, whatever they are', async () => {
    const bodies = ['nanning', 'liuzhou', 'industry', 'science'] as const
    for (const [index, days] of [2, 4, 9, 30].entries())
      await w.item([bodies[index] ?? 'nanning', bodies[(index + 1) % 4] ?? 'liuzhou'], 'issued', days)
    await w.move(6)
    await relight()
    const items = (await (await w.by('region')).items({ query: { state: 'running', pageSize: 200 } })).rows
    const counted = { green: 0, yellow: 0, red: 0 }
    for (const { id } of items) for (const part of (await w.seen(id)).parts) counted[part.light] += 1
    const shown = await wall(null)
    assert.deepEqual(shown.lights, counted)
    const ofCities = shown.cities.reduce((sum, one) => sum + one.lights.red, 0)
    assert.ok(ofCities <= counted.red)
  })

  test('lead to as many red items as there are', async () => {
    const { rows, total } = await (await w.by('region')).items({ query: { light: 'red', pageSize: 200 } })
    const named = (await wall('region')).items.filter((one) => one.light === 'red')
    assert.equal(named.length, Math.min(12, total))
    for (const { id } of named) assert.ok(rows.some((row) => row.id === id))
  })
})
