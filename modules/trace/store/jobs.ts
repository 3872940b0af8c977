import type { Sql } from '@ronghe/kit/db'

export type JobError = { type: string; title: string; status: number; detail: string; instance?: string }

export type JobRow = {
  id: string
  organisationId: string
  behaviour: 'rollback' | 'proceed'
  source: string
  format: 'json' | 'xml'
  createdAt: Date
  finishedAt: Date | null
  running: boolean
  success: boolean
  events: number
  stored: number
  errors: JobError[]
  personName: string | null
}

export async function insertJob(sql: Sql, job: JobRow): Promise<void> {
  await sql`
    insert into trace_jobs (id, organisation_id, behaviour, source, format, created_at, person_name)
    values (${job.id}, ${job.organisationId}, ${job.behaviour}, ${job.source}, ${job.format},
      ${job.createdAt},
      ${job.personName})`
}

export async function findJob(sql: Sql, id: string): Promise<JobRow | null> {
  const [row] = await sql<JobRow[]>`select ${columns(sql)} from trace_jobs where id = ${id}`
  return row ?? null
}

/** Jobs, newest first, behind the given one. */
export async function listJobs(sql: Sql, limit: number, after: string | null): Promise<JobRow[]> {
  return sql<JobRow[]>`
    select ${columns(sql)} from trace_jobs
    where ${after}::uuid is null
      or (created_at, id) < (select created_at, id from trace_jobs where id = ${after}::uuid)
    order by created_at desc, id desc limit ${limit}`
}

/** A page of jobs with their number, for people. */
export async function pageOfJobs(
  sql: Sql,
  { page = 1, pageSize = 20 }: { page?: number; pageSize?: number },
): Promise<{ rows: JobRow[]; total: number }> {
  const rows = await sql<(JobRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from trace_jobs
    order by created_at desc, id desc limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows, total: Number(rows[0]?.total ?? 0) }
}

/** What a process that died had not finished. */
export async function runningJobs(sql: Sql): Promise<JobRow[]> {
  return sql<JobRow[]>`select ${columns(sql)} from trace_jobs where running order by created_at`
}

export type JobEnd = Pick<JobRow, 'id' | 'success' | 'events' | 'stored' | 'errors'> & { finishedAt: Date }

export async function finishJob(sql: Sql, end: JobEnd): Promise<void> {
  await sql`
    update trace_jobs set running = false, success = ${end.success}, events = ${end.events},
      stored = ${end.stored},
      errors = ${sql.json(end.errors)}, finished_at = ${end.finishedAt}
    where id = ${end.id}`
}

/** How far a job has come. */
export async function advanceJob(
  sql: Sql,
  job: Pick<JobRow, 'id' | 'success' | 'events' | 'stored'>,
): Promise<void> {
  await sql`update trace_jobs set success = ${job.success}, events = ${job.events}, stored = ${job.stored}
    where id = ${job.id} and running`
}

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", behaviour, source, format, created_at as "createdAt",
    finished_at as "finishedAt", running, success, events, stored, errors, person_name as "personName"`
}

/** Wakes whoever waits for new events, in every process. */
export async function tellCaptured(sql: Sql): Promise<void> {
  await sql`select pg_notify('trace_captured', '')`
}
