import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { dayAfter, refused, type SupervisionWorld, supervisionWorld, told } from '../test/supervision.ts'
import { partStates, stepOf } from './steps.ts'
import { watchLights } from './watch.ts'

let w: SupervisionWorld
before(async () => {
  w = await supervisionWorld()
})
after(() => w.house.close())

describe('the eight steps', () => {
  test('from the draft to the close, with a trail that names who did what', async () => {
    const id = await w.item(['nanning'], 'drafted', 14, { goalKey: 'control' })
    const steps = [(await w.seen(id)).step]
    const look = async () => steps.push((await w.seen(id)).step)
    await w.supervise(id, 'submit')
    await look()
    await w.decide(id, 'approve')
    await look()
    await w.supervise(id, 'issue')
    await look()
    await told(w.house, 'city', /督办/)
    await w.handle('city', id, 'nanning', 'sign')
    await look()
    await w.handle('city', id, 'nanning', 'progress', { comment: '已部署' })
    await look()
    await w.handle('city', id, 'nanning', 'report', { comment: '已完成' })
    await look()
    await w.review(id, 'nanning', 'accept')
    await look()
    await w.supervise(id, 'close')
    assert.deepEqual(steps, ['item', 'approval', 'issue', 'sign', 'handle', 'feedback', 'review', 'close'])
    const last = await w.seen(id)
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
    const audit = await w.house.house.act(
      systemCaller,
      ({ sql }) => sql`select count(*)::int as count from kit_audit where subject_id = ${id}`,
    )
    assert.equal(audit[0]?.count, 9)
  })

  test('the list says the step and the light that the rules say', async () => {
    const ids = [await w.item(['nanning', 'liuzhou']), await w.item(['science'], 'submitted')]
    await w.handle('city', ids[0] ?? '', 'nanning', 'sign')
    const { rows } = await (await w.by('region')).items({ query: { pageSize: 200 } })
    for (const row of rows) {
      const { state, parts } = await w.seen(row.id)
      const states = parts.map((one) => one.state)
      assert.ok(states.every((one) => partStates.includes(one)))
      assert.equal(row.step, stepOf(state, states), row.title)
    }
    const waiting = await (await w.by('region')).items({ query: { step: 'approval' } })
    assert.deepEqual(
      waiting.rows.map((row) => row.id),
      [ids[1]],
    )
  })

  test('the leader’s return needs a reason, and a draft is approved by another person', async () => {
    const id = await w.item(['nanning'], 'submitted')
    const { version } = await w.seen(id)
    const decision = { params: { itemId: id }, body: { decision: 'approve' as const, version } }
    await assert.rejects((await w.by('region')).decideItem(decision), { status: 403 })
    await assert.rejects(w.decide(id, 'return'), refused('governance.item.commentNeeded'))
    await w.decide(id, 'return', '责任单位不全')
    await told(w.house, 'region', /责任单位不全/)
    const again = await w.seen(id)
    assert.equal(again.state, 'drafted')
    const body = { title: '改过的', text: '改过', departments: ['industry', 'nanning'], dueOn: '2026-12-31' }
    await (await w.by('region')).changeItem({
      params: { itemId: id },
      body: { ...body, version: again.version },
    })
    assert.deepEqual(
      (await w.seen(id)).parts.map((one) => [one.departmentCode, one.isLead]),
      [
        ['industry', true],
        ['nanning', false],
      ],
    )
  })

  test('an approval that is sent again counts once', async () => {
    const id = await w.item(['nanning'], 'submitted')
    const { version } = await w.seen(id)
    const leader = await w.by('leader')
    const once = () => leader.decideItem({ params: { itemId: id }, body: { decision: 'approve', version } })
    const answers = await Promise.allSettled([once(), once(), once()])
    assert.equal(answers.filter((one) => one.status === 'fulfilled').length, 1)
    for (const one of answers)
      if (one.status === 'rejected') assert.ok(refused('governance.item.changedSince')(one.reason))
    assert.equal((await w.seen(id)).events.filter((one) => one.action === 'approve').length, 1)
  })

  test('what does not fit the state is refused, and changes nothing', async () => {
    const id = await w.item(['nanning'])
    const before = await w.seen(id)
    await assert.rejects(w.supervise(id, 'close'), refused('governance.item.notNow'))
    await assert.rejects(w.supervise(id, 'issue'), refused('governance.item.notNow'))
    await assert.rejects(w.supervise(id, 'withdraw'), refused('governance.item.commentNeeded'))
    const early = w.handle('city', id, 'nanning', 'report', { comment: '好了' })
    await assert.rejects(early, refused('governance.item.notNow'))
    await assert.rejects(w.review(id, 'nanning', 'accept'), refused('governance.item.notNow'))
    assert.deepEqual(await w.seen(id), before)
    await assert.rejects((await w.by('region')).draftItem({ body: draft({ dueOn: '2026-10-30' }) }), {
      status: 400,
    })
    const nobody = (await w.by('region')).draftItem({ body: draft({ departments: ['nobody'] }) })
    await assert.rejects(nobody, refused('governance.department.unknown'))
  })
})

function draft(change: object) {
  return { title: '事项', text: '内容', departments: ['nanning'], dueOn: '2026-12-31', ...change }
}

describe('who may', () => {
  test('another city sees and handles nothing of it, and a firm or stranger still less', async () => {
    const id = await w.item(['nanning'])
    const other = await w.by('other-city')
    await assert.rejects(w.seen(id, 'other-city'), { status: 404 })
    await assert.rejects(w.handle('other-city', id, 'nanning', 'sign'), { status: 404 })
    assert.equal((await other.items({ query: { q: (await w.seen(id)).number } })).total, 0)
    await assert.rejects(w.seen(id, 'a'), { status: 404 })
    await assert.rejects(w.handle('city', id, 'liuzhou', 'sign'), { status: 404 })
  })

  test('a draft is not shown to the departments before it is issued', async () => {
    const id = await w.item(['nanning'], 'approved')
    await assert.rejects(w.seen(id, 'city'), { status: 404 })
    await w.supervise(id, 'issue')
    assert.equal((await w.seen(id, 'city')).parts[0]?.isMine, true)
  })

  test('of a joint item each body handles its part, the supervisor for one that is off', async () => {
    const id = await w.item(['nanning', 'liuzhou', 'science'])
    await assert.rejects(w.handle('other-city', id, 'nanning', 'sign'), refused('governance.item.notOurs'))
    await assert.rejects(w.handle('region', id, 'nanning', 'sign'), refused('governance.item.notOurs'))
    await w.handle('other-city', id, 'liuzhou', 'sign')
    await w.handle('region', id, 'science', 'sign')
    const { events, parts } = await w.seen(id)
    const signed = events.filter((one) => one.action === 'sign')
    assert.deepEqual(signed.map((one) => one.isOnBehalf).sort(), [false, true])
    assert.deepEqual(
      parts.map((one) => one.state),
      ['issued', 'signed', 'signed'],
    )
  })

  test('what waits for each is counted and listed', async () => {
    const id = await w.item(['nanning'])
    const mine = await (await w.by('city')).items({ query: { isMine: true, pageSize: 200 } })
    assert.ok(mine.rows.some((row) => row.id === id))
    const { rows } = await (await w.by('city')).waiting()
    assert.equal(
      rows.reduce((sum, row) => sum + row.count, 0),
      mine.total,
    )
    const leaders = await (await w.by('leader')).items({ query: { isMine: true, pageSize: 200 } })
    assert.ok(leaders.rows.every((row) => row.step === 'approval'))
  })
})

describe('lights and clocks', () => {
  test('red by rule, an explanation asked for, yellow once made up, with a history', async () => {
    const id = await w.item(['nanning'], 'issued', 14)
    await w.handle('city', id, 'nanning', 'sign')
    await w.move(8)
    await watchLights(w.house.house)
    assert.equal((await w.seen(id)).light, 'yellow')
    await told(w.house, 'city', /即将到期/)
    await w.move(8)
    await watchLights(w.house.house)
    await watchLights(w.house.house)
    assert.equal((await w.seen(id)).light, 'red')
    await told(w.house, 'city', /已逾期/)
    await told(w.house, 'region', /已亮红灯/)
    const bare = w.handle('city', id, 'nanning', 'report', { comment: '完成' })
    await assert.rejects(bare, refused('governance.item.explanationNeeded'))
    await w.handle('city', id, 'nanning', 'report', { comment: '完成', explanation: '汛期停工' })
    const late = await w.seen(id)
    assert.deepEqual([late.light, late.parts[0]?.lightReason], ['yellow', 'madeUpLate'])
    assert.deepEqual(
      late.lights.map((one) => one.light),
      ['yellow', 'red', 'yellow'],
    )
    assert.equal(late.events.find((one) => one.action === 'report')?.explanation, '汛期停工')
    const records = await (await w.by('region')).comparison()
    const nanning = records.rows.find((row) => row.code === 'nanning')
    assert.ok(nanning && nanning.late >= 1)
    const denominator = nanning.inTime + nanning.late + nanning.red
    assert.equal(nanning.punctuality.value, Math.round((nanning.inTime / denominator) * 1000) / 10)
  })

  test('what stays red is escalated to the leaders, once', async () => {
    const id = await w.item(['liuzhou'], 'issued', 1)
    await w.move(3)
    await watchLights(w.house.house)
    await w.move(9)
    await watchLights(w.house.house)
    await watchLights(w.house.house)
    const { events } = await w.seen(id)
    assert.equal(events.filter((one) => one.action === 'escalate').length, 1)
    await told(w.house, 'leader', /仍未办结/)
  })

  test('an extension moves the deadline once the leader grants it', async () => {
    const id = await w.item(['nanning'], 'issued', 3)
    await w.handle('city', id, 'nanning', 'sign')
    const params = { itemId: id, departmentCode: 'nanning' }
    const until = dayAfter(w.clock.now(), 40)
    const sooner = (await w.by('city')).askExtension({ params, body: { until: '2026-11-03', reason: '早' } })
    await assert.rejects(sooner, refused('governance.extension.earlier'))
    const asked = await (await w.by('city')).askExtension({ params, body: { until, reason: '设备未到' } })
    const twice = (await w.by('city')).askExtension({ params, body: { until, reason: '再次' } })
    await assert.rejects(twice, refused('governance.extension.open'))
    const decision = { params: { extensionId: asked.id }, body: { decision: 'granted' as const } }
    await assert.rejects((await w.by('city')).decideExtension(decision), { status: 403 })
    await (await w.by('leader')).decideExtension(decision)
    await assert.rejects(
      (await w.by('leader')).decideExtension(decision),
      refused('governance.extension.decided'),
    )
    const { parts, light } = await w.seen(id)
    assert.deepEqual([parts[0]?.dueOn, light], [until, 'green'])
    await told(w.house, 'city', /延期/)
  })

  test('urging needs a word, and reaches the department', async () => {
    const id = await w.item(['nanning'])
    await assert.rejects(w.review(id, 'nanning', 'urge'), refused('governance.item.commentNeeded'))
    await w.review(id, 'nanning', 'urge', '请抓紧')
    await told(w.house, 'city', /请抓紧/)
  })

  test('the limits are data that officials change', async () => {
    const id = await w.item(['nanning'], 'issued', 9)
    await watchLights(w.house.house)
    assert.equal((await w.seen(id)).light, 'green')
    await (await w.by('region')).changeSupervisionRules({
      body: { signDays: 2, warnDays: 30, escalateDays: 5 },
    })
    await watchLights(w.house.house)
    assert.equal((await w.seen(id)).light, 'yellow')
    const byCity = (await w.by('city')).changeSupervisionRules({
      body: { signDays: 1, warnDays: 1, escalateDays: 1 },
    })
    await assert.rejects(byCity, { status: 403 })
    await (await w.by('region')).changeSupervisionRules({
      body: { signDays: 2, warnDays: 5, escalateDays: 5 },
    })
  })
})

describe('files', () => {
  test('prove what was done: their hash stands in the trail, and others of the item read them', async () => {
    const id = await w.item(['nanning'])
    const form = new FormData()
    form.set('file', new Blob(['proof'], { type: 'text/html' }), '佐证.txt')
    const added = await (await w.by('city')).addItemFile({ params: { itemId: id }, body: form as never })
    const { files, events } = await w.seen(id)
    assert.deepEqual([files[0]?.id, files[0]?.name], [added.id, '佐证.txt'])
    assert.ok(events[0]?.comment?.includes(files[0]?.hash ?? '?'))
    const address = `${w.house.url}/api/governance/items/${id}/files/${added.id}`
    const read = await fetch(address, { headers: (await w.by('region')).headers })
    assert.equal(await read.text(), 'proof')
    assert.equal(read.headers.get('content-type'), 'application/octet-stream', 'not what its sender said')
    const paper = new FormData()
    paper.set('file', new Blob(['%PDF-1.7 x'], { type: 'text/html' }), '佐证.html')
    await (await w.by('city')).addItemFile({ params: { itemId: id }, body: paper as never })
    assert.equal((await w.seen(id)).files.at(-1)?.mediaType, 'application/pdf', 'told by its bytes')
    const other = await w.by('other-city')
    assert.equal((await fetch(address, { headers: other.headers })).status, 404)
  })
})
