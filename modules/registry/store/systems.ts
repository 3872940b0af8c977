import type { Static } from '@ronghe/kit/contract'
import { type Locale, likeOf, nameIn, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { SystemProcess } from '../contract/system-rules.ts'
import type { CoverageOf, SystemStatus } from '../contract/systems.ts'

export type SystemValues = {
  kindCode: string
  name: string
  supplier: string
  isOwn: boolean
  usedSince: string
  usedUntil: string | null
  processes: SystemProcess[]
  coverageOf: Static<typeof CoverageOf>
  covered: number
  total: number
  countedHow: string
}

export type SystemRow = SystemValues & {
  id: string
  organisationId: string
  organisationName: string
  regionCode: string
  kindName: string
  isInUse: boolean
  coveredPercent: number
  status: Static<typeof SystemStatus>
  papers: number
  links: number
  decidedBy: string | null
  decidedFor: string | null
  decidedAt: Date | null
  reason: string | null
  isSample: boolean
  version: number
}

export type SystemFilter = {
  q?: string
  id?: string
  organisation?: string
  kind?: string
  process?: string
  status?: string
  isInUse?: boolean
  sort?: string
  page?: number
  pageSize?: number
}

const sortable = {
  name: 's.name',
  kindName: 'k.place',
  organisationName: 'o.name',
  usedSince: 's.used_since',
  coveredPercent: 's.covered::numeric / s.total',
  status: `array_position(array['asked', 'refused', 'entered', 'confirmed'], s.status)`,
}

/** Systems that the caller may see; whether one is in use is told of `today`. */
export async function listSystems(sql: Sql, locale: Locale, filter: SystemFilter, today: string) {
  const like = likeOf(filter.q)
  const kindName = locale === 'zh' ? sql`k.name_zh` : sql`k.name_en`
  const isInUse = sql`(s.used_since <= ${today}::date
    and (s.used_until is null or s.used_until > ${today}::date))`
  const rows = await sql<(SystemRow & { rowsTotal: bigint })[]>`
    select count(*) over () as "rowsTotal", s.id, s.organisation_id as "organisationId",
      ${nameIn(sql, locale, 'o')} as "organisationName", o.region_code as "regionCode",
      s.kind_code as "kindCode", ${kindName} as "kindName", s.name, s.supplier, s.is_own as "isOwn",
      s.used_since::text as "usedSince", s.used_until::text as "usedUntil", ${isInUse} as "isInUse",
      s.processes, s.coverage_of as "coverageOf",
      s.covered, s.total, (s.covered::bigint * 100 / s.total)::integer as "coveredPercent",
      s.counted_how as "countedHow", s.status, s.decided_by as "decidedBy", s.decided_for as "decidedFor",
      s.decided_at as "decidedAt", s.reason, s.is_sample as "isSample", s.version,
      (select count(*) from registry_system_papers p where p.system_id = s.id)::integer as papers,
      (select count(*) from registry_system_links l
        where l.from_id = s.id or l.to_id = s.id)::integer as links
    from registry_systems s join registry_organisations o on o.id = s.organisation_id
    join registry_system_kinds k on k.code = s.kind_code
    where s.removed_at is null
      and (${filter.id ?? null}::uuid is null or s.id = ${filter.id ?? null})
      and (${filter.organisation ?? null}::uuid is null or s.organisation_id = ${filter.organisation ?? null})
      and (${filter.kind ?? null}::text is null or s.kind_code = ${filter.kind ?? null})
      and (${filter.process ?? null}::text is null or ${filter.process ?? null} = any(s.processes))
      and (${filter.status ?? null}::text is null or s.status = ${filter.status ?? null})
      and (${filter.isInUse ?? null}::boolean is null or ${isInUse} = ${filter.isInUse ?? null})
      and (${like}::text is null or s.name ilike ${like} or s.supplier ilike ${like} or o.name ilike ${like}
        or o.name_en ilike ${like} or k.name_zh ilike ${like} or k.name_en ilike ${like})
    ${orderOf(sql, filter.sort, sortable, 'k.place')}, s.name, s.id ${pageOf(sql, filter)}`
  return {
    rows: rows.map(({ rowsTotal: _, ...row }): SystemRow => row),
    total: Number(rows[0]?.rowsTotal ?? 0),
  }
}

export async function systemById(
  sql: Sql,
  locale: Locale,
  id: string,
  today: string,
): Promise<SystemRow | null> {
  const { rows } = await listSystems(sql, locale, { id, pageSize: 1 }, today)
  return rows[0] ?? null
}

/** Has the firm ever entered one? */
export async function hasLedger(sql: Sql, organisationId: string): Promise<boolean> {
  return (
    (await sql`select 1 from registry_systems where organisation_id = ${organisationId} limit 1`).length > 0
  )
}

/** The system of a name in a ledger; names are compared without case. */
export async function systemByName(
  sql: Sql,
  organisationId: string,
  name: string,
): Promise<{ id: string } | null> {
  const [row] = await sql<{ id: string }[]>`select id from registry_systems
    where organisation_id = ${organisationId} and lower(name) = lower(${name}) and removed_at is null`
  return row ?? null
}

/** Holds a ledger's systems until the transaction ends, so that two changes of one come after each other. */
export async function lockSystem(sql: Sql, id: string): Promise<void> {
  await sql`select 1 from registry_systems where id = ${id} for update`
}

export type NewSystemRow = SystemValues & { id: string; organisationId: string; isSample: boolean }

export async function insertSystem(sql: Sql, one: NewSystemRow, now: Date): Promise<void> {
  await sql`insert into registry_systems (id, organisation_id, kind_code, name, supplier, is_own, used_since,
      used_until, processes, coverage_of, covered, total, counted_how, is_sample, created_at, updated_at)
    values (${one.id}, ${one.organisationId}, ${one.kindCode}, ${one.name}, ${one.supplier}, ${one.isOwn},
      ${one.usedSince}, ${one.usedUntil}, ${one.processes}, ${one.coverageOf}, ${one.covered}, ${one.total},
      ${one.countedHow}, ${one.isSample}, ${now}, ${now})`
}

/** False when it was changed since that version was read. What was confirmed is so no longer. */
export async function updateSystem(
  sql: Sql,
  { id, version }: { id: string; version: number },
  one: SystemValues,
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update registry_systems set kind_code = ${one.kindCode}, name = ${one.name},
      supplier = ${one.supplier}, is_own = ${one.isOwn}, used_since = ${one.usedSince},
      used_until = ${one.usedUntil},
      processes = ${one.processes}, coverage_of = ${one.coverageOf}, covered = ${one.covered},
      total = ${one.total}, counted_how = ${one.countedHow}, updated_at = ${now}
    where id = ${id} and version = ${version} and removed_at is null`
  return count === 1
}

/** A change of what was confirmed, asked or refused takes that away; the version moves on. */
export async function unsettle(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update registry_systems set status = 'entered', decided_by = null, decided_for = null,
      decided_at = null, reason = null, version = version + 1, updated_at = ${now}
    where id = ${id}`
}

export async function removeSystem(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`delete from registry_system_links where from_id = ${id} or to_id = ${id}`
  await sql`update registry_systems set removed_at = ${now}, version = version + 1, updated_at = ${now}
    where id = ${id}`
}

/** Asks for those of the ids that have papers and stand to be asked; answers which were. */
export async function askSystems(
  sql: Sql,
  organisationId: string,
  ids: readonly string[] | null,
  now: Date,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`update registry_systems s set status = 'asked', reason = null,
      decided_by = null, decided_for = null, decided_at = null, updated_at = ${now}, version = version + 1
    where s.organisation_id = ${organisationId} and s.removed_at is null
      and s.status in ('entered', 'refused')
      and (${ids === null} or s.id = any(${ids ?? []}::uuid[]))
      and exists (select 1 from registry_system_papers p where p.system_id = s.id)
    returning s.id`
  return rows.map(({ id }) => id)
}

export type Decision = {
  decision: 'confirmed' | 'refused'
  reason: string | null
  by: string
  byOrganisation: string
}

/** False when it was decided or changed since that version was read. */
export async function decideSystem(
  sql: Sql,
  { id, version }: { id: string; version: number },
  { decision, reason, by, byOrganisation }: Decision,
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update registry_systems set status = ${decision}, reason = ${reason},
      decided_by = ${by}, decided_for = ${byOrganisation}, decided_at = ${now}, version = version + 1,
      updated_at = ${now}
    where id = ${id} and version = ${version} and status = 'asked' and removed_at is null`
  return count === 1
}

export async function keepSample(sql: Sql, id: string, status: string, by: string, now: Date): Promise<void> {
  await sql`update registry_systems set status = ${status},
      decided_by = ${status === 'confirmed' ? by : null}, decided_at = ${status === 'confirmed' ? now : null}
    where id = ${id}`
}
