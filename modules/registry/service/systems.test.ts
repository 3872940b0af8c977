import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { addPaper, confirmAgain, confirmed, given, ledgerWorld, pdf } from '../test/ledger.ts'
import { as, auditOf, refused } from '../test/world.ts'
import { onRunAssigned } from './system-decisions.ts'

let house: TestHouse
const none = '01900000-0000-7000-8000-000000000000'
before(async () => {
  house = await ledgerWorld()
})
after(() => house.close())

const fields = (...wanted: string[]) => {
  return (error: RequestFault) => {
    assert.deepEqual(error.answer.fields?.map(({ field }) => field).toSorted(), wanted.toSorted())
    return true
  }
}
const stateOf = async (systemId: string, who = 'a') => {
  const { system } = await (await as(house, who)).system({ params: { systemId } })
  return [system.status, system.decidedBy, system.reason]
}
const organisationOf = async (who: string) => (await (await as(house, who)).me()).organisation?.id ?? ''

describe('a firm enters its systems (M10)', () => {
  test('with what they are for and how far they reach; everybody of the firm reads them', async () => {
    const firm = await as(house, 'a')
    const { id } = await firm.addSystem({
      body: given({ name: ' CAD 设计 ', kindCode: 'cad', processes: ['modelling'] }),
    })
    const { rows, total } = await (await as(house, 'viewer')).systems({ query: { q: 'cad' } })
    assert.equal(total, 1)
    const { name, kindName, coveredPercent, isInUse, status, papers } = rows[0] as (typeof rows)[number]
    assert.deepEqual([name, coveredPercent, isInUse, status, papers], ['CAD 设计', 90, true, 'entered', 0])
    assert.match(kindName, /CAD/)
    const find = async (query: object) => (await firm.systems({ query })).rows.map((row) => row.id)
    assert.deepEqual(await find({ process: 'modelling', kind: 'cad' }), [id])
    assert.deepEqual(await find({ process: 'finance' }), [])
    assert.deepEqual(await find({ isInUse: false }), [])
    const detail = await firm.system({ params: { systemId: id } })
    assert.deepEqual([detail.mayWrite, detail.mayConfirm, detail.links, detail.papers], [true, false, [], []])
    await firm.removeSystem({ params: { systemId: id } })
    assert.deepEqual(await find({}), [])
    await assert.rejects(firm.system({ params: { systemId: id } }), { status: 404 })
  })

  test('and every field that breaks a rule is named', async () => {
    const add = async (more: object) => (await as(house, 'a')).addSystem({ body: given(more) })
    await assert.rejects(
      add({ covered: 11, usedUntil: '2024-01-01', supplier: ' ' }),
      fields('covered', 'usedUntil', 'supplier'),
    )
    await assert.rejects(
      add({ usedSince: '2999-01-01', kindCode: 'nothing' }),
      fields('usedSince', 'kindCode'),
    )
    await assert.rejects(add({ kindCode: 'cad', processes: ['modelling', 'finance'] }), fields('processes'))
    await assert.rejects(add({ name: '  ', countedHow: ' ' }), fields('name', 'countedHow'))
    await assert.rejects(add({ processes: [] }), fields('processes'))
    const { id } = await add({ name: '唯一', isOwn: true, supplier: '' })
    await assert.rejects(add({ name: '唯一' }), refused('registry.system.nameTaken'))
    await (await as(house, 'b')).addSystem({ body: given({ name: '唯一' }) })
    await (await as(house, 'a')).removeSystem({ params: { systemId: id } })
    await add({ name: '唯一' })
  })

  test('what another changed since is not written over', async () => {
    const firm = await as(house, 'a')
    const { id } = await firm.addSystem({ body: given({ name: '版本' }) })
    const change = (version: number, covered: number) =>
      firm.changeSystem({ params: { systemId: id }, body: { ...given({ name: '版本', covered }), version } })
    await change(1, 5)
    await assert.rejects(change(1, 6), refused('registry.system.changedSince'))
    const { rows } = await firm.systemHistory({ params: { systemId: id } })
    assert.deepEqual(
      rows.map(({ action, byName }) => [action, byName]),
      [
        ['changed', 'a'],
        ['added', 'a'],
      ],
    )
    assert.deepEqual(rows[0]?.before, { ...given({ name: '版本' }), usedUntil: null })
  })

  test('a foreign firm, a stranger to it and who only reads change and see nothing', async () => {
    const { id } = await (await as(house, 'a')).addSystem({ body: given({ name: '外人' }) })
    const params = { systemId: id }
    const foreign = await as(house, 'b')
    for (const who of ['b', 'other-city', 'assessor'])
      await assert.rejects((await as(house, who)).system({ params }), { status: 404 }, who)
    await assert.rejects(foreign.removeSystem({ params }), { status: 404 })
    const version = 1
    await assert.rejects(foreign.changeSystem({ params, body: { ...given(), version } }), { status: 404 })
    assert.equal((await addPaper(house, 'b', id)).status, 404)
    await assert.rejects((await as(house, 'viewer')).removeSystem({ params }), { status: 403 })
    const organisationId = await organisationOf('a')
    await assert.rejects(foreign.systemsSummary({ params: { organisationId } }), { status: 404 })
    const own = { ...systemCaller, reach: 'own' as const, organisationId: await organisationOf('b') }
    const changed = await house.house.act(
      own,
      ({ sql }) => sql`update registry_systems set name = 'x'
      where id = ${id} returning id`,
    )
    assert.equal(changed.length, 0)
  })
})

describe('papers and exchanges', () => {
  test('a paper is told by its content, is read by whoever sees the system, and is taken away', async () => {
    const firm = await as(house, 'a')
    const { id } = await firm.addSystem({ body: given({ name: '材料' }) })
    for (const content of ['MZ a program', '', 'PK\u0003\u0004 no office']) {
      const told = await addPaper(house, 'a', id, content)
      assert.deepEqual([told.status, told.body.fields?.[0]?.field], [400, 'file'], content)
    }
    assert.equal((await addPaper(house, 'a', id)).status, 200)
    const { papers } = await firm.system({ params: { systemId: id } })
    assert.deepEqual(
      papers.map(({ fileName, mediaType, addedBy }) => [fileName, mediaType, addedBy]),
      [['合同.pdf', 'application/pdf', 'a']],
    )
    const params = { systemId: id, paperId: papers[0]?.id ?? '' }
    const { headers } = await as(house, 'city')
    const read = await fetch(`${house.url}/api/registry/systems/${id}/papers/${params.paperId}`, { headers })
    assert.equal(await read.text(), pdf)
    await firm.removeSystemPaper({ params })
    await assert.rejects(firm.removeSystemPaper({ params }), { status: 404 })
  })

  test('an exchange stands between two systems of one ledger, once', async () => {
    const firm = await as(house, 'a')
    const [from, to] = [
      await firm.addSystem({ body: given({ name: '送出' }) }),
      await firm.addSystem({ body: given({ name: '接收' }) }),
    ]
    const foreign = await (await as(house, 'b')).addSystem({ body: given({ name: '他人' }) })
    const params = { systemId: from.id }
    const link = (toId: string) =>
      firm.linkSystem({ params, body: { toId, exchanged: 'partsList', isAutomatic: true } })
    for (const toId of [from.id, foreign.id, none]) await assert.rejects(link(toId), fields('toId'))
    const { id: linkId } = await link(to.id)
    await assert.rejects(link(to.id), fields('exchanged'))
    const other = await firm.system({ params: { systemId: to.id } })
    assert.deepEqual(
      other.links.map((one) => [one.fromName, one.toName, one.isAutomatic]),
      [['送出', '接收', true]],
    )
    await firm.unlinkSystem({ params: { systemId: from.id, linkId } })
    await assert.rejects(firm.unlinkSystem({ params: { systemId: from.id, linkId } }), { status: 404 })
  })
})

describe('somebody outside of the firm confirms (M11)', () => {
  test('what has a paper, in the version that he read; a change takes it away', async () => {
    const firm = await as(house, 'a')
    const { id } = await firm.addSystem({ body: given({ name: '确认' }) })
    const params = { systemId: id }
    await assert.rejects(
      firm.askSystems({ body: { systemIds: [id] } }),
      refused('registry.system.nothingToAsk'),
    )
    await addPaper(house, 'a', id)
    await confirmAgain(house, 'a', id)
    assert.deepEqual(await stateOf(id), ['confirmed', 'city', null])
    const { version } = (await firm.system({ params })).system
    await firm.changeSystem({ params, body: { ...given({ name: '确认', covered: 3 }), version } })
    assert.deepEqual(await stateOf(id), ['entered', null, null])
    for (const change of ['paper', 'link'] as const) {
      await confirmAgain(house, 'a', id)
      if (change === 'paper') await addPaper(house, 'a', id)
      else {
        const { id: toId } = await firm.addSystem({ body: given({ name: '另一端' }) })
        await firm.linkSystem({ params, body: { toId, exchanged: 'orders', isAutomatic: false } })
      }
      assert.deepEqual(await stateOf(id), ['entered', null, null], change)
    }
    assert.equal((await auditOf(house, 'registry.system.confirmed')).length, 3)
  })

  test('a decision on another version than the one that was read is refused', async () => {
    const firm = await as(house, 'a')
    const { id } = await firm.addSystem({ body: given({ name: '旧版' }) })
    await addPaper(house, 'a', id)
    await firm.askSystems({ body: { systemIds: [id] } })
    const city = await as(house, 'city')
    const params = { systemId: id }
    const { system, mayConfirm } = await city.system({ params })
    assert.equal(mayConfirm, true)
    await addPaper(house, 'a', id)
    const body = { decision: 'confirmed' as const, version: system.version }
    await assert.rejects(city.decideSystem({ params, body }), refused('registry.system.changedSince'))
  })

  test('refusing needs a reason, and the firm may ask again', async () => {
    const { id } = await (await as(house, 'a')).addSystem({ body: given({ name: '退回' }) })
    await addPaper(house, 'a', id)
    await (await as(house, 'a')).askSystems({ body: {} })
    const city = await as(house, 'city')
    const params = { systemId: id }
    const { version } = (await city.system({ params })).system
    const refuse = (reason: string) =>
      city.decideSystem({ params, body: { decision: 'refused', reason, version } })
    await assert.rejects(refuse(' '), fields('reason'))
    await refuse('材料看不清')
    assert.deepEqual(await stateOf(id), ['refused', 'city', '材料看不清'])
    assert.equal((await (await as(house, 'a')).askSystems({ body: { systemIds: [id] } })).asked, 1)
  })

  test('nobody of the firm or of another division decides; an agency with a run does', async () => {
    const { id } = await (await as(house, 'a')).addSystem({ body: given({ name: '机构' }) })
    await addPaper(house, 'a', id)
    await (await as(house, 'a')).askSystems({ body: { systemIds: [id] } })
    const params = { systemId: id }
    const decide = async (who: string, version: number) =>
      (await as(house, who)).decideSystem({ params, body: { decision: 'confirmed', version } })
    await assert.rejects(decide('a', 3), { status: 403 })
    await assert.rejects(decide('other-city', 3), { status: 404 })
    await assert.rejects(decide('assessor', 3), { status: 404 })
    const run = { runId: none, organisationId: await organisationOf('a') }
    const assign = (assessorId: string | null) =>
      house.house.act(systemCaller, (ctx) => onRunAssigned(ctx, { ...run, assessorId }))
    await assign(await organisationOf('assessor'))
    const seen = await (await as(house, 'assessor')).system({ params })
    assert.deepEqual([seen.mayConfirm, seen.mayWrite], [true, false])
    await decide('assessor', seen.system.version)
    assert.deepEqual(await stateOf(id, 'region'), ['confirmed', 'assessor', null])
    await assign(null)
    await assert.rejects((await as(house, 'assessor')).system({ params }), { status: 404 })
  })

  test('a confirmed system that is removed leaves its ledger, and unsettles who sent to it', async () => {
    const from = await confirmed(house, 'b', { name: '来源' })
    const to = await confirmed(house, 'b', { name: '去向' })
    const firm = await as(house, 'b')
    const body = { toId: to, exchanged: 'plans' as const, isAutomatic: true }
    await firm.linkSystem({ params: { systemId: from }, body })
    await confirmAgain(house, 'b', from)
    await firm.removeSystem({ params: { systemId: to } })
    assert.deepEqual(await stateOf(from, 'b'), ['entered', null, null])
  })
})

describe('kinds of systems', () => {
  test('are kept by administrators, each with what it can carry', async () => {
    const kind = {
      code: 'scm',
      nameZh: '供应链',
      nameEn: 'Supply chain',
      processes: ['logistics' as const],
      place: 5,
    }
    await (await as(house, 'platform')).keepSystemKind({ body: kind })
    assert.equal((await (await as(house, 'b')).systemKinds({})).rows[0]?.code, 'scm')
    await (await as(house, 'region')).keepSystemKind({ body: { ...kind, nameEn: 'Chain' } })
    assert.equal((await (await as(house, 'b')).systemKinds({})).rows[0]?.nameEn, 'Chain')
    for (const who of ['a', 'city'])
      await assert.rejects((await as(house, who)).keepSystemKind({ body: kind }), { status: 403 })
    assert.equal((await auditOf(house, 'registry.system.kindKept')).length, 2)
  })
})
