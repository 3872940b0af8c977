import type { openOwner } from '@ronghe/kit/db'

/**
 * The first link of the audit chain that does not hold (`missing`, `link` or `changed`), and how many entries
 * there are.
 */
export async function firstBrokenLink(
  sql: ReturnType<typeof openOwner>,
): Promise<{ broken: { seq: number; fault: string } | null; entries: number }> {
  const [row] = await sql`select seq, fault from kit_audit_first_broken()`
  const [count] = await sql`select count(*) as entries from kit_audit`
  return {
    broken: row ? { seq: Number(row.seq), fault: row.fault } : null,
    entries: Number(count?.entries ?? 0),
  }
}
