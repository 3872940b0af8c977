import type { Sql } from '@ronghe/kit/db'
import { thingRoles } from './roles.ts'

/** Things that an event names, with the parts they play, in the order of the parts. */
export async function namedIn(
  sql: Sql,
  seq: bigint,
  limit: number,
): Promise<{ id: string; roles: number[] }[]> {
  return sql<{ id: string; roles: number[] }[]>`
    select key as id, array_agg(distinct role order by role) as roles from trace_keys
    where seq = ${seq} and role = any(${thingRoles as number[]}::smallint[])
    group by key order by min(role), key limit ${limit}`
}

/** Names of places and classes that captured master data tell. */
export async function namesInVocabulary(
  sql: Sql,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    select distinct on (id) id, attributes ->> 'urn:epcglobal:cbv:mda#name' as name from trace_vocabulary
    where id = any(${ids as string[]}::text[]) and attributes ->> 'urn:epcglobal:cbv:mda#name' is not null
    order by id, changed_at desc`
}
