import { type Locale, nameIn, type Sql } from '@ronghe/kit/db'
import type { DuplicateRow } from '../rows.ts'

/**
 * The same machine, invoice, contract or project in other applications of any programme and year: a machine
 * by itself or by its maker's serial number, all else by one spelling. Whoever asks is elevated before: the
 * other may be another firm's.
 */
export async function duplicatesOf(
  sql: Sql,
  applicationId: string,
  locale: Locale = 'zh',
): Promise<DuplicateRow[]> {
  return sql<DuplicateRow[]>`select mine.kind, mine.key, mine.label, other.key as "otherKey",
      other.label as "otherLabel", a.id as "otherId", a.organisation_id as "otherOrganisationId",
      ${nameIn(sql, locale, 'o')} as "otherOrganisationName",
      o.region_code as "otherRegionCode", p.organisation_id as "payerId",
      a.number as "applicationNumber", a.title as "otherTitle", p.title_zh as "programmeZh",
      p.title_en as "programmeEn", a.state, a.created_at as "otherAt", a.grant_fen::float8 as "otherGrantFen",
      (select coalesce(sum(m.amount_fen) filter (where m.status = 'paid'), 0)
        - coalesce(sum(m.amount_fen) filter (where m.status = 'returned'), 0)
        from governance_movements m where m.application_id = a.id)::float8 as "otherPaidFen",
      case when mine.kind = 'equipment' and mine.key <> other.key then 'serial' else 'itself' end as how,
      d.decision, d.reason, d.by_name as "byName", d.at as "decidedAt"
    from governance_application_subjects mine
    join governance_application_subjects other on other.kind = mine.kind
      and (other.key = mine.key or other.serial_key = mine.serial_key)
      and other.application_id <> mine.application_id
    join governance_applications a on a.id = other.application_id
    join governance_programmes p on p.id = a.programme_id
    join registry_organisation_cards() o on o.id = a.organisation_id
    left join lateral (select decision, reason, by_name, at from governance_duplicate_decisions d
      where d.kind = mine.kind
        and ((d.application_id = mine.application_id and d.other_id = a.id and d.key = mine.key)
          or (d.application_id = a.id and d.other_id = mine.application_id and d.key = other.key))
      order by d.seq desc limit 1) d on true
    where mine.application_id = ${applicationId} and a.state not in ('drafted', 'withdrawn', 'refused')
    order by mine.kind, mine.label, a.number limit 200`
}

export async function insertDecision(
  sql: Sql,
  one: {
    id: string
    applicationId: string
    otherId: string
    kind: string
    key: string
    decision: string
    reason: string
    by: string
  },
  now: Date,
): Promise<void> {
  await sql`insert into governance_duplicate_decisions (id, application_id, other_id, kind, key, decision,
      reason, by_name, at)
    values (${one.id}, ${one.applicationId}, ${one.otherId}, ${one.kind}, ${one.key}, ${one.decision},
      ${one.reason}, ${one.by}, ${now})`
}
