import type { Sql } from '@ronghe/kit/db'
import type { BirthTag } from '../ingest/wire.ts'
import { meaningOf } from '../states/meanings.ts'

/** An edge that may still bring data. */
export async function organisationOfEdge(sql: Sql, edgeId: string): Promise<string | null> {
  const [row] = await sql`select organisation_id from factory_edges
    where id = ${edgeId} and revoked_at is null`
  return row?.organisation_id ?? null
}

type Device = { edgeId: string; device: string }

/** Ids of the signals of a device without a machine, in the order of `tags`, made where they are new. */
export async function keepDiscovered(
  sql: Sql,
  owner: Device & { organisationId: string },
  tags: readonly BirthTag[],
  newId: () => string,
  now: Date,
): Promise<string[]> {
  const { edgeId, device, organisationId } = owner
  const list = JSON.stringify(tags.map((tag) => [newId(), tag.name, tag.valueType, tag.unit]))
  await sql`insert into factory_discovered_tags (id, organisation_id, edge_id, device, name, value_type, unit,
      created_at)
    select (r->>0)::uuid, ${organisationId}, ${edgeId}, ${device}, r->>1, r->>2, r->>3, ${now}
    from jsonb_array_elements(${list}::text::jsonb) r
    on conflict (edge_id, device, name) do nothing`
  const rows = await sql`select id, name from factory_discovered_tags
    where edge_id = ${edgeId} and device = ${device}`
  const ids = new Map(rows.map((row) => [row.name as string, row.id as string]))
  return tags.map((tag) => ids.get(tag.name) ?? '')
}

/** Names of the signals that a device without a machine has already. */
export async function discoveredNames(sql: Sql, { edgeId, device }: Device): Promise<Set<string>> {
  const rows = await sql`select name from factory_discovered_tags
    where edge_id = ${edgeId} and device = ${device}`
  return new Set(rows.map((row) => row.name as string))
}

/** Gives a machine the signals that its device brought before; answers their ids. */
export async function adoptDiscovered(
  sql: Sql,
  from: Device,
  machine: { id: string; organisationId: string },
  now: Date,
): Promise<string[]> {
  const found = await sql<{ id: string; name: string; value_type: string; unit: string | null }[]>`
    delete from factory_discovered_tags d where edge_id = ${from.edgeId} and device = ${from.device}
      and not exists (select from factory_tags t where t.equipment_id = ${machine.id} and t.name = d.name)
    returning id, name, value_type, unit`
  for (const { id, name, value_type, unit } of found) {
    await sql`insert into factory_tags (id, organisation_id, equipment_id, name, value_type, meaning, unit,
        created_at)
      values (${id}, ${machine.organisationId}, ${machine.id}, ${name}, ${value_type}, ${meaningOf(name)},
        ${unit}, ${now})`
  }
  return found.map((one) => one.id)
}

export type DiscoveredRow = { device: string; signals: number; foundAt: Date }

/** Devices of an edge for which no machine is registered. */
export async function discoveredDevices(sql: Sql, edgeId: string): Promise<DiscoveredRow[]> {
  return sql<DiscoveredRow[]>`select device, count(*)::int as signals, min(created_at) as "foundAt"
    from factory_discovered_tags d where edge_id = ${edgeId} and not exists (
      select from factory_equipment e where e.edge_id = d.edge_id and e.device = d.device)
    group by device order by device`
}
