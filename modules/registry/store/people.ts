import type { Sql } from '@ronghe/kit/db'

export async function lockedUntil(sql: Sql, email: string, now: Date): Promise<Date | null> {
  const [person] =
    await sql`select locked_until from registry_people where email = ${email} and locked_until > ${now}`
  return person?.locked_until ?? null
}

export async function forgetFailures(sql: Sql, email: string): Promise<void> {
  await sql`update registry_people set failed_attempts = 0, locked_until = null
    where email = ${email} and (failed_attempts > 0 or locked_until is not null)`
}

/** Counts one wrong password; at the most allowed the account is locked and counting starts again. */
export async function countFailure(
  sql: Sql,
  email: string,
  now: Date,
  attemptsMax: number,
  lockMinutes: number,
): Promise<{ id: string; locked: boolean } | null> {
  const [person] = await sql`update registry_people set
      failed_attempts = case when failed_attempts + 1 >= ${attemptsMax} then 0 else failed_attempts + 1 end,
      locked_until = case when failed_attempts + 1 >= ${attemptsMax}
        then ${now}::timestamptz + make_interval(mins => ${lockMinutes}) else locked_until end
    where email = ${email} returning id, locked_until > ${now} as locked`
  return person ? { id: person.id, locked: person.locked === true } : null
}

export type PersonRow = {
  id: string
  email: string
  name: string
  locale: 'zh' | 'en'
  two_factor_enabled: boolean
  is_sample: boolean
}

export async function personById(sql: Sql, id: string): Promise<PersonRow | null> {
  const [row] = await sql<PersonRow[]>`select id, email, name, locale, two_factor_enabled, is_sample
    from registry_people where id = ${id}`
  return row ?? null
}

export type MembershipRow = {
  organisation_id: string
  organisation_zh: string
  organisation_en: string | null
  kind: string
  region_code: string
  is_sample: boolean
  role_code: string
  role_zh: string
  role_en: string
  permissions: string[]
  reach: 'own' | 'region' | 'all'
}

export async function membershipsOf(sql: Sql, personId: string): Promise<MembershipRow[]> {
  return sql<
    MembershipRow[]
  >`select m.organisation_id, o.name as organisation_zh, o.name_en as organisation_en, o.kind,
      o.region_code, o.is_sample, m.role_code, r.name_zh as role_zh, r.name_en as role_en, r.permissions,
      r.reach
    from registry_memberships m
    join registry_organisations o on o.id = m.organisation_id
    join registry_roles r on r.code = m.role_code
    where m.person_id = ${personId} order by m.created_at, m.organisation_id`
}

export type KeyRow = {
  id: string
  organisation_id: string
  scopes: string[]
  kind: string
  region_code: string
  last_used_at: Date | null
}

export async function apiKeyByHash(sql: Sql, hash: string, now: Date): Promise<KeyRow | null> {
  const [row] = await sql<
    KeyRow[]
  >`select k.id, k.organisation_id, k.scopes, o.kind, o.region_code, k.last_used_at
    from registry_api_keys k join registry_organisations o on o.id = k.organisation_id
    where k.hash = ${hash} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now})`
  return row ?? null
}

export async function touchApiKey(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update registry_api_keys set last_used_at = ${now} where id = ${id}`
}

export async function changePerson(
  sql: Sql,
  id: string,
  change: { name?: string; locale?: 'zh' | 'en' },
  now: Date,
): Promise<void> {
  await sql`update registry_people set name = coalesce(${change.name ?? null}, name),
    locale = coalesce(${change.locale ?? null}, locale), updated_at = ${now} where id = ${id}`
}

/** Everything kept about a person, for the person (Personal Information Protection Law, article 45). */
export async function everythingOf(sql: Sql, id: string): Promise<Record<string, unknown>> {
  const [person] =
    await sql`select id, email, name, name_en, locale, created_at from registry_people where id = ${id}`
  const memberships =
    await sql`select organisation_id, role_code, created_at from registry_memberships where person_id = ${id}`
  const sessions = await sql`select created_at, expires_at, ip_address, user_agent from registry_sessions
      where person_id = ${id}`
  const notifications =
    await sql`select word, blanks, created_at, read_at from registry_notifications where person_id = ${id}`
  const audit =
    await sql`select seq::text, at, action, subject, subject_id from kit_audit where person_id = ${id}
      order by seq`
  return { person, memberships, sessions, notifications, audit }
}

/** Removes the person; what the person did stays in the audit under the id alone. */
export async function removePerson(sql: Sql, id: string): Promise<void> {
  await sql`delete from registry_people where id = ${id}`
}

export type NewPerson = {
  id: string
  email: string
  name: string
  nameEn: string | null
  locale: 'zh' | 'en'
  isSample: boolean
  now: Date
}

/** Has somebody this e-mail, in small letters? */
export async function emailIsKnown(sql: Sql, email: string): Promise<boolean> {
  const rows = await sql`select 1 from registry_people where email = ${email}`
  return rows.length > 0
}

/** Adds a person whose address was proved, or answers the id of the one who has it. */
export async function insertPerson(sql: Sql, one: NewPerson): Promise<string> {
  const [row] =
    await sql`insert into registry_people (id, email, email_verified, name, name_en, locale, is_sample,
      created_at, updated_at)
    values (${one.id}, ${one.email}, true, ${one.name}, ${one.nameEn}, ${one.locale}, ${one.isSample},
      ${one.now}, ${one.now})
    on conflict (email) do update set updated_at = excluded.updated_at returning id`
  return row?.id
}

export async function setPassword(
  sql: Sql,
  one: { id: string; personId: string; hash: string; now: Date },
): Promise<void> {
  await sql`insert into registry_accounts (id, person_id, provider_id, account_id, password, created_at,
    updated_at)
    values (${one.id}, ${one.personId}, 'credential', ${one.personId}, ${one.hash}, ${one.now}, ${one.now})
    on conflict (provider_id, account_id) do update set password = excluded.password,
      updated_at = excluded.updated_at`
}

export async function passwordHash(sql: Sql, personId: string): Promise<string | null> {
  const [row] = await sql`select password from registry_accounts where person_id = ${personId}
      and provider_id = 'credential'`
  return row?.password ?? null
}
