import type { Sql } from '@ronghe/kit/db'
import { isStanding } from './standing.ts'

export type StepRow = { step: string; events: number; firstAt: Date; lastAt: Date }

/** Business steps of a firm's events since a moment; an event that was declared an error does not count. */
export async function stepsOf(sql: Sql, organisationId: string, from: Date): Promise<StepRow[]> {
  return sql<StepRow[]>`select e.biz_step as step, count(*)::int as events, min(e.event_time) as "firstAt",
      max(e.event_time) as "lastAt"
    from trace_events e
    where e.organisation_id = ${organisationId} and e.event_time >= ${from} and e.biz_step is not null
      and ${isStanding(sql)}
    group by e.biz_step order by e.biz_step`
}

/** Organisations to which a firm has granted its events, by its own decision. */
export async function partnersOf(
  sql: Sql,
  organisationId: string,
): Promise<{ id: string; name: string; since: Date }[]> {
  return sql<{ id: string; name: string; since: Date }[]>`select partner_id as id, partner_name as name,
      coalesce(decided_at, asked_at) as since
    from trace_partners where organisation_id = ${organisationId} and state = 'granted'
    order by partner_name, partner_id`
}
