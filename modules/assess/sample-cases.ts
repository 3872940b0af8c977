import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { Move, Party, Procedure } from './procedure/procedure.ts'
import { applyMove } from './service/cases.ts'
import { type OneCase, oneCase } from './service/one-case.ts'
import { insertCase, listProcedures, updateCase } from './store/cases.ts'
import { insertRelation } from './store/relations.ts'
import * as reviews from './store/reviews.ts'
import { listRuns } from './store/runs.ts'

/** Experts, ties and cases of the sample region; days count from when they are loaded. */
export type SampleProcedures = {
  /** Who is shown as having moved a case, by party. */
  parties?: Partial<Record<Party, string>>
  experts?: readonly { organisation: string; email: string }[]
  relations?: readonly {
    organisation: string
    related: string
    kind: 'owner' | 'client' | 'family' | 'other'
    note: string
    by: string
  }[]
  cases?: readonly SampleCase[]
}
type SampleCase = {
  organisation: string
  procedure: string
  body: string | null
  /** The moves that were made, as the procedure names them, in their order. */
  moves: readonly { code: string; daysAgo: number; note?: string }[]
  /** What the experts who were drawn gave, in the order in which they were drawn. */
  scores?: readonly { score: number; text: string }[]
}
type Owners = ReadonlyMap<string, string>

export async function keepProcedures(
  house: House,
  ctx: Ctx,
  owners: Owners,
  sample: SampleProcedures,
): Promise<void> {
  for (const one of sample.experts ?? []) await keepExpert(house, ctx, owners, one)
  for (const { organisation, related, by, ...one } of sample.relations ?? []) {
    const organisationId = owners.get(organisation)
    const relatedId = owners.get(related)
    if (!organisationId || !relatedId) throw new Error(`the sample names an unknown ${organisation}`)
    const tie = { ...one, organisationId, relatedId, byName: by, at: ctx.now }
    await insertRelation(ctx.sql, { ...tie, id: ctx.newId() })
  }
  for (const one of sample.cases ?? []) await keepCase(ctx, owners, one, sample.parties ?? {})
}

async function keepExpert(
  house: House,
  ctx: Ctx,
  owners: Owners,
  one: { organisation: string; email: string },
): Promise<void> {
  const organisationId = owners.get(one.organisation)
  if (!organisationId) throw new Error(`the sample names an unknown organisation ${one.organisation}`)
  const { rows } = await house.act({ ...systemCaller, organisationId }, (inside) => {
    return inside.read(registry).members({ query: { pageSize: 200 } })
  })
  const found = rows.find(({ email }) => email === one.email)
  if (!found) throw new Error(`the sample names an unknown person ${one.email}`)
  const expert = { id: ctx.newId(), organisationId, personId: found.personId, name: found.name }
  await reviews.keepExpert(ctx.sql, { ...expert, isActive: true, isSample: true }, ctx.now)
}

async function keepCase(
  ctx: Ctx,
  owners: Owners,
  one: SampleCase,
  parties: Partial<Record<Party, string>>,
): Promise<void> {
  const organisationId = owners.get(one.organisation)
  const known = (await listProcedures(ctx.sql)).find(({ code }) => code === one.procedure)
  if (!organisationId || !known) throw new Error(`the sample names an unknown ${one.procedure}`)
  const procedure = JSON.parse(known.content) as Procedure
  const id = ctx.newId()
  const about = await beginning(ctx, organisationId, procedure)
  const isNew = await insertCase(ctx.sql, { id, procedureId: known.id, ...about }, ctx.now)
  if (!isNew) return
  const bodyId = one.body ? (owners.get(one.body) ?? null) : null
  const { row } = await oneCase(ctx, id)
  if (bodyId) await updateCase(ctx.sql, row, row.revision, { bodyId }, ctx.now)
  for (const made of one.moves) {
    const then: Ctx = { ...ctx, now: new Date(ctx.now.getTime() - made.daysAgo * 86_400_000) }
    const stands = await oneCase(ctx, id)
    const move = moveOf(stands, made.code)
    const { revision } = stands.row
    const byName = parties[move.by] ?? ''
    await applyMove(then, stands, move, { revision, byName, note: made.note ?? null })
    if (move.effect === 'draw') await scoreAll(then, id, one.scores ?? [])
  }
}

async function beginning(ctx: Ctx, organisationId: string, procedure: Procedure) {
  const { kind, stages, framework } = procedure
  const firm = await ctx.read(registry).organisation({ params: { organisationId } })
  const { rows } = await listRuns(ctx.sql, 'zh', { organisation: organisationId, sort: '-year' })
  const run = rows.find(({ frameworkCode }) => frameworkCode === framework?.code)
  const stage = stages[0]?.code ?? ''
  return { organisationId, kind, regionCode: firm.regionCode, stage, runId: run?.id ?? null, isSample: true }
}

function moveOf({ row, procedure }: OneCase, code: string): Move {
  const move = procedure.moves.find((one) => one.code === code && one.from.includes(row.stage))
  if (!move) throw new Error(`the sample moves ${procedure.code} by ${code} from ${row.stage}`)
  return move
}

async function scoreAll(
  ctx: Ctx,
  caseId: string,
  scores: readonly { score: number; text: string }[],
): Promise<void> {
  const drawn = await reviews.drawnOf(ctx.sql, caseId)
  for (const [at, { id, personId }] of drawn.entries()) {
    const given = scores[at]
    if (given) await reviews.decideReview(ctx.sql, id, personId, { status: 'scored', ...given }, ctx.now)
  }
}
