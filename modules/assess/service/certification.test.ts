import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addPaper, type CaseWorld, caseWorld, move, stageOf } from '../test/cases.ts'
import { as, day, inDatabase, type Person, refused, upload } from '../test/world.ts'

let house: CaseWorld
const people: Record<string, Person> = {}
let caseId = ''
before(async () => {
  house = await caseWorld()
  for (const name of ['a', 'a-viewer', 'b', 'city', 'region', 'assessor', 'assessor2'])
    people[name] = await as(house, name)
})
after(() => house.close())

const who = (name: string): Person => people[name] as Person
const chosen = () => ({ consultantId: house.ids.agency2, bodyId: house.ids.agency })

describe('A10: a certification from the start to surveillance', () => {
  test('a firm starts one case of a procedure, and no second while it is open', async () => {
    caseId = (await who('a').startCase({ body: { procedureId: house.procedure.CERT } })).id
    const again = who('a').startCase({ body: { procedureId: house.procedure.CERT } })
    await assert.rejects(again, refused('assess.case.exists'))
    const nobody = { procedureId: '01900000-0000-7000-8000-000000000000' }
    await assert.rejects(who('a').startCase({ body: nobody }), refused('kit.notFound'))
    await assert.rejects(
      who('city').startCase({ body: { procedureId: house.procedure.CERT } }),
      refused('kit.forbidden'),
    )
  })

  test('who is no party sees nothing of it; a reader of the firm sees it and moves nothing', async () => {
    for (const name of ['b', 'assessor', 'assessor2'])
      await assert.rejects(who(name).case({ params: { caseId } }), refused('kit.notFound'), name)
    const seen = await who('a-viewer').case({ params: { caseId } })
    assert.deepEqual([seen.parties, seen.moves], [[], []])
    assert.equal((await who('region').cases()).total, 1)
    assert.equal((await who('b').cases()).total, 0)
  })

  test('a move says what it lacks, and is refused until it has it', async () => {
    const { moves } = await who('a').case({ params: { caseId } })
    assert.deepEqual(
      moves.map(({ code, lacks }) => [code, lacks]),
      [['apply', ['documents', 'parties']]],
    )
    await assert.rejects(move(who('a'), caseId, 'apply'), refused('assess.case.lacks'))
  })

  test('A8: consultant and body are agencies, are not the same, and are not tied to the firm', async () => {
    const set = (parties: { consultantId: string | null; bodyId: string | null }, revision = 1) =>
      who('a').setParties({ params: { caseId }, body: { ...parties, revision } })
    const { agency, agency2, firmB } = house.ids
    await assert.rejects(set({ consultantId: agency, bodyId: agency }), refused('assess.run.conflict'))
    await assert.rejects(set({ consultantId: null, bodyId: firmB }), refused('kit.input.invalid', 'bodyId'))
    await who('assessor2').addRelation({ body: { relatedId: house.ids.firmA, kind: 'owner' } })
    await assert.rejects(set({ consultantId: null, bodyId: agency2 }), refused('assess.run.conflict'))
    await assert.rejects(
      who('b').setParties({ params: { caseId }, body: { ...chosen(), revision: 1 } }),
      refused('kit.notFound'),
    )
    await set(chosen())
    await assert.rejects(set(chosen()), refused('assess.case.changedSince'))
    assert.deepEqual((await who('assessor').case({ params: { caseId } })).parties, ['body'])
    assert.deepEqual((await who('assessor2').case({ params: { caseId } })).parties, ['consultant'])
  })

  test('documents have versions; the older ones stay to be read', async () => {
    assert.equal((await addPaper(house, who('a'), caseId)).status, 200)
    await addPaper(house, who('assessor2'), caseId)
    const { documents } = await who('assessor').case({ params: { caseId } })
    assert.deepEqual(
      documents.map(({ kind, version, byName }) => [kind, version, byName]),
      [
        ['manual', 2, 'assessor2'],
        ['manual', 1, 'a'],
      ],
    )
    const path = `/assess/cases/${caseId}/documents`
    const first = await fetch(`${house.url}/api${path}/${documents[1]?.id}`, { headers: who('a').headers })
    assert.equal(await first.text(), '%PDF-1.7 manual')
    const unknown = await addPaper(house, who('a'), caseId, 'unknown')
    assert.equal(unknown.status, 404)
    const bad = await upload(house, who('a'), `${path}?kind=manual`, { name: 'x.pdf', content: 'no pdf' })
    assert.equal(bad.body.code, 'assess.file.kind')
    assert.equal((await addPaper(house, who('b'), caseId)).status, 404)
  })

  test('A10: each move is made by its party; a replayed one finds another revision', async () => {
    const { case: one } = await who('a').case({ params: { caseId } })
    const body = { move: 'apply', revision: one.revision }
    await who('a').moveCase({ params: { caseId }, body })
    await assert.rejects(who('a').moveCase({ params: { caseId }, body }), refused('assess.case.changedSince'))
    await assert.rejects(move(who('a'), caseId, 'audit'), refused('assess.case.move'))
    await assert.rejects(move(who('assessor2'), caseId, 'audit'), refused('assess.case.move'))
    await assert.rejects(move(who('region'), caseId, 'certify'), refused('assess.case.move'))
    await move(who('assessor'), caseId, 'audit')
    assert.equal(await stageOf(who('a'), caseId), 'audited')
  })

  test('a nonconformity is opened by the body, corrected by the firm, closed by the body', async () => {
    const finding = { clause: '8.2', grade: 'major' as const, text: '未保存数据备份记录' }
    const { place } = await who('assessor').openNonconformity({ params: { caseId }, body: finding })
    assert.equal(place, 1)
    await assert.rejects(
      who('a').openNonconformity({ params: { caseId }, body: finding }),
      refused('kit.forbidden'),
    )
    await assert.rejects(
      who('assessor2').openNonconformity({ params: { caseId }, body: finding }),
      refused('kit.notFound'),
    )
    await assert.rejects(move(who('assessor'), caseId, 'conclude', '同意'), refused('assess.case.lacks'))
    const { nonconformities } = await who('a').case({ params: { caseId } })
    const params = { nonconformityId: nonconformities[0]?.id ?? '' }
    const change = (name: string, status: 'open' | 'corrected' | 'closed') =>
      who(name).changeNonconformity({ params, body: { status, text: '已补齐备份记录' } })
    await assert.rejects(change('assessor', 'closed'), refused('assess.case.changedSince'))
    await assert.rejects(change('a', 'closed'), refused('kit.notFound'))
    await change('a', 'corrected')
    await change('assessor', 'open')
    await change('a', 'corrected')
    await assert.rejects(change('assessor2', 'closed'), refused('kit.notFound'))
    await change('assessor', 'closed')
    const now = await who('a').case({ params: { caseId } })
    assert.deepEqual(
      now.nonconformities.map(({ status, correction, closedBy }) => [status, correction, closedBy]),
      [['closed', '已补齐备份记录', 'assessor']],
    )
  })

  test('a move that wants a note has one', async () => {
    await assert.rejects(move(who('assessor'), caseId, 'conclude'), refused('kit.input.invalid', 'note'))
    await move(who('assessor'), caseId, 'conclude', '推荐发证')
    const { events } = await who('city').case({ params: { caseId } })
    assert.deepEqual(
      events.map(({ name, byParty, note }) => [name.en, byParty, note]),
      [
        ['Apply', 'firm', null],
        ['Audit', 'body', null],
        ['Conclude', 'body', '推荐发证'],
      ],
    )
  })

  test('a certificate is issued by the region, and anybody verifies it by its number', async () => {
    await assert.rejects(move(who('city'), caseId, 'certify'), refused('assess.case.move'))
    await move(who('region'), caseId, 'certify')
    const { certificate } = await who('a').case({ params: { caseId } })
    assert.equal(certificate?.number, 'CERT-2026-0001')
    const stranger = await as(house, null)
    const shown = await stranger.certificate({ params: { number: certificate?.number ?? '' } })
    assert.deepEqual(
      [shown.holder, shown.status, shown.issuedOn, shown.validUntil],
      ['示例甲', 'valid', '2026-03-03', '2029-03-03'],
    )
    await assert.rejects(
      stranger.certificate({ params: { number: 'CERT-2026-9999' } }),
      refused('kit.notFound'),
    )
    assert.equal((await stranger.certificates({ query: { q: '示例甲', scheme: 'CERT' } })).total, 1)
    const summary = await stranger.summary({ query: {} })
    assert.deepEqual(summary.certificates, [{ scheme: 'CERT', valid: 1 }])
    const { rows } = await stranger.procedures()
    assert.equal(rows.find(({ code }) => code === 'CERT')?.valid, 1)
  })

  test('surveillance goes on; a certificate that is over says so; a withdrawn one says why', async () => {
    await move(who('assessor'), caseId, 'surveil')
    const stranger = await as(house, null)
    house.time.move(3.1 * 365 * day)
    const number = 'CERT-2026-0001'
    assert.equal((await stranger.certificate({ params: { number } })).status, 'expired')
    house.time.move(-3.1 * 365 * day)
    await move(who('region'), caseId, 'withdraw', '监督审核未通过')
    const shown = await stranger.certificate({ params: { number } })
    assert.deepEqual([shown.status, shown.reason], ['withdrawn', '监督审核未通过'])
    assert.deepEqual((await stranger.summary({ query: {} })).certificates, [])
    const ended = move(who('region'), caseId, 'certify')
    await assert.rejects(ended, refused('assess.case.changedSince'))
    assert.ok(await who('a').startCase({ body: { procedureId: house.procedure.CERT } }))
  })

  test('every move stands in the audit with its stages', async () => {
    const rows = await inDatabase(house, (sql) => {
      return sql`select before->>'stage' as was, after->>'stage' as became from kit_audit
        where action = 'assess.case.moved' and subject_id = ${caseId} order by seq`
    })
    assert.deepEqual(
      rows.map(({ was, became }) => `${was} ${became}`),
      [
        'started applied',
        'applied audited',
        'audited concluded',
        'concluded certified',
        'certified certified',
        'certified withdrawn',
      ],
    )
  })
})
