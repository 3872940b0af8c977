import type { House, WhoAsks } from '@ronghe/kit/module'
import type { FastifyInstance } from 'fastify'
import { mountPartners } from '../access/partners.ts'
import { endToken } from '../store/tokens.ts'
import { callerWho } from './asking.ts'
import { mountCapture } from './capture.ts'
import { mountCollections } from './collections.ts'
import { mountDiscovery } from './discovery.ts'
import { mountEvents } from './events.ts'
import { Problem, sendProblem } from './problem.ts'
import { mountQueries } from './queries.ts'
import { mountSubscriptions } from './subscriptions.ts'

const urlLengthMax = 8192

/** The REST binding of EPCIS 2.0 under its own paths: any client of the standard talks to it. */
export async function mountBinding(app: FastifyInstance, house: House, whoAsks: WhoAsks): Promise<void> {
  const binding = { house, whoAsks }
  await app.register(
    async (scope) => {
      // Bodies are taken in piece by piece, whatever their type; the handlers judge the type.
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_, payload, done) => done(null, payload))
      scope.addHook('onRoute', (route) => {
        route.schema = { ...route.schema, hide: true } as never
      })
      scope.addHook('onRequest', async ({ url }) => {
        if (url.length > urlLengthMax) throw new Problem('URITooLongException', `${urlLengthMax}`)
      })
      scope.setErrorHandler((error, request, reply) => sendProblem(house, request, reply, error))
      mountDiscovery(scope, binding)
      mountCapture(scope, binding)
      mountEvents(scope, binding)
      mountCollections(scope, binding)
      mountQueries(scope, binding)
      mountSubscriptions(scope, binding)
      await mountPartners(scope, binding)
      scope.delete('/nextPageToken/:token', async (request, reply) => {
        const caller = await callerWho(binding, request, 'trace.read')
        const { token } = request.params as { token: string }
        await house.db.transaction(caller, (sql) => endToken(sql, token, house.clock.now()))
        return reply.status(204).send()
      })
    },
    { prefix: '/epcis' },
  )
}
