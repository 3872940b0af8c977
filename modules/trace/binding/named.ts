import type { Caller } from '@ronghe/kit/auth'
import type { FastifyRequest } from 'fastify'
import { findQuery, type QueryRow } from '../store/queries.ts'
import { type Binding, organisationOf } from './asking.ts'
import { Problem } from './problem.ts'

/** The query that the path names, of the caller's organisation. */
export async function named(binding: Binding, caller: Caller, request: FastifyRequest): Promise<QueryRow> {
  const { queryName } = request.params as { queryName: string }
  const row = await binding.house.db.transaction(caller, (sql) =>
    findQuery(sql, organisationOf(caller), queryName),
  )
  if (!row) throw new Problem('NoSuchNameException', queryName)
  return row
}
