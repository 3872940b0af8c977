import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { addPassword } from './auth/people.ts'
import { addMembership, organisationByCredit } from './store/organisations.ts'

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
