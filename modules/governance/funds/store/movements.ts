import { type Locale, likeOf, listedOf, nameIn, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { MovementRow, MovementSums, NewMovement } from '../rows.ts'

/** False when the key is recorded already. */
export async function insertMovement(sql: Sql, one: NewMovement, now: Date): Promise<boolean> {
  const { count } = await sql`insert into governance_movements (id, key, application_id, organisation_id,
      payer_organisation_id, payee_organisation_id, place, purpose, status, amount_fen, basis, reason, at)
    values (${one.id}, ${one.key}, ${one.applicationId}, ${one.organisationId}, ${one.payerId},
      ${one.payeeId}, ${one.place}, ${one.purpose}, ${one.status}, ${one.amountFen}, ${one.basis},
      ${one.reason}, ${now})
    on conflict (key) do nothing`
  return count === 1
}

export type MovementFilter = {
  q?: string
  sort?: string
  page?: number
  pageSize?: number
  status?: string
  purpose?: string
  programme?: string
  application?: string
  year?: number
}

function matches(sql: Sql, filter: MovementFilter) {
  const like = likeOf(filter.q)
  return sql`(${like}::text is null or a.number ilike ${like} or a.title ilike ${like} or m.key ilike ${like}
      or payer.name ilike ${like} or payee.name ilike ${like}
      or payer.name_en ilike ${like} or payee.name_en ilike ${like})
    and (${filter.status ?? null}::text is null or m.status = ${filter.status ?? null})
    and (${filter.purpose ?? null}::text is null or m.purpose = ${filter.purpose ?? null})
    and (${filter.programme ?? null}::uuid is null or a.programme_id = ${filter.programme ?? null})
    and (${filter.application ?? null}::uuid is null or m.application_id = ${filter.application ?? null})
    and (${filter.year ?? null}::int is null
      or extract(year from m.at at time zone 'Asia/Shanghai') = ${filter.year ?? null})`
}

function from(sql: Sql) {
  return sql`governance_movements m join governance_applications a on a.id = m.application_id
    join governance_programmes p on p.id = a.programme_id
    join registry_organisation_cards() payer on payer.id = m.payer_organisation_id
    join registry_organisation_cards() payee on payee.id = m.payee_organisation_id`
}

const sortable = { at: 'm.at', amountFen: 'm.amount_fen', key: 'm.key', seq: 'm.seq' }

/** Newest first; row-level security bounds them to what the caller may see. */
export async function listMovements(
  sql: Sql,
  filter: MovementFilter,
  locale: Locale,
): Promise<{ rows: MovementRow[]; total: number }> {
  const rows = await sql<(MovementRow & { total: bigint })[]>`
    select m.id, m.key, m.application_id as "applicationId", a.number, a.title, p.title_zh as "programmeZh",
      p.title_en as "programmeEn", ${nameIn(sql, locale, 'payer')} as "payerName",
      ${nameIn(sql, locale, 'payee')} as "payeeName", m.place, m.purpose,
      m.status, m.amount_fen::float8 as "amountFen", m.currency, m.basis, m.reason, m.at,
      a.is_sample as "isSample", count(*) over () as total
    from ${from(sql)} where ${matches(sql, filter)}
    ${orderOf(sql, filter.sort ?? '-seq', sortable, 'm.seq')} ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** Sums by status, over what the caller may see. */
export async function movementSums(sql: Sql, filter: MovementFilter): Promise<MovementSums> {
  const [row] = await sql<MovementSums[]>`select
      coalesce(sum(m.amount_fen) filter (where m.status = 'planned'), 0)::float8 as planned,
      coalesce(sum(m.amount_fen) filter (where m.status = 'cancelled'), 0)::float8 as cancelled,
      coalesce(sum(m.amount_fen) filter (where m.status = 'paid'), 0)::float8 as paid,
      coalesce(sum(m.amount_fen) filter (where m.status = 'returned'), 0)::float8 as returned
    from ${from(sql)} where ${matches(sql, filter)}`
  return row ?? { planned: 0, cancelled: 0, paid: 0, returned: 0 }
}

/** What moved for an application, oldest first: to the firm above zero, back from it below. */
export async function paymentsOf(
  sql: Sql,
  applicationId: string,
): Promise<{ id: string; amountFen: number; reason: string; at: Date }[]> {
  return sql<{ id: string; amountFen: number; reason: string; at: Date }[]>`select id,
      (case when status = 'returned' then -amount_fen else amount_fen end)::float8 as "amountFen", reason, at
    from governance_movements
    where application_id = ${applicationId} and status in ('paid', 'returned') order by seq`
}

/** Who runs the programmes, by name. */
export async function payerNames(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`select id, name from registry_organisation_cards()
    where id in (select organisation_id from governance_programmes)`
  return new Map(rows.map(({ id, name }) => [id, name]))
}
