import type { House } from '@ronghe/kit/module'
import type { FastifyInstance } from 'fastify'
import { baseOf } from '../binding/asking.ts'
import { factsFor, passportCode } from './facts.ts'
import { passportFile } from './service.ts'

/** The public passport of a code: AAS JSON, or a package when it is asked for. */
export async function mountPassport(app: FastifyInstance, house: House): Promise<void> {
  app.get('/passport/*', { schema: { hide: true } as never }, async (request, reply) => {
    const path = request.url.slice('/passport'.length).split('?')[0]!
    const { package: asked } = request.query as { package?: string }
    const found = await passportCode(house, `https://id.gs1.org${path}`)
    const facts = found && (await factsFor(house, found, 'public', baseOf(request, house)))
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
    if (!facts) return reply.callNotFound()
    const isPackage =
      asked === 'aasx' || /asset-administration-shell-package/.test(request.headers.accept ?? '')
    const { name, mediaType, content } = await passportFile(house, facts, isPackage ? 'aasx' : 'json')
    return reply
      .header('content-disposition', `${isPackage ? 'attachment' : 'inline'}; filename="${name}"`)
      .header('vary', 'Accept')
      .type(isPackage ? mediaType : 'application/aas+json')
      .send(content)
  })
}
