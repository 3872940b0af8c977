import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import { latestOf } from '../capture/clock.ts'
import { primaryKey } from '../master/key.ts'
import { fieldFault } from '../master/masters.ts'
import { findDocument } from '../master/store/documents.ts'
import { elementsOf, meaningOf } from '../story.ts'
import type { Said } from './contract.ts'
import { findingFault, judged, verdictOf } from './judge.ts'
import { insertInspection, type NewInspection } from './store.ts'

/** A lot, item, carrier or asset by any form of its id; null when the text is none. */
export function thingKey(text: string): string | null {
  const { id } = meaningOf(text)
  return elementsOf(id).length > 0 ? id : null
}

/** Report numbers of those that bring none: the day in China, and what no other has. */
export function numberFor(at: Date, id: string): string {
  const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
  return `QI-${day}-${id.slice(-8).toUpperCase()}`
}

type From = Pick<NewInspection, 'source' | 'sourceId' | 'isSample'>
export const byPerson: From = { source: 'person', sourceId: null, isSample: false }

/** Enters what was said, judged; every fault by its field. Null when an instrument’s is there already. */
export async function enter(
  ctx: Ctx,
  organisationId: string,
  said: Said,
  from: From = byPerson,
): Promise<NewInspection | null> {
  const at = new Date(said.inspectedAt)
  if (at.getTime() > latestOf(ctx.house)) throw fieldFault('inspectedAt', 'trace.rule.inspectedLater')
  const things = said.things.map((text, index) => {
    const key = thingKey(text)
    if (key === null) throw fieldFault(`things.${index}`, 'trace.rule.identifier.any')
    return key
  })
  if (new Set(things).size < things.length) throw fieldFault('things', 'trace.rule.twice')
  const findings = said.findings.map((one, index) => {
    const fault = findingFault(one)
    if (fault) throw fieldFault(`findings.${index}.${fault.field}`, `trace.rule.${fault.rule}`)
    return judged({ ...one, characteristic: one.characteristic.trim() })
  })
  if (new Set(findings.map(({ characteristic }) => characteristic)).size < findings.length)
    throw fieldFault('findings', 'trace.rule.twice')
  const id = ctx.newId()
  const place = said.place?.trim() ? thingKey(said.place) : null
  if (said.place?.trim() && place === null) throw fieldFault('place', 'trace.rule.identifier.place')
  const row: NewInspection = {
    ...{
      id,
      organisationId,
      number: said.number?.trim() || numberFor(at, id),
      inspectionKind: said.inspectionKind,
      things,
    },
    ...{ product: primaryKey(things[0]!), quantity: said.quantity ?? null, unit: said.unit ?? null, place },
    ...{ findings, verdict: verdictOf(findings), inspectedAt: at },
    inspector: said.inspector?.trim() || ctx.caller.personName,
    documentId: await ownDocument(ctx, organisationId, said.documentId),
    note: said.note?.trim() || null,
    ...{ ...from, addedAt: ctx.now, addedBy: ctx.caller.personName },
  }
  if (await insertInspection(ctx.sql, row)) return row
  if (from.sourceId !== null) return null
  throw new Fault('trace.inspection.numberTaken', { number: row.number })
}

async function ownDocument(ctx: Ctx, organisationId: string, id: string | undefined): Promise<string | null> {
  if (id === undefined) return null
  const found = await findDocument(ctx.sql, id)
  if (found?.organisationId !== organisationId) throw fieldFault('documentId', 'trace.rule.ownDocument')
  return id
}

/** Tells those who recall that something failed: one by its number, several by how many. */
export async function tellFailed(
  ctx: Ctx,
  organisationId: string,
  failed: readonly Pick<NewInspection, 'id' | 'number' | 'things'>[],
): Promise<void> {
  const [first] = failed
  if (!first) return
  const word = failed.length === 1 ? 'trace.notice.inspectionFailed' : 'trace.notice.inspectionsFailed'
  await notify(ctx, {
    to: { organisationId, may: 'trace.recall' },
    word,
    blanks: { number: first.number, thing: first.things[0]!, count: String(failed.length) },
    link: failed.length === 1 ? `/trace/inspections/${first.id}` : '/trace/inspections?verdict=failed',
  })
}

async function notify(ctx: Ctx, notice: Parameters<Ctx['notify']>[0]): Promise<void> {
  await ctx.notify(notice)
}
