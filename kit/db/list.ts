import type { Sql } from './index.ts'

export type Locale = 'zh' | 'en'

/** A pattern for `ilike` that finds the text anywhere; null finds everything. */
export function likeOf(text: string | undefined): string | null {
  return text ? `%${text.replace(/[\\%_]/g, '\\$&')}%` : null
}

/** The column `name` in the reader's language; English falls back to Chinese. */
export function nameIn(sql: Sql, locale: Locale, table: string) {
  const alias = sql.unsafe(table)
  return locale === 'zh' ? sql`${alias}.name` : sql`coalesce(${alias}.name_en, ${alias}.name)`
}

/** `order by` of a list: one of the allowed columns, upwards or with `-` downwards, then the id. */
export function orderOf(
  sql: Sql,
  sort: string | undefined,
  allowed: Readonly<Record<string, string>>,
  otherwise: string,
) {
  const column = allowed[(sort ?? '').replace(/^-/, '')] ?? otherwise
  return sql`order by ${sql.unsafe(column)}
    ${sort?.startsWith('-') ? sql`desc nulls last` : sql`asc nulls last`}`
}

export function pageOf(sql: Sql, filter: { page?: number; pageSize?: number }) {
  const { page = 1, pageSize = 20 } = filter
  return sql`limit ${pageSize} offset ${(page - 1) * pageSize}`
}

/** Rows and how many there are in all, from a query with `count(*) over () as total`. */
export function listedOf<T extends { total: bigint }>(rows: readonly T[]) {
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}
