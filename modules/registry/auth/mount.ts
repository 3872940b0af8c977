import { Fault } from '@ronghe/kit/errors'
import type { House } from '@ronghe/kit/module'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SignIn } from './sign-in.ts'

/**
 * Serves the library's routes `/api/auth/*`; its refusals become faults with words in the caller's language.
 */
export function mountSignIn(app: FastifyInstance, house: House, signIn: SignIn): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    schema: { hide: true },
    handler: (request, reply) => handle(house, signIn, request, reply),
  })
}

async function handle(
  house: House,
  signIn: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value)
  }
  headers.delete('content-length')
  const base = house.config.PUBLIC_URL || `${request.protocol}://${request.host}`
  const init: RequestInit = { method: request.method, headers }
  if (request.method === 'POST') init.body = JSON.stringify(request.body ?? {})
  const answer = await signIn.handler(new Request(new URL(request.url, base), init))
  if (answer.status >= 400) throw await faultOf(answer)
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') reply.header(name, value)
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  return reply.status(answer.status).send(await answer.text())
}

/** The library's codes that have words of their own; every other refusal is a plain "not accepted". */
const faultCodes: Record<string, string> = {
  'registry.person.locked': 'registry.person.locked',
  INVALID_EMAIL_OR_PASSWORD: 'registry.signIn.wrong',
  INVALID_PASSWORD: 'registry.password.wrong',
  PASSWORD_TOO_SHORT: 'registry.password.short',
  PASSWORD_TOO_LONG: 'registry.password.long',
  USER_ALREADY_EXISTS: 'registry.person.known',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'registry.person.known',
  INVALID_CODE: 'registry.secondFactor.wrong',
  INVALID_BACKUP_CODE: 'registry.secondFactor.wrong',
  INVALID_TWO_FACTOR_COOKIE: 'registry.secondFactor.expired',
  ACCOUNT_TEMPORARILY_LOCKED: 'registry.person.locked',
  INVALID_TOKEN: 'registry.link.gone',
}

async function faultOf(answer: Response): Promise<Fault> {
  const body = (await answer.json().catch(() => ({}))) as { code?: string }
  const code = faultCodes[body.code ?? '']
  if (code) return new Fault(code)
  if (answer.status >= 500) return new Fault('kit.unavailable')
  return new Fault(answer.status === 401 ? 'kit.signIn.required' : 'registry.signIn.refused')
}
