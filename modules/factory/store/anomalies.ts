import type { Sql } from '@ronghe/kit/db'
import { type Locale, likeOf, listedOf, microsIn, nameIn, pageOf, timeOf } from './parts.ts'

export type Judgement = 'anomalous' | 'normal' | 'ignored'
export type Share = { tagId: string; share: number }
export type AnomalyRow = {
  id: string
  organisationId: string
  watchId: string
  watchName: string
  equipmentId: string
  equipmentName: string
  startsAt: Date
  endsAt: Date
  isOpen: boolean
  peak: number | null
  contributions: Share[]
  isMissed: boolean
  judgement: Judgement | null
  note: string | null
  judgedAt: Date | null
  judgedName: string | null
}
export type Kept = {
  id: string
  organisationId: string
  watchId: string
  equipmentId: string
  version: number
  fromMicros: number
  toMicros: number
  isOpen: boolean
  peak: number | null
  contributions: Share[]
}
export type JudgedStretch = { id: string; judgement: Judgement; fromMicros: number; toMicros: number }

export async function listAnomalies(
  sql: Sql,
  locale: Locale,
  filter: {
    q?: string
    id?: string
    watch?: string
    equipment?: string
    judgement?: string
    isOpen?: boolean
    page?: number
    pageSize?: number
  },
) {
  const like = likeOf(filter.q)
  const { id = null, watch = null, equipment = null, judgement = null, isOpen = null } = filter
  const rows = await sql<(AnomalyRow & { total: bigint })[]>`select a.id,
      a.organisation_id as "organisationId", a.watch_id as "watchId", w.name as "watchName",
      a.equipment_id as "equipmentId", ${nameIn(sql, locale, 'e')} as "equipmentName",
      a.starts_at as "startsAt", a.ends_at as "endsAt", a.is_open as "isOpen", a.peak, a.contributions,
      a.is_missed as "isMissed", a.judgement, a.note, a.judged_at as "judgedAt",
      a.judged_name as "judgedName", count(*) over () as total
    from factory_anomalies a join factory_anomaly_watches w on w.id = a.watch_id
      join factory_equipment e on e.id = a.equipment_id
    where (${id}::uuid is null or a.id = ${id}) and (${watch}::uuid is null or a.watch_id = ${watch})
      and (${equipment}::uuid is null or a.equipment_id = ${equipment})
      and (${judgement}::text is null or coalesce(a.judgement, 'none') = ${judgement})
      and (${isOpen}::boolean is null or a.is_open = ${isOpen})
      and (${like}::text is null or w.name ilike ${like} or e.name ilike ${like} or e.name_en ilike ${like}
        or a.note ilike ${like})
    order by a.starts_at desc, a.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** A stretch as far as it has come; one that people judged keeps what they said. */
export async function keepAnomaly(sql: Sql, one: Kept): Promise<void> {
  await sql`insert into factory_anomalies (id, organisation_id, watch_id, equipment_id, version, starts_at,
      ends_at, is_open, peak, contributions)
    values (${one.id}, ${one.organisationId}, ${one.watchId}, ${one.equipmentId}, ${one.version},
      ${timeOf(sql, one.fromMicros)}, ${timeOf(sql, one.toMicros)}, ${one.isOpen}, ${one.peak},
      ${sql.json(one.contributions)})
    on conflict (id) do update set ends_at = excluded.ends_at, is_open = excluded.is_open,
      peak = excluded.peak, contributions = excluded.contributions`
}

/** Stretches that an earlier learning left open do not go on. */
export async function closeAnomalies(sql: Sql, watchId: string): Promise<void> {
  await sql`update factory_anomalies set is_open = false where watch_id = ${watchId} and is_open`
}

export async function markMissed(
  sql: Sql,
  id: string,
  by: { personId: string | null; personName: string | null; note: string | null },
  now: Date,
): Promise<void> {
  await sql`update factory_anomalies set is_missed = true where id = ${id}`
  await judge(sql, id, { ...by, judgement: 'anomalous' }, now)
}

export async function judge(
  sql: Sql,
  id: string,
  said: {
    judgement: Judgement | null
    note: string | null
    personId: string | null
    personName: string | null
  },
  now: Date,
): Promise<void> {
  const isSaid = said.judgement !== null
  await sql`update factory_anomalies set judgement = ${said.judgement}, note = ${said.note},
      judged_at = ${isSaid ? now : null}, judged_by = ${isSaid ? said.personId : null},
      judged_name = ${isSaid ? said.personName : null} where id = ${id}`
}

/** What people said of stretches, the newest first. */
export async function judgedStretches(sql: Sql, watchId: string, limit: number): Promise<JudgedStretch[]> {
  const rows = await sql<JudgedStretch[]>`select id, judgement, ${microsIn(sql, 'starts_at')} as "fromMicros",
      ${microsIn(sql, 'ends_at')} as "toMicros" from factory_anomalies
    where watch_id = ${watchId} and judgement in ('anomalous', 'normal')
    order by starts_at desc, id limit ${limit}`
  return rows.map((row) => ({
    ...row,
    fromMicros: Number(row.fromMicros),
    toMicros: Number(row.toMicros),
  }))
}
