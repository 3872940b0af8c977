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

/** `order by` of a list: one of the allowed columns, upwards or with `-` downwards. */
export function orderOf(
  sql: Sql,
  sort: string | undefined,
  allowed: Readonly<Record<string, string>>,
  otherwise: string,
) {
  return sql.unsafe(`order by ${orderText(sort, allowed, otherwise)}`)
}

/**
 * The terms of an ordering. A column may be several terms with directions of their own: downwards turns each
 * of them. Where a column is not allowed, the usual order is taken, upwards or downwards.
 */
export function orderText(
  sort: string | undefined,
  allowed: Readonly<Record<string, string>>,
  otherwise: string,
): string {
  const key = (sort ?? '').replace(/^-/, '')
  const column = Object.hasOwn(allowed, key) ? allowed[key] : undefined
  const isTurned = sort?.startsWith('-') === true
  return termsOf(column ?? otherwise)
    .map((term) => {
      const [, bare = term, direction = 'asc', nulls = ''] =
        /^(.*?)(?:\s+(asc|desc))?(\s+nulls\s+(?:first|last))?$/is.exec(term) ?? []
      const isDown = (direction.toLowerCase() === 'desc') !== isTurned
      return `${bare} ${isDown ? 'desc' : 'asc'}${isTurned || nulls === '' ? ' nulls last' : nulls}`
    })
    .join(', ')
}

/** Commas within brackets part nothing. */
function termsOf(text: string): string[] {
  const terms = ['']
  let depth = 0
  for (const letter of text) {
    if (letter === '(') depth++
    if (letter === ')') depth--
    if (letter === ',' && depth === 0) terms.push('')
    else terms[terms.length - 1] += letter
  }
  return terms.map((term) => term.trim())
}

export function pageOf(sql: Sql, filter: { page?: number; pageSize?: number }) {
  const { page = 1, pageSize = 20 } = filter
  return sql`limit ${pageSize} offset ${(page - 1) * pageSize}`
}

/** Rows and how many there are in all, from a query with `count(*) over () as total`. */
export function listedOf<T extends { total: bigint }>(rows: readonly T[]) {
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}
