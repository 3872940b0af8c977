import { Fault } from '@ronghe/kit/errors'
import { localeOf } from '@ronghe/kit/i18n'
import type { House } from '@ronghe/kit/module'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Exceptions of EPCIS 2.0 section 8.2.9, as the type of a problem (RFC 7807), and their status. */
export const problems = {
  ValidationException: 400,
  QueryValidationException: 400,
  QueryParameterException: 400,
  SubscriptionControlsException: 400,
  InvalidURIException: 400,
  SecurityException: 401,
  Forbidden: 403,
  NoSuchResourceException: 404,
  NoSuchNameException: 404,
  NotAcceptableException: 406,
  ResourceAlreadyExistsException: 409,
  CaptureLimitExceededException: 413,
  QueryTooLargeException: 413,
  URITooLongException: 414,
  UnsupportedMediaTypeException: 415,
  TooManyRequests: 429,
  ImplementationException: 500,
  Unavailable: 503,
} as const

export type ProblemCode = keyof typeof problems

/** What the binding throws; `detail` is for who has to mend it. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly detail: string

  constructor(code: ProblemCode, detail = '') {
    super(code)
    this.code = code
    this.detail = detail
  }
}

const standardTypes: Partial<Record<ProblemCode, string>> = {
  Forbidden: 'SecurityException',
  TooManyRequests: 'ImplementationException',
  Unavailable: 'ImplementationException',
}

/** The answer to whatever was thrown; what nobody knows is an incident, and nothing of it is told. */
export function sendProblem(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): void {
  const problem = asProblem(error)
  if (problem.code === 'ImplementationException') request.log.error({ err: error }, 'incident')
  const locale = localeOf(request.headers['accept-language'])
  const body = {
    type: `epcisException:${standardTypes[problem.code] ?? problem.code}`,
    title: house.translate(locale, `trace.problem.${problem.code}`),
    status: problems[problem.code],
    ...(problem.detail === '' ? {} : { detail: problem.detail }),
    instance: `urn:uuid:${request.id}`,
  }
  void reply
    .status(body.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(body))
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof Fault) {
    if (error.code === 'kit.signIn.required') return new Problem('SecurityException')
    if (error.code === 'kit.forbidden') return new Problem('Forbidden')
    if (error.code === 'kit.unavailable') return new Problem('Unavailable')
    return new Problem('QueryValidationException', error.code)
  }
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  // SQLSTATE class 22: a value that looked like a number or a time and is none.
  if (typeof code === 'string' && code.startsWith('22')) return new Problem('QueryParameterException')
  if (statusCode === 413) return new Problem('CaptureLimitExceededException')
  if (statusCode === 429) return new Problem('TooManyRequests')
  if (statusCode === 415) return new Problem('UnsupportedMediaTypeException')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new Problem('QueryValidationException')
  return new Problem('ImplementationException')
}
