import { regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { workingCalendar } from '@ronghe/kit/working-days'
import { registry } from '@ronghe/registry/contract'
import type { assess } from '../contract.ts'
import { addMonths, chinaDay } from '../days.ts'
import { unread } from '../form/outline.ts'
import {
  type CaseFacts,
  endStages,
  type Move,
  movesFor,
  type Party,
  type Procedure,
  spreadMax,
} from '../procedure/procedure.ts'
import * as store from '../store/cases.ts'
import * as certificates from '../store/certificates.ts'
import { relationBetween } from '../store/relations.ts'
import * as reviews from '../store/reviews.ts'
import { listRuns } from '../store/runs.ts'
import { shownCertificate } from './case-parts.ts'
import { draw } from './draws.ts'
import { objectionsTo } from './objections.ts'
import { callEndOf, factsOf, type OneCase, oneCase, partiesOf, shownCase } from './one-case.ts'
import { nameOf, within } from './one-run.ts'
import { mustBeFree } from './runs.ts'

type Routes = Pick<
  Service<typeof assess>,
  'procedures' | 'cases' | 'startCase' | 'case' | 'moveCase' | 'setParties'
>

/** Cases of certification and recognition, moved by the procedure's rules and by nothing else (A10). */
export const cases: Routes = {
  async procedures(ctx) {
    const rows = await within(ctx, () => store.listProcedures(ctx.sql))
    return {
      rows: rows.map(({ content, ...row }) => {
        const { name, kind, framework, source } = JSON.parse(content) as Procedure
        const about = { kind, nameZh: name.zh, nameEn: name.en, isExample: !source.verified }
        return { ...row, ...about, framework: framework?.code ?? null }
      }),
    }
  },

  async cases(ctx, { query }) {
    const filter = { ...query, prefix: regionPrefix(query.region ?? null) }
    const { rows, total } = await store.listCases(ctx.sql, ctx.caller.locale, filter)
    return { total, rows: rows.map((row) => shownCase({ row, procedure: JSON.parse(row.content) })) }
  },

  async startCase(ctx, { body }) {
    const { organisationId } = ctx.caller
    if (!organisationId) throw new Fault('kit.forbidden')
    const found = (await store.listProcedures(ctx.sql)).find(({ id }) => id === body.procedureId)
    if (!found) throw new Fault('kit.notFound')
    const procedure = JSON.parse(found.content) as Procedure
    const firm = await ctx.read(registry).organisation({ params: { organisationId } })
    const id = ctx.newId()
    const { kind, stages } = procedure
    const about = { kind, regionCode: firm.regionCode, stage: stages[0]?.code ?? '', isSample: firm.isSample }
    const runId = await newestRun(ctx, organisationId, procedure)
    const one = { id, organisationId, procedureId: found.id, runId, ...about }
    if (!(await store.insertCase(ctx.sql, one, ctx.now))) throw new Fault('assess.case.exists')
    return { id }
  },

  async case(ctx, { params }) {
    const one = await oneCase(ctx, params.caseId)
    await freshRun(ctx, one)
    const { row, procedure } = one
    const parties = partiesOf(ctx, row)
    const isOfficial = parties.includes('city') || parties.includes('region')
    const facts = await factsOf(ctx, one)
    const ends = endStages(procedure)
    return within(ctx, async () => ({
      case: shownCase(one),
      stages: procedure.stages.map((stage) => ({ ...stage, isEnd: ends.has(stage.code) })),
      moves: (row.isOpen ? offeredTo(ctx, { row, procedure }, parties, facts) : []).map(({ move, lacks }) => {
        return { code: move.code, name: move.name, wantsNote: move.wantsNote ?? false, lacks }
      }),
      events: (await store.eventsOf(ctx.sql, row.id)).map(({ move, at, ...event }) => {
        const name = procedure.moves.find(({ code }) => code === move)?.name ?? { zh: move, en: move }
        return { ...event, name, at: at.toISOString() }
      }),
      wanted: procedure.documents,
      documents: (await store.documentsOf(ctx.sql, row.id)).map(
        ({ fileHash: _h, fileType: _t, at, ...rest }) => {
          return { ...rest, at: at.toISOString() }
        },
      ),
      nonconformities: (await store.nonconformitiesOf(ctx.sql, { caseId: row.id })).map(
        ({ caseId: _case, ...rest }) => rest,
      ),
      reviews: (await reviews.reviewsOf(ctx.sql, row.id)).map(({ id, name, status, score, text }) => {
        return isOfficial
          ? { id, name, status, score, text }
          : { id, name: null, status, score: null, text: null }
      }),
      objections: isOfficial ? await objectionsTo(ctx, row.id) : [],
      certificate: await certificateOf(ctx, row.id),
      rules: rulesOf(procedure),
      closesAt: await callEndOf(ctx, one),
      parties,
    }))
  },

  async moveCase(ctx, { params, body }) {
    const one = await oneCase(ctx, params.caseId)
    const { row } = one
    if (!row.isOpen) throw new Fault('assess.case.changedSince')
    if (row.revision !== body.revision) throw new Fault('assess.case.changedSince')
    await freshRun(ctx, one)
    const parties = partiesOf(ctx, row)
    const offered = offeredTo(ctx, one, parties, await factsOf(ctx, one))
    const chosen = offered.find(({ move }) => move.code === body.move)
    if (!chosen) throw new Fault('assess.case.move')
    const { move, lacks } = chosen
    if (move.by !== 'firm') await mustBeFree(ctx, row)
    if (lacks.length > 0) {
      const needs = lacks.map((need) => ctx.t(`assess.need.${need}`)).join(ctx.t('kit.listSeparator'))
      throw new Fault('assess.case.lacks', { needs })
    }
    if (move.wantsNote && !body.note)
      throw new Fault('kit.input.invalid', {}, [{ field: 'note', rule: 'rule.required' }])
    await within(ctx, () => makeMove(ctx, one, move, body.revision, body.note ?? null))
    return { done: true }
  },

  async setParties(ctx, { params, body }) {
    const { row } = await oneCase(ctx, params.caseId)
    if (ctx.caller.organisationId !== row.organisationId) throw new Fault('kit.notFound')
    const { consultantId, bodyId } = body
    const isOnly = row.bodyId === null || (await store.eventsOf(ctx.sql, row.id)).length === 0
    if (!isOnly && bodyId !== row.bodyId) throw new Fault('assess.case.move')
    if (bodyId !== null && bodyId === consultantId) throw new Fault('assess.run.conflict')
    for (const id of [consultantId, bodyId]) {
      if (id === null) continue
      const agency = await ctx.read(registry).organisation({ params: { organisationId: id } })
      if (agency.kind !== 'serviceAgency' && agency.kind !== 'institute')
        throw new Fault('kit.input.invalid', {}, [{ field: 'bodyId', rule: 'rule.invalid' }])
    }
    if (bodyId && (await within(ctx, () => relationBetween(ctx.sql, row.organisationId, bodyId))))
      throw new Fault('assess.run.conflict')
    const isDone = await store.updateCase(ctx.sql, row, body.revision, { consultantId, bodyId }, ctx.now)
    if (!isDone) throw new Fault('assess.case.changedSince')
    return { done: true }
  },
}

function rulesOf({ reviewers, spread, noticeDays, reviewMonths, validYears, source }: Procedure) {
  return {
    reviewers: reviewers ?? null,
    spread: reviewers === undefined ? null : (spread ?? spreadMax),
    noticeDays: noticeDays ?? null,
    reviewMonths: reviewMonths ?? null,
    validYears: validYears ?? null,
    example: unread(source),
  }
}

/** Moves for these parties as the case stands today. */
function offeredTo(ctx: Ctx, { row, procedure }: OneCase, parties: readonly Party[], facts: CaseFacts) {
  const isOnNotice = row.noticeUntil !== null && chinaDay(ctx.now) <= row.noticeUntil
  return movesFor(procedure, { stage: row.stage, isOnNotice }, parties, facts)
}

/** As long as the firm has not applied, its newest submitted run is the one of the case. */
async function freshRun(ctx: Ctx, { row, procedure }: OneCase): Promise<void> {
  if (row.stage !== procedure.stages[0]?.code) return
  row.runId = (await within(ctx, () => newestRun(ctx, row.organisationId, procedure))) ?? row.runId
}

async function certificateOf(ctx: Ctx, caseId: string) {
  const [found] = (await certificates.listCertificates(ctx.sql, { caseId })).rows
  return found ? shownCertificate(found, chinaDay(ctx.now)) : null
}

/** The newest submitted run of the framework that the procedure asks for. */
async function newestRun(ctx: Ctx, organisation: string, { framework }: Procedure): Promise<string | null> {
  if (!framework) return null
  const filter = { organisation, framework: framework.code, sort: '-year', pageSize: 20 }
  const { rows } = await listRuns(ctx.sql, ctx.caller.locale, filter)
  return rows.find(({ status }) => status === 'submitted' || status === 'accepted')?.id ?? null
}

/** Moves the case and what hangs on it: experts, notice, certificate, and the line of its history. */
export async function applyMove(
  ctx: Ctx,
  one: OneCase,
  move: Move,
  said: { revision: number; byName: string; note: string | null },
): Promise<store.CaseChange> {
  const { row, procedure } = one
  const change: store.CaseChange = { stage: move.to }
  if (move.effect === 'end' || move.effect === 'withdraw') change.isOpen = false
  if (move.effect === 'draw') Object.assign(change, await draw(ctx, one, said.byName))
  if (move.effect === 'notice') {
    const { rows } = await ctx.read(registry).calendarDays({ query: { pageSize: 200 } })
    change.noticeFrom = chinaDay(ctx.now)
    change.noticeUntil = workingCalendar(rows).after(change.noticeFrom, procedure.noticeDays ?? 0)
  }
  const { note, byName, revision } = said
  if (!(await store.updateCase(ctx.sql, row, revision, change, ctx.now)))
    throw new Fault('assess.case.changedSince')
  if (move.effect === 'certify') await certify(ctx, one)
  if (move.effect === 'renew')
    await certificates.renewCertificate(ctx.sql, row.id, procedure.reviewMonths ?? 12, chinaDay(ctx.now))
  if (move.effect === 'withdraw') await certificates.withdrawCertificate(ctx.sql, row.id, note ?? '', ctx.now)
  const about = { caseId: row.id, organisationId: row.organisationId, from: row.stage, to: move.to }
  const by = { byName, byParty: move.by, at: ctx.now }
  await store.insertEvent(ctx.sql, { id: ctx.newId(), move: move.code, note, ...about, ...by })
  return change
}

async function makeMove(
  ctx: Ctx,
  one: OneCase,
  move: Move,
  revision: number,
  note: string | null,
): Promise<void> {
  const { row, procedure } = one
  const change = await applyMove(ctx, one, move, { revision, note, byName: nameOf(ctx.caller) })
  await ctx.audit({
    ...{ action: 'assess.case.moved', subject: 'assess.case', subjectId: row.id },
    ...{
      organisationId: row.organisationId,
      before: { stage: row.stage },
      after: { ...change, move: move.code },
    },
  })
  await ctx.emit('case.moved', { caseId: row.id, organisationId: row.organisationId, stage: move.to })
  if (move.by === 'firm') return
  await ctx.notify({
    to: { organisationId: row.organisationId, may: 'assess.fill' },
    word: noticeOf('moved'),
    blanks: { procedure: procedure.name.zh, stage: stageName(procedure, move.to) },
    link: `/assess/cases/${row.id}`,
  })
}

function noticeOf(what: 'moved'): string {
  return `assess.notice.${what}`
}

function stageName({ stages }: Procedure, code: string): string {
  return stages.find((stage) => stage.code === code)?.name.zh ?? code
}

/** A certificate with the next number of its scheme and year, instead of what it replaces. */
async function certify(ctx: Ctx, { row, procedure }: OneCase): Promise<void> {
  const issuedOn = chinaDay(ctx.now)
  const year = issuedOn.slice(0, 4)
  const place = String((await certificates.issuedIn(ctx.sql, procedure.code, year)) + 1).padStart(4, '0')
  const until = procedure.validYears ? `${Number(year) + procedure.validYears}${issuedOn.slice(4)}` : null
  const id = ctx.newId()
  await certificates.insertCertificate(ctx.sql, {
    ...{ id, organisationId: row.organisationId, caseId: row.id, scheme: procedure.code },
    ...{ number: `${procedure.code}-${year}-${place}`, holder: row.organisationName, isSample: row.isSample },
    ...{ regionCode: row.regionCode, issuedOn, validUntil: until?.replace(/-02-29$/, '-02-28') ?? null },
    reviewDueOn: procedure.reviewMonths ? addMonths(issuedOn, procedure.reviewMonths) : null,
  })
  const replaced = [procedure.code, ...(procedure.replaces ? [procedure.replaces] : [])]
  for (const scheme of replaced)
    await certificates.replaceCertificates(
      ctx.sql,
      { organisationId: row.organisationId, scheme, by: id },
      ctx.now,
    )
}
