import type { Value } from '@ronghe/alarm'
import type { Sql } from '@ronghe/kit/db'
import { microsIn, timeOf } from './parts.ts'

/** A row of the journal as evaluating and answering need it; times in microseconds. */
export type AlarmRow = {
  id: string
  watchId: string
  equipmentId: string
  organisationId: string
  raisedMicros: number
  clearedMicros: number | null
  announcedMicros: number | null
  isUnacknowledged: boolean
  isLatched: boolean
  mustAcknowledge: boolean
  latches: boolean
  groupName: string | null
  rank: number
  isFirstOut: boolean
}

function columns(sql: Sql) {
  return sql`id, watch_id as "watchId", equipment_id as "equipmentId", organisation_id as "organisationId",
    ${microsIn(sql, 'raised_at')} as "raisedMicros", ${microsIn(sql, 'cleared_at')} as "clearedMicros",
    ${microsIn(sql, 'announced_at')} as "announcedMicros", is_unacknowledged as "isUnacknowledged",
    is_latched as "isLatched", must_acknowledge as "mustAcknowledge", latches, group_name as "groupName",
    rank, is_first_out as "isFirstOut"`
}

type Raw = Omit<AlarmRow, 'raisedMicros' | 'clearedMicros' | 'announcedMicros'> &
  Record<'raisedMicros' | 'clearedMicros' | 'announcedMicros', bigint | null>

function rowOf({ raisedMicros, clearedMicros, announcedMicros, ...rest }: Raw): AlarmRow {
  const numberOf = (micros: bigint | null) => (micros === null ? null : Number(micros))
  return {
    ...rest,
    raisedMicros: Number(raisedMicros),
    clearedMicros: numberOf(clearedMicros),
    announcedMicros: numberOf(announcedMicros),
  }
}

/** What a watch told that touches [from, to), ascending. */
export async function alarmsTouching(
  sql: Sql,
  watchId: string,
  fromMicros: number,
  toMicros: number,
): Promise<AlarmRow[]> {
  const rows = await sql<Raw[]>`select ${columns(sql)} from factory_alarms where watch_id = ${watchId}
    and refuted_at is null and raised_at < ${timeOf(sql, toMicros)}
    and (cleared_at is null or cleared_at >= ${timeOf(sql, fromMicros)}) order by raised_at`
  return rows.map(rowOf)
}

/** What is not over of some watches, the oldest first. */
export async function openAlarms(sql: Sql, watchIds: readonly string[]): Promise<AlarmRow[]> {
  const rows = await sql<Raw[]>`select ${columns(sql)} from factory_alarms
    where watch_id = any (${watchIds as string[]}::uuid[]) and ended_at is null order by raised_at
    for update`
  return rows.map(rowOf)
}

/** The rows of a group of one machine that touch a stretch, for what came first. */
export async function alarmsOfGroup(
  sql: Sql,
  equipmentId: string,
  group: string,
  fromMicros: number,
): Promise<AlarmRow[]> {
  const rows = await sql<Raw[]>`select ${columns(sql)} from factory_alarms where equipment_id = ${equipmentId}
    and group_name = ${group} and refuted_at is null
    and (cleared_at is null or cleared_at >= ${timeOf(sql, fromMicros)})`
  return rows.map(rowOf)
}

export async function markFirstOuts(sql: Sql, ids: readonly string[], isFirstOut: boolean): Promise<void> {
  await sql`update factory_alarms set is_first_out = ${isFirstOut}
    where id = any (${ids as string[]}::uuid[])`
}

export type InsertedAlarm = {
  id: string
  organisationId: string
  equipmentId: string
  watchId: string
  definitionId: string
  version: number
  code: string
  name: string
  nameEn: string | null
  kind: string
  rank: number
  groupName: string | null
  sinceMicros: number
  raisedMicros: number
  announcedMicros: number | null
  clearedMicros: number | null
  isEnded: boolean
  mustAcknowledge: boolean
  latches: boolean
  isUnacknowledged: boolean
  isLatched: boolean
  quiet: string | null
  value: Value | null
  peak: Value | null
  unit: string | null
  message: string | null
  isLate: boolean
}

export async function insertAlarm(sql: Sql, one: InsertedAlarm, now: Date): Promise<void> {
  const time = (micros: number | null) => (micros === null ? null : timeOf(sql, micros))
  const value = (given: Value | null) => (given === null ? null : JSON.stringify(given))
  await sql`insert into factory_alarms (id, organisation_id, equipment_id, watch_id, definition_id, version,
      code, name, name_en, kind, rank, group_name, since_at, raised_at, announced_at, cleared_at, ended_at,
      must_acknowledge, latches, is_unacknowledged, is_latched, quiet, value, peak, unit, message, is_late,
      found_at)
    values (${one.id}, ${one.organisationId}, ${one.equipmentId}, ${one.watchId}, ${one.definitionId},
      ${one.version}, ${one.code}, ${one.name}, ${one.nameEn}, ${one.kind}, ${one.rank}, ${one.groupName},
      ${time(one.sinceMicros)}, ${time(one.raisedMicros)}, ${time(one.announcedMicros)},
      ${time(one.clearedMicros)}, ${one.isEnded ? now : null}, ${one.mustAcknowledge}, ${one.latches},
      ${one.isUnacknowledged}, ${one.isLatched}, ${one.quiet}, ${value(one.value)}::text::jsonb,
      ${value(one.peak)}::text::jsonb, ${one.unit}, ${one.message}, ${one.isLate}, ${now})`
}

/** The process went on, or ended, or later data moved it. */
export async function changeAlarm(
  sql: Sql,
  one: { id: string; fromMicros: number; toMicros: number | null; peak: Value | null; isEnded: boolean },
  now: Date,
): Promise<void> {
  const peak = one.peak === null ? null : JSON.stringify(one.peak)
  await sql`update factory_alarms set raised_at = ${timeOf(sql, one.fromMicros)},
      since_at = least(since_at, ${timeOf(sql, one.fromMicros)}),
      announced_at = case when announced_at = raised_at then ${timeOf(sql, one.fromMicros)}
        else announced_at end,
      cleared_at = ${one.toMicros === null ? null : timeOf(sql, one.toMicros)},
      peak = coalesce(${peak}::text::jsonb, peak),
      ended_at = ${one.isEnded ? sql`coalesce(ended_at, ${now})` : sql`null`} where id = ${one.id}`
}

/** Later data say that it was not so: it stays in the journal and asks nobody any more. */
export async function refuteAlarms(sql: Sql, ids: readonly string[], now: Date): Promise<void> {
  await sql`update factory_alarms set refuted_at = ${now}, ended_at = coalesce(ended_at, ${now}),
    cleared_at = coalesce(cleared_at, ${now}), is_unacknowledged = false, is_latched = false
    where id = any (${ids as string[]}::uuid[])`
}

/** Nothing watches it any more: it ends where evaluating stood. */
export async function closeAlarms(sql: Sql, watchId: string, atMicros: number, now: Date): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`update factory_alarms set ended_at = ${now},
    cleared_at = coalesce(cleared_at, greatest(raised_at, ${timeOf(sql, atMicros)})),
    is_unacknowledged = false, is_latched = false
    where watch_id = ${watchId} and ended_at is null returning id`
  return rows.map(({ id }) => id)
}

export type Answered = {
  id: string
  isUnacknowledged: boolean
  isLatched: boolean
  isEnded: boolean
  /** Told to people now; null: as before. */
  announcedAt: Date | null
}

/** What an answer of people, or the end of a quiet time, makes of a row. */
export async function answerAlarm(sql: Sql, one: Answered, now: Date): Promise<void> {
  await sql`update factory_alarms set is_unacknowledged = ${one.isUnacknowledged},
    is_latched = ${one.isLatched}, ended_at = ${one.isEnded ? now : null},
    announced_at = coalesce(${one.announcedAt}, announced_at) where id = ${one.id}`
}

export async function acknowledgeAlarm(
  sql: Sql,
  id: string,
  by: { personId: string | null; personName: string | null; comment: string | null },
  now: Date,
): Promise<void> {
  await sql`update factory_alarms set acknowledged_at = ${now}, acknowledged_by = ${by.personId},
    acknowledged_name = ${by.personName}, comment = ${by.comment} where id = ${id}`
}
