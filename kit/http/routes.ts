import type { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../auth/index.ts'
import { stranger } from '../auth/index.ts'
import type { FileAnswer, Route } from '../contract/index.ts'
import { ErrorAnswer } from '../contract/index.ts'
import { Fault } from '../errors/index.ts'
import { localeOf } from '../i18n/index.ts'
import type { House, Module } from '../module/index.ts'
import { sheetOf } from '../sheet/index.ts'
import { contextOf, mustHold, type Upload } from './context.ts'
import { exportedList } from './export.ts'
import { strangersLimit } from './limits.ts'

/** The header with which a person of several organisations says for which one the page acts. */
export const actingHeader = 'x-ronghe-organisation'

/** Who is asking, by session cookie or API key; with a reply, a session in use is moved on. */
export async function callerOf(
  house: House,
  modules: readonly Module[],
  request: FastifyRequest,
  reply: FastifyReply | null = null,
): Promise<Caller> {
  const locale = localeOf(request.headers['accept-language'])
  const identify = modules.find((module) => module.identify)?.identify
  if (!identify) return stranger(locale)
  const { cookie = null, authorization = null, [actingHeader]: acting } = request.headers
  const actingFor = typeof acting === 'string' ? acting : null
  return identify(house, {
    ...{ cookie, authorization, actingFor, locale },
    setCookies: reply && ((cookies) => void reply.header('set-cookie', [...cookies])),
    get headers() {
      return headersOf(request)
    },
  })
}

/** The headers as the web knows them; those that come several times are none of ours. */
function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}

/** Puts every route of every contract on the server. */
export async function mountRoutes(
  app: FastifyInstance,
  house: House,
  modules: readonly Module[],
): Promise<void> {
  const byName = new Map(modules.map((module) => [module.contract.module, module]))
  const routes = modules.flatMap((module) =>
    Object.entries(module.contract.routes).map(([name, route]) => ({ module, name, route })),
  )
  const put = (scope: FastifyInstance, { module, name, route }: (typeof routes)[number]) =>
    scope.route({
      method: route.method,
      url: `/api${route.path}`,
      schema: schemaOf(module, name, route),
      ...(route.strangersWrite ? { config: strangersLimit(house.config.RATE_STRANGER_WRITES_MAX) } : {}),
      handler: (request, reply) => answer(house, modules, byName, module, name, request, reply),
    })
  for (const one of routes) if (!one.route.upload) put(app, one)
  // What takes uploads apart listens to every request that comes by: only uploads do.
  await app.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: house.config.BODY_BYTES_MAX, files: 1 } })
    for (const one of routes) if (one.route.upload) put(scope, one)
  })
}

function schemaOf(module: Module, name: string, route: Route): Record<string, unknown> {
  const schema: Record<string, unknown> = {
    tags: [module.contract.module],
    operationId: `${module.contract.module}_${name}`,
    summary: module.words.en[`${module.contract.module}.route.${name}`] ?? name,
    description: `May: \`${route.may}\``,
    response: { 200: route.response, '4xx': ErrorAnswer },
  }
  if (route.download) schema.response = { '4xx': ErrorAnswer }
  if (route.params) schema.params = route.params
  if (route.query) schema.querystring = route.query
  if (route.body && !route.upload) schema.body = route.body
  if (route.upload) schema.consumes = ['multipart/form-data']
  if (route.may === 'public') schema.security = []
  return schema
}

async function answer(
  house: House,
  modules: readonly Module[],
  byName: ReadonlyMap<string, Module>,
  module: Module,
  name: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const route = module.contract.routes[name]
  const run = module.service[name]
  if (!route || !run) throw new Error(`${module.contract.module}.${name} has no service function`)
  const caller = await callerOf(house, modules, request, reply)
  mustHold(caller, route)
  const query = { ...(request.query as Record<string, unknown>) }
  const format = route.list ? (query.format as 'csv' | 'xlsx' | undefined) : undefined
  if (format) Object.assign(query, { page: 1, pageSize: house.config.EXPORT_ROWS_MAX })
  const input = { params: request.params, query, body: request.body }
  const asking = { caller, requestId: request.id, ...(route.upload ? { upload: uploadOf(request) } : {}) }
  const result = await house.db.transaction(caller, (sql) =>
    run(contextOf(house, byName, asking, sql, module.contract.module), input as never),
  )
  if (route.download) return sendFile(reply, result as unknown as FileAnswer)
  if (format)
    return sendFile(reply, await exportOf(house, module, name, route, caller, format, result as never))
  return reply.send(result)
}

function exportOf(
  house: House,
  { contract }: Module,
  name: string,
  route: Route,
  { locale }: Caller,
  format: 'csv' | 'xlsx',
  { rows }: { rows: Record<string, unknown>[] },
): Promise<FileAnswer> {
  const { translate } = house
  return sheetOf({ ...exportedList({ contract, name, route, rows }, { translate, locale }), format })
}

function sendFile(reply: FastifyReply, file: FileAnswer): FastifyReply {
  const content = file.content instanceof Uint8Array ? Buffer.from(file.content) : (file.content as Readable)
  return reply
    .header('content-type', file.mediaType)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('x-content-type-options', 'nosniff')
    .send(content)
}

function uploadOf(request: FastifyRequest): Upload {
  return async () => {
    const file = await request.file()
    if (!file) throw new Fault('kit.input.invalid', {}, [{ field: 'file', rule: 'rule.required' }])
    return { name: file.filename, mediaType: file.mimetype, content: await file.toBuffer() }
  }
}
