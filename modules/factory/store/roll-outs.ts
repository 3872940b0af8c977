import type { Sql } from '@ronghe/kit/db'
import { likeOf, listedOf, pageOf } from './parts.ts'

export type RollOutRow = {
  id: string
  createdAt: Date
  personName: string | null
  note: string | null
  edgeName: string
  version: number
  edges: number
  inForce: number
  waiting: number
  refused: number
  superseded: number
  rolledBackAt: Date | null
  rolledBackBy: string | null
  rolledBackReason: string | null
}

export type TargetRow = {
  edgeId: string
  code: string
  name: string
  isOnline: boolean
  version: number
  hash: string
  versionInForce: number | null
  state: 'inForce' | 'waiting' | 'refused' | 'superseded'
  refusal: { zh: string; en: string } | null
  program: { version: string; hash: string } | null
}

/** What became of each version that a roll-out gave an edge. */
function targets(sql: Sql) {
  return sql`select c.roll_out_id, c.edge_id as "edgeId", g.code, g.name, g.is_online as "isOnline",
      c.version, c.hash, (g.health->'configuration'->>'version')::int as "versionInForce",
      case
        when exists (select from factory_edge_configurations n
          where n.edge_id = c.edge_id and n.version > c.version) then 'superseded'
        when g.health->'configuration'->>'hash' = c.hash then 'inForce'
        when g.configured_version = c.version and g.refusal is not null then 'refused'
        when g.configured_version = c.version then 'inForce'
        else 'waiting'
      end as state,
      case when g.configured_version = c.version then g.refusal end as refusal, g.health->'program' as program
    from factory_edge_configurations c join factory_edges g on g.id = c.edge_id
    where c.roll_out_id is not null`
}

export async function listRollOuts(
  sql: Sql,
  organisationId: string,
  filter: { q?: string; page?: number; pageSize?: number; id?: string },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(RollOutRow & { total: bigint })[]>`
    with t as (${targets(sql)})
    select r.id, r.created_at as "createdAt", r.person_name as "personName", r.note, g.name as "edgeName",
      r.version, count(t.*)::int as edges,
      (count(*) filter (where t.state = 'inForce'))::int as "inForce",
      (count(*) filter (where t.state = 'waiting'))::int as waiting,
      (count(*) filter (where t.state = 'refused'))::int as refused,
      (count(*) filter (where t.state = 'superseded'))::int as superseded,
      r.rolled_back_at as "rolledBackAt", r.rolled_back_by as "rolledBackBy",
      r.rolled_back_reason as "rolledBackReason", count(*) over () as total
    from factory_roll_outs r join factory_edges g on g.id = r.edge_id left join t on t.roll_out_id = r.id
    where r.organisation_id = ${organisationId}
      and (${filter.id ?? null}::uuid is null or r.id = ${filter.id ?? null})
      and (${like}::text is null or concat_ws(' ', g.name, g.code, r.note, r.person_name) ilike ${like})
    group by r.id, g.name order by r.seq desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function targetsOf(sql: Sql, rollOutId: string): Promise<TargetRow[]> {
  return sql<TargetRow[]>`with t as (${targets(sql)})
    select * from t where roll_out_id = ${rollOutId} order by code`
}

export async function insertRollOut(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    edgeId: string
    version: number
    note: string | null
    personName: string | null
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_roll_outs (id, organisation_id, edge_id, version, note, created_at,
      person_name)
    values (${one.id}, ${one.organisationId}, ${one.edgeId}, ${one.version}, ${one.note}, ${now},
      ${one.personName})`
}

/** Says that an edge's version is part of a roll-out. */
export async function markRolledOut(
  sql: Sql,
  rollOutId: string,
  edgeId: string,
  version: number,
): Promise<void> {
  await sql`update factory_edge_configurations set roll_out_id = ${rollOutId}
    where edge_id = ${edgeId} and version = ${version}`
}

export async function noteRollBack(
  sql: Sql,
  id: string,
  one: { at: Date; by: string | null; reason: string },
): Promise<void> {
  await sql`update factory_roll_outs set rolled_back_at = ${one.at}, rolled_back_by = ${one.by},
    rolled_back_reason = ${one.reason} where id = ${id}`
}
