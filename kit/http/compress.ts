import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Answers that are shorter fit into a packet or two, and are not worth the work. */
const lengthMin = 2_000
const quality = 4

/**
 * Compresses the API's JSON for whoever reads it so: lists and questionnaires become a tenth, which on a
 * mobile network is the time that a page waits. Files go as they are, and the pages were compressed when
 * they were built.
 */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const isLong = typeof payload === 'string' && payload.length >= lengthMin
    if (!isLong || !String(reply.getHeader('content-type')).startsWith('application/json')) {
      return done(null, payload)
    }
    const varies = reply.getHeader('vary')
    reply.header('vary', varies === undefined ? 'accept-encoding' : `${varies}, accept-encoding`)
    const way = wayOf(request)
    if (!way || reply.hasHeader('content-encoding')) return done(null, payload)
    reply.header('content-encoding', way).removeHeader('content-length')
    if (way === 'gzip') gzip(payload, { level: quality }, done)
    else brotliCompress(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }, done)
  })
}

/** Brotli where it is taken, gzip otherwise; the weight 0 says that a way is not (RFC 9110, 12.5.3). */
function wayOf(request: FastifyRequest): 'br' | 'gzip' | null {
  const said = String(request.headers['accept-encoding'] ?? '')
  const taken = said.split(',').map((one) => one.trim().split(/\s*;\s*/))
  const takes = (name: string) =>
    taken.some(([way, weight]) => way?.toLowerCase() === name && !/^q=0(\.0*)?$/.test(weight ?? ''))
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : null
}
