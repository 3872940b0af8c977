import { type Caller, holds, isKnown } from '@ronghe/kit/auth'
import type { House, WhoAsks } from '@ronghe/kit/module'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { mayCapture, scopeOf } from '../policy.ts'
import { Problem } from './problem.ts'

/** What every handler of the binding is given. */
export type Binding = { readonly house: House; readonly whoAsks: WhoAsks }

export type MayTrace = 'trace.read' | 'trace.capture' | 'trace.subscribe'

/** Who is asking, or a problem when they may not. */
export async function callerWho(
  { whoAsks }: Binding,
  request: FastifyRequest,
  may: MayTrace,
): Promise<Caller> {
  const caller = await whoAsks(request)
  if (!holds(caller, may)) throw new Problem(isKnown(caller) ? 'Forbidden' : 'SecurityException', may)
  return caller
}

/** The organisation that a caller acts for; whoever acts for none cannot write. */
export function organisationOf(caller: Caller): string {
  if (!mayCapture(caller)) throw new Problem('Forbidden')
  return caller.organisationId
}

/** Bounds a query to one organisation where the caller sees no other. */
export function bounded(caller: Caller): string | null {
  const scope = scopeOf(caller)
  if (scope === undefined) throw new Problem('Forbidden')
  return scope
}

export const version = '2.0.0'

/** Versions that an answer is of, and that may be asked for. */
export function sayVersions(reply: FastifyReply): void {
  reply.header('GS1-EPCIS-Version', version).header('GS1-CBV-Version', version)
}

export type Format = 'json' | 'xml'

/** The form an answer is wanted in; JSON where anything will do. */
export function wantedFormat(request: FastifyRequest, allowed: readonly Format[] = ['json', 'xml']): Format {
  checkVersions(request)
  const accept = request.headers.accept ?? '*/*'
  const ranges = accept
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.find((one) => one.trim().startsWith('q='))
      return { type: type.trim(), quality: quality ? Number(quality.trim().slice(2)) : 1 }
    })
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality)
  for (const { type } of ranges) {
    const format = formatOf(type)
    if (format && allowed.includes(format)) return format
  }
  throw new Problem('NotAcceptableException', `Accept: ${accept}`)
}

function formatOf(type: string): Format | null {
  if (/^(\*\/\*|application\/\*|application\/(ld\+)?json|application\/problem\+json)$/.test(type))
    return 'json'
  return /^(application|text)\/xml$/.test(type) ? 'xml' : null
}

/** Only 2.0 is spoken: a range that leaves it out cannot be met. */
function checkVersions(request: FastifyRequest): void {
  for (const name of ['gs1-epcis', 'gs1-cbv']) {
    const min = request.headers[`${name}-min`]
    const max = request.headers[`${name}-max`]
    const isTooNew = typeof min === 'string' && Number.parseFloat(min) > 2
    const isTooOld = typeof max === 'string' && Number.parseFloat(max) < 2
    if (isTooNew || isTooOld) throw new Problem('NotAcceptableException', `${name}: ${min ?? max}`)
  }
}

/** The form a body is in. */
export function givenFormat(request: FastifyRequest): Format {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  const format = formatOf(type)
  if (!format || type.includes('*') || type.includes('problem')) {
    throw new Problem('UnsupportedMediaTypeException', type)
  }
  return format
}

/** Where the caller reached us, for links in answers. */
export function baseOf(request: FastifyRequest, house: House): string {
  const configured = house.config.PUBLIC_URL
  return configured === '' ? `${request.protocol}://${request.host}` : configured.replace(/\/$/, '')
}
