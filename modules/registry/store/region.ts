import type { Sql } from '@ronghe/kit/db'

export type Division = {
  code: string
  parentCode: string | null
  level: string
  nameZh: string
  nameEn: string
}
export type Trade = {
  code: string
  parentCode: string | null
  level: number
  nameZh: string
  nameEn: string | null
}
export type Role = {
  code: string
  nameZh: string
  nameEn: string
  kinds: string[]
  permissions: string[]
  reach: 'own' | 'region' | 'all'
}

/** Parents come first in the list. */
export async function keepDivisions(sql: Sql, rows: readonly Division[]): Promise<void> {
  await sql`insert into registry_divisions (code, parent_code, level, name_zh, name_en)
    select r->>'code', r->>'parentCode', r->>'level', r->>'nameZh', r->>'nameEn'
    from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) with ordinality as list (r, place)
      order by place
    on conflict (code) do update set parent_code = excluded.parent_code, level = excluded.level,
      name_zh = excluded.name_zh, name_en = excluded.name_en`
}

export async function keepTrades(sql: Sql, rows: readonly Trade[]): Promise<void> {
  await sql`insert into registry_trades (code, parent_code, level, name_zh, name_en)
    select r->>'code', r->>'parentCode', (r->>'level')::smallint, r->>'nameZh', r->>'nameEn'
    from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) with ordinality as list (r, place)
      order by place
    on conflict (code) do update set parent_code = excluded.parent_code, level = excluded.level,
      name_zh = excluded.name_zh, name_en = excluded.name_en`
}

/** Roles that an administrator changed since stay as they are. */
export async function keepRoles(sql: Sql, rows: readonly Role[]): Promise<void> {
  for (const row of rows) {
    await sql`insert into registry_roles (code, name_zh, name_en, kinds, permissions, reach)
      values (${row.code}, ${row.nameZh}, ${row.nameEn}, ${row.kinds}, ${row.permissions}, ${row.reach})
      on conflict (code) do nothing`
  }
}

export async function keepRegion(sql: Sql, code: string, isSample: boolean, now: Date): Promise<void> {
  await sql`insert into registry_region (code, is_sample, loaded_at) values (${code}, ${isSample}, ${now})
    on conflict (only_row) do update set code = excluded.code, is_sample = excluded.is_sample
      or registry_region.is_sample`
}

export async function region(
  sql: Sql,
): Promise<{ code: string; name_zh: string; name_en: string; is_sample: boolean } | null> {
  const [row] = await sql<{ code: string; name_zh: string; name_en: string; is_sample: boolean }[]>`
    select r.code, d.name_zh, d.name_en, r.is_sample from registry_region r join registry_divisions d
      on d.code = r.code`
  return row ?? null
}

export async function listDivisions(sql: Sql): Promise<Division[]> {
  return sql<
    Division[]
  >`select code, parent_code as "parentCode", level, name_zh as "nameZh", name_en as "nameEn"
    from registry_divisions order by code`
}

export async function listTrades(
  sql: Sql,
  filter: { q?: string; parent?: string; level?: number },
): Promise<Trade[]> {
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  return sql<
    Trade[]
  >`select code, parent_code as "parentCode", level, name_zh as "nameZh", name_en as "nameEn"
    from registry_trades
    where (${like}::text is null or code ilike ${like} or name_zh ilike ${like} or name_en ilike ${like})
      and (${filter.parent ?? null}::text is null or parent_code = ${filter.parent ?? null})
      and (${filter.level ?? null}::int is null or level = ${filter.level ?? null})
    order by code limit 2000`
}
