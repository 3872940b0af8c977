import type { Sql } from '@ronghe/kit/db'

export { type Locale, likeOf, listedOf, nameIn, orderOf, pageOf } from '@ronghe/kit/db'

/** A timestamp as integer microseconds; JavaScript's dates would cut it to milliseconds. */
export function microsIn(sql: Sql, column: string) {
  return sql`(extract(epoch from ${sql.unsafe(column)}) * 1000000)::bigint`
}

/** Microseconds as PostgreSQL's timestamp, exactly. */
export function timeOf(sql: Sql, micros: number) {
  return sql`(timestamptz 'epoch' + ${String(micros)}::text::bigint * interval '1 microsecond')`
}
