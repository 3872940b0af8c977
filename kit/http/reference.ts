import { createHash } from 'node:crypto'
import reference from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g

/** The page as it comes offers services of its maker, fonts and measurements; none of them leaves here. */
const configuration = {
  url: '/api/openapi.json',
  telemetry: false,
  withDefaultFonts: false,
  showDeveloperTools: 'never',
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
}

/**
 * The reference page of the API document. Its inline scripts are allowed by their hashes, and nothing else.
 */
export async function serveReference(app: FastifyInstance): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply, payload) => {
      const policy = reply.getHeader('content-security-policy')
      if (typeof payload !== 'string' || typeof policy !== 'string') return
      if (!String(reply.getHeader('content-type')).startsWith('text/html')) return
      const hashes = [...payload.matchAll(inlineScript)].map(
        ([, text]) =>
          `'sha256-${createHash('sha256')
            .update(text ?? '')
            .digest('base64')}'`,
      )
      reply.header(
        'content-security-policy',
        policy
          .replace(/script-src [^;]*/, (sources) => [sources, ...hashes].join(' '))
          .replace(/font-src [^;]*/, "font-src 'self' data:"),
      )
    })
    await scope.register(reference, {
      routePrefix: '/api/reference',
      configuration: configuration as never,
    })
  })
}
