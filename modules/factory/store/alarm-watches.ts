import type { Sql } from '@ronghe/kit/db'
import type { WatchMemory } from '../alarms/step.ts'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { dayOf } from './equipment.ts'
import { microsIn, timeOf } from './parts.ts'

/** One definition on one machine as evaluating needs it; times in microseconds. */
export type WatchRow = {
  id: string
  organisationId: string
  equipmentId: string
  definitionId: string
  code: string
  version: number
  /** The version whose signals are bound; null: none yet. */
  boundVersion: number | null
  body: AlarmBody
  isRetired: boolean
  hash: string | null
  missing: string[]
  countsFrom: number
  evaluatedTo: number | null
  pendingFrom: number | null
  knownTo: number | null
  wakeAt: number | null
  memory: WatchMemory | null
  asked: bigint
  isSuppressed: boolean
  shelvedTo: Date | null
  isOutOfService: boolean
  endedAt: Date | null
}

function columns(sql: Sql) {
  return sql`w.id, w.organisation_id as "organisationId", w.equipment_id as "equipmentId",
    w.definition_id as "definitionId", d.code, d.version,
    w.version as "boundVersion", d.body, d.retired_at is not null as "isRetired",
    w.hash, w.missing, ${microsIn(sql, 'w.counts_from')} as "countsFrom",
    ${microsIn(sql, 'w.evaluated_to')} as "evaluatedTo", ${microsIn(sql, 'w.pending_from')} as "pendingFrom",
    ${microsIn(sql, 'w.known_to')} as "knownTo", ${microsIn(sql, 'w.wake_at')} as "wakeAt", w.memory, w.asked,
    w.is_suppressed as "isSuppressed", w.shelved_to as "shelvedTo",
    w.out_of_service_at is not null as "isOutOfService", w.ended_at as "endedAt"`
}

type Raw = Omit<WatchRow, 'countsFrom' | 'evaluatedTo' | 'pendingFrom' | 'knownTo' | 'wakeAt'> &
  Record<'countsFrom' | 'evaluatedTo' | 'pendingFrom' | 'knownTo' | 'wakeAt', bigint | null>

function watchOf(row: Raw): WatchRow {
  const { countsFrom, evaluatedTo, pendingFrom, knownTo, wakeAt, ...rest } = row
  return {
    ...rest,
    countsFrom: Number(countsFrom),
    evaluatedTo: numberOf(evaluatedTo),
    pendingFrom: numberOf(pendingFrom),
    knownTo: numberOf(knownTo),
    wakeAt: numberOf(wakeAt),
  }
}

function numberOf(micros: bigint | null): number | null {
  return micros === null ? null : Number(micros)
}

/** Watches with news, with something due by time alone, or not bound yet. */
export async function dueWatches(sql: Sql): Promise<WatchRow[]> {
  const rows = await sql<Raw[]>`select ${columns(sql)}
    from factory_alarm_watches w join factory_alarm_definitions d on d.id = w.definition_id
    where w.ended_at is null
      and (w.pending_from is not null or w.wake_at is not null or w.version is distinct from d.version)
    order by w.equipment_id, w.id`
  return rows.map(watchOf)
}

/** All watches that go on, or those of a definition. */
export async function openWatches(sql: Sql, definitionId: string | null = null): Promise<WatchRow[]> {
  const rows = await sql<Raw[]>`select ${columns(sql)}
    from factory_alarm_watches w join factory_alarm_definitions d on d.id = w.definition_id
    where w.ended_at is null and (${definitionId}::uuid is null or w.definition_id = ${definitionId})
    order by w.equipment_id, w.id`
  return rows.map(watchOf)
}

/** These watches, held until the transaction ends. */
export async function watchesForUpdate(sql: Sql, ids: readonly string[]): Promise<WatchRow[]> {
  const rows = await sql<Raw[]>`select ${columns(sql)}
    from factory_alarm_watches w join factory_alarm_definitions d on d.id = w.definition_id
    where w.id = any (${ids as string[]}::uuid[]) order by w.id for update of w`
  return rows.map(watchOf)
}

/** Which machines each definition that counts applies to and is not watched on yet, or watched no more. */
export async function watchGaps(sql: Sql, now: Date) {
  const wanted = sql`select d.id as definition_id, e.id as equipment_id, d.organisation_id, d.counts_from
    from factory_alarm_definitions d join factory_equipment e on e.organisation_id = d.organisation_id
    where d.retired_at is null and coalesce(e.retired_on > ${dayOf(now)}::date, true) and (
      e.id::text in (select jsonb_array_elements_text(coalesce(d.body->'equipmentIds', '[]')))
      or ((d.body ? 'unitId' or d.body ? 'maker' or d.body ? 'model' or d.body ? 'process')
        and (not d.body ? 'unitId' or e.unit_id in (
          with recursive tree as (select (d.body->>'unitId')::uuid as id union all
            select child.id from registry_unit_cards() child join tree on child.parent_id = tree.id)
          select id from tree))
        and (not d.body ? 'maker' or lower(e.maker) = lower(d.body->>'maker'))
        and (not d.body ? 'model' or lower(e.model) = lower(d.body->>'model'))
        and (not d.body ? 'process' or lower(e.process) = lower(d.body->>'process'))))`
  const rows = await sql<
    {
      id: string | null
      definitionId: string
      equipmentId: string
      organisationId: string
      countsFrom: Date
      isWanted: boolean
      isEnded: boolean
    }[]
  >`with wanted as (${wanted})
    select w.id, coalesce(w.definition_id, k.definition_id) as "definitionId",
      coalesce(w.equipment_id, k.equipment_id) as "equipmentId",
      coalesce(w.organisation_id, k.organisation_id) as "organisationId",
      coalesce(k.counts_from, w.counts_from) as "countsFrom",
      k.definition_id is not null as "isWanted", w.ended_at is not null as "isEnded"
    from factory_alarm_watches w
    full join wanted k on k.definition_id = w.definition_id and k.equipment_id = w.equipment_id
    where w.id is null or (k.definition_id is null) <> (w.ended_at is not null)`
  return rows
}

export async function insertWatch(
  sql: Sql,
  one: { id: string; organisationId: string; definitionId: string; equipmentId: string; countsFrom: Date },
): Promise<void> {
  await sql`insert into factory_alarm_watches (id, organisation_id, definition_id, equipment_id, counts_from)
    values (${one.id}, ${one.organisationId}, ${one.definitionId}, ${one.equipmentId}, ${one.countsFrom})`
}

/** A machine that the definition applies to again is watched from now on, as if it were new. */
export async function reopenWatch(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update factory_alarm_watches set ended_at = null, version = null, hash = null, memory = null,
    evaluated_to = null, pending_from = null, wake_at = null, counts_from = ${now} where id = ${id}`
}

export async function endWatch(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update factory_alarm_watches set ended_at = ${now}, pending_from = null, wake_at = null
    where id = ${id}`
}

/** A new version that reads and judges the same signals in the same way. */
export async function keepBound(sql: Sql, id: string, version: number): Promise<void> {
  await sql`update factory_alarm_watches set version = ${version} where id = ${id}`
}

export type Binding = {
  version: number
  hash: string
  tags: readonly string[]
  missing: readonly string[]
  /** Null: signals are missing and nothing can be evaluated. */
  memory: WatchMemory | null
  fromMicros: number
}

/** What a watch reads from now on, and from where it is evaluated. */
export async function bindWatch(sql: Sql, id: string, one: Binding): Promise<void> {
  const from = timeOf(sql, one.fromMicros)
  await sql`update factory_alarm_watches set version = ${one.version}, hash = ${one.hash},
    tags = ${one.tags as string[]}::uuid[], missing = ${one.missing as string[]}::text[],
    memory = ${json(one.memory)}::text::jsonb, evaluated_to = ${from},
    pending_from = ${one.memory ? from : sql`null::timestamptz`}, wake_at = null, is_suppressed = false,
    known_to = null, asked = asked + 1 where id = ${id}`
  await sql`delete from factory_alarm_checkpoints where watch_id = ${id}`
  if (one.memory) await keepCheckpoint(sql, id, one.fromMicros, one.memory)
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}

/** A signal has points in [fromMicros, toMicros) that were stored since. */
export type TagNews = { tagId: string; fromMicros: number; toMicros: number }

/** Signals changed: every watch that reads them follows from these moments on. */
export async function askWatches(sql: Sql, news: readonly TagNews[]): Promise<void> {
  if (news.length === 0) return
  const rows = await sql<{ tag: string }[]>`select distinct unnest(tags) as tag from factory_alarm_watches
    where ended_at is null`
  const watched = new Set(rows.map(({ tag }) => tag))
  const changes = news.filter(({ tagId }) => watched.has(tagId))
  if (changes.length === 0) return
  const list = JSON.stringify(changes.map((one) => [one.tagId, one.fromMicros, one.toMicros]))
  await sql`with given as (
      select (r->>0)::uuid as tag, timestamptz 'epoch' + (r->>1)::bigint * interval '1 microsecond' as f,
        timestamptz 'epoch' + (r->>2)::bigint * interval '1 microsecond' as t
      from jsonb_array_elements(${list}::text::jsonb) r),
    news as (select w.id, min(given.f) as f, max(given.t) as t from factory_alarm_watches w
      join given on given.tag = any (w.tags)
      where w.ended_at is null and w.tags && array(select tag from given) group by w.id)
    update factory_alarm_watches w set asked = asked + 1,
      pending_from = least(w.pending_from, greatest(news.f, w.counts_from)),
      known_to = greatest(w.known_to, news.t)
    from news where news.id = w.id`
}

/** The telemetry store is another one: everything is asked again, without losing what was told. */
export async function askAllWatches(sql: Sql): Promise<void> {
  await sql`update factory_alarm_watches set pending_from = evaluated_to, asked = asked + 1
    where ended_at is null and evaluated_to is not null`
}

export type Kept = {
  memory: WatchMemory
  evaluatedTo: number
  /** What is left of the window; null: nothing. */
  pendingFrom: number | null
  wakeAt: number | null
  isSuppressed: boolean
}

/** How far a watch is evaluated; what was asked meanwhile stays to be done. */
export async function keepEvaluated(
  sql: Sql,
  row: Pick<WatchRow, 'id' | 'asked'>,
  done: Kept,
): Promise<void> {
  const time = (micros: number | null) => (micros === null ? sql`null::timestamptz` : timeOf(sql, micros))
  await sql`update factory_alarm_watches set memory = ${json(done.memory)}::text::jsonb,
      evaluated_to = ${time(done.evaluatedTo)}, wake_at = ${time(done.wakeAt)},
      is_suppressed = ${done.isSuppressed},
      pending_from = case when asked = ${String(row.asked)}::bigint then ${time(done.pendingFrom)}
        else least(pending_from, ${time(done.pendingFrom)}) end
    where id = ${row.id}`
}

/** Where evaluating stood at the newest checkpoint at or before a moment, or at the very first. */
export async function checkpointBefore(
  sql: Sql,
  watchId: string,
  micros: number,
): Promise<{ atMicros: number; memory: WatchMemory } | null> {
  const [row] = await sql`select ${microsIn(sql, 'at')} as at, memory from factory_alarm_checkpoints
    where watch_id = ${watchId} and at <= greatest(${timeOf(sql, micros)},
      (select min(at) from factory_alarm_checkpoints where watch_id = ${watchId}))
    order by at desc limit 1`
  return row ? { atMicros: Number(row.at), memory: row.memory as WatchMemory } : null
}

export async function newestCheckpoint(sql: Sql, watchId: string): Promise<number | null> {
  const [row] = await sql`select ${microsIn(sql, 'max(at)')} as at from factory_alarm_checkpoints
    where watch_id = ${watchId}`
  return row?.at === null || row === undefined ? null : Number(row.at)
}

/** Keeps where evaluating stands; of those of hours and days ago the first of each hour, then of each day. */
export async function keepCheckpoint(
  sql: Sql,
  watchId: string,
  atMicros: number,
  memory: WatchMemory,
): Promise<void> {
  const at = timeOf(sql, atMicros)
  await sql`insert into factory_alarm_checkpoints (watch_id, at, memory)
    values (${watchId}, ${at}, ${JSON.stringify(memory)}::text::jsonb)
    on conflict (watch_id, at) do update set memory = excluded.memory`
  const thinned = (age: string, unit: string) => sql`(at < ${at} - ${age}::interval and exists (
      select 1 from factory_alarm_checkpoints earlier where earlier.watch_id = c.watch_id
        and earlier.at < c.at and date_trunc(${unit}, earlier.at) = date_trunc(${unit}, c.at)))`
  await sql`delete from factory_alarm_checkpoints c where watch_id = ${watchId}
    and (${thinned('10 minutes', 'hour')} or ${thinned('2 days', 'day')})`
}

/** A replay from here makes the checkpoints after it void. */
export async function dropCheckpoints(sql: Sql, watchId: string, afterMicros: number): Promise<void> {
  await sql`delete from factory_alarm_checkpoints where watch_id = ${watchId}
    and at > ${timeOf(sql, afterMicros)}`
}

/** Watches whose shelf time is over. */
export async function shelvesOver(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from factory_alarm_watches
    where shelved_to is not null and shelved_to <= ${now}`
  return rows.map(({ id }) => id)
}
