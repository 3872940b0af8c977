import type { Sql } from '@ronghe/kit/db'

/** What the services wrote for the sample, marked as such; rows of one organisation. */
export async function markSample(sql: Sql, organisationId: string): Promise<void> {
  for (const table of [
    ...['trace_targets', 'trace_identifiers', 'trace_identifier_templates', 'trace_footprints'],
    'trace_recalls',
  ])
    await sql`update ${sql(table)} set is_sample = true where organisation_id = ${organisationId}`
}

/** Cartons that a rule of an organisation packed and that are in nothing, the first ones first. */
export async function looseCartons(
  sql: Sql,
  organisationId: string,
  limit: number,
): Promise<{ key: string; at: Date }[]> {
  return sql<{ key: string; at: Date }[]>`
    select p.key, e.event_time as at
    from trace_events e
    join trace_jobs j on j.id = e.job_id and j.source = 'rule'
    join trace_keys p on p.seq = e.seq and p.role = 3
    where e.organisation_id = ${organisationId} and e.type = 'AggregationEvent' and e.action = 'ADD'
      and not exists (select from trace_keys c where c.key = p.key and c.role = 2)
    order by e.event_time, e.seq limit ${limit}`
}
