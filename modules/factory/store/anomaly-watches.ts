import type { Memory, Model } from '@ronghe/anomaly'
import type { Sql } from '@ronghe/kit/db'
import type { Following } from '../anomaly/stretch.ts'
import type { AnomalySettings } from '../contract/anomalies.ts'
import { type Locale, likeOf, listedOf, microsIn, nameIn, pageOf, timeOf } from './parts.ts'

export type Remembered = { scoring: Memory; following: Following; isSilent: boolean }

export type WatchListRow = {
  id: string
  organisationId: string
  equipmentId: string
  equipmentName: string
  name: string
  state: 'learning' | 'watching' | 'failed'
  isPaused: boolean
  progress: number
  fault: string | null
  score: number | null
  evaluatedTo: Date | null
  learnedAt: Date | null
  signals: number
  open: number
  unjudged: number
  isSample: boolean
}

export type WatchRow = {
  id: string
  organisationId: string
  equipmentId: string
  name: string
  settings: AnomalySettings
  state: 'learning' | 'watching' | 'failed'
  isPaused: boolean
  version: number
  model: Model | null
  memory: Remembered | null
  rowsLearned: number | null
  askedAt: Date
  tagId: string
  evaluatedTo: number | null
  score: number | null
  /** Up to when the machine's signals are known. */
  knownTo: number | null
}

function columns(sql: Sql) {
  return sql`w.id, w.organisation_id as "organisationId", w.equipment_id as "equipmentId", w.name, w.settings,
    w.state, w.is_paused as "isPaused", w.version, w.model, w.memory, w.rows_learned as "rowsLearned",
    w.asked_at as "askedAt", w.tag_id as "tagId", w.score,
    ${microsIn(sql, 'w.evaluated_to')} as "evaluatedTo",
    ${microsIn(sql, 'd.derived_to')} as "knownTo"`
}

const joined = (sql: Sql) => sql`factory_anomaly_watches w
  left join factory_derivations d on d.equipment_id = w.equipment_id`

export async function listWatches(
  sql: Sql,
  locale: Locale,
  filter: { q?: string; id?: string; equipment?: string; state?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const { id = null, equipment = null, state = null } = filter
  const rows = await sql<(WatchListRow & { total: bigint })[]>`select w.id,
      w.organisation_id as "organisationId", w.equipment_id as "equipmentId",
      ${nameIn(sql, locale, 'e')} as "equipmentName", w.name, w.state, w.is_paused as "isPaused", w.progress,
      w.fault, w.score, w.evaluated_to as "evaluatedTo", w.learned_at as "learnedAt",
      jsonb_array_length(w.settings->'tagIds') as signals, w.is_sample as "isSample",
      (select count(*)::int from factory_anomalies a where a.watch_id = w.id and a.is_open) as open,
      (select count(*)::int from factory_anomalies a where a.watch_id = w.id and a.judgement is null)
        as unjudged,
      count(*) over () as total
    from factory_anomaly_watches w join factory_equipment e on e.id = w.equipment_id
    where w.retired_at is null and (${id}::uuid is null or w.id = ${id})
      and (${equipment}::uuid is null or w.equipment_id = ${equipment})
      and (${state}::text is null or w.state = ${state})
      and (${like}::text is null or w.name ilike ${like} or e.name ilike ${like} or e.name_en ilike ${like})
    order by w.name, w.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function watchById(sql: Sql, id: string): Promise<WatchRow | null> {
  const [row] = await sql<WatchRow[]>`select ${columns(sql)} from ${joined(sql)}
    where w.id = ${id} and w.retired_at is null`
  return row ? exact(row) : null
}

/** The same, and nobody else changes it until the transaction ends. */
export async function watchForUpdate(sql: Sql, id: string): Promise<WatchRow | null> {
  await sql`select 1 from factory_anomaly_watches where id = ${id} for update`
  return watchById(sql, id)
}

/** Those that are to learn or to be followed. */
export async function watchesAtWork(sql: Sql): Promise<WatchRow[]> {
  const rows = await sql<WatchRow[]>`select ${columns(sql)} from ${joined(sql)}
    where w.retired_at is null and not w.is_paused and w.state <> 'failed' order by w.id`
  return rows.map(exact)
}

function exact(row: WatchRow): WatchRow {
  const numberOf = (value: unknown) => (value === null ? null : Number(value))
  return { ...row, evaluatedTo: numberOf(row.evaluatedTo), knownTo: numberOf(row.knownTo) }
}

export async function isNameTaken(sql: Sql, equipmentId: string, name: string): Promise<boolean> {
  const rows = await sql`select 1 from factory_anomaly_watches
    where equipment_id = ${equipmentId} and name = ${name} and retired_at is null`
  return rows.length > 0
}

export async function insertWatch(
  sql: Sql,
  one: Pick<WatchRow, 'id' | 'organisationId' | 'equipmentId' | 'name' | 'settings' | 'tagId'> & {
    personId: string | null
    personName: string | null
    isSample: boolean
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_anomaly_watches (id, organisation_id, equipment_id, name, settings, state,
      tag_id, asked_at, created_at, created_by, person_name, is_sample)
    values (${one.id}, ${one.organisationId}, ${one.equipmentId}, ${one.name}, ${sql.json(one.settings)},
      'learning', ${one.tagId}, ${now}, ${now}, ${one.personId}, ${one.personName}, ${one.isSample})`
}

export async function askLearning(sql: Sql, id: string, settings: AnomalySettings, now: Date): Promise<void> {
  await sql`update factory_anomaly_watches set settings = ${sql.json(settings)}, state = 'learning',
    progress = 0, fault = null, version = version + 1, asked_at = ${now} where id = ${id}`
}

export async function pauseWatch(sql: Sql, id: string, isPaused: boolean): Promise<void> {
  await sql`update factory_anomaly_watches set is_paused = ${isPaused} where id = ${id}`
}

export async function retireWatch(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update factory_anomaly_watches set retired_at = ${now} where id = ${id}`
  await sql`update factory_anomalies set is_open = false where watch_id = ${id} and is_open`
}

/** How far learning has come; false when it was asked for anew, or is wanted no more. */
export async function noteProgress(
  sql: Sql,
  { id, version }: Pick<WatchRow, 'id' | 'version'>,
  progress: number,
): Promise<boolean> {
  const rows = await sql`update factory_anomaly_watches set progress = ${progress}
    where id = ${id} and version = ${version} and retired_at is null returning id`
  return rows.length > 0
}

export async function failLearning(
  sql: Sql,
  { id, version }: Pick<WatchRow, 'id' | 'version'>,
  fault: string,
): Promise<void> {
  await sql`update factory_anomaly_watches set state = 'failed', fault = ${fault}
    where id = ${id} and version = ${version}`
}

export async function keepModel(
  sql: Sql,
  { id, version }: Pick<WatchRow, 'id' | 'version'>,
  learnt: { model: Model; rows: number; evaluatedTo: number },
  now: Date,
): Promise<void> {
  await sql`update factory_anomaly_watches set state = 'watching', progress = 100, fault = null,
      model = ${sql.json(learnt.model)}, memory = null, rows_learned = ${learnt.rows}, learned_at = ${now},
      evaluated_to = ${timeOf(sql, learnt.evaluatedTo)}, score = null
    where id = ${id} and version = ${version}`
}

/** The threshold as people's judgements have it now. */
export async function keepThreshold(sql: Sql, id: string, model: Model): Promise<void> {
  await sql`update factory_anomaly_watches set model = ${sql.json(model)} where id = ${id}`
}

/** How far following has come; false when the watch was changed meanwhile, and nothing is kept. */
export async function keepFollowing(
  sql: Sql,
  before: Pick<WatchRow, 'id' | 'version' | 'evaluatedTo'>,
  after: { memory: Remembered; evaluatedTo: number; score: number | null },
): Promise<boolean> {
  const rows = await sql`update factory_anomaly_watches set memory = ${sql.json(after.memory)},
      evaluated_to = ${timeOf(sql, after.evaluatedTo)}, score = ${after.score}
    where id = ${before.id} and version = ${before.version} and state = 'watching' and retired_at is null
      and not is_paused and evaluated_to = ${timeOf(sql, before.evaluatedTo ?? 0)} returning id`
  return rows.length > 0
}
