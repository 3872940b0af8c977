import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import { hashOf } from '../auth/identify.ts'
import type { registry } from '../contract.ts'
import { mayGrant } from '../policy.ts'
import * as store from '../store/keys.ts'
import { ownId } from './members.ts'

type Routes = Pick<Service<typeof registry>, 'apiKeys' | 'addApiKey' | 'revokeApiKey'>

const prefixLetters = 11

export const keys: Routes = {
  apiKeys: (ctx, { query }) => store.listApiKeys(ctx.sql, ownId(ctx), query),

  async addApiKey(ctx, { body }) {
    if (!mayGrant(ctx.caller, body.scopes)) throw new Fault('registry.apiKey.beyondOwn')
    const id = ctx.newId()
    const key = `rk_${Buffer.from(ctx.house.clock.randomBytes(24)).toString('base64url')}`
    await store.insertApiKey(
      ctx.sql,
      {
        id,
        organisationId: ownId(ctx),
        name: body.name,
        hash: hashOf(key),
        prefix: key.slice(0, prefixLetters),
        scopes: body.scopes,
        by: ctx.caller.personId,
        expiresAt: body.expiresAt ?? null,
      },
      ctx.now,
    )
    const after = { name: body.name, scopes: body.scopes, expiresAt: body.expiresAt ?? null }
    await ctx.audit({
      action: 'registry.apiKey.added',
      subject: 'apiKey',
      subjectId: id,
      organisationId: ownId(ctx),
      after,
    })
    return { id, key }
  },

  async revokeApiKey(ctx, { params }) {
    const gone = await store.revokeApiKey(ctx.sql, ownId(ctx), params.apiKeyId, ctx.now)
    if (!gone) throw new Fault('kit.notFound')
    await ctx.audit({
      action: 'registry.apiKey.revoked',
      subject: 'apiKey',
      subjectId: params.apiKeyId,
      organisationId: ownId(ctx),
    })
    return { done: true }
  },
}
