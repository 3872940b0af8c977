import { openOwner } from '@ronghe/kit/db'

/** What stands in every id of the shape, and becomes another number in each copy. */
export const mark = 'N00000000'
const copiesAtOnce = 5_000

/**
 * Makes copies of the captured events that bear the mark: the same rows that capture makes, with other ids
 * and later times. Their hash is of the copied text and they stand under no link: they are there to be
 * searched.
 */
export async function multiply(databaseUrl: string, copies: number): Promise<void> {
  const sql = openOwner(databaseUrl)
  try {
    const [shape] = await sql<{ count: number; last: bigint }[]>`
      select count(*)::integer as count, (select max(seq) from trace_events) as last
      from trace_events where event_id like ${`%${mark}%`}`
    const { count, last } = shape!
    for (let from = 1; from <= copies; from += copiesAtOnce) {
      const until = Math.min(copies, from + copiesAtOnce - 1)
      await sql`
        with shape as (
          select e.*, row_number() over (order by e.seq) as rank from trace_events e
          where e.seq <= ${String(last)} and e.event_id like ${`%${mark}%`}
        ), copy as (
          select shape.*, n, ${String(last)}::bigint + (n - 1) * ${count} + rank as new_seq,
            'N' || lpad(n::text, 8, '0') as name, n * interval '1 second' as later
          from generate_series(${from}::integer, ${until}::integer) as n cross join shape
        ), events as (
          insert into trace_events (seq, organisation_id, event_id, hash, type, event_time, record_time,
            action, biz_step, disposition, read_point, biz_location, facts, context, body, job_id)
          select new_seq, organisation_id, replace(event_id, ${mark}, name),
            sha256(convert_to(replace(body, ${mark}, name), 'UTF8')), type, event_time + later, record_time,
            action, biz_step, disposition, read_point, biz_location, facts, context,
            replace(body, ${mark}, name), job_id
          from copy
        )
        insert into trace_keys (organisation_id, key, role, event_time, seq, detail, quantity)
        select k.organisation_id, replace(k.key, ${mark}, copy.name), k.role, k.event_time + copy.later,
          copy.new_seq, k.detail, k.quantity
        from copy join trace_keys k on k.seq = copy.seq`
    }
    await sql`select setval('trace_events_seq', ${String(last + BigInt(count) * BigInt(copies))}::bigint)`
    // A database does this by itself in the hours after a load; nobody shall measure the load again with it.
    await sql.unsafe('vacuum (analyze) trace_events, trace_keys')
    await sql.unsafe('checkpoint')
  } finally {
    await sql.end()
  }
}
