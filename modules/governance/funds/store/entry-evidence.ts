import type { Sql } from '@ronghe/kit/db'
import type { EntryKey, FilledEntry } from '../rows.ts'

export type EntryEvidence = {
  applicationId: string
  organisationId: string
  key: EntryKey
  query: string
  version: number
  value: string | null
  inputs: string
  hash: string
  at: Date
}

function columns(sql: Sql) {
  return sql`v.application_id as "applicationId", v.organisation_id as "organisationId", v.key, v.query,
    v.query_version as version, v.value, v.inputs, v.hash, v.at`
}

export async function keepEntryEvidence(sql: Sql, one: EntryEvidence): Promise<void> {
  await sql`insert into governance_entry_evidence (application_id, organisation_id, key, query, query_version,
      value, inputs, hash, at)
    values (${one.applicationId}, ${one.organisationId}, ${one.key}, ${one.query}, ${one.version},
      ${one.value}, ${one.inputs}, ${one.hash}, ${one.at})
    on conflict (application_id, key) do update set query = excluded.query,
      query_version = excluded.query_version, value = excluded.value, inputs = excluded.inputs,
      hash = excluded.hash, at = excluded.at`
}

export async function entryEvidence(
  sql: Sql,
  applicationId: string,
  key: string,
): Promise<(EntryEvidence & { basis: FilledEntry['basis'] }) | null> {
  const [row] = await sql<(EntryEvidence & { basis: FilledEntry['basis'] })[]>`
    select ${columns(sql)}, e.basis from governance_entry_evidence v
    join governance_application_entries e using (application_id, key)
    where v.application_id = ${applicationId} and v.key = ${key}`
  return row ?? null
}

/** So many are computed again at a time. */
export const entriesBatch = 500

export async function entryEvidenceAfter(
  sql: Sql,
  after: { applicationId: string; key: string },
): Promise<EntryEvidence[]> {
  return sql<EntryEvidence[]>`select ${columns(sql)} from governance_entry_evidence v
    where (v.application_id, v.key) > (${after.applicationId}::uuid, ${after.key})
    order by v.application_id, v.key limit ${entriesBatch}`
}
