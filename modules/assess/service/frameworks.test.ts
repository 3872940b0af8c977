import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { smallForm } from '../test/framework.ts'
import {
  as,
  day,
  inDatabase,
  openWindow,
  type Person,
  refused,
  upload,
  type World,
  world,
} from '../test/world.ts'

let house: World
let platform: Person
let firm: Person
before(async () => {
  house = await world()
  platform = await as(house, 'platform')
  firm = await as(house, 'a')
})
after(() => house.close())

const path = '/assess/frameworks'
const fileOf = (form: unknown) => ({ name: 'framework.json', content: JSON.stringify(form) })

describe('a framework', () => {
  test('A1: a wrong file is told with every fault, and nothing of it is loaded', async () => {
    const wrong = smallForm({ version: 'wrong' })
    Object.assign(wrong.framework.root.children[0] ?? {}, { code: 'use' })
    Object.assign(wrong.checks[0] ?? {}, { question: 'nowhere' })
    wrong.measures[0]?.nodes.push('gone')
    Object.assign(wrong.questions, { use: { evidence: { query: 'nobody.knows', version: 1 } } })
    const { status, body } = await upload(house, platform, `${path}?dryRun=false`, fileOf(wrong))
    assert.equal(status, 200)
    assert.equal(body.id, null)
    const told = body.faults.map(({ code, path }) => `${code} ${path}`)
    for (const fault of [
      'code.repeated /framework/root/children/1/code',
      'node.unknown /checks/0',
      'node.unknown /measures/0/nodes',
      'query.unknown /questions/use/evidence/query',
    ])
      assert.ok(told.includes(fault), told.join('; '))
    // Each in words, none by its code.
    assert.ok(body.faults.every(({ code, message }) => message && !message.startsWith(code)))
    const { total } = await platform.frameworks({ query: { q: 'TEST' } })
    assert.equal(total, 1)
  })

  test('a copy is a draft with the same content and a version that is not there yet', async () => {
    const { rows } = await platform.frameworks({ query: { q: 'TEST' } })
    const params = { frameworkId: rows[0]?.id ?? '' }
    const { id } = await platform.copyFramework({ params, body: { version: 'copy-1' } })
    const copy = await platform.framework({ params: { frameworkId: id } })
    assert.deepEqual([copy.framework.status, copy.framework.version], ['draft', 'copy-1'])
    const { rows: changes } = await platform.compareFrameworks({
      params: { frameworkId: id },
      query: { since: params.frameworkId },
    })
    assert.ok(changes.length <= 1, JSON.stringify(changes))
    const again = platform.copyFramework({ params, body: { version: 'copy-1' } })
    await assert.rejects(again, refused('assess.framework.taken', 'version'))
    await assert.rejects(firm.copyFramework({ params, body: { version: 'mine' } }), { status: 403 })
    await platform.removeFramework({ params: { frameworkId: id } })
  })

  test('what is no JSON is a fault of the file', async () => {
    const { status, body } = await upload(house, platform, path, { name: 'x.json', content: '{' })
    assert.deepEqual([status, body.code, body.fields[0]?.field], [400, 'assess.framework.unread', 'file'])
  })

  test('a dry run keeps nothing; then it is a draft that only its writers see', async () => {
    const form = fileOf(smallForm({ version: '2' }))
    const tried = await upload(house, platform, `${path}?dryRun=true`, form)
    assert.deepEqual([tried.body.id, tried.body.faults], [null, []])
    const { body } = await upload(house, platform, `${path}?dryRun=false`, form)
    assert.ok(body.id)
    const params = { frameworkId: body.id }
    assert.equal((await platform.framework({ params })).framework.status, 'draft')
    await assert.rejects(firm.framework({ params }), refused('kit.notFound'))
    await assert.rejects((await as(house, null)).framework({ params }), refused('kit.notFound'))
    assert.equal((await firm.frameworks({ query: { q: 'TEST' } })).total, 1)
    const again = await upload(house, platform, `${path}?dryRun=false`, form)
    assert.deepEqual([again.status, again.body.code], [409, 'assess.framework.taken'])
  })

  test('a draft is written anew with its faults listed; of two writers the later is told', async () => {
    const { body } = await upload(
      house,
      platform,
      `${path}?dryRun=false`,
      fileOf(smallForm({ version: '3' })),
    )
    const params = { frameworkId: body.id ?? '' }
    const wrong = JSON.stringify({ ...smallForm({ version: '3' }), kind: 'x' })
    const write = (content: string, revision: number, dryRun = false) =>
      platform.changeFramework({ params, body: { content, revision, dryRun } })
    assert.ok((await write(wrong, 1)).faults.length > 0)
    const next = smallForm({ version: '3.1' })
    assert.deepEqual(await write(JSON.stringify(next), 1, true), { faults: [], revision: 1 })
    assert.equal((await platform.framework({ params })).framework.version, '3')
    assert.deepEqual(await write(JSON.stringify(next), 1), { faults: [], revision: 2 })
    assert.equal((await platform.framework({ params })).framework.version, '3.1')
    await assert.rejects(write(JSON.stringify(next), 1), refused('assess.framework.changedSince'))
    await assert.rejects(write('no json', 2), refused('assess.framework.unread', 'file'))
    await assert.rejects(write(JSON.stringify(smallForm()), 2), refused('assess.framework.taken'))
    assert.deepEqual(await platform.removeFramework({ params }), { done: true })
    await assert.rejects(platform.framework({ params }), refused('kit.notFound'))
  })

  test('A1: once published it is never changed or removed, not even in the database', async () => {
    const params = { frameworkId: house.frameworkId }
    const content = JSON.stringify(smallForm({ version: '9' }))
    const changing = platform.changeFramework({ params, body: { content, revision: 1, dryRun: false } })
    await assert.rejects(changing, refused('assess.framework.stands'))
    await assert.rejects(platform.removeFramework({ params }), refused('assess.framework.stands'))
    const { frameworkId } = house
    await assert.rejects(
      inDatabase(house, (sql) => sql`update assess_frameworks set content = '{}' where id = ${frameworkId}`),
      /never changed/,
    )
    await assert.rejects(
      inDatabase(house, (sql) => sql`delete from assess_frameworks where id = ${frameworkId}`),
      /never removed/,
    )
  })

  test('several versions live at once; an older one is retired, and its answers stay', async () => {
    const { rows } = await platform.frameworks({ query: { q: 'TEST', sort: '-version' } })
    const second = rows.find(({ version }) => version === '2')
    assert.ok(second)
    const params = { frameworkId: second.id }
    const body = { status: 'published' as const, revision: second.revision }
    await platform.setFrameworkStatus({ params, body })
    await assert.rejects(
      platform.setFrameworkStatus({ params, body }),
      refused('assess.framework.changedSince'),
    )
    const published = await firm.frameworks({ query: { q: 'TEST', status: 'published' } })
    assert.equal(published.total, 2)
    const { framework } = await platform.framework({ params })
    assert.equal(framework.publishedBy, 'platform')
    await platform.setFrameworkStatus({ params, body: { status: 'retired', revision: framework.revision } })
    assert.equal((await firm.framework({ params })).framework.status, 'retired')
  })

  test('two versions are compared, and a stranger may read how firms are assessed', async () => {
    const stranger = await as(house, null)
    const { rows } = await stranger.frameworks({ query: { q: 'TEST' } })
    const [one, other] = rows.map(({ id }) => id)
    const changes = await stranger.compareFrameworks({
      params: { frameworkId: one ?? '' },
      query: { since: other ?? '' },
    })
    assert.deepEqual(
      changes.rows.map(({ about, aspect }) => [about, aspect]),
      [['file', 'version']],
    )
    const shown = await stranger.framework({ params: { frameworkId: house.frameworkId } })
    assert.deepEqual(shown.facts[0]?.values, ['discrete', 'process'])
    assert.equal(shown.outline.questions.length, 7)
    assert.equal(shown.examples.length, 2)
    const told = (code: string) => shown.scoring.find((one) => one.code === code)
    assert.deepEqual(told('scale')?.weight, ['0'])
    assert.match(told('scale')?.rule ?? '', /选项yes = 100.*选项no = 0/)
    assert.deepEqual([told('use')?.rule, told('rate')?.proves], [null, []])
    assert.equal(shown.framework.unverified, 2)
    assert.deepEqual(JSON.parse(shown.content).framework.code, 'TEST')
  })

  test('who does not maintain frameworks uploads, changes and publishes none', async () => {
    const { status } = await upload(house, firm, path, fileOf(smallForm({ version: '8' })))
    assert.equal(status, 403)
    const params = { frameworkId: house.frameworkId }
    const body = { status: 'retired' as const, revision: 1 }
    await assert.rejects(firm.setFrameworkStatus({ params, body }), refused('kit.forbidden'))
  })

  test('what was done stands in the audit', async () => {
    const rows = await inDatabase(house, (sql) => {
      return sql`select action, count(*)::int as times from kit_audit where subject = 'assess.framework'
        and action like 'assess.framework.%' group by 1 order by 1`
    })
    const actions = rows.map((row) => row.action)
    for (const action of ['added', 'changed', 'published', 'removed', 'retired'])
      assert.ok(actions.includes(`assess.framework.${action}`), action)
  })
})

describe('a window', () => {
  test('a framework has one a year, and it closes after it opens', async () => {
    const at = house.time.now().getTime()
    const body = {
      frameworkId: house.frameworkId,
      year: 2026,
      opensAt: new Date(at).toISOString(),
      closesAt: new Date(at + day).toISOString(),
    }
    await assert.rejects(platform.addWindow({ body }), refused('assess.window.taken'))
    const turned = { ...body, year: 2027, closesAt: new Date(at - day).toISOString() }
    await assert.rejects(platform.addWindow({ body: turned }), refused('assess.window.order', 'closesAt'))
    const unknown = { ...body, frameworkId: '01900000-0000-7000-8000-000000000000' }
    await assert.rejects(platform.addWindow({ body: unknown }), refused('kit.notFound'))
  })

  test('it is changed by its revision, and the list says what is open', async () => {
    const windowId = await openWindow(house, house.frameworkId, 2030)
    const { rows } = await firm.windows({ query: { year: 2030 } })
    assert.deepEqual([rows.length, rows[0]?.isOpen, rows[0]?.runs], [1, true, 0])
    const at = house.time.now().getTime()
    const body = {
      opensAt: new Date(at + day).toISOString(),
      closesAt: new Date(at + 2 * day).toISOString(),
      revision: 1,
    }
    await platform.changeWindow({ params: { windowId }, body })
    await assert.rejects(
      platform.changeWindow({ params: { windowId }, body }),
      refused('assess.framework.changedSince'),
    )
    assert.equal((await firm.windows({ query: { year: 2030, isOpen: true } })).total, 0)
    assert.equal((await firm.windows({ query: { year: 2030, isOpen: false } })).total, 1)
  })

  test('a retired framework gets no new window', async () => {
    const { rows } = await platform.frameworks({ query: { q: 'TEST', status: 'retired' } })
    await assert.rejects(openWindow(house, rows[0]?.id ?? '', 2031), refused('assess.framework.stands'))
  })
})
