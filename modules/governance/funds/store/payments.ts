import type { Sql } from '@ronghe/kit/db'
import type { PaymentRow, TrancheRow } from '../rows.ts'

export async function insertTranches(
  sql: Sql,
  application: { id: string; organisationId: string },
  tranches: readonly { amountFen: number; milestone: string; dueOn: string }[],
): Promise<void> {
  for (const [place, one] of tranches.entries()) {
    await sql`insert into governance_tranches (application_id, organisation_id, place, amount_fen, milestone,
        due_on)
      values (${application.id}, ${application.organisationId}, ${place}, ${one.amountFen}, ${one.milestone},
        ${one.dueOn})`
  }
}

export async function tranchesOf(sql: Sql, applicationId: string): Promise<TrancheRow[]> {
  return sql<TrancheRow[]>`select t.place, t.amount_fen::float8 as "amountFen", t.milestone,
      t.due_on::text as "dueOn", t.claimed_at as "claimedAt", t.claim, p.at as "paidAt"
    from governance_tranches t left join governance_payments p
      on p.application_id = t.application_id and p.place = t.place
    where t.application_id = ${applicationId} order by t.place`
}

export async function claimTranche(
  sql: Sql,
  applicationId: string,
  place: number,
  claim: string,
  now: Date,
): Promise<void> {
  await sql`update governance_tranches set claimed_at = ${now}, claim = ${claim}
    where application_id = ${applicationId} and place = ${place}`
}

/** False when the key moved money already. */
export async function insertPayment(
  sql: Sql,
  one: {
    id: string
    key: string
    applicationId: string
    organisationId: string
    payerId: string
    place: number | null
    amountFen: number
    reason: string
  },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`insert into governance_payments (id, key, application_id, organisation_id,
      payer_organisation_id, place, amount_fen, reason, at)
    values (${one.id}, ${one.key}, ${one.applicationId}, ${one.organisationId}, ${one.payerId}, ${one.place},
      ${one.amountFen}, ${one.reason}, ${now})
    on conflict (key) do nothing`
  return count === 1
}

export async function paymentsOf(sql: Sql, applicationId: string): Promise<PaymentRow[]> {
  return sql<PaymentRow[]>`select id, amount_fen::float8 as "amountFen", reason, at from governance_payments
    where application_id = ${applicationId} order by at, key`
}
