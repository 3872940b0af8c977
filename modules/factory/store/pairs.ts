import type { Sql } from '@ronghe/kit/db'
import type { Turn } from '../pair/turns.ts'
import { likeOf, listedOf, pageOf } from './parts.ts'

export type Pair = {
  id: string
  organisationId: string
  primaryId: string
  standbyId: string
  createdAt: Date
  personName: string | null
}

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", primary_id as "primaryId", standby_id as "standbyId",
    created_at as "createdAt", person_name as "personName"`
}

export async function allPairs(sql: Sql): Promise<Pair[]> {
  return sql<Pair[]>`select ${columns(sql)} from factory_edge_pairs`
}

export async function pairOfEdge(sql: Sql, edgeId: string): Promise<Pair | null> {
  const [row] = await sql<Pair[]>`select ${columns(sql)} from factory_edge_pairs
    where primary_id = ${edgeId} or standby_id = ${edgeId}`
  return row ?? null
}

export async function onePair(sql: Sql, id: string): Promise<Pair | null> {
  const [row] = await sql<Pair[]>`select ${columns(sql)} from factory_edge_pairs where id = ${id}`
  return row ?? null
}

/** The edge under whose name an edge's data are kept: its partner's when it is the standby of a pair. */
export async function leadingEdge(sql: Sql, edgeId: string): Promise<string> {
  const [row] = await sql`select primary_id from factory_edge_pairs where standby_id = ${edgeId}`
  return (row?.primary_id as string | undefined) ?? edgeId
}

export async function insertPair(sql: Sql, pair: Omit<Pair, 'createdAt'>, now: Date): Promise<void> {
  await sql`insert into factory_edge_pairs (id, organisation_id, primary_id, standby_id, created_at,
      person_name)
    values (${pair.id}, ${pair.organisationId}, ${pair.primaryId}, ${pair.standbyId}, ${now},
      ${pair.personName})`
}

export async function removePair(sql: Sql, id: string): Promise<void> {
  await sql`delete from factory_edge_pairs where id = ${id}`
}

/** Turns that count for edges: all open ones, and the newest closed ones of each device. */
export async function turnsOf(sql: Sql, pairId: string, closedMax: number): Promise<Turn[]> {
  const rows = await sql<{ device: string; edgeId: string; fromMicros: bigint; toMicros: bigint | null }[]>`
    select device, edge_id as "edgeId", from_micros as "fromMicros", to_micros as "toMicros" from (
      select *, row_number() over (partition by device order by id desc) as place
      from factory_edge_turns where pair_id = ${pairId}) t
    where place <= ${closedMax} order by id`
  return rows.map((row) => ({
    ...row,
    fromMicros: Number(row.fromMicros),
    toMicros: row.toMicros === null ? null : Number(row.toMicros),
  }))
}

/** Ends the open turn of a device at a time, and begins the other edge's right behind it. */
export async function changeTurn(
  sql: Sql,
  one: {
    organisationId: string
    pairId: string
    device: string
    edgeId: string
    fromMicros: number
    why: string
    personName: string | null
  },
  now: Date,
): Promise<void> {
  await sql`update factory_edge_turns set to_micros = greatest(${one.fromMicros - 1}::bigint, from_micros)
    where pair_id = ${one.pairId} and device = ${one.device} and to_micros is null`
  await sql`insert into factory_edge_turns (organisation_id, pair_id, device, edge_id, from_micros, at, why,
      person_name)
    values (${one.organisationId}, ${one.pairId}, ${one.device}, ${one.edgeId}, ${one.fromMicros}, ${now},
      ${one.why}, ${one.personName})`
}

export async function listTurns(
  sql: Sql,
  pairId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<
    {
      id: bigint
      at: Date
      device: string
      edgeName: string
      why: string
      personName: string | null
      isOpen: boolean
      total: bigint
    }[]
  >`select t.id, t.at, t.device, g.name as "edgeName", t.why, t.person_name as "personName",
      t.to_micros is null as "isOpen", count(*) over () as total
    from factory_edge_turns t join factory_edges g on g.id = t.edge_id
    where t.pair_id = ${pairId} and (${like}::text is null or t.device ilike ${like} or g.name ilike ${like})
    order by t.id desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** Ids of all signals of a device of an edge, registered or not. */
export async function signalIds(sql: Sql, edgeId: string, device: string): Promise<string[]> {
  const rows = await sql`select t.id from factory_tags t join factory_equipment e on e.id = t.equipment_id
      where e.edge_id = ${edgeId} and e.device = ${device}
    union all select id from factory_discovered_tags where edge_id = ${edgeId} and device = ${device}`
  return rows.map((row) => row.id as string)
}

/** Devices that an edge brought by itself; as the standby of a pair it brings its partner's. */
export async function forgetDiscovered(sql: Sql, edgeId: string): Promise<void> {
  await sql`delete from factory_discovered_tags where edge_id = ${edgeId}`
}
