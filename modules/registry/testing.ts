import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { addPassword } from './auth/people.ts'
import { addMembership, organisationByCredit } from './store/organisations.ts'

export { standFirm } from './test/stand.ts'

/** Signs in over HTTP as a person would; answers the headers of the session. Throws on a refusal. */
export async function signIn(url: string, email: string, password: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) throw new Error(`sign-in of ${email}: ${response.status} ${await response.text()}`)
  const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0])
  return { cookie: cookie.join('; ') }
}

const sessions = new WeakMap<object, Map<string, Promise<Record<string, string>>>>()

/**
 * The session of a person with this house, signed in once: a password costs a tenth of a second, on purpose.
 * A test of sessions themselves signs in anew with `signIn`.
 */
export function sessionOf(
  house: { url: string },
  email: string,
  password: string,
): Promise<Record<string, string>> {
  const known = sessions.get(house) ?? new Map<string, Promise<Record<string, string>>>()
  sessions.set(house, known)
  const session = known.get(email) ?? signIn(house.url, email, password)
  known.set(email, session)
  return session
}

/** Adds a person with a role in the organisation of this credit code; answers the person's id. */
export function makePerson(
  house: House,
  one: { email: string; password: string; creditCode: string; role: string },
): Promise<string> {
  return house.act(systemCaller, async (ctx) => {
    const organisation = await organisationByCredit(ctx.sql, one.creditCode)
    if (!organisation) throw new Error(`no organisation has the credit code ${one.creditCode}`)
    const personId = await addPassword(ctx, {
      email: one.email,
      name: one.email.split('@')[0] ?? '',
      password: one.password,
    })
    await addMembership(ctx.sql, organisation.id, personId, one.role, ctx.now)
    return personId
  })
}
