import type { EventJson } from '@ronghe/epcis'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { captureOwn } from '../capture/own.ts'
import type { trace } from '../contract.ts'
import { primaryKey } from '../master/key.ts'
import { mustOwn, ownId } from '../master/policy.ts'
import { findDocument } from '../master/store/documents.ts'
import { findRule } from '../rules/store.ts'
import { eventsById, seqsOfIds } from '../store/events.ts'
import { namesOf } from '../story/names.ts'
import { meaningOf } from '../story.ts'
import type { Inspection, InspectionLine } from './contract.ts'
import { enter, tellFailed } from './enter.ts'
import { heldEvent } from './map.ts'
import * as store from './store.ts'

type Routes = Pick<
  Service<typeof trace>,
  'inspections' | 'inspection' | 'addInspection' | 'withdrawInspection' | 'holdInspected'
>
const unknown = 'trace.inspection.unknown'

/** What was found at things by people, tables and instruments. */
export const inspections: Routes = {
  async inspections(ctx, { query }) {
    const { thing, product, ...rest } = query
    const { rows, total } = await store.listInspections(ctx.sql, {
      ...rest,
      ...(thing ? { thing: meaningOf(thing).id } : {}),
      ...(product ? { product: primaryKey(meaningOf(product).id) } : {}),
    })
    const names = await namesOf(
      ctx,
      rows.map(({ product: key }) => key),
    )
    return { rows: rows.map((row) => lineOf(row, names)), total }
  },

  async inspection(ctx, { params }): Promise<Inspection> {
    const row = await store.findInspection(ctx.sql, params.inspectionId)
    if (!row) throw new Fault(unknown)
    const keys = [...row.things, ...row.things.map(primaryKey), ...(row.place ? [row.place] : [])]
    const names = await namesOf(ctx, keys)
    const document = row.documentId ? await findDocument(ctx.sql, row.documentId) : null
    const { things, quantity, unit, place, findings, note, addedBy, withdrawnBy, withdrawal } = row
    return {
      ...{ ...lineOf(row, names), things, names, quantity, unit, place, findings, note, addedBy },
      ...{ withdrawnBy, withdrawal, heldBy: row.heldBy, releasedBy: row.releasedBy },
      document: document && { id: document.id, title: document.title },
      addedAt: row.addedAt.toISOString(),
      withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
      event: await eventOf(ctx, row),
      isExpected: row.capturedAt !== null || (await store.isRuleOn(ctx.sql, row)),
      heldAt: row.heldAt?.toISOString() ?? null,
      releasedAt: row.releasedAt?.toISOString() ?? null,
    }
  },

  async addInspection(ctx, { body }) {
    const organisationId = ownId(ctx)
    const row = (await enter(ctx, organisationId, body))!
    const { id, number, things, findings, verdict } = row
    const after = { number, things, findings, verdict }
    await note(ctx, 'trace.inspection.added', row, { after })
    if (verdict === 'failed') await tellFailed(ctx, organisationId, [row])
    return { id, verdict }
  },

  async withdrawInspection(ctx, { params, body }) {
    const row = mustOwn(ctx, await store.lockInspection(ctx.sql, params.inspectionId), unknown)
    if (row.withdrawnAt) throw new Fault('trace.inspection.withdrawn')
    if (row.eventId) await declareError(ctx, row.eventId)
    const by = { at: ctx.now, by: ctx.caller.personName, reason: body.reason.trim() }
    await store.keepWithdrawn(ctx.sql, row.id, by)
    await note(ctx, 'trace.inspection.withdrawn', row, { reason: by.reason })
    return { done: true }
  },

  async holdInspected(ctx, { params, body }) {
    const row = mustOwn(ctx, await store.lockInspection(ctx.sql, params.inspectionId), unknown)
    const { isHeld } = body
    if (isHeld === isHeldNow(row)) throw new Fault('trace.inspection.heldAlready')
    if (isHeld && row.withdrawnAt) throw new Fault('trace.inspection.withdrawn')
    const event = heldEvent(row, isHeld, `urn:uuid:${ctx.newId()}`, ctx.now.toISOString())
    await captureOwn(ctx.sql, [event], captureBy(ctx))
    await store.keepHeld(ctx.sql, row.id, { at: ctx.now, by: ctx.caller.personName, isHeld })
    await note(ctx, isHeld ? 'trace.inspection.held' : 'trace.inspection.released', row, {})
    return { done: true }
  },
}

function captureBy(ctx: Ctx) {
  return {
    ...{ organisationId: ownId(ctx), source: 'inspection', personName: ctx.caller.personName },
    ...{ now: ctx.now, newId: ctx.newId },
  }
}

/** The event never was: the same again as a declaration of an error (EPCIS 2.0, 7.4.1.2). */
async function declareError(ctx: Ctx, eventId: string): Promise<void> {
  const own = ownId(ctx)
  const event = (await eventsById(ctx.sql, eventId)).find(({ organisationId }) => organisationId === own)
  if (!event) return
  const body = JSON.parse(event.body) as EventJson
  const errorDeclaration = { declarationTime: ctx.now.toISOString(), reason: 'incorrect_data' }
  await captureOwn(ctx.sql, [{ ...body, eventID: eventId, errorDeclaration }], captureBy(ctx))
}

async function eventOf(ctx: Ctx, row: store.InspectionRow): Promise<Inspection['event']> {
  const { eventId, ruleId, capturedAt, organisationId } = row
  if (!eventId || !ruleId || !capturedAt) return null
  const seq = (await seqsOfIds(ctx.sql, organisationId, [eventId])).get(eventId)
  if (seq === undefined) return null
  const rule = await findRule(ctx.sql, ruleId)
  return { seq: Number(seq), ruleId, ruleName: rule?.name ?? null, capturedAt: capturedAt.toISOString() }
}

function isHeldNow({ heldAt, releasedAt }: store.InspectionRow): boolean {
  return heldAt !== null && releasedAt === null
}

function lineOf(row: store.InspectionRow, names: Readonly<Record<string, string>>): InspectionLine {
  const {
    id,
    organisationId,
    number,
    inspectionKind,
    things,
    verdict,
    inspector,
    source,
    isSample,
    findings,
  } = row
  const state = row.withdrawnAt ? 'withdrawn' : row.capturedAt ? 'captured' : 'waiting'
  return {
    ...{
      id,
      organisationId,
      number,
      inspectionKind,
      verdict,
      inspector,
      source,
      isSample,
      inspectionState: state,
    },
    ...{ thing: things[0]!, thingsInAll: things.length, productName: names[row.product] ?? null },
    failed: findings.filter(({ isPassed }) => !isPassed).map(({ characteristic }) => characteristic),
    characteristics: findings.length,
    inspectedAt: row.inspectedAt.toISOString(),
    isHeld: isHeldNow(row),
  }
}

async function note(
  ctx: Ctx,
  action: string,
  row: Pick<store.InspectionRow, 'id' | 'organisationId'>,
  what: object,
) {
  await ctx.audit({
    ...{ action, subject: 'trace.inspection', subjectId: row.id, organisationId: row.organisationId },
    ...what,
  })
}
