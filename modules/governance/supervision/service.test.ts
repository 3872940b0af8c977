import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { client, RequestFault } from '@ronghe/kit/client'
import { heldClock } from '@ronghe/kit/clock'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { registry } from '@ronghe/registry/contract'
import { as, world } from '../test/world.ts'
import { partStates, stepOf } from './steps.ts'
import { watchLights } from './watch.ts'

/** A Monday; the world’s calendar has no holidays. */
const clock = heldClock(new Date('2026-11-02T02:00:00Z'))
const dayMs = 86_400_000
let house: TestHouse
type Api = Awaited<ReturnType<typeof as>>
let region: Api
let leader: Api
let city: Api
before(async () => {
  house = await world({ clock })
  await signInAll()
  await assign('industry', 'region')
  await assign('nanning', 'city')
  await assign('liuzhou', 'other-city')
})
after(() => house.close())

/** Sessions end while the test moves its clock by weeks. */
async function signInAll(): Promise<void> {
  region = await as(house, 'region')
  leader = await as(house, 'leader')
  city = await as(house, 'city')
}

async function assign(departmentCode: string, who: string): Promise<void> {
  const me = await client(registry, { base: house.url, headers: () => headersOf.get(who) ?? {} })
  const { headers } = await as(house, who)
  headersOf.set(who, headers)
  const organisationId = (await me.me()).organisation?.id ?? ''
  await region.assignDepartment({ params: { departmentCode }, body: { organisationId } })
}
const headersOf = new Map<string, Record<string, string>>()

const refused = (code: string) => (error: unknown) =>
  error instanceof RequestFault && error.answer.code === code

let drafted = 0
/** An item for the departments, by default due in two weeks, in the state that is asked for. */
async function item(
  departments: string[],
  upTo: 'drafted' | 'submitted' | 'approved' | 'issued' = 'issued',
  dueInDays = 14,
): Promise<string> {
  const dueOn = new Date(clock.now().getTime() + dueInDays * dayMs).toISOString().slice(0, 10)
  const body = { title: `督办 ${drafted++}`, text: '按期完成', departments, dueOn, goalKey: 'control' }
  const { id } = await region.draftItem({ body })
  if (upTo !== 'drafted') await supervise(id, 'submit')
  if (upTo === 'approved' || upTo === 'issued') await decide(id, 'approve')
  if (upTo === 'issued') await supervise(id, 'issue')
  return id
}

const seen = (itemId: string, by: Api = region) => by.item({ params: { itemId } })
type Supervision = 'submit' | 'issue' | 'close' | 'withdraw'
async function supervise(itemId: string, action: Supervision, comment?: string): Promise<void> {
  const { version } = await seen(itemId)
  await region.superviseItem({
    params: { itemId },
    body: { action, version, ...(comment ? { comment } : {}) },
  })
}
async function decide(itemId: string, decision: 'approve' | 'return', comment?: string): Promise<void> {
  const { version } = await seen(itemId)
  await leader.decideItem({
    params: { itemId },
    body: { decision, version, ...(comment ? { comment } : {}) },
  })
}
async function handle(
  by: Api,
  itemId: string,
  departmentCode: string,
  action: 'sign' | 'progress' | 'report',
  more: { comment?: string; explanation?: string } = {},
): Promise<void> {
  const { version } = await seen(itemId)
  await by.handlePart({ params: { itemId, departmentCode }, body: { action, version, ...more } })
}
async function review(
  itemId: string,
  departmentCode: string,
  action: 'accept' | 'return' | 'urge',
  comment?: string,
): Promise<void> {
  const { version } = await seen(itemId)
  const body = { action, version, ...(comment ? { comment } : {}) }
  await region.reviewPart({ params: { itemId, departmentCode }, body })
}

/** Texts of a person's notifications, once the events are delivered. */
async function told(who: string, text: RegExp): Promise<void> {
  const { headers } = await as(house, who)
  const api = client(registry, { base: house.url, headers: () => headers })
  await eventually(`${who} is told ${text}`, async () =>
    (await api.notifications({ query: { pageSize: 100 } })).rows.some((row) => text.test(row.text)),
  )
}

describe('the eight steps', () => {
  test('from the draft to the close, with a trail that names who did what', async () => {
    const id = await item(['nanning'], 'drafted')
    const steps = [(await seen(id)).step]
    const look = async () => steps.push((await seen(id)).step)
    await supervise(id, 'submit')
    await look()
    await decide(id, 'approve')
    await look()
    await supervise(id, 'issue')
    await look()
    await told('city', /督办/)
    await handle(city, id, 'nanning', 'sign')
    await look()
    await handle(city, id, 'nanning', 'progress', { comment: '已部署' })
    await look()
    await handle(city, id, 'nanning', 'report', { comment: '已完成' })
    await look()
    await review(id, 'nanning', 'accept')
    await look()
    await supervise(id, 'close')
    assert.deepEqual(steps, ['item', 'approval', 'issue', 'sign', 'handle', 'feedback', 'review', 'close'])
    const last = await seen(id)
    assert.deepEqual([last.state, last.step, last.light], ['closed', null, 'green'])
    const trail = last.events.map((one) => `${one.action} ${one.personName}`).reverse()
    assert.deepEqual(trail, [
      'draft region',
      'submit region',
      'approve leader',
      'issue region',
      'sign city',
      'progress city',
      'report city',
      'accept region',
      'close region',
    ])
    const report = last.events.find((one) => one.action === 'report')
    assert.equal(report?.evidenced?.basis, 'evidenced', 'progress is told by the figure too')
    assert.equal(report?.declared?.basis, 'declared')
    const audit = await house.house.act(
      systemCaller,
      ({ sql }) => sql`select count(*)::int as count from kit_audit where subject_id = ${id}`,
    )
    assert.equal(audit[0]?.count, 9)
  })

  test('the list says the step and the light that the rules say', async () => {
    const ids = [await item(['nanning', 'liuzhou']), await item(['science'], 'submitted')]
    await handle(city, ids[0] ?? '', 'nanning', 'sign')
    const { rows } = await region.items({ query: { pageSize: 200 } })
    for (const row of rows) {
      const { state, parts } = await seen(row.id)
      const states = parts.map((one) => one.state)
      assert.ok(states.every((one) => partStates.includes(one)))
      assert.equal(row.step, stepOf(state, states), row.title)
    }
    const waiting = await region.items({ query: { step: 'approval' } })
    assert.deepEqual(
      waiting.rows.map((row) => row.id),
      [ids[1]],
    )
  })

  test('the leader’s return needs a reason, and a draft is approved by another person', async () => {
    const id = await item(['nanning'], 'submitted')
    const { version } = await seen(id)
    const decision = { params: { itemId: id }, body: { decision: 'approve' as const, version } }
    await assert.rejects(region.decideItem(decision), { status: 403 })
    await assert.rejects(decide(id, 'return'), refused('governance.item.commentNeeded'))
    await decide(id, 'return', '责任单位不全')
    await told('region', /责任单位不全/)
    const again = await seen(id)
    assert.equal(again.state, 'drafted')
    const body = { title: '改过的', text: '改过', departments: ['industry', 'nanning'], dueOn: '2026-12-31' }
    await region.changeItem({ params: { itemId: id }, body: { ...body, version: again.version } })
    assert.deepEqual(
      (await seen(id)).parts.map((one) => [one.departmentCode, one.isLead]),
      [
        ['industry', true],
        ['nanning', false],
      ],
    )
  })

  test('an approval that is sent again counts once', async () => {
    const id = await item(['nanning'], 'submitted')
    const { version } = await seen(id)
    const once = () => leader.decideItem({ params: { itemId: id }, body: { decision: 'approve', version } })
    const answers = await Promise.allSettled([once(), once(), once()])
    assert.equal(answers.filter((one) => one.status === 'fulfilled').length, 1)
    for (const one of answers)
      if (one.status === 'rejected') assert.ok(refused('governance.item.changedSince')(one.reason))
    assert.equal((await seen(id)).events.filter((one) => one.action === 'approve').length, 1)
  })

  test('what does not fit the state is refused, and changes nothing', async () => {
    const id = await item(['nanning'])
    const before = await seen(id)
    await assert.rejects(supervise(id, 'close'), refused('governance.item.notNow'))
    await assert.rejects(supervise(id, 'issue'), refused('governance.item.notNow'))
    await assert.rejects(supervise(id, 'withdraw'), refused('governance.item.commentNeeded'))
    const early = handle(city, id, 'nanning', 'report', { comment: '好了' })
    await assert.rejects(early, refused('governance.item.notNow'))
    await assert.rejects(review(id, 'nanning', 'accept'), refused('governance.item.notNow'))
    assert.deepEqual(await seen(id), before)
    await assert.rejects(region.draftItem({ body: draft({ dueOn: '2026-10-30' }) }), { status: 400 })
    const nobody = region.draftItem({ body: draft({ departments: ['nobody'] }) })
    await assert.rejects(nobody, refused('governance.department.unknown'))
  })
})

function draft(change: object) {
  return { title: '事项', text: '内容', departments: ['nanning'], dueOn: '2026-12-31', ...change }
}

describe('who may', () => {
  test('another city sees and handles nothing of it, and a firm or stranger still less', async () => {
    const id = await item(['nanning'])
    const other = await as(house, 'other-city')
    await assert.rejects(seen(id, other), { status: 404 })
    await assert.rejects(handle(other, id, 'nanning', 'sign'), { status: 404 })
    assert.equal((await other.items({ query: { q: (await seen(id)).number } })).total, 0)
    await assert.rejects(seen(id, await as(house, 'a')), { status: 404 })
    await assert.rejects(seen(id, await as(house, null)), { status: 401 })
    await assert.rejects(handle(city, id, 'liuzhou', 'sign'), { status: 404 })
  })

  test('a draft is not shown to the departments before it is issued', async () => {
    const id = await item(['nanning'], 'approved')
    await assert.rejects(seen(id, city), { status: 404 })
    await supervise(id, 'issue')
    assert.equal((await seen(id, city)).parts[0]?.isMine, true)
  })

  test('of a joint item each body handles its part, the supervisor for one that is off', async () => {
    const id = await item(['nanning', 'liuzhou', 'science'])
    const other = await as(house, 'other-city')
    await assert.rejects(handle(other, id, 'nanning', 'sign'), refused('governance.item.notOurs'))
    await assert.rejects(handle(region, id, 'nanning', 'sign'), refused('governance.item.notOurs'))
    await handle(other, id, 'liuzhou', 'sign')
    await handle(region, id, 'science', 'sign')
    const { events, parts } = await seen(id)
    const signed = events.filter((one) => one.action === 'sign')
    assert.deepEqual(signed.map((one) => one.isOnBehalf).sort(), [false, true])
    assert.deepEqual(
      parts.map((one) => one.state),
      ['issued', 'signed', 'signed'],
    )
  })

  test('what waits for each is counted and listed', async () => {
    const id = await item(['nanning'])
    const mine = await city.items({ query: { isMine: true, pageSize: 200 } })
    assert.ok(mine.rows.some((row) => row.id === id))
    const { rows } = await city.waiting()
    assert.equal(
      rows.reduce((sum, row) => sum + row.count, 0),
      mine.total,
    )
    const leaders = await leader.items({ query: { isMine: true, pageSize: 200 } })
    assert.ok(leaders.rows.every((row) => row.step === 'approval'))
  })
})

describe('lights and clocks', () => {
  test('red by rule, an explanation asked for, yellow once made up, with a history', async () => {
    const id = await item(['nanning'], 'issued', 14)
    await handle(city, id, 'nanning', 'sign')
    clock.move(8 * dayMs)
    await signInAll()
    await watchLights(house.house)
    assert.equal((await seen(id)).light, 'yellow')
    await told('city', /即将到期/)
    clock.move(8 * dayMs)
    await signInAll()
    await watchLights(house.house)
    await watchLights(house.house)
    assert.equal((await seen(id)).light, 'red')
    await told('city', /已逾期/)
    await told('region', /已亮红灯/)
    const bare = handle(city, id, 'nanning', 'report', { comment: '完成' })
    await assert.rejects(bare, refused('governance.item.explanationNeeded'))
    await handle(city, id, 'nanning', 'report', { comment: '完成', explanation: '汛期停工' })
    const late = await seen(id)
    assert.deepEqual([late.light, late.parts[0]?.lightReason], ['yellow', 'madeUpLate'])
    assert.deepEqual(
      late.lights.map((one) => one.light),
      ['yellow', 'red', 'yellow'],
    )
    assert.equal(late.events.find((one) => one.action === 'report')?.explanation, '汛期停工')
    const records = await region.comparison()
    const nanning = records.rows.find((row) => row.code === 'nanning')
    assert.ok(nanning && nanning.late >= 1)
    const denominator = nanning.inTime + nanning.late + nanning.red
    assert.equal(nanning.punctuality.value, Math.round((nanning.inTime / denominator) * 1000) / 10)
  })

  test('what stays red is escalated to the leaders, once', async () => {
    const id = await item(['liuzhou'], 'issued', 1)
    clock.move(3 * dayMs)
    await signInAll()
    await watchLights(house.house)
    clock.move(9 * dayMs)
    await signInAll()
    await watchLights(house.house)
    await watchLights(house.house)
    const { events } = await seen(id)
    assert.equal(events.filter((one) => one.action === 'escalate').length, 1)
    await told('leader', /仍未办结/)
  })

  test('an extension moves the deadline once the leader grants it', async () => {
    const id = await item(['nanning'], 'issued', 3)
    await handle(city, id, 'nanning', 'sign')
    const params = { itemId: id, departmentCode: 'nanning' }
    const until = new Date(clock.now().getTime() + 40 * dayMs).toISOString().slice(0, 10)
    const sooner = city.askExtension({ params, body: { until: '2026-11-03', reason: '早' } })
    await assert.rejects(sooner, refused('governance.extension.earlier'))
    const asked = await city.askExtension({ params, body: { until, reason: '设备未到' } })
    const twice = city.askExtension({ params, body: { until, reason: '再次' } })
    await assert.rejects(twice, refused('governance.extension.open'))
    const decision = { params: { extensionId: asked.id }, body: { decision: 'granted' as const } }
    await assert.rejects(city.decideExtension(decision), { status: 403 })
    await leader.decideExtension(decision)
    await assert.rejects(leader.decideExtension(decision), refused('governance.extension.decided'))
    const { parts, light } = await seen(id)
    assert.deepEqual([parts[0]?.dueOn, light], [until, 'green'])
    await told('city', /延期/)
  })

  test('urging needs a word, and reaches the department', async () => {
    const id = await item(['nanning'])
    await assert.rejects(review(id, 'nanning', 'urge'), refused('governance.item.commentNeeded'))
    await review(id, 'nanning', 'urge', '请抓紧')
    await told('city', /请抓紧/)
  })

  test('the limits are data that officials change', async () => {
    const id = await item(['nanning'], 'issued', 9)
    await watchLights(house.house)
    assert.equal((await seen(id)).light, 'green')
    await region.changeSupervisionRules({ body: { signDays: 2, warnDays: 30, escalateDays: 5 } })
    await watchLights(house.house)
    assert.equal((await seen(id)).light, 'yellow')
    const byCity = city.changeSupervisionRules({ body: { signDays: 1, warnDays: 1, escalateDays: 1 } })
    await assert.rejects(byCity, { status: 403 })
    await region.changeSupervisionRules({ body: { signDays: 2, warnDays: 5, escalateDays: 5 } })
  })
})

describe('files', () => {
  test('prove what was done: their hash stands in the trail, and others of the item read them', async () => {
    const id = await item(['nanning'])
    const form = new FormData()
    form.set('file', new Blob(['proof'], { type: 'text/plain' }), '佐证.txt')
    const added = await city.addItemFile({ params: { itemId: id }, body: form as never })
    const { files, events } = await seen(id)
    assert.deepEqual([files[0]?.id, files[0]?.name], [added.id, '佐证.txt'])
    assert.ok(events[0]?.comment?.includes(files[0]?.hash ?? '?'))
    const address = `${house.url}/api/governance/items/${id}/files/${added.id}`
    const read = await fetch(address, { headers: region.headers })
    assert.equal(await read.text(), 'proof')
    const other = await as(house, 'other-city')
    assert.equal((await fetch(address, { headers: other.headers })).status, 404)
  })
})
