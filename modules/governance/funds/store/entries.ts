import type { Sql } from '@ronghe/kit/db'
import type { EntryRow, FilledEntry } from '../rows.ts'

/** Fills in what the platform knows now; what the firm says instead stays. */
export async function fillEntries(
  sql: Sql,
  application: { id: string; organisationId: string },
  entries: readonly FilledEntry[],
): Promise<void> {
  for (const one of entries) {
    await sql`insert into governance_application_entries (application_id, organisation_id, key, value, reason,
        unit, basis, source, proof, at)
      values (${application.id}, ${application.organisationId}, ${one.key}, ${one.value}, ${one.reason},
        ${one.unit}, ${one.basis}, ${one.source}, ${one.proof}, ${one.at})
      on conflict (application_id, key) do update set value = excluded.value, reason = excluded.reason,
        unit = excluded.unit, basis = excluded.basis, source = excluded.source, proof = excluded.proof,
        at = excluded.at`
  }
}

export async function entriesOf(sql: Sql, applicationId: string): Promise<EntryRow[]> {
  return sql<EntryRow[]>`select key, value, reason, unit, basis, source, proof, at, said,
      said_reason as "saidReason", said_by_name as "saidByName", said_at as "saidAt"
    from governance_application_entries where application_id = ${applicationId}`
}

/** What the firm says instead; null takes it back. False where there is no such entry. */
export async function sayEntry(
  sql: Sql,
  applicationId: string,
  key: string,
  said: { text: string; reason: string | null; by: string } | null,
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update governance_application_entries set said = ${said?.text ?? null},
      said_reason = ${said?.reason ?? null}, said_by_name = ${said?.by ?? null},
      said_at = ${said ? now : null}
    where application_id = ${applicationId} and key = ${key}`
  return count === 1
}
