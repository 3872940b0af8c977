import { factory, machineEvidence, machineEvidenceQueries } from '@ronghe/factory/contract'
import { holds } from '@ronghe/kit/auth'
import type { Evidence, EvidenceRow } from '@ronghe/kit/contract'
import type { Ctx } from '@ronghe/kit/module'
import { registry, registryEvidence, registryEvidenceQueries } from '@ronghe/registry/contract'
import { canonicalJson } from '@ronghe/scoring'
import { trace, traceEvidence, traceEvidenceQueries } from '@ronghe/trace/contract'
import { sha256 } from './form/form.ts'
import { ownEvidence, ownEvidenceOf, ownEvidenceQueries } from './own-evidence.ts'
import type { EvidenceRow as Stored } from './store/evidence.ts'

/** Every query that some room answers, `<query>@<version>`; another room is a line here and below. */
export const evidenceQueries: readonly string[] = [
  ...machineEvidenceQueries,
  ...registryEvidenceQueries,
  ...traceEvidenceQueries,
  ...ownEvidenceQueries,
]

/** What the rooms prove of a firm now. */
export async function askRooms(ctx: Ctx, organisationId: string): Promise<Evidence[]> {
  const params = { organisationId }
  const ofRegistry = await ctx.read(registry).organisationEvidence({ params })
  const ofFactory = await ctx.read(factory).firmEvidence({ params })
  const ofTrace = holds(ctx.caller, 'trace.read') ? (await ctx.read(trace).firmEvidence({ params })).rows : []
  return [...ofRegistry.rows, ...ofFactory.rows, ...ofTrace, ...(await ownEvidenceOf(ctx, organisationId))]
}

/** The value by the rule of the query's version, from rows that were kept; null without such a rule. */
export function valueFrom(query: string, version: number, rows: readonly EvidenceRow[]) {
  return (
    machineEvidence(query, version, rows) ??
    registryEvidence(query, version, rows) ??
    traceEvidence(query, version, rows) ??
    ownEvidence(query, version, rows)
  )
}

/** Evidence as it is kept: rows in canonical text, and hashes that a changed row breaks. */
export function keptEvidence(
  one: Evidence,
  about: { id: string; organisationId: string; isSample: boolean },
): Stored {
  const inputs = canonicalJson(one.rows)
  const { query, version, value, reason, unit, proof } = one
  const kept = { ...about, query, version, value, reason, unit, inputs, inputsHash: sha256(inputs) }
  const whole = { ...kept, rowsCount: one.rows.length, proof, at: new Date(one.at) }
  return { ...whole, hash: hashOf(whole) }
}

/** SHA-256 over everything that evidence says. */
export function hashOf(one: Omit<Stored, 'hash' | 'isSample'>): string {
  const { id, organisationId, query, version, value, reason, unit, inputsHash, rowsCount, proof } = one
  const at = one.at.toISOString()
  return sha256(
    canonicalJson({
      id,
      organisationId,
      query,
      version,
      value,
      reason,
      unit,
      inputsHash,
      rowsCount,
      proof,
      at,
    }),
  )
}

/** What is wrong with kept evidence, in short words; none when it computes again byte for byte. */
export function evidenceFaults(one: Stored): string[] {
  const faults: string[] = []
  if (sha256(one.inputs) !== one.inputsHash) faults.push('inputs')
  if (hashOf(one) !== one.hash) faults.push('hash')
  const rows = rowsIn(one.inputs)
  const made = rows && valueFrom(one.query, one.version, rows)
  if (!made) faults.push('rule')
  else if (made.value !== one.value || made.reason !== one.reason) faults.push('value')
  if (rows && rows.length !== one.rowsCount) faults.push('rows')
  return faults
}

function rowsIn(text: string): EvidenceRow[] | null {
  try {
    return JSON.parse(text) as EvidenceRow[]
  } catch {
    return null
  }
}
