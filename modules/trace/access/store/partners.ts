import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'

export type RuleRow = { audience: string; hidden: string[]; changedAt: Date; changedBy: string | null }
export type PartnerRow = {
  organisationId: string
  partnerId: string
  organisationName: string
  partnerName: string
  state: 'asked' | 'granted' | 'refused' | 'ended'
  reason: string | null
  askedAt: Date
  decidedAt: Date | null
  decidedBy: string | null
}

export async function rulesOf(sql: Sql, organisationId: string): Promise<RuleRow[]> {
  return sql<RuleRow[]>`
    select audience, hidden, changed_at as "changedAt", changed_by as "changedBy" from trace_access
    where organisation_id = ${organisationId}`
}

export async function upsertRule(sql: Sql, organisationId: string, row: RuleRow): Promise<void> {
  await sql`
    insert into trace_access (organisation_id, audience, hidden, changed_at, changed_by)
    values (${organisationId}, ${row.audience}, ${row.hidden}, ${row.changedAt}, ${row.changedBy})
    on conflict (organisation_id, audience) do update set hidden = excluded.hidden,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by`
}

/** From here on the transaction sees the repository without what is hidden, whatever it asks. */
export async function seeAs(sql: Sql, hidden: readonly string[]): Promise<void> {
  await sql`select set_config('search_path', 'trace_shared, public', true),
    set_config('ronghe.trace_hidden', ${hidden.join(',')}, true)`
}

function columns(sql: Sql) {
  return sql`organisation_id as "organisationId", partner_id as "partnerId",
    organisation_name as "organisationName", partner_name as "partnerName", state, reason,
    asked_at as "askedAt", decided_at as "decidedAt", decided_by as "decidedBy"`
}

type Filter = { q?: string; sort?: string; page?: number; pageSize?: number; state?: PartnerRow['state'] }

export async function listPartners(sql: Sql, organisationId: string | null, filter: Filter) {
  const like = likeOf(filter.q)
  const rows = await sql<(PartnerRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from trace_partners
    where (${organisationId}::uuid is null or ${organisationId} in (organisation_id, partner_id))
      and (${filter.state ?? null}::text is null or state = ${filter.state ?? null})
      and (${like}::text is null or organisation_name ilike ${like} or partner_name ilike ${like})
    ${orderOf(sql, filter.sort ?? '-askedAt', { askedAt: 'asked_at', decidedAt: 'decided_at' }, 'asked_at')},
      organisation_id, partner_id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function findPartner(sql: Sql, organisationId: string, partnerId: string) {
  const [row] = await sql<PartnerRow[]>`
    select ${columns(sql)} from trace_partners
    where organisation_id = ${organisationId} and partner_id = ${partnerId}`
  return row ?? null
}

/** False when it was asked before. */
export async function insertPartner(sql: Sql, row: PartnerRow, askedBy: string | null): Promise<boolean> {
  const { count } = await sql`
    insert into trace_partners (organisation_id, partner_id, organisation_name, partner_name, state, reason,
      asked_at, asked_by)
    values (${row.organisationId}, ${row.partnerId}, ${row.organisationName}, ${row.partnerName}, 'asked',
      ${row.reason}, ${row.askedAt}, ${askedBy})
    on conflict (organisation_id, partner_id) do nothing`
  return count === 1
}

export async function decide(sql: Sql, row: PartnerRow): Promise<void> {
  await sql`
    update trace_partners set state = ${row.state}, decided_at = ${row.decidedAt},
      decided_by = ${row.decidedBy}
    where organisation_id = ${row.organisationId} and partner_id = ${row.partnerId}`
}

/** Does the organisation lie in the region of whoever asks? */
export async function maySee(sql: Sql, organisationId: string): Promise<boolean> {
  const [row] = await sql<{ sees: boolean }[]>`
    select coalesce(kit_may_see(${organisationId}), false) as sees`
  return row?.sees ?? false
}
