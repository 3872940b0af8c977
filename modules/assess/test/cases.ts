import assert from 'node:assert/strict'
import type { TestHouse } from '@ronghe/kit/test'
import { makePerson } from '@ronghe/registry/testing'
import { loadProcedures } from '../module.ts'
import { certification, recognition } from './procedures.ts'
import { eligible, workshopForm } from './recognition.ts'
import {
  as,
  openWindow,
  organisationId,
  type Person,
  password,
  startRun,
  upload,
  type World,
  world,
} from './world.ts'

const creditCodes = {
  agency: '91451400YY0001047P',
  agency2: '91451300YY0001055D',
  'firm-b': '91450200YY00010209',
}

export type CaseWorld = World & {
  procedure: Record<'CERT' | 'RECOG' | 'FACTORY', string>
  ids: Record<'agency' | 'agency2' | 'firmA' | 'firmB', string>
}

/**
 * The world with three procedures, one of which replaces another and asks for no assessment, and experts of
 * two agencies.
 */
export async function caseWorld(): Promise<CaseWorld> {
  const house = await world({ files: [workshopForm()] })
  const { framework: _, ...bare } = recognition()
  const factory = { ...bare, code: 'FACTORY', replaces: 'RECOG' }
  await loadProcedures(house.house, [certification(), recognition(), factory])
  const { rows } = await (await as(house, null)).procedures()
  const idOf = (code: string) => rows.find((one) => one.code === code)?.id ?? ''
  for (let at = 0; at < 4; at += 1) {
    await makePerson(house.house, {
      email: `expert${at}@x.example`,
      password,
      creditCode: at % 2 ? creditCodes.agency : creditCodes.agency2,
      role: 'assessor',
    })
  }
  return Object.assign(house, {
    procedure: { CERT: idOf('CERT'), RECOG: idOf('RECOG'), FACTORY: idOf('FACTORY') },
    ids: {
      agency: await organisationId(house, 'agency'),
      agency2: await organisationId(house, 'agency2'),
      firmA: await organisationId(house, 'firm-a'),
      firmB: await organisationId(house, 'firm-b'),
    },
  })
}

/** Makes a move of a case as it stands. */
export async function move(person: Person, caseId: string, code: string, note?: string): Promise<void> {
  const { case: one } = await person.case({ params: { caseId } })
  const body = { move: code, revision: one.revision, ...(note ? { note } : {}) }
  await person.moveCase({ params: { caseId }, body })
}

export async function stageOf(person: Person, caseId: string): Promise<string> {
  return (await person.case({ params: { caseId } })).case.stage
}

export async function addPaper(house: TestHouse, person: Person, caseId: string, kind = 'manual') {
  const paper = { name: `${kind}.pdf`, content: `%PDF-1.7 ${kind}` }
  return upload(house, person, `/assess/cases/${caseId}/documents?kind=${kind}`, paper)
}

/** A firm's submitted run of the workshop's conditions. */
export async function assessedWorkshop(
  house: CaseWorld,
  person: Person,
  values: Record<string, string> = {},
): Promise<string> {
  const platform = await as(house, 'platform')
  const { rows } = await platform.frameworks({ query: { q: 'WORKSHOP' } })
  const windows = await platform.windows({ query: { year: 2026 } })
  if (windows.total === 0) await openWindow(house, rows[0]?.id ?? '', 2026)
  const runId = await startRun(person, {} as { process: string })
  for (const [question, value] of Object.entries({ ...eligible, ...values }))
    await person.saveAnswer({ params: { runId, question }, body: { value, revision: 0 } })
  const { run } = await person.run({ params: { runId } })
  await person.submitRun({ params: { runId }, body: { revision: run.revision } })
  return runId
}

/** The experts who were drawn score a case; those who were not have nothing to score. */
export async function scoreAll(experts: readonly Person[], scores: readonly number[]): Promise<number> {
  let done = 0
  for (const expert of experts) {
    const { rows } = await expert.myReviews()
    for (const review of rows.filter(({ status }) => status === 'drawn')) {
      const score = scores[done % scores.length] ?? 0
      const body = { status: 'scored' as const, score, text: '现场查看，符合条件' }
      await expert.decideReview({ params: { reviewId: review.id }, body })
      done += 1
    }
  }
  assert.ok(done > 0)
  return done
}
