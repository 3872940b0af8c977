import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { client } from '@ronghe/kit/client'
import { eventually } from '@ronghe/kit/test'
import { registry } from '@ronghe/registry/contract'
import { sessionOf } from '@ronghe/registry/testing'
import { refreshDrafts } from '../refresh.ts'
import { smallForm } from '../test/framework.ts'
import { as, inDatabase, type Person, password, refused, startRun, type World, world } from '../test/world.ts'
import { verifyAll } from '../verify.ts'

let house: World
let firm: Person
let runId = ''
let systemId = ''
before(async () => {
  const file = smallForm()
  const bands = [
    { atLeast: '80', answer: 'full' },
    { atLeast: '1', answer: 'part' },
  ]
  const evidence = { query: 'registry.systems.projects', version: 1, bands }
  const options = [
    { answer: 'make', anyOf: ['execution', 'projects'], atLeast: '80' },
    { answer: 'design', anyOf: ['modelling'] },
  ]
  const links = { evidence: { query: 'registry.systems.processes', version: 1, options } }
  house = await world({
    start: true,
    files: [{ ...file, questions: { ...file.questions, tools: { evidence }, links } }],
  })
  firm = await as(house, 'a')
  runId = await startRun(firm)
  const ledger = await ledgerOf('a')
  const about = { kindCode: 'projects', name: '项目管理', supplier: '示例软件', isOwn: false }
  const share = { coverageOf: 'departments' as const, covered: 9, total: 10, countedHow: '按部门清单' }
  const processes = ['projects' as const]
  systemId = (await ledger.addSystem({ body: { ...about, ...share, processes, usedSince: '2024-01-01' } })).id
  const form = new FormData()
  form.set('file', new Blob(['%PDF-1.7\n']), 'contract.pdf')
  const path = `/api/registry/systems/${systemId}/papers?paperKind=contract`
  const headers = await sessionOf(house, 'a@x.example', password)
  assert.equal((await fetch(house.url + path, { method: 'POST', headers, body: form })).status, 200)
})
after(() => house.close())

async function ledgerOf(who: string) {
  const headers = await sessionOf(house, `${who}@x.example`, password)
  return client(registry, { base: house.url, headers: () => headers })
}

async function confirm(): Promise<void> {
  await (await ledgerOf('a')).askSystems({ body: {} })
  const city = await ledgerOf('city')
  const { version } = (await city.system({ params: { systemId } })).system
  await city.decideSystem({ params: { systemId }, body: { decision: 'confirmed', version } })
}

const answered = async (code: string) => {
  const { answers } = await firm.run({ params: { runId } })
  return answers.find(({ question }) => question === code)
}
const tools = async () => {
  const found = await answered('tools')
  return found ? [found.value, found.basis, found.evidenceId !== null] : null
}

test('a ledger answers nothing until it is confirmed, and then opens to its rows', async () => {
  await firm.takeEvidence({ params: { runId } })
  assert.equal(await tools(), null)
  await confirm()
  await firm.takeEvidence({ params: { runId } })
  assert.deepEqual(await tools(), ['full', 'evidenced', true])
  const { answers } = await firm.run({ params: { runId } })
  const evidenceId = answers.find(({ question }) => question === 'tools')?.evidenceId ?? ''
  const told = await firm.evidence({ params: { evidenceId } })
  assert.deepEqual(
    [told.value, told.isEqual, told.proof?.startsWith('/registry/systems?')],
    ['90.00', true, true],
  )
  const [row] = told.rows
  assert.deepEqual([row?.kind, row?.id, row?.facts.decidedBy], ['registry.system', systemId, 'city'])
  assert.deepEqual([row?.words.status, row?.words.processes], ['已确认', '项目管理'])
})

test('several options are answered by one ledger, each opens to the rows that prove it', async () => {
  const links = await answered('links')
  assert.deepEqual([links?.value, links?.basis], [['make'], 'evidenced'])
  const told = await firm.evidence({ params: { evidenceId: links?.evidenceId ?? '' } })
  assert.deepEqual([told.value, told.valueText, told.isEqual], ['projects=90.00', '项目管理 90%', true])
  const [one] = told.answers
  assert.deepEqual([one?.question, one?.says, one?.threshold], ['links', { zh: '制造', en: 'Making' }, null])
  const rows = [{ id: systemId, kind: 'registry.system', label: '项目管理' }]
  const making = { name: { zh: '制造', en: 'Making' }, by: '项目管理', threshold: '80', rows }
  assert.deepEqual(one?.options, [making], 'no system carries design')
})

test('more options than are proved need a reason, and are declared; their order says nothing', async () => {
  const save = async (value: string[], reason?: string) => {
    const revision = (await answered('links'))?.revision ?? 0
    const body = { value, revision, ...(reason ? { reason } : {}) }
    return firm.saveAnswer({ params: { runId, question: 'links' }, body })
  }
  await assert.rejects(save(['make', 'design']), refused('assess.answer.reasonNeeded', 'reason'))
  const said = await save(['make', 'design'], '设计外包')
  assert.deepEqual([said.basis, said.evidenceValue, said.reason], ['declared', ['make'], '设计外包'])
  house.time.move(3_600_001)
  await refreshDrafts(house.house)
  assert.deepEqual((await answered('links'))?.value, ['make', 'design'], 'what a person said stays')
  const ledger = await ledgerOf('a')
  const { system } = await ledger.system({ params: { systemId } })
  const { kindCode, name, supplier, isOwn, usedSince, coverageOf, covered, total, countedHow } = system
  const about = { kindCode, name, supplier, isOwn, usedSince, coverageOf, covered, total, countedHow }
  const processes = ['projects' as const, 'modelling' as const]
  const body = { ...about, processes, version: system.version }
  await ledger.changeSystem({ params: { systemId }, body: { ...body, kindCode: 'ownMade' } })
  await confirm()
  await firm.takeEvidence({ params: { runId } })
  const proved = await answered('links')
  assert.deepEqual([proved?.value, proved?.basis], [['design', 'make'], 'evidenced'])
})

test('what is proved no more stays as an answer, and is declared; what was kept computes again', async () => {
  const ledger = await ledgerOf('a')
  const { system } = await ledger.system({ params: { systemId } })
  const { kindCode, name, supplier, isOwn, usedSince, processes, coverageOf, total, countedHow, version } =
    system
  const kept = {
    kindCode,
    name,
    supplier,
    isOwn,
    usedSince,
    processes,
    coverageOf,
    total,
    countedHow,
    version,
  }
  await ledger.changeSystem({ params: { systemId }, body: { ...kept, covered: 2 } })
  house.time.move(3_600_001)
  await refreshDrafts(house.house)
  assert.deepEqual(await tools(), ['full', 'declared', false])
  await confirm()
  house.time.move(3_600_001)
  await refreshDrafts(house.house)
  assert.deepEqual(await tools(), ['full', 'declared', true], 'what was declared needs a person to change it')
  assert.deepEqual((await inDatabase(house, verifyAll)).unequal, [])
})

test('an agency that is given the run reads the ledger; when it goes to nobody it does no more', async () => {
  const assign = async (assessorId: string | null) => {
    const official = await as(house, 'city')
    const { run } = await official.run({ params: { runId } })
    await official.assignRun({ params: { runId }, body: { assessorId, revision: run.revision } })
  }
  const assessor = await ledgerOf('assessor')
  await assert.rejects(assessor.system({ params: { systemId } }), { status: 404 })
  const sees = async () => (await assessor.systems({ query: {} })).rows.map(({ id }) => id)
  await assign((await assessor.me()).organisation?.id ?? '')
  await eventually('the agency reads the ledger', async () => (await sees()).includes(systemId))
  await assign(null)
  await eventually('the agency reads it no more', async () => (await sees()).length === 0)
})

test('a finding names each option, and that a question does not apply', async () => {
  const revision = (await answered('tools'))?.revision ?? 0
  const body = { value: { notApplicable: true as const }, revision, reason: '项目外包' }
  await firm.saveAnswer({ params: { runId, question: 'tools' }, body })
  const { run } = await firm.run({ params: { runId } })
  await firm.submitRun({ params: { runId }, body: { revision: run.revision } })
  const { rows } = await (await as(house, 'city')).findings({ query: { run: runId } })
  const textOf = (code: string) => rows.find(({ question }) => question === code)?.text ?? ''
  assert.match(textOf('tools'), /选项part.*不适用.*项目外包/)
  assert.match(textOf('links'), /设计\D+设计 · 制造/)
  assert.deepEqual((await inDatabase(house, verifyAll)).unequal, [])
})
