import type { Sql } from '@ronghe/kit/db'

export type SessionRow = {
  id: string
  ipAddress: string | null
  userAgent: string | null
  createdAt: string
  seenAt: string
  expiresAt: string
}

export async function sessionsOf(sql: Sql, personId: string, now: Date): Promise<SessionRow[]> {
  const rows =
    await sql`select id, ip_address, user_agent, created_at, updated_at, expires_at from registry_sessions
    where person_id = ${personId} and expires_at > ${now} order by updated_at desc`
  return rows.map((row) => ({
    id: row.id,
    ipAddress: row.ip_address,
    userAgent: row.user_agent,
    createdAt: row.created_at.toISOString(),
    seenAt: row.updated_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }))
}

/** Ends one session of the person; false when it is not theirs. */
export async function removeSession(sql: Sql, personId: string, sessionId: string): Promise<boolean> {
  const gone =
    await sql`delete from registry_sessions where id = ${sessionId} and person_id = ${personId} returning id`
  return gone.length === 1
}
