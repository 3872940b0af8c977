import type { Figure } from '@ronghe/kit/contract'
import type { Ctx } from '@ronghe/kit/module'
import type { WorkingCalendar } from '@ronghe/kit/working-days'
import { planById } from '../plan/store.ts'
import { today } from './acts.ts'
import { type LightRules, lightOf, worst } from './light.ts'
import type { ItemListRow, PartRow } from './rows.ts'
import * as store from './store/items.ts'
import * as trail from './store/trail.ts'

export function shownItem(item: ItemListRow) {
  const {
    organisationId: _o,
    text: _t,
    version: _v,
    draftedBy: _b,
    draftedByName: _n,
    planVersionId: _p,
    ...row
  } = item
  return { ...row, updatedAt: item.updatedAt.toISOString() }
}

async function planOfItem(ctx: Ctx, planId: string | null) {
  const plan = planId === null ? null : await planById(ctx.sql, planId, { withDrafts: false })
  return plan && { id: plan.id, number: plan.number, titleZh: plan.titleZh, titleEn: plan.titleEn }
}

/** The item with its parts, trail, lights and files. */
export async function shownDetail(ctx: Ctx, item: ItemListRow, rules: LightRules, calendar: WorkingCalendar) {
  const own = ctx.caller.organisationId
  const parts = await store.partsOf(ctx.sql, item.id)
  const files = await trail.filesOf(ctx.sql, item.id)
  const lights = await trail.lightsOf(ctx.sql, item.id)
  const shown = parts.map((part) => shownPart(part, own, { today: today(ctx), rules, calendar }))
  return {
    ...shownItem(item),
    text: item.text,
    version: item.version,
    draftedByName: item.draftedByName,
    isDraftedByMe: item.draftedBy !== null && item.draftedBy === ctx.caller.personId,
    plan: await planOfItem(ctx, item.planVersionId),
    isOurs: own !== null && item.organisationId === own,
    parts: shown,
    light: worst(shown.map((one) => one.light)),
    events: (await trail.eventsOf(ctx.sql, item.id)).map(({ figure, at, ...one }) => ({
      ...one,
      at: at.toISOString(),
      evidenced: (figure?.evidenced as Figure | undefined) ?? null,
      declared: (figure?.declared as Figure | undefined) ?? null,
    })),
    extensions: (await trail.extensionsOf(ctx.sql, item.id)).map(({ itemId: _, ...one }) => ({
      ...one,
      askedAt: one.askedAt.toISOString(),
      decidedAt: one.decidedAt?.toISOString() ?? null,
    })),
    lights: lights.map((one) => ({ ...one, at: one.at.toISOString() })),
    files: files.map(({ fileHash, at, ...one }) => ({ ...one, hash: fileHash, at: at.toISOString() })),
  }
}

type Judging = { today: string; rules: LightRules; calendar: WorkingCalendar }

/** A part with its light of now, which the watch may not have kept yet. */
function shownPart(part: PartRow, own: string | null, { today, rules, calendar }: Judging) {
  const { itemId: _i, issuedOn: _on, redSince: _red, isEscalated: _esc, organisationId, place, ...one } = part
  const { light, reason } = lightOf({ ...part, today }, rules, calendar)
  const isMine = own !== null && organisationId === own
  const isOffPlatform = organisationId === null
  return { ...one, light, lightReason: reason, isLead: place === 0, isMine, isOffPlatform }
}

/** Reported in time over all that was due: what was reported, and what is overdue. */
export function shownRecord(ctx: Ctx, row: trail.RecordRow, span: { from?: string; to?: string } = {}) {
  const denominator = row.inTime + row.late + row.red
  const about = { unit: 'P1', at: ctx.now.toISOString(), basis: 'evidenced' as const }
  const { from, to } = span
  const told = Object.entries({ department: row.code, counted: 'parts', from, to }).filter(
    (one): one is [string, string] => Boolean(one[1]),
  )
  const proof = `/governance/items?${new URLSearchParams(told)}`
  const punctuality: Figure =
    denominator === 0
      ? { ...about, value: null, reason: 'governance.reason.nothingDue', proof }
      : {
          ...about,
          value: Math.round((row.inTime / denominator) * 1000) / 10,
          numerator: row.inTime,
          denominator,
          proof,
          method: {
            key: 'governance.method.punctuality',
            values: { inTime: row.inTime, late: row.late, red: row.red },
          },
        }
  return { ...row, punctuality }
}
