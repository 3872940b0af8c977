import { actorName, holds } from '@ronghe/kit/auth'
import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { verifyPassword } from 'better-auth/crypto'
import type { registry } from '../contract.ts'
import { type AuditFilter, listAudit } from '../store/audit.ts'
import { otherManagers } from '../store/members.ts'
import * as people from '../store/people.ts'
import { listDivisions, listTrades } from '../store/region.ts'
import { searchAll } from '../store/search.ts'
import { mine } from './me.ts'

type Routes = Pick<
  Service<typeof registry>,
  'deleteMe' | 'regions' | 'trades' | 'organisationHistory' | 'audit' | 'search'
>

/** Dictionaries, audit, search, and leaving. */
export const lookups: Routes = {
  async deleteMe(ctx, { body }) {
    const personId = mine(ctx)
    await elevated(ctx.sql, ctx.caller, async () => {
      const hash = await people.passwordHash(ctx.sql, personId)
      if (!hash || !(await verifyPassword({ hash, password: body.password })))
        throw new Fault('registry.password.wrong')
      for (const one of await people.membershipsOf(ctx.sql, personId)) {
        if (!one.permissions.includes('registry.member.write')) continue
        if ((await otherManagers(ctx.sql, one.organisation_id, personId)) === 0)
          throw new Fault('registry.member.last')
      }
      await ctx.audit({
        action: 'registry.person.deleted',
        subject: 'person',
        subjectId: personId,
        organisationId: null,
      })
      await people.removePerson(ctx.sql, personId)
    })
    return { done: true }
  },

  regions: async (ctx) => ({ rows: await listDivisions(ctx.sql) }),

  trades: async (ctx, { query }) => ({ rows: await listTrades(ctx.sql, query) }),

  organisationHistory: (ctx, { params, query }) =>
    auditRows(ctx, { ...query, subject: 'organisation', subjectId: params.organisationId }),

  audit: (ctx, { query }) => auditRows(ctx, query),

  async search(ctx, { query }) {
    const rows = await searchAll(ctx.sql, query.q, ctx.caller.organisationId)
    const allowed = { organisation: 'signedIn', unit: 'registry.unit.read', person: 'registry.member.read' }
    return { rows: rows.filter((row) => holds(ctx.caller, allowed[row.kind])) }
  },
}

async function auditRows(ctx: Ctx, filter: AuditFilter) {
  const { rows, total } = await listAudit(ctx.sql, filter)
  return {
    total,
    rows: rows.map((row) => ({
      ...row,
      personName: actorName(row.personName, ctx.t),
      actionName: ctx.t(`action.${row.action}`),
    })),
  }
}
