import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { trace } from '../contract.ts'
import { namesOf } from '../story/names.ts'
import type { Finding } from './contract.ts'
import { actOn, ownId, seenRecall } from './reach.ts'
import { type Scoped, scopeHash, scopeOfFinding } from './scope.ts'
import { organisationNames } from './shown.ts'
import { hashedItems, insertItems } from './store/items.ts'
import { answerParty, keepParty, partyById, tellParties } from './store/parties.ts'
import { changeRecall, insertRecall, type RecallRow } from './store/recalls.ts'
import { keepTrail, tellMaker, tellOfficials, tellOrganisation } from './tell.ts'

type Routes = Pick<
  Service<typeof trace>,
  | 'openRecall'
  | 'demandRecall'
  | 'changeRecall'
  | 'freezeRecall'
  | 'notifyRecall'
  | 'answerRecall'
  | 'closeRecall'
>

export const acts: Routes = {
  async openRecall(ctx, { body }) {
    const organisationId = ownId(ctx)
    await scopeOfFinding(ctx, organisationId, body.finding)
    const none = { demandedBy: null, demandedByName: null, dueAt: null, isSample: false }
    const row = await open(ctx, organisationId, { ...body, ...none })
    return { id: row.id }
  },

  async demandRecall(ctx, { body }) {
    const { organisationId, dueAt, ...said } = body
    const authority = ownId(ctx)
    const firm = await ctx.read(registry).organisation({ params: { organisationId } })
    if (!covers(ctx.caller.regionCode, firm.regionCode)) throw new Fault('trace.recall.notYours')
    if (Date.parse(dueAt) <= ctx.now.getTime()) {
      throw new Fault('trace.recall.finding', {}, [{ field: 'dueAt', rule: 'trace.rule.recall.future' }])
    }
    const names = await organisationNames(ctx, [authority])
    const demandedByName = names.get(authority) ?? ''
    return elevated(ctx.sql, ctx.caller, async () => {
      await scopeOfFinding(ctx, organisationId, said.finding)
      const demand = { demandedBy: authority, demandedByName, dueAt: new Date(dueAt), isSample: false }
      const row = await open(ctx, organisationId, { ...said, ...demand })
      await tellMaker(ctx, row, 'trace.notice.demanded', { authority: demandedByName })
      return { id: row.id }
    })
  },

  async changeRecall(ctx, { params, body }) {
    const { version, finding, hazard, publicText, ...said } = body
    const { row } = await actOn(ctx, params.recallId, 'change', version)
    await scopeOfFinding(ctx, row.organisationId, finding)
    const change = { ...said, finding, hazard: Number(hazard), publicText: publicText || null }
    await changeRecall(ctx.sql, row.id, change)
    await keepTrail(ctx, row, 'changed')
    return { done: true }
  },

  async freezeRecall(ctx, { params, body }) {
    const { row, state } = await actOn(ctx, params.recallId, 'freeze', body.version)
    const scoped = await scopeOfFinding(ctx, row.organisationId, row.finding)
    if (scoped.isTruncated) throw new Fault('trace.recall.tooLarge')
    const { added, hash } = await elevated(ctx.sql, ctx.caller, () => keepScope(ctx, row, scoped))
    await changeRecall(ctx.sql, row.id, { state, scopeHash: hash, frozenAt: row.frozenAt ?? ctx.now })
    await keepTrail(ctx, row, row.frozenAt ? 'extended' : 'frozen', { things: added, note: hash })
    await audit(ctx, row, 'frozen', { hash, things: added })
    return { added, scopeHash: hash }
  },

  async notifyRecall(ctx, { params, body }) {
    const { row, state } = await actOn(ctx, params.recallId, 'notify', body.version)
    const told = await elevated(ctx.sql, ctx.caller, () => tellParties(ctx.sql, row.id, ctx.now))
    const organisations = told.filter(({ isOutside }) => !isOutside)
    for (const party of organisations) {
      if (party.organisationId === row.organisationId) continue
      await tellOrganisation(ctx, row, party)
    }
    if (!row.isDrill && row.notifiedAt === null) await tellOfficials(ctx, row)
    await changeRecall(ctx.sql, row.id, { state, notifiedAt: row.notifiedAt ?? ctx.now })
    await keepTrail(ctx, row, 'notified', { things: organisations.length })
    await audit(ctx, row, 'notified', { organisations: organisations.length })
    return { organisations: organisations.length }
  },

  async answerRecall(ctx, { params, body }) {
    const { row } = await seenRecall(ctx, params.recallId)
    const party = await elevated(ctx.sql, ctx.caller, () => partyById(ctx.sql, row.id, params.partyId))
    // Who is outside of the platform is asked, and answered for, by the maker: the row is the maker's.
    if (!party || party.organisationId !== ctx.caller.organisationId) throw new Fault('trace.recall.notYours')
    if (row.state !== 'notified') throw new Fault('trace.recall.step')
    const said = { answer: body.answer, at: ctx.now, by: ctx.caller.personName, note: body.note ?? null }
    await answerParty(ctx.sql, party.id, said)
    const word = ctx.t(`trace.value.answer.${body.answer}`)
    const note = [`${party.name}: ${word}`, ...(body.note ? [body.note] : [])].join(' — ')
    await keepTrail(ctx, row, 'answered', { note })
    if (party.organisationId !== row.organisationId) {
      await tellMaker(ctx, row, 'trace.notice.answered', { party: party.name })
    }
    return { done: true }
  },

  async closeRecall(ctx, { params, body }) {
    const act = body.isCancelled ? 'cancel' : 'close'
    const { row, state } = await actOn(ctx, params.recallId, act, body.version)
    await changeRecall(ctx.sql, row.id, { state, closedAt: ctx.now, conclusion: body.conclusion })
    await keepTrail(ctx, row, state, { note: body.conclusion })
    await audit(ctx, row, state, { conclusion: body.conclusion })
    if (!row.isDrill && row.notifiedAt !== null) await tellOfficials(ctx, row, 'trace.notice.ended')
    return { done: true }
  },
}

type Said = {
  title: string
  reason: string
  hazard: '1' | '2' | '3'
  instructions: string
  publicText?: string
  finding: Finding
  isDrill: boolean
}
export type Demand = Pick<RecallRow, 'demandedBy' | 'demandedByName' | 'dueAt' | 'isSample'>

/** Opens a recall of an organisation; the caller was checked to speak for it, or to demand it. */
export async function open(ctx: Ctx, organisationId: string, said: Said & Demand): Promise<RecallRow> {
  const { hazard, publicText, ...rest } = said
  const { name, nameEn } = await ctx.read(registry).organisation({ params: { organisationId } })
  const row = {
    ...{ organisationName: name, organisationNameEn: nameEn },
    ...{ id: ctx.newId(), organisationId, openedAt: ctx.now, openedBy: ctx.caller.personName },
    ...{ ...rest, hazard: Number(hazard), publicText: publicText || null },
  }
  const number = await insertRecall(ctx.sql, row)
  const blank = { state: 'draft' as const, frozenAt: null, scopeHash: null, notifiedAt: null, closedAt: null }
  const whole = { ...row, ...blank, number, conclusion: null, version: 1 }
  await keepTrail(ctx, whole, said.demandedBy ? 'demanded' : 'opened')
  await audit(ctx, whole, said.demandedBy ? 'demanded' : 'opened', { title: said.title })
  return whole
}

/** Adds what is not kept yet, counts anew whom it concerns, and makes the hash of all. */
export async function keepScope(
  ctx: Ctx,
  row: RecallRow,
  { items, outside }: Scoped,
): Promise<{ added: number; hash: string }> {
  const added = await insertItems(
    ctx.sql,
    items.map((item) => ({ ...item, recallId: row.id })),
  )
  const holders = new Map<string, number>([[row.organisationId, 0]])
  for (const { organisationId, how, state } of items) {
    if (how !== 'held' && state !== 'gone')
      holders.set(organisationId, (holders.get(organisationId) ?? 0) + 1)
  }
  const organisations = await organisationNames(ctx, [...holders.keys()])
  for (const [organisationId, count] of holders) {
    const name = organisations.get(organisationId) ?? ''
    if (count === 0) continue
    await keepParty(ctx.sql, {
      ...{ id: ctx.newId(), recallId: row.id, organisationId, party: null, name },
      ...{ isOutside: false, items: count },
    })
  }
  const names = await namesOf(ctx, [...outside.keys()])
  for (const [party, count] of outside) {
    await keepParty(ctx.sql, {
      ...{ id: ctx.newId(), recallId: row.id, organisationId: row.organisationId, party },
      ...{ name: names[party] ?? party.replace('https://id.gs1.org/', ''), isOutside: true, items: count },
    })
  }
  return { added, hash: scopeHash(row.finding, await hashedItems(ctx.sql, row.id)) }
}

/** GB/T 2260: an official speaks for the divisions below its own. */
function covers(official: string | null, firm: string): boolean {
  return official !== null && firm.startsWith(official.replace(/(00)+$/, ''))
}

async function audit(ctx: Ctx, row: RecallRow, act: string, after: object): Promise<void> {
  await ctx.audit({
    action: `trace.recall.${act}`,
    subject: 'trace.recall',
    subjectId: row.id,
    organisationId: row.organisationId,
    after: { number: row.number, ...after },
  })
}
