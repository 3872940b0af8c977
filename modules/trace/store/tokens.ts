import type { Sql } from '@ronghe/kit/db'

/** Ends a page token before its time. */
export async function endToken(sql: Sql, token: string, now: Date): Promise<void> {
  await sql`delete from trace_tokens_ended where ended_at < ${now}::timestamptz - interval '2 days'`
  await sql`insert into trace_tokens_ended (token, ended_at) values (${token}, ${now}) on conflict do nothing`
}

export async function isEnded(sql: Sql, token: string): Promise<boolean> {
  const [row] = await sql`select 1 from trace_tokens_ended where token = ${token}`
  return row !== undefined
}
