import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { scopeOf } from '../policy.ts'
import { prefixFault } from './key.ts'
import { fieldFault } from './masters.ts'
import { ownId } from './policy.ts'
import { deletePrefix, insertPrefix, listPrefixes, type PrefixRow } from './store/prefixes.ts'

type Routes = Pick<Service<typeof trace>, 'prefixes' | 'addPrefix' | 'removePrefix'>

/** GS1 company prefixes: which numbers are an organisation's own. */
export const prefixes: Routes = {
  async prefixes(ctx, { query }) {
    const { rows, total } = await listPrefixes(ctx.sql, scopeOf(ctx.caller) ?? null, query)
    return { rows: rows.map(lineOf), total }
  },

  async addPrefix(ctx, { body }) {
    const organisationId = ownId(ctx)
    const prefix = body.prefix.trim()
    const fault = prefixFault(prefix)
    if (fault) throw fieldFault('prefix', `trace.rule.prefixOf.${fault}`)
    const row = { prefix, organisationId, addedAt: ctx.now, addedBy: ctx.caller.personName }
    if (!(await insertPrefix(ctx.sql, row))) throw new Fault('trace.prefix.taken', { prefix })
    await ctx.audit({
      action: 'trace.prefix.added',
      subject: 'trace.prefix',
      subjectId: prefix,
      organisationId,
      after: { prefix },
    })
    return lineOf({ ...row, used: 0 })
  },

  async removePrefix(ctx, { params }) {
    const organisationId = ownId(ctx)
    if (!(await deletePrefix(ctx.sql, organisationId, params.prefix))) throw new Fault('trace.prefix.used')
    await ctx.audit({
      action: 'trace.prefix.removed',
      subject: 'trace.prefix',
      subjectId: params.prefix,
      organisationId,
      before: { prefix: params.prefix },
    })
    return { done: true }
  },
}

/** A GTIN-13 has 12 digits before its check digit. */
function lineOf({ prefix, used, addedAt, addedBy }: PrefixRow) {
  return { prefix, room: 10 ** (12 - prefix.length), used, addedAt: addedAt.toISOString(), addedBy }
}
