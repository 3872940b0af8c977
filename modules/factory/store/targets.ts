import type { Sql } from '@ronghe/kit/db'

export type Target = { unitId: string; validFrom: string; targetPercent: number }

/** The target that holds on a day for the first unit of the chain that has one; null without any. */
export async function targetAt(sql: Sql, chain: readonly string[], day: string): Promise<Target | null> {
  const rows = await sql<Target[]>`select distinct on (unit_id) unit_id as "unitId",
      valid_from::text as "validFrom", target_percent::float8 as "targetPercent"
    from factory_oee_targets where unit_id = any (${chain as string[]}::uuid[])
      and valid_from <= ${day}::date
    order by unit_id, valid_from desc`
  return chain.flatMap((id) => rows.filter((row) => row.unitId === id))[0] ?? null
}

export async function keepTarget(
  sql: Sql,
  one: Target & { organisationId: string },
  by: string | null,
  now: Date,
): Promise<void> {
  await sql`insert into factory_oee_targets (organisation_id, unit_id, valid_from, target_percent, changed_at,
      changed_by)
    values (${one.organisationId}, ${one.unitId}, ${one.validFrom}, ${one.targetPercent}, ${now}, ${by})
    on conflict (unit_id, valid_from) do update set target_percent = excluded.target_percent,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by`
}
