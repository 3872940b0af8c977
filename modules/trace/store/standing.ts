import type { Sql } from '@ronghe/kit/db'

/**
 * That the event `e` stands: it is no declaration of an error, and none was made of it, which would say that
 * it never was (EPCIS 2.0, 7.4.1.2).
 */
export function isStanding(sql: Sql) {
  return sql`(e.declared_at is null and not exists (select from trace_events d
    where d.organisation_id = e.organisation_id and d.event_id = e.event_id and (d.declared_at is not null)))`
}
