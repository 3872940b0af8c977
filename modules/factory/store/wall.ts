import type { Sql } from '@ronghe/kit/db'

export type WallPanel = {
  kind: 'states' | 'oee' | 'energy' | 'alarms' | 'andon' | 'picture'
  picture?: string
}
export type WallRow = { panels: WallPanel[]; seconds: number; changedAt: Date; personName: string | null }

export async function wallOf(sql: Sql, organisationId: string | null): Promise<WallRow | null> {
  const [row] = await sql<WallRow[]>`select panels, seconds, changed_at as "changedAt",
      person_name as "personName"
    from factory_walls where organisation_id = ${organisationId}`
  return row ?? null
}

export async function keepWall(
  sql: Sql,
  organisationId: string,
  one: Pick<WallRow, 'panels' | 'seconds' | 'personName'>,
  now: Date,
): Promise<void> {
  await sql`insert into factory_walls (organisation_id, panels, seconds, changed_at, person_name)
    values (${organisationId}, ${JSON.stringify(one.panels)}::text::jsonb, ${one.seconds}, ${now},
      ${one.personName})
    on conflict (organisation_id) do update set panels = excluded.panels, seconds = excluded.seconds,
      changed_at = excluded.changed_at, person_name = excluded.person_name`
}
