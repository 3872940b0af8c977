import swagger from '@fastify/swagger'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import { Fault } from '../errors/index.ts'
import type { House, Measure, Module } from '../module/index.ts'
import { compressAnswers } from './compress.ts'
import { handleFaults } from './faults.ts'
import { refuseBrokenText } from './input.ts'
import { limitRates } from './limits.ts'
import type { Live } from './live.ts'
import { createMetrics, noteAnswers } from './metrics.ts'
import { serveReference } from './reference.ts'
import { callerOf, mountRoutes } from './routes.ts'
import { lateCompilers } from './schemas.ts'
import { secureHeaders } from './secure.ts'
import { asksForPage, serveWeb } from './web.ts'

export { contextOf } from './context.ts'
export { type HouseOptions, type OpenHouse, openHouse } from './house.ts'
export { createLive, type Live } from './live.ts'
export type { Preload, Preloads } from './preload.ts'
export { actingHeader, callerOf } from './routes.ts'

export type ServerOptions = {
  house: House
  modules: readonly Module[]
  live: Live
  measures: readonly Measure[]
  webFolder: string | null
}

/**
 * The HTTP server of all modules: API, live stream, OpenAPI, health, metrics and the pages. Not yet
 * listening.
 */
export async function buildServer({
  house,
  modules,
  live,
  measures,
  webFolder,
}: ServerOptions): Promise<FastifyInstance> {
  const { config, log } = house
  const app = Fastify({
    loggerInstance: log as never,
    // One line a request is written below, with what an operator asks for.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.BODY_BYTES_MAX,
    requestTimeout: config.REQUEST_TIMEOUT_MS,
    genReqId: () => house.clock.newId(),
    forceCloseConnections: 'idle',
    // Identifiers of things are whole web addresses, and stand in paths.
    routerOptions: { maxParamLength: 2048 },
    schemaController: { compilersFactory: lateCompilers() },
    ajv: {
      customOptions: { allErrors: true, removeAdditional: false, coerceTypes: 'array', useDefaults: true },
    },
  }) as unknown as FastifyInstance
  handleFaults(app, house, modules)
  refuseBrokenText(app)
  const secure = secureHeaders()
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(secure).header('x-request-id', request.id)
    done()
  })
  compressAnswers(app)
  const counted = modules.flatMap((module) => module.counted ?? [])
  await limitRates(app, { requestsMax: config.RATE_REQUESTS_MAX, counted })
  await app.register(websocket, { options: { maxPayload: 65_536 } })
  await app.register(swagger, { openapi: openapi(config.PUBLIC_URL), hideUntagged: true })
  const metrics = createMetrics(house, live, measures)
  noteAnswers(app, house, metrics.observe)
  live.mount(app, house, modules)
  const whoAsks = (request: FastifyRequest) => callerOf(house, modules, request)
  for (const module of modules) await module.mount?.(app, house, whoAsks)
  await mountRoutes(app, house, modules)
  mountChecks(app, house, metrics.text)
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  await serveReference(app)
  const page = webFolder ? await serveWeb(app, webFolder) : null
  app.setNotFoundHandler((request, reply) => {
    if (page && asksForPage(request)) return page(request, reply)
    throw new Fault('kit.notFound')
  })
  return app
}

function openapi(publicUrl: string) {
  return {
    openapi: '3.1.0',
    info: { title: 'Ronghe', version: '0.1.0', license: { name: 'Apache-2.0' } },
    ...(publicUrl ? { servers: [{ url: publicUrl }] } : {}),
    components: {
      securitySchemes: {
        session: { type: 'apiKey' as const, in: 'cookie' as const, name: 'ronghe.session_token' },
        apiKey: { type: 'http' as const, scheme: 'bearer' },
      },
    },
    security: [{ session: [] }, { apiKey: [] }],
  }
}

function mountChecks(app: FastifyInstance, house: House, metrics: () => Promise<string>): void {
  const hidden = { schema: { hide: true } }
  app.get('/health', hidden, async () => ({ status: 'ok' }))
  app.get('/ready', hidden, async (_request, reply) => {
    const checks = { database: house.db.ping(), series: house.series.stats() }
    const answers = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) =>
          [
            name,
            await check.then(
              () => 'ok',
              () => 'failing',
            ),
          ] as const,
      ),
    )
    const ready = answers.every(([, state]) => state === 'ok')
    return reply
      .status(ready ? 200 : 503)
      .send({ status: ready ? 'ready' : 'notReady', ...Object.fromEntries(answers) })
  })
  app.get('/metrics', hidden, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4').send(await metrics()),
  )
}
