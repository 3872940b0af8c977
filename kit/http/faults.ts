import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorAnswer, FaultShape } from '../contract/index.ts'
import { Fault, type FieldFault, kitFaults } from '../errors/index.ts'
import { localeOf } from '../i18n/index.ts'
import type { House, Module } from '../module/index.ts'

/**
 * One handler for every error: the code becomes a status and words; anything unknown is an incident and
 * nothing else.
 */
export function handleFaults(app: FastifyInstance, house: House, modules: readonly Module[]): void {
  const table: Record<string, FaultShape> = { ...kitFaults }
  for (const module of modules) Object.assign(table, module.contract.faults)

  app.setErrorHandler((error: unknown, request, reply) => {
    const fault = asFault(error, house)
    if (fault) return answer(house, request, reply, fault, table[fault.code]?.status ?? 500)
    request.log.error({ err: error }, 'incident')
    const message = house.translate(localeOf(request.headers['accept-language']), 'fault.kit.incident', {
      incident: request.id,
    })
    const body: ErrorAnswer = { code: 'kit.incident', message, requestId: request.id }
    return reply
      .status(500)
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(body))
  })
}

function asFault(error: unknown, house: House): Fault | null {
  if (error instanceof Fault) return error
  const { validation, code, statusCode } = error as FastifyError
  if (validation) return new Fault('kit.input.invalid', {}, validation.map(fieldFault))
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE') {
    return new Fault('kit.body.tooLarge', { bytesMax: house.config.BODY_BYTES_MAX })
  }
  if (statusCode === 429) return new Fault('kit.rate.exceeded', { seconds: 60 })
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Fault('kit.input.invalid')
  return databaseFault(code)
}

/**
 * The database is not there now: the driver's and the socket's words for it, and PostgreSQL's own (class 08,
 * 53300, 57P01 to 57P03).
 */
const gone = [
  /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT)$/,
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)$/,
  /^(08...|53300|57P0[123])$/,
]

/** PostgreSQL's own refusals that are the world's doing (SQLSTATE, appendix A of its manual). */
function databaseFault(code: string | undefined): Fault | null {
  if (code === '23505' || code === '40001' || code === '40P01') return new Fault('kit.conflict')
  if (code === '42501') return new Fault('kit.forbidden')
  if (code === '53100' || code === 'ENOSPC') return new Fault('kit.full')
  if (code !== undefined && gone.some((pattern) => pattern.test(code))) return new Fault('kit.unavailable')
  return null
}

type Violation = { instancePath: string; keyword: string; params: Record<string, unknown>; message?: string }

function fieldFault(violation: Violation | object): FieldFault {
  const { instancePath, keyword, params } = violation as Violation
  const path = instancePath.slice(1).replaceAll('/', '.')
  const inner = String(params.missingProperty ?? params.additionalProperty ?? '')
  const field = [path, inner].filter(Boolean).join('.')
  if (keyword === 'enum')
    return { field, rule: 'rule.enum', values: { allowed: String(params.allowedValues) } }
  if (keyword === 'format' && params.format === 'date') return { field, rule: 'rule.date' }
  const known = [
    'required',
    'type',
    'format',
    'pattern',
    'minLength',
    'maxLength',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'uniqueItems',
    'minItems',
    'maxItems',
    'additionalProperties',
  ]
  const values: Record<string, string | number> = {}
  if (params.limit !== undefined) values.limit = params.limit as number
  if (params.type !== undefined) values.type = String(params.type)
  if (params.format !== undefined) values.format = String(params.format)
  return { field, rule: known.includes(keyword) ? `rule.${keyword}` : 'rule.invalid', values }
}

function answer(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  fault: Fault,
  status: number,
): FastifyReply {
  const locale = localeOf(request.headers['accept-language'])
  const body: ErrorAnswer = {
    code: fault.code,
    message: house.translate(locale, `fault.${fault.code}`, fault.values),
    requestId: request.id,
  }
  if (fault.fields.length > 0) {
    body.fields = fault.fields.map(({ field, rule, values }) => ({
      field,
      rule,
      message: house.translate(locale, rule, values),
    }))
  }
  return reply
    .status(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body))
}
