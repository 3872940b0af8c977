import type { FastifyInstance } from 'fastify'
import { deleteQuery, insertQuery, listQueries, type QueryRow } from '../store/queries.ts'
import { sendText } from './answer.ts'
import { type Binding, callerWho, organisationOf, sayVersions, wantedFormat } from './asking.ts'
import { jsonBody } from './body.ts'
import { sendEvents } from './events.ts'
import { named } from './named.ts'
import { perPageOf, sayNextPage, tokenOf } from './paging.ts'
import { parsedQuery } from './parameters.ts'
import { Problem } from './problem.ts'
import { watch } from './websocket.ts'

/** `/queries`: queries with a name (EPCIS 2.0 section 8.2.5). */
export function mountQueries(scope: FastifyInstance, binding: Binding): void {
  const { house } = binding
  scope.get('/queries', async (request, reply) => {
    const caller = await callerWho(binding, request, 'trace.read')
    wantedFormat(request, ['json'])
    const perPage = perPageOf(request)
    const token = tokenOf(request, house)
    const organisationId = organisationOf(caller)
    const rows = await house.db.transaction(caller, (sql) =>
      listQueries(sql, organisationId, token?.at[0] ?? '', perPage + 1),
    )
    const page = rows.slice(0, perPage)
    sayNextPage(request, reply, house, rows.length > perPage ? [page.at(-1)!.name] : null)
    sayVersions(reply)
    return sendText(reply, JSON.stringify(page.map(({ name, query }) => ({ name, query }))), 'json')
  })
  scope.post('/queries', async (request, reply) => {
    const caller = await callerWho(binding, request, 'trace.subscribe')
    const row = newQuery(await jsonBody(request), organisationOf(caller), house.clock.now())
    const isNew = await house.db.transaction(caller, (sql) => insertQuery(sql, row))
    if (!isNew) throw new Problem('ResourceAlreadyExistsException', row.name)
    sayVersions(reply)
    const location = `/epcis/queries/${encodeURIComponent(row.name)}`
    const body = JSON.stringify({ name: row.name, query: row.query })
    return sendText(reply.status(201).header('location', location), body, 'json')
  })
  scope.get('/queries/:queryName', async (request, reply) => {
    const caller = await callerWho(binding, request, 'trace.read')
    wantedFormat(request, ['json'])
    const { name, query } = await named(binding, caller, request)
    sayVersions(reply)
    return sendText(reply, JSON.stringify({ name, query }), 'json')
  })
  scope.delete('/queries/:queryName', async (request, reply) => {
    const caller = await callerWho(binding, request, 'trace.subscribe')
    const { name } = await named(binding, caller, request)
    await house.db.transaction(caller, (sql) => deleteQuery(sql, organisationOf(caller), name))
    return reply.status(204).send()
  })
  scope.route({
    method: 'GET',
    url: '/queries/:queryName/events',
    handler: async (request, reply) => {
      const caller = await callerWho(binding, request, 'trace.read')
      const { name, query } = await named(binding, caller, request)
      return sendEvents(binding, request, reply, parsedQuery(query), [], name)
    },
    wsHandler: (socket, request) => void watch(binding, socket, request),
  })
}

function newQuery(body: Record<string, unknown>, organisationId: string, createdAt: Date): QueryRow {
  const { name, query } = body
  if (typeof name !== 'string' || !/^[\w.~-]{1,100}$/.test(name)) {
    throw new Problem('QueryValidationException', 'name: 1 to 100 of A-Z a-z 0-9 _ . ~ -')
  }
  if (typeof query !== 'object' || query === null || Array.isArray(query)) {
    throw new Problem('QueryValidationException', 'query: an object')
  }
  const whole = body['@context'] === undefined ? query : { '@context': body['@context'], ...query }
  parsedQuery(whole as Record<string, unknown>)
  return { organisationId, name, query: whole as Record<string, unknown>, createdAt }
}
