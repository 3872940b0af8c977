import { createHash } from 'node:crypto'
import { type Caller, stranger, systemCaller } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { House, Identification } from '@ronghe/kit/module'
import * as people from '../store/people.ts'
import { liveSession } from '../store/sessions.ts'
import { renewAfterMs, type SignIn } from './sign-in.ts'

const keyTouchMs = 60_000

/** Who is asking: an API key in `authorization: Bearer rk_…`, or the person of the session cookie. */
export async function identify(house: House, signIn: SignIn, asking: Identification): Promise<Caller> {
  const bearer = asking.authorization?.match(/^Bearer (rk_[A-Za-z0-9_-]{20,100})$/)?.[1]
  if (bearer) return byApiKey(house, bearer, asking)
  const { cookie, locale } = asking
  if (cookie === null) return stranger(locale)
  const known = tokensOf(house).get(cookie)
  const live = known ? await liveCaller(house, known, asking) : null
  // The browser keeps its cookie no longer than the session: moved on is either both or none.
  if (live && !(live.isDue && asking.setCookies)) return live.caller
  const query = { disableRefresh: asking.setCookies === null }
  const answer = await signIn.api
    .getSession({ headers: asking.headers, query, returnHeaders: true })
    .catch(unlessOurs)
  const found = answer?.response
  if (!found) return stranger(locale)
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) asking.setCookies?.(cookies)
  remember(tokensOf(house), cookie, found.session.token)
  return (await liveCaller(house, found.session.token, asking))?.caller ?? stranger(locale)
}

/** The person of a live session, and whether the library should move the session's end on. */
async function liveCaller(house: House, token: string, asking: Identification) {
  const rows = await house.act(systemCaller, ({ sql }) => liveSession(sql, token))
  const [first] = rows
  if (!first) return null
  const acting = rows.find((one) => one.organisation_id === asking.actingFor) ?? first
  const caller: Caller = {
    personId: first.person_id,
    personName: first.person_name,
    sessionId: first.session_id,
    apiKeyId: null,
    organisationId: acting.organisation_id,
    organisationKind: acting.kind,
    regionCode: acting.region_code,
    reach: acting.reach ?? 'own',
    permissions: new Set(acting.permissions),
    locale: asking.locale,
  }
  return { caller, isDue: first.left_ms <= house.config.SESSION_HOURS * 3_600_000 - renewAfterMs }
}

/**
 * Tokens by the cookie header whose signature the library has found good: the same header is good again,
 * and is not worked out anew for each request. Whether the session still lives is asked of the database
 * each time.
 */
const tokens = new WeakMap<House, Map<string, string>>()
const tokensMax = 10_000
const cookieLengthMax = 4096

function tokensOf(house: House): Map<string, string> {
  const known = tokens.get(house) ?? new Map<string, string>()
  tokens.set(house, known)
  return known
}

function remember(known: Map<string, string>, cookie: string, token: string): void {
  if (cookie.length > cookieLengthMax) return
  const [oldest] = known.keys()
  if (known.size >= tokensMax && oldest !== undefined) known.delete(oldest)
  known.set(cookie, token)
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
