import type { Sql } from '@ronghe/kit/db'
import type { TrancheRow } from '../rows.ts'

export type NewTranche = { amountFen: number; milestone: string; dueOn: string; number?: string }

export async function insertTranches(
  sql: Sql,
  application: { id: string; organisationId: string },
  tranches: readonly NewTranche[],
): Promise<void> {
  for (const [place, one] of tranches.entries()) {
    await sql`insert into governance_tranches (application_id, organisation_id, place, amount_fen, milestone,
        due_on, number)
      values (${application.id}, ${application.organisationId}, ${place}, ${one.amountFen}, ${one.milestone},
        ${one.dueOn}, ${one.number ?? null})`
  }
}

export async function tranchesOf(sql: Sql, applicationId: string): Promise<TrancheRow[]> {
  return sql<TrancheRow[]>`select t.place, t.amount_fen::float8 as "amountFen", t.milestone,
      t.due_on::text as "dueOn", t.number, t.claimed_at as "claimedAt", t.claim,
      t.invoice_number as "invoiceNumber", t.invoice_fen::float8 as "invoiceFen", p.at as "paidAt",
      p.amount_fen::float8 as "paidFen", case when p.at is null then c.at end as "cancelledAt"
    from governance_tranches t
    left join governance_movements p
      on p.application_id = t.application_id and p.place = t.place and p.status = 'paid'
    left join governance_movements c
      on c.application_id = t.application_id and c.place = t.place and c.status = 'cancelled'
    where t.application_id = ${applicationId} order by t.place`
}

export async function claimTranche(
  sql: Sql,
  applicationId: string,
  place: number,
  one: { claim: string; invoiceNumber?: string | undefined; invoiceFen?: number | undefined },
  now: Date,
): Promise<void> {
  await sql`update governance_tranches set claimed_at = ${now}, claim = ${one.claim},
      invoice_number = ${one.invoiceNumber ?? null}, invoice_fen = ${one.invoiceFen ?? null}
    where application_id = ${applicationId} and place = ${place}`
}
