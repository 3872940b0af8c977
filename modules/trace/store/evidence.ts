import type { Sql } from '@ronghe/kit/db'

export type StepRow = { step: string; events: number; firstAt: Date; lastAt: Date }

/** Business steps of a firm's events since a moment; an event that was declared an error does not count. */
export async function stepsOf(sql: Sql, organisationId: string, from: Date): Promise<StepRow[]> {
  return sql<StepRow[]>`select e.biz_step as step, count(*)::int as events, min(e.event_time) as "firstAt",
      max(e.event_time) as "lastAt"
    from trace_events e
    where e.organisation_id = ${organisationId} and e.event_time >= ${from} and e.biz_step is not null
      and e.declared_at is null and not exists (select 1 from trace_events d
        where d.organisation_id = e.organisation_id and d.event_id = e.event_id and d.declared_at is not null)
    group by e.biz_step order by e.biz_step`
}
