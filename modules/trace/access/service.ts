import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { trace } from '../contract.ts'
import { ownId } from '../master/policy.ts'
import { scopeOf } from '../policy.ts'
import type { PartnerLine } from './contract.ts'
import { type AudienceOf, defaults } from './rules.ts'
import {
  decide,
  findPartner,
  insertPartner,
  listPartners,
  type PartnerRow,
  rulesOf,
  upsertRule,
} from './store/partners.ts'

type Routes = Pick<
  Service<typeof trace>,
  'accessRules' | 'setAccess' | 'partners' | 'askPartner' | 'decidePartner'
>

/** Who may see what of an organisation's events. */
export const access: Routes = {
  async accessRules(ctx) {
    const own = ctx.caller.organisationId
    const rules = own === null ? [] : await rulesOf(ctx.sql, own)
    return {
      rows: (Object.keys(defaults) as AudienceOf[]).map((audienceOf) => {
        const rule = rules.find(({ audience }) => audience === audienceOf)
        return {
          audienceOf,
          hidden: [...((rule?.hidden as typeof defaults.public) ?? defaults[audienceOf])],
          isDefault: rule === undefined,
          changedAt: rule?.changedAt.toISOString() ?? null,
          changedBy: rule?.changedBy ?? null,
        }
      }),
    }
  },

  async setAccess(ctx, { params, body }) {
    const organisationId = ownId(ctx)
    const hidden = [...new Set(body.hidden)].sort()
    const changedBy = ctx.caller.personName
    const rule = { audience: params.audience, hidden, changedAt: ctx.now, changedBy }
    await upsertRule(ctx.sql, organisationId, rule)
    await note(ctx, 'trace.access.changed', organisationId, { audience: params.audience, hidden })
    return {
      audienceOf: params.audience,
      hidden,
      isDefault: false,
      changedAt: ctx.now.toISOString(),
      changedBy,
    }
  },

  async partners(ctx, { query }) {
    const { partnerState, ...rest } = query
    const filter = { ...rest, ...(partnerState ? { state: partnerState } : {}) }
    const { rows, total } = await listPartners(ctx.sql, scopeOf(ctx.caller) ?? null, filter)
    return { rows: rows.map((row) => lineOf(ctx, row)), total }
  },

  async askPartner(ctx, { body }) {
    const partnerId = ownId(ctx)
    if (body.organisationId === partnerId) throw new Fault('trace.partner.self')
    const read = ctx.read(registry)
    const { name: organisationName } = await read.organisation({
      params: { organisationId: body.organisationId },
    })
    const { name: partnerName } = await read.organisation({ params: { organisationId: partnerId } })
    const row: PartnerRow = {
      ...{ organisationId: body.organisationId, partnerId, organisationName, partnerName, state: 'asked' },
      ...{ reason: body.reason?.trim() || null, askedAt: ctx.now, decidedAt: null, decidedBy: null },
    }
    if (!(await insertPartner(ctx.sql, row, ctx.caller.personName))) throw new Fault('trace.partner.asked')
    await note(ctx, 'trace.partner.asked', partnerId, row)
    await tell(ctx, row.organisationId, 'trace.notice.partnerAsked', { name: partnerName })
    return lineOf(ctx, row)
  },

  async decidePartner(ctx, { params, body }) {
    const organisationId = ownId(ctx)
    const before = await findPartner(ctx.sql, organisationId, params.partnerId)
    if (!before) throw new Fault('trace.partner.unknown')
    const decided = { state: body.partnerState, decidedAt: ctx.now, decidedBy: ctx.caller.personName }
    const row: PartnerRow = { ...before, ...decided }
    await decide(ctx.sql, row)
    await note(ctx, 'trace.partner.decided', organisationId, row)
    await tell(ctx, row.partnerId, `trace.notice.partner.${row.state}`, { name: row.organisationName })
    return lineOf(ctx, row)
  },
}

async function tell(ctx: Ctx, organisationId: string, word: string, blanks: Record<string, string>) {
  await ctx.notify({ to: { organisationId, may: 'trace.subscribe' }, word, blanks, link: '/trace/sharing' })
}

async function note(ctx: Ctx, action: string, organisationId: string, after: unknown): Promise<void> {
  await ctx.audit({ action, subject: 'trace.access', subjectId: organisationId, organisationId, after })
}

function lineOf(ctx: Ctx, { state, askedAt, decidedAt, ...row }: PartnerRow): PartnerLine {
  return {
    ...row,
    direction: row.organisationId === ctx.caller.organisationId ? 'gives' : 'gets',
    partnerState: state,
    askedAt: askedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  }
}
