import type { Sql } from '@ronghe/kit/db'

export async function listMembers(
  sql: Sql,
  organisationId: string,
  locale: 'zh' | 'en',
  filter: { q?: string; page?: number; pageSize?: number },
  now: Date,
) {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql`select p.id as "personId", p.name, p.email, m.role_code as "roleCode",
      ${locale === 'zh' ? sql`r.name_zh` : sql`r.name_en`} as "roleName", m.created_at as since,
      p.two_factor_enabled as "twoFactorEnabled", coalesce(p.locked_until > ${now}, false) as locked,
        count(*) over () as total
    from registry_memberships m join registry_people p on p.id = m.person_id join registry_roles r
      on r.code = m.role_code
    where m.organisation_id = ${organisationId} and (${like}::text is null or p.name ilike ${like}
      or p.email ilike ${like})
    order by p.name, p.id limit ${pageSize} offset ${(page - 1) * pageSize}`
  return {
    total: Number(rows[0]?.total ?? 0),
    rows: rows.map((row) => ({
      personId: row.personId as string,
      name: row.name as string,
      email: row.email as string,
      roleCode: row.roleCode as string,
      roleName: row.roleName as string,
      since: row.since.toISOString() as string,
      twoFactorEnabled: row.twoFactorEnabled as boolean,
      locked: row.locked as boolean,
    })),
  }
}

/** How many members an organisation has, and how many of them sign in with a second factor. */
export async function countSecured(
  sql: Sql,
  organisationId: string,
): Promise<{ members: number; secured: number }> {
  const [row] = await sql`select count(*)::int as members,
      (count(*) filter (where p.two_factor_enabled))::int as secured
    from registry_memberships m join registry_people p on p.id = m.person_id
    where m.organisation_id = ${organisationId}`
  return { members: row?.members ?? 0, secured: row?.secured ?? 0 }
}

export async function roleOf(sql: Sql, organisationId: string, personId: string): Promise<string | null> {
  const [row] = await sql`select role_code from registry_memberships
    where organisation_id = ${organisationId} and person_id = ${personId}`
  return row?.role_code ?? null
}

export async function setRole(
  sql: Sql,
  organisationId: string,
  personId: string,
  roleCode: string,
): Promise<void> {
  await sql`update registry_memberships set role_code = ${roleCode}
    where organisation_id = ${organisationId} and person_id = ${personId}`
}

export async function removeMember(sql: Sql, organisationId: string, personId: string): Promise<void> {
  await sql`delete from registry_memberships where organisation_id = ${organisationId}
    and person_id = ${personId}`
}

/** How many others could still manage members, the rows held until the end of the transaction. */
export async function otherManagers(sql: Sql, organisationId: string, personId: string): Promise<number> {
  // All of them, in one sequence: two who remove each other wait and do not lock each other out.
  const rows =
    await sql`select m.person_id from registry_memberships m join registry_roles r on r.code = m.role_code
    where m.organisation_id = ${organisationId} and 'registry.member.write' = any (r.permissions)
    order by m.person_id for update of m`
  return rows.filter((row) => row.person_id !== personId).length
}

export type RoleRow = {
  code: string
  nameZh: string
  nameEn: string
  kinds: string[]
  permissions: string[]
  reach: 'own' | 'region' | 'all'
}

export async function listRoles(sql: Sql): Promise<RoleRow[]> {
  return sql<RoleRow[]>`select code, name_zh as "nameZh", name_en as "nameEn", kinds, permissions, reach
    from registry_roles order by code`
}

export async function roleByCode(sql: Sql, code: string): Promise<RoleRow | null> {
  const [row] = await sql<
    RoleRow[]
  >`select code, name_zh as "nameZh", name_en as "nameEn", kinds, permissions, reach
    from registry_roles where code = ${code}`
  return row ?? null
}

export async function changeRole(
  sql: Sql,
  code: string,
  change: { nameZh: string; nameEn: string; permissions: string[] },
): Promise<void> {
  await sql`update registry_roles set name_zh = ${change.nameZh}, name_en = ${change.nameEn},
    permissions = ${change.permissions} where code = ${code}`
}

export type InvitationRow = {
  id: string
  organisation_id: string
  organisation_name: string
  email: string
  role_code: string
  role_zh: string
  role_en: string
  expires_at: Date
  person_id: string | null
}

export async function listInvitations(
  sql: Sql,
  organisationId: string,
  filter: { q?: string; page?: number; pageSize?: number },
  now: Date,
) {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql`select id, email, role_code as "roleCode", created_at, expires_at,
      case when accepted_at is not null then 'accepted' when revoked_at is not null then 'revoked'
        when expires_at <= ${now} then 'expired' else 'open' end as state, count(*) over () as total
    from registry_invitations where organisation_id = ${organisationId} and (${like}::text is null
      or email ilike ${like})
    order by created_at desc, id limit ${pageSize} offset ${(page - 1) * pageSize}`
  return {
    total: Number(rows[0]?.total ?? 0),
    rows: rows.map((row) => ({
      id: row.id as string,
      email: row.email as string,
      roleCode: row.roleCode as string,
      createdAt: row.created_at.toISOString() as string,
      expiresAt: row.expires_at.toISOString() as string,
      state: row.state as 'open',
    })),
  }
}

export async function insertInvitation(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    email: string
    roleCode: string
    tokenHash: string
    by: string | null
  },
  now: Date,
  expiresAt: Date,
): Promise<void> {
  await sql`update registry_invitations set revoked_at = ${now} where organisation_id = ${one.organisationId}
    and email = ${one.email} and accepted_at is null and revoked_at is null`
  await sql`insert into registry_invitations (id, organisation_id, email, role_code, token_hash, invited_by,
    created_at, expires_at)
    values (${one.id}, ${one.organisationId}, ${one.email}, ${one.roleCode}, ${one.tokenHash}, ${one.by},
      ${now}, ${expiresAt})`
}

export async function revokeInvitation(
  sql: Sql,
  organisationId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const rows = await sql`update registry_invitations set revoked_at = ${now} where id = ${id}
    and organisation_id = ${organisationId} and accepted_at is null and revoked_at is null returning id`
  return rows.length === 1
}

/** An invitation that can still be accepted, held until the end of the transaction. */
export async function openInvitation(sql: Sql, tokenHash: string, now: Date): Promise<InvitationRow | null> {
  const [row] = await sql<
    InvitationRow[]
  >`select i.id, i.organisation_id, o.name as organisation_name, i.email, i.role_code,
      r.name_zh as role_zh, r.name_en as role_en, i.expires_at, p.id as person_id
    from registry_invitations i join registry_organisations o on o.id = i.organisation_id
    join registry_roles r on r.code = i.role_code left join registry_people p on p.email = i.email
    where i.token_hash = ${tokenHash} and i.accepted_at is null and i.revoked_at is null
      and i.expires_at > ${now}
    for update of i`
  return row ?? null
}

export async function markAccepted(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update registry_invitations set accepted_at = ${now} where id = ${id}`
}

export async function isMember(sql: Sql, organisationId: string, email: string): Promise<boolean> {
  const rows = await sql`select 1 from registry_memberships m join registry_people p on p.id = m.person_id
    where m.organisation_id = ${organisationId} and p.email = ${email}`
  return rows.length === 1
}
