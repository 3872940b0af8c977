import { buffer } from 'node:stream/consumers'
import { holds } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import { mediaTypeOf } from '@ronghe/kit/files'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { programmeOf } from '../funds/acts.ts'
import { type FirmFacts, isSound, judge } from '../funds/eligibility.ts'
import { factsOf } from '../funds/facts.ts'
import { wrong } from '../funds/programmes.ts'
import { today } from '../supervision/acts.ts'
import type { NewPolicy } from './contract.ts'
import * as store from './store.ts'

type Routes = Pick<
  Service<typeof governance>,
  'policies' | 'policy' | 'addPolicy' | 'changePolicy' | 'movePolicy' | 'addPolicyFile' | 'policyFile'
>
const filesMax = 20

/** Policies and notices with whom they are meant for, judged on what is known of the caller's firm. */
export const library: Routes = {
  async policies(ctx, { query }) {
    const { page = 1, pageSize = 20, isInForce, fits, ...filter } = query
    const facts = await factsOfCaller(ctx)
    const all = (await store.listPolicies(ctx.sql, filter, ctx.caller.organisationId))
      .map((row) => shownRow(ctx, row, facts))
      .filter((row) => isInForce === undefined || row.isInForce === isInForce)
      .filter((row) => fits === undefined || row.fits === fits)
    return { rows: all.slice((page - 1) * pageSize, page * pageSize), total: all.length }
  },

  async policy(ctx, { params }) {
    const row = await policyAt(ctx, params.policyId)
    const facts = await factsOfCaller(ctx)
    const { textZh, textEn, source, reason, publishedAt, version, programmeId } = row
    const files = await store.filesOf(ctx.sql, row.id)
    const programme = { titleZh: row.programmeZh ?? '', titleEn: row.programmeEn ?? '' }
    return {
      ...shownRow(ctx, row, facts),
      ...{ textZh, textEn, source, reason, version },
      conditions: facts
        ? judge(row.conditions, facts).conditions
        : row.conditions.map((one) => ({ ...one, found: null, met: null })),
      // A programme that is a draft still is nobody else's business.
      programme: programmeId !== null && row.programmeZh !== null ? { id: programmeId, ...programme } : null,
      publishedAt: publishedAt?.toISOString() ?? null,
      files: files.map(({ id, name, hash, at }) => ({ id, name, hash, at: at.toISOString() })),
      isOurs: row.organisationId === ctx.caller.organisationId,
    }
  },

  async addPolicy(ctx, { body }) {
    const { organisationId } = ctx.caller
    if (!organisationId) throw new Fault('kit.forbidden')
    const id = ctx.newId()
    const one = await written(ctx, id, body)
    if (!(await store.insertPolicy(ctx.sql, { ...one, organisationId }, ctx.now))) throw taken()
    await note(ctx, 'added', id, body)
    return { id }
  },

  async changePolicy(ctx, { params, body }) {
    const { version, ...given } = body
    const row = await ownAt(ctx, params.policyId)
    if (row.state !== 'draft') throw new Fault('governance.item.notNow')
    const one = await written(ctx, row.id, given)
    if (await store.isNumberTaken(ctx.sql, row.id, one.number)) throw taken()
    if (!(await store.changePolicy(ctx.sql, one, version))) throw new Fault('governance.item.changedSince')
    await note(ctx, 'changed', row.id, given)
    return { done: true }
  },

  async movePolicy(ctx, { params, body }) {
    const { state, reason = null, version } = body
    const row = await ownAt(ctx, params.policyId)
    if (row.version !== version) throw new Fault('governance.item.changedSince')
    if (state === 'withdrawn' && reason === null) throw wrong('reason', 'governance.item.commentNeeded')
    if (!(await store.movePolicy(ctx.sql, row, { state, reason }, ctx.now)))
      throw new Fault('governance.item.notNow')
    await note(ctx, state, row.id, { state, reason })
    return { done: true }
  },

  async addPolicyFile(ctx, { params }) {
    const row = await ownAt(ctx, params.policyId)
    if (row.state !== 'draft') throw new Fault('governance.item.notNow')
    if ((await store.filesOf(ctx.sql, row.id)).length >= filesMax)
      throw new Fault('governance.policy.filesFull', { max: filesMax })
    const file = await ctx.upload()
    const hash = await ctx.house.files.put(file.content)
    const one = { id: ctx.newId(), hash, name: file.name.slice(0, 200), mediaType: mediaTypeOf(file.content) }
    await store.insertFile(ctx.sql, row.id, one, ctx.now)
    await note(ctx, 'file', row.id, { name: one.name, hash })
    return { id: one.id }
  },

  async policyFile(ctx, { params }) {
    const row = await policyAt(ctx, params.policyId)
    const found = (await store.filesOf(ctx.sql, row.id)).find(({ id }) => id === params.fileId)
    if (!found) throw new Fault('kit.notFound')
    const content = await buffer(await ctx.house.files.read(found.hash))
    return { name: found.name, mediaType: found.mediaType, content }
  },
}

/** What is known of the firm that the caller acts for; null for everybody else. */
async function factsOfCaller(ctx: Ctx): Promise<FirmFacts | null> {
  const { organisationId } = ctx.caller
  if (!organisationId || !holds(ctx.caller, 'governance.apply')) return null
  return factsOf(ctx, organisationId)
}

async function policyAt(ctx: Ctx, id: string): Promise<store.PolicyRow> {
  const row = await store.policyById(ctx.sql, id, ctx.caller.organisationId)
  if (!row) throw new Fault('kit.notFound')
  return row
}

async function ownAt(ctx: Ctx, id: string): Promise<store.PolicyRow> {
  const row = await policyAt(ctx, id)
  if (row.organisationId !== ctx.caller.organisationId) throw new Fault('governance.item.notOurs')
  return row
}

/** What is kept of what a person wrote; RLS lets him name no programme that he does not see. */
async function written(ctx: Ctx, id: string, body: NewPolicy) {
  const { number = '', source = '', validUntil = null, programmeId = null, ...rest } = body
  if (validUntil !== null && validUntil < body.issuedOn) throw wrong('validUntil', 'governance.policy.days')
  for (const [place, one] of body.conditions.entries())
    if (!isSound(one)) throw wrong(`conditions.${place}.value`, 'governance.programme.condition')
  if (programmeId !== null) await programmeOf(ctx, programmeId)
  return { ...rest, id, number: number.trim(), source, validUntil, programmeId, isSample: false }
}

function taken(): Fault {
  return wrong('number', 'governance.policy.numberTaken')
}

function shownRow(ctx: Ctx, row: store.PolicyRow, facts: FirmFacts | null) {
  const { id, kind, number, titleZh, titleEn, issuerZh, issuerEn, issuedOn, validUntil, state } = row
  const day = today(ctx)
  const isOver = state === 'withdrawn' || (validUntil !== null && validUntil < day)
  const isInForce = state === 'published' && issuedOn <= day && !isOver
  return {
    ...{ id, kind, number, titleZh, titleEn, issuerZh, issuerEn, issuedOn, validUntil, state, isInForce },
    isOver,
    fits: facts ? judge(row.conditions, facts).fits : null,
    isSample: row.isSample,
  }
}

function note(ctx: Ctx, action: string, id: string, after: unknown): Promise<void> {
  return ctx.audit({
    action: `governance.policy.${action}`,
    subject: 'governance.policy',
    subjectId: id,
    organisationId: ctx.caller.organisationId,
    after,
  })
}
