import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import * as people from '../store/people.ts'

const signInPath = '/sign-in/email'

/** A locked account is refused before its password is looked at; the right one is no help either. */
export function beforeSignIn(house: House) {
  return createAuthMiddleware(async (ctx) => {
    if (ctx.path !== signInPath) return
    const email = emailOf(ctx.body)
    const locked = await house.act(systemCaller, ({ sql, now }) => people.lockedUntil(sql, email, now))
    if (locked) throw new APIError('LOCKED', { code: 'registry.person.locked' })
  })
}

/** Counts wrong passwords of one account in the database, so that many servers count together. */
export function afterSignIn(house: House) {
  return createAuthMiddleware(async (ctx) => {
    if (ctx.path !== signInPath) return
    const email = emailOf(ctx.body)
    const failed = ctx.context.returned instanceof APIError
    const { SIGN_IN_ATTEMPTS_MAX: attemptsMax, SIGN_IN_LOCK_MINUTES: lockMinutes } = house.config
    await house.act(systemCaller, async (inner) => {
      if (!failed) return people.forgetFailures(inner.sql, email)
      const person = await people.countFailure(inner.sql, email, inner.now, attemptsMax, lockMinutes)
      if (!person?.locked) return
      await inner.audit({
        action: 'registry.person.locked',
        subject: 'person',
        subjectId: person.id,
        organisationId: null,
        after: { minutes: lockMinutes },
      })
    })
  })
}

function emailOf(body: unknown): string {
  const { email } = (body ?? {}) as { email?: unknown }
  return typeof email === 'string' ? email.toLowerCase() : ''
}
