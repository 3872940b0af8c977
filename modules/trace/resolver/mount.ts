import { allAis, linkVocabulary, readLink } from '@ronghe/epcis'
import type { House } from '@ronghe/kit/module'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { baseOf } from '../binding/asking.ts'
import { type Answer, type Asking, answerOf } from './answer.ts'
import { keepLinks } from './kept.ts'
import { readyAnswers } from './ready.ts'

const primaryKeys = allAis().flatMap(({ ai, qualifiers }) => (qualifiers ? [ai] : []))

/** Digital links of every key lead on from here (GS1-Conformant Resolver 1.1). */
export async function mountResolver(app: FastifyInstance, house: House): Promise<void> {
  const kept = await keepLinks(house)
  app.addHook('onClose', () => kept.stop())
  const ready = readyAnswers({
    ...{ now: () => house.clock.now().getTime(), changes: kept.changes },
    answer: (asking) => answerOf({ house, kept }, asking),
  })
  /** What is ready is sent at once, without the turns of the loop that a promise takes. */
  function resolve(request: FastifyRequest, reply: FastifyReply): undefined | Promise<FastifyReply> {
    const asking = askingOf(house, request)
    const answer = ready.find(asking)
    if (!answer) return ready.make(asking).then((made) => send(reply, made))
    send(reply, answer)
    return undefined
  }
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.schema = { ...route.schema, hide: true } as never
    })
    scope.addHook('onRequest', (_, reply, done) => {
      reply.headers(openToAll)
      done()
    })
    for (const ai of primaryKeys) {
      scope.get(`/${ai}/*`, resolve)
      scope.options(`/${ai}/*`, (_, reply) => reply.status(204).send())
    }
    scope.get('/.well-known/gs1resolver', (request) => describe(house, request))
  })
  // A compressed link is one segment; what is none is the page of that name, or not found.
  app.get('/:packed(^[A-Za-z0-9_-]{6,}$)', { schema: { hide: true } as never }, (request, reply) => {
    const { packed } = request.params as { packed: string }
    if (!('link' in readLink(`https://resolver/${packed}`))) return reply.callNotFound()
    return resolve(request, reply.headers(openToAll))
  })
}

/** Any page of any site may ask. */
const openToAll = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers': 'Accept, Accept-Language',
  'access-control-expose-headers': 'Link, Location',
  'cross-origin-resource-policy': 'cross-origin',
}

function askingOf(house: House, request: FastifyRequest): Asking {
  const { accept, 'accept-language': language } = request.headers
  return { base: baseOf(request, house), url: request.url, accept, language }
}

function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  return reply.status(status).headers(headers).send(body)
}

/** What this resolver can do, where the standard says to look. */
function describe(house: House, request: FastifyRequest) {
  return {
    name: 'Ronghe',
    resolverRoot: baseOf(request, house),
    supportedPrimaryKeys: ['all'],
    supportedLinkType: [{ namespace: linkVocabulary, prefix: 'gs1:' }],
    linkTypeDefaultCanBeLinkset: false,
    supportedContextValuesExternal: [
      { nameOfList: 'ISO 3166-1 alpha-2', url: 'https://www.iso.org/obp/ui/#search' },
    ],
  }
}
