import type { Sql } from '@ronghe/kit/db'
import { likeOf, listedOf, pageOf } from './parts.ts'

export type LogLine = { device: string; state: string; zh: string; en: string }
export type EdgeHealth = {
  bufferBytes: number | null
  unacknowledged: number | null
  dropped: number | null
  /** Where the edge's machines are configured; null for edges that do not say. */
  configuration: Record<string, unknown> | null
  connections: (LogLine & { key: string })[]
  /** Version and hash of the program it runs; null for edges that do not say. */
  program: { version: string; hash: string } | null
}

/** Lines of an edge's log that are kept. */
const logLinesMax = 5_000

/** Keeps the newest health; answers whose edge it is, and the version it should have. */
export async function keepHealth(
  sql: Sql,
  one: { edgeId: string; at: Date; clockOffsetMs: number; health: EdgeHealth; news: readonly LogLine[] },
): Promise<{ organisationId: string; wanted: { hash: string } | null } | null> {
  const [edge] = await sql<{ organisationId: string; hash: string | null }[]>`
    update factory_edges g set health = ${JSON.stringify(one.health)}::text::jsonb, health_at = ${one.at},
      clock_offset_ms = ${one.clockOffsetMs}
    where id = ${one.edgeId} returning organisation_id as "organisationId",
      (select c.hash from factory_edge_configurations c where c.edge_id = g.id
        order by c.version desc limit 1) as hash`
  if (!edge) return null
  const { organisationId, hash } = edge
  await addLog(sql, { edgeId: one.edgeId, organisationId, at: one.at }, one.news)
  return { organisationId, wanted: hash === null ? null : { hash } }
}

async function addLog(
  sql: Sql,
  of: { edgeId: string; organisationId: string; at: Date },
  lines: readonly LogLine[],
): Promise<void> {
  if (lines.length === 0) return
  for (const line of lines) {
    await sql`insert into factory_edge_log (organisation_id, edge_id, at, device, state, zh, en)
      values (${of.organisationId}, ${of.edgeId}, ${of.at}, ${line.device}, ${line.state}, ${line.zh},
        ${line.en})`
  }
  await sql`delete from factory_edge_log where edge_id = ${of.edgeId} and id <= (select id
    from factory_edge_log where edge_id = ${of.edgeId} order by id desc offset ${logLinesMax} limit 1)`
}

export async function listLog(
  sql: Sql,
  edgeId: string,
  locale: 'zh' | 'en',
  filter: { q?: string; page?: number; pageSize?: number; device?: string },
) {
  const like = likeOf(filter.q)
  const words = locale === 'zh' ? sql`zh` : sql`en`
  const rows = await sql<{ at: Date; device: string; state: string; reason: string; total: bigint }[]>`
    select at, device, state, ${words} as reason, count(*) over () as total from factory_edge_log
    where edge_id = ${edgeId} and (${like}::text is null or device ilike ${like} or ${words} ilike ${like})
      and (${filter.device ?? null}::text is null or device = ${filter.device ?? null})
    order by id desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type EdgeDetail = {
  health: EdgeHealth | null
  healthAt: Date | null
  clockOffsetMs: bigint | null
  configuredVersion: number | null
  configuredAt: Date | null
  refusal: { zh: string; en: string } | null
  newestVersion: number | null
  lastSignalAt: Date | null
}

export async function edgeDetail(sql: Sql, edgeId: string): Promise<EdgeDetail | null> {
  const [row] = await sql<EdgeDetail[]>`select health, health_at as "healthAt",
      clock_offset_ms as "clockOffsetMs", configured_version as "configuredVersion",
      configured_at as "configuredAt", refusal,
      (select max(version) from factory_edge_configurations c where c.edge_id = g.id) as "newestVersion",
      (select max(last_signal_at) from factory_equipment e where e.edge_id = g.id) as "lastSignalAt"
    from factory_edges g where id = ${edgeId}`
  return row ?? null
}

/** `text` as it is kept: passwords sealed. */
export type Version = { version: number; hash: string; text: string; organisationId: string }

export async function newestConfiguration(sql: Sql, edgeId: string): Promise<Version | null> {
  const [row] = await sql<Version[]>`select version, hash, devices as text,
      organisation_id as "organisationId" from factory_edge_configurations
    where edge_id = ${edgeId} order by version desc limit 1`
  return row ?? null
}

/** Whether a person saved the newest version, rather than the sample. */
export async function wasConfiguredByHand(sql: Sql, edgeId: string): Promise<boolean> {
  const [row] = await sql`select created_by is not null as is_by_hand from factory_edge_configurations
    where edge_id = ${edgeId} order by version desc limit 1`
  return row?.is_by_hand === true
}

export async function oneConfiguration(sql: Sql, edgeId: string, version: number): Promise<Version | null> {
  const [row] = await sql<Version[]>`select version, hash, devices as text,
      organisation_id as "organisationId" from factory_edge_configurations
    where edge_id = ${edgeId} and version = ${version}`
  return row ?? null
}

export async function listConfigurations(
  sql: Sql,
  edgeId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<
    {
      version: number
      hash: string
      note: string | null
      createdAt: Date
      personName: string | null
      deviceCount: number
      total: bigint
    }[]
  >`select version, hash, note, created_at as "createdAt", person_name as "personName",
      jsonb_array_length(devices::jsonb) as "deviceCount", count(*) over () as total
    from factory_edge_configurations where edge_id = ${edgeId}
      and (${like}::text is null or note ilike ${like} or person_name ilike ${like})
    order by version desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** The next version of an edge's machines; answers its number. Waits for whoever is saving one just now. */
export async function addConfiguration(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    edgeId: string
    text: string
    hash: string
    note: string | null
    by: string | null
    personName: string | null
  },
  now: Date,
): Promise<number> {
  await sql`select 1 from factory_edges where id = ${one.edgeId} for update`
  const [row] = await sql<{ version: number }[]>`insert into factory_edge_configurations
      (id, organisation_id, edge_id, version, devices, hash, note, created_at, created_by, person_name)
    select ${one.id}, ${one.organisationId}, ${one.edgeId}, coalesce(max(version), 0) + 1, ${one.text},
      ${one.hash}, ${one.note}, ${now}, ${one.by}, ${one.personName}
    from factory_edge_configurations where edge_id = ${one.edgeId} returning version`
  return row?.version ?? 0
}

export async function noteConfigured(
  sql: Sql,
  one: { edgeId: string; version: number; refusal: { zh: string; en: string } | null; at: Date },
): Promise<string | null> {
  const [row] = await sql`update factory_edges set configured_version = ${one.version},
      configured_at = ${one.at}, refusal = ${one.refusal && JSON.stringify(one.refusal)}::text::jsonb
    where id = ${one.edgeId} returning organisation_id`
  return row?.organisation_id ?? null
}

/** Versions that still hold a password as it was typed. */
export async function unsealedConfigurations(
  sql: Sql,
): Promise<{ id: string; organisationId: string; text: string }[]> {
  return sql`select id, organisation_id as "organisationId", devices as text
    from factory_edge_configurations where devices ~ '"password":"(?!"|sealed:1:)'`
}

export async function keepSealed(sql: Sql, id: string, text: string): Promise<void> {
  await sql`update factory_edge_configurations set devices = ${text} where id = ${id}`
}
