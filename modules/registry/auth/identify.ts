import { createHash } from 'node:crypto'
import { type Caller, stranger, systemCaller } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { House, Identification } from '@ronghe/kit/module'
import * as people from '../store/people.ts'
import type { SignIn } from './sign-in.ts'

const keyTouchMs = 60_000

/** Who is asking: an API key in `authorization: Bearer rk_…`, or the person of the session cookie. */
export async function identify(house: House, signIn: SignIn, asking: Identification): Promise<Caller> {
  const bearer = asking.headers.get('authorization')?.match(/^Bearer (rk_[A-Za-z0-9_-]{20,100})$/)?.[1]
  if (bearer) return byApiKey(house, bearer, asking)
  if (!asking.headers.has('cookie')) return stranger(asking.locale)
  const found = await signIn.api.getSession({ headers: asking.headers }).catch(unlessOurs)
  if (!found) return stranger(asking.locale)
  const memberships = await house.act(systemCaller, ({ sql }) => people.membershipsOf(sql, found.user.id))
  const acting = memberships.find((one) => one.organisation_id === asking.actingFor) ?? memberships[0]
  return {
    personId: found.user.id,
    personName: found.user.name,
    sessionId: found.session.id,
    apiKeyId: null,
    organisationId: acting?.organisation_id ?? null,
    organisationKind: acting?.kind ?? null,
    regionCode: acting?.region_code ?? null,
    reach: acting?.reach ?? 'own',
    permissions: new Set(acting?.permissions ?? []),
    locale: asking.locale,
  }
}

/** A cookie that is refused is no session; a database that does not answer signs nobody out. */
function unlessOurs(error: { statusCode?: number }): null {
  if (error.statusCode !== undefined && error.statusCode < 500) return null
  throw new Fault('kit.unavailable')
}

async function byApiKey(house: House, bearer: string, asking: Identification): Promise<Caller> {
  const key = await house.act(systemCaller, async ({ sql, now }) => {
    const row = await people.apiKeyByHash(sql, hashOf(bearer), now)
    if (row && now.getTime() - (row.last_used_at?.getTime() ?? 0) > keyTouchMs)
      await people.touchApiKey(sql, row.id, now)
    return row
  })
  if (!key) return stranger(asking.locale)
  return {
    personId: null,
    personName: null,
    sessionId: null,
    apiKeyId: key.id,
    organisationId: key.organisation_id,
    organisationKind: key.kind,
    regionCode: key.region_code,
    reach: 'own',
    permissions: new Set(key.scopes),
    locale: asking.locale,
  }
}

/** SHA-256 as 64 hex digits: how keys and tokens are kept. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
