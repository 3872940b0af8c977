import type { Happening } from '@ronghe/alarm'
import type { Sql } from '@ronghe/kit/db'

export type ActionRow = {
  id: string
  at: Date
  kind: string
  personName: string | null
  reason: string | null
  until: Date | null
}

export async function insertAction(
  sql: Sql,
  one: Omit<ActionRow, 'at'> & {
    organisationId: string
    watchId: string
    alarmId: string | null
    personId: string | null
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_alarm_actions (id, organisation_id, watch_id, alarm_id, at, kind, person_id,
      person_name, reason, until)
    values (${one.id}, ${one.organisationId}, ${one.watchId}, ${one.alarmId}, ${now}, ${one.kind},
      ${one.personId}, ${one.personName}, ${one.reason}, ${one.until})`
}

/** What was done to a watch between two moments, the newest first. */
export async function actionsOf(sql: Sql, watchId: string, from: Date, limit: number): Promise<ActionRow[]> {
  return sql<ActionRow[]>`select id, at, kind, person_name as "personName", reason, until
    from factory_alarm_actions where watch_id = ${watchId} and at >= ${from} order by at desc, seq desc
    limit ${limit}`
}

/** Writes what keeps a watch quiet, or ends it. */
export async function setQuiet(
  sql: Sql,
  watchId: string,
  happening: Happening,
  by: { by: string | null; reason: string | null },
  now: Date,
): Promise<void> {
  const where = sql`where id = ${watchId}`
  if (happening.kind === 'shelve')
    await sql`update factory_alarm_watches set shelved_to = ${new Date(happening.toMicros / 1000)},
      shelved_at = ${now}, shelved_by = ${by.by}, shelve_reason = ${by.reason} ${where}`
  if (happening.kind === 'unshelve')
    await sql`update factory_alarm_watches set shelved_to = null, shelved_at = null, shelved_by = null,
      shelve_reason = null ${where}`
  if (happening.kind === 'removeFromService')
    await sql`update factory_alarm_watches set out_of_service_at = ${now}, out_of_service_by = ${by.by},
      out_of_service_reason = ${by.reason} ${where}`
  if (happening.kind === 'returnToService')
    await sql`update factory_alarm_watches set out_of_service_at = null, out_of_service_by = null,
      out_of_service_reason = null ${where}`
  if (happening.kind === 'suppress' || happening.kind === 'unsuppress')
    await sql`update factory_alarm_watches set is_suppressed = ${happening.kind === 'suppress'} ${where}`
}
