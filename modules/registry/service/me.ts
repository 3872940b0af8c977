import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { registry } from '../contract.ts'
import * as people from '../store/people.ts'
import * as regions from '../store/region.ts'
import * as sessions from '../store/sessions.ts'

type Routes = Pick<Service<typeof registry>, 'me' | 'changeMe' | 'myData' | 'sessions' | 'revokeSession'>

/** Who I am, what I may, and my sessions. */
export const me: Routes = {
  async me(ctx) {
    const { caller, sql } = ctx
    const region = await regions.region(sql)
    const answer = {
      person: null,
      organisation: null,
      memberships: [],
      permissions: [...caller.permissions],
      sample: region?.is_sample ?? false,
      region: region && { code: region.code, nameZh: region.name_zh, nameEn: region.name_en },
      openIdConnect: ctx.house.config.OIDC_ISSUER !== '',
    }
    if (!caller.personId) return answer
    const personId = caller.personId
    const person = await people.personById(sql, personId)
    if (!person) return answer
    const memberships = await elevated(sql, caller, () => people.membershipsOf(sql, personId))
    const nameOf = (one: people.MembershipRow) =>
      (caller.locale === 'en' && one.organisation_en) || one.organisation_zh
    const acting = memberships.find((one) => one.organisation_id === caller.organisationId)
    return {
      ...answer,
      person: {
        id: person.id,
        name: person.name,
        email: person.email,
        locale: person.locale,
        twoFactorEnabled: person.two_factor_enabled,
        isSample: person.is_sample,
      },
      organisation: acting
        ? {
            id: acting.organisation_id,
            name: nameOf(acting),
            kind: acting.kind as 'enterprise',
            regionCode: acting.region_code,
            isSample: acting.is_sample,
          }
        : null,
      memberships: memberships.map((one) => ({
        organisationId: one.organisation_id,
        organisationName: nameOf(one),
        kind: one.kind as 'enterprise',
        roleCode: one.role_code,
        roleName: caller.locale === 'zh' ? one.role_zh : one.role_en,
        regionCode: one.region_code,
      })),
    }
  },

  async changeMe(ctx, { body }) {
    await people.changePerson(ctx.sql, mine(ctx), body, ctx.now)
    return { done: true }
  },

  async myData(ctx) {
    const data = await elevated(ctx.sql, ctx.caller, () => people.everythingOf(ctx.sql, mine(ctx)))
    return {
      name: 'ronghe-my-data.json',
      mediaType: 'application/json',
      content: Buffer.from(JSON.stringify(data, null, 2)),
    }
  },

  async sessions(ctx) {
    const rows = await sessions.sessionsOf(ctx.sql, mine(ctx), ctx.now)
    return { rows: rows.map((row) => ({ ...row, current: row.id === ctx.caller.sessionId })) }
  },

  async revokeSession(ctx, { params }) {
    const gone = await sessions.removeSession(ctx.sql, mine(ctx), params.sessionId)
    if (!gone) throw new Fault('kit.notFound')
    await ctx.audit({
      action: 'registry.session.revoked',
      subject: 'session',
      subjectId: params.sessionId,
      organisationId: ctx.caller.organisationId,
    })
    return { done: true }
  },
}

/** The person asking; an API key has none. */
export function mine(ctx: Ctx): string {
  if (!ctx.caller.personId) throw new Fault('kit.forbidden')
  return ctx.caller.personId
}
