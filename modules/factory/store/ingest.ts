import type { Sql } from '@ronghe/kit/db'
import type { BirthTag, EdgeIdentity } from '../ingest/wire.ts'
import { meaningOf } from '../states/meanings.ts'

/** The edge of this id if the password is its own and it is not revoked. */
export async function edgeByCredential(
  sql: Sql,
  edgeId: string,
  secretHash: string,
): Promise<EdgeIdentity | null> {
  const [row] = await sql<
    EdgeIdentity[]
  >`select e.id as "edgeId", e.organisation_id as "organisationId", o.code as "group", e.code as node
    from factory_edges e join registry_organisation_cards() o on o.id = e.organisation_id
    where e.id = ${edgeId} and e.secret_hash = ${secretHash} and e.revoked_at is null`
  return row ?? null
}

/** The machine that an edge calls so; what a retired one still sends is kept as its own. */
export async function machineOf(
  sql: Sql,
  edgeId: string,
  device: string,
): Promise<{ id: string; organisationId: string } | null> {
  const [row] = await sql<
    { id: string; organisationId: string }[]
  >`select id, organisation_id as "organisationId"
    from factory_equipment where edge_id = ${edgeId} and device = ${device}`
  return row ?? null
}

/** Ids of a machine's tags by name, made where they are new; what people wrote about a tag stays. */
export async function keepTags(
  sql: Sql,
  machine: { id: string; organisationId: string },
  tags: readonly BirthTag[],
  newId: () => string,
  now: Date,
): Promise<string[]> {
  const known = await knownTags(sql, machine.id)
  const missing = tags.filter((tag) => !known.has(tag.name))
  if (missing.length > 0) {
    const list = JSON.stringify(
      missing.map((tag) => [newId(), tag.name, tag.valueType, meaningOf(tag.name), tag.unit]),
    )
    await sql`insert into factory_tags (id, organisation_id, equipment_id, name, value_type, meaning, unit,
        created_at)
      select (r->>0)::uuid, ${machine.organisationId}, ${machine.id}, r->>1, r->>2, r->>3, r->>4, ${now}
      from jsonb_array_elements(${list}::text::jsonb) r
      on conflict (equipment_id, name) do nothing`
  }
  const all = missing.length > 0 ? await knownTags(sql, machine.id) : known
  const turned = tags.flatMap((tag) => {
    const one = all.get(tag.name)
    return one && one.isReadOnly !== (tag.isReadOnly ?? false) ? [one.id] : []
  })
  if (turned.length > 0)
    await sql`update factory_tags set is_read_only = not is_read_only where id = any (${turned}::uuid[])`
  return tags.map((tag) => all.get(tag.name)?.id ?? '')
}

/** Names of the tags that a machine has. */
export async function tagNames(sql: Sql, equipmentId: string): Promise<Set<string>> {
  return new Set((await knownTags(sql, equipmentId)).keys())
}

type KnownTag = { id: string; name: string; isReadOnly: boolean }

async function knownTags(sql: Sql, equipmentId: string): Promise<Map<string, KnownTag>> {
  const rows = await sql<KnownTag[]>`select id, name, is_read_only as "isReadOnly" from factory_tags
    where equipment_id = ${equipmentId}`
  return new Map(rows.map((row) => [row.name, row]))
}

export async function setEdgeState(
  sql: Sql,
  edgeId: string,
  isOnline: boolean,
  at: Date,
  reason: string,
): Promise<string | null> {
  const [row] =
    await sql`update factory_edges set is_online = ${isOnline}, state_at = ${at}, state_reason = ${reason}
    where id = ${edgeId} returning organisation_id`
  return row?.organisation_id ?? null
}

/** At the start no edge is connected yet. */
export async function setAllOffline(sql: Sql, at: Date, reason: string): Promise<void> {
  await sql`update factory_edges set is_online = false, state_at = ${at}, state_reason = ${reason}
    where is_online`
}

/**
 * Newest and, for new machines, first good signal of machines; answers those that are connected for the first
 * time.
 */
export async function noteSignals(
  sql: Sql,
  signals: readonly { equipmentId: string; at: Date }[],
): Promise<{ id: string; organisation_id: string }[]> {
  const list = JSON.stringify(
    signals.map(({ equipmentId, at }) => ({ id: equipmentId, at: at.toISOString() })),
  )
  return sql<{ id: string; organisation_id: string }[]>`
    with given as (select (r->>'id')::uuid as id, (r->>'at')::timestamptz as at
      from jsonb_array_elements(${list}::text::jsonb) r),
    fresh as (select e.id from factory_equipment e join given g on g.id = e.id
      where e.first_signal_at is null)
    update factory_equipment e set first_signal_at = coalesce(least(e.first_signal_at, g.at), g.at),
      last_signal_at = greatest(e.last_signal_at, g.at)
    from given g where g.id = e.id
    returning e.id, e.organisation_id, e.id in (select id from fresh) as is_first`.then((rows) =>
    rows.filter((row) => (row as { is_first?: boolean }).is_first),
  )
}
