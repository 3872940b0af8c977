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

/** A live session with its person, once for each membership and once where there is none. */
export type LiveSession = {
  session_id: string
  left_ms: number
  person_id: string
  person_name: string
  organisation_id: string | null
  kind: string | null
  region_code: string | null
  permissions: string[] | null
  reach: 'own' | 'region' | 'all' | null
}

/** They end by the database's own clock, as by the sign-in library's: a clock that a test holds ends none. */
export async function liveSession(sql: Sql, token: string): Promise<LiveSession[]> {
  return sql<LiveSession[]>`select s.id as session_id,
      (1000 * extract(epoch from s.expires_at - now()))::float8 as left_ms,
      p.id as person_id, p.name as person_name, m.organisation_id, o.kind, o.region_code,
      r.permissions, r.reach
    from registry_sessions s
    join registry_people p on p.id = s.person_id
    left join (registry_memberships m
      join registry_organisations o on o.id = m.organisation_id
      join registry_roles r on r.code = m.role_code) on m.person_id = p.id
    where s.token = ${token} and s.expires_at > now() order by m.created_at, m.organisation_id`
}
