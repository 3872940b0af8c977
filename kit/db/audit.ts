import type { Caller } from '../auth/index.ts'
import type { AuditEntry } from '../module/index.ts'
import type { Sql } from './index.ts'

/** Appends one entry to the hash-chained audit in the caller's transaction. */
export async function appendAudit(
  sql: Sql,
  caller: Caller,
  entry: AuditEntry,
  at: Date,
  requestId: string,
): Promise<void> {
  const before = entry.before === undefined ? null : JSON.stringify(entry.before)
  const after = entry.after === undefined ? null : JSON.stringify(entry.after)
  const name = caller.personName ?? (caller.apiKeyId ? `apiKey:${caller.apiKeyId}` : 'stranger')
  await sql`select kit_audit_append(${at}, ${caller.personId}, ${name}, ${entry.organisationId},
    ${entry.action}, ${entry.subject}, ${entry.subjectId}, ${before}::text::jsonb, ${after}::text::jsonb,
    ${entry.reason ?? null}, ${requestId})`
}
