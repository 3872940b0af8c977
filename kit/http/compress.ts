import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Answers that are shorter fit into a packet or two, and are not worth the work. */
const lengthMin = 2_000
const quality = 4
const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/**
 * Compresses the API's JSON for whoever reads it so: lists and questionnaires become a tenth, which on a
 * mobile network is the time that a page waits. Files go as they are, and the pages were compressed when
 * they were built.
 */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < lengthMin) return payload
    if (!String(reply.getHeader('content-type')).startsWith('application/json')) return payload
    reply.header('vary', 'accept-encoding')
    const way = wayOf(request)
    if (!way || reply.hasHeader('content-encoding')) return payload
    reply.header('content-encoding', way).removeHeader('content-length')
    if (way === 'gzip') return zip(payload, { level: quality })
    return brotli(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
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
