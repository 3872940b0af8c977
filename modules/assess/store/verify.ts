import type { Sql } from '@ronghe/kit/db'
import type { DrawRow } from './draws.ts'
import type { EvidenceRow } from './evidence.ts'
import type { AnswerRow } from './runs.ts'

/** Rows read at a time, so that a region's evidence need not fit into memory. */
export const verifyBatch = 500

export type ChainedEvidence = EvidenceRow & { chainedHash: string | null }

/** Evidence after an id, with the hash that the audit chain keeps of it. */
export async function evidenceAfter(sql: Sql, id: string): Promise<ChainedEvidence[]> {
  return sql<ChainedEvidence[]>`select e.id, e.organisation_id as "organisationId", e.query,
      e.query_version as version, e.value, e.reason, e.unit, e.inputs, e.inputs_hash as "inputsHash",
      e.rows_count as "rowsCount", e.proof, e.at, e.hash, e.is_sample as "isSample",
      (select after->>'hash' from kit_audit a where a.action = 'assess.evidence.kept'
        and a.subject = 'assess.evidence' and a.subject_id = e.id::text) as "chainedHash"
    from assess_evidence e where e.id > ${id} order by e.id limit ${verifyBatch}`
}

export type ChainedRun = {
  id: string
  organisationId: string
  frameworkId: string
  content: string
  contentHash: string
  facts: Record<string, string>
  score: string
  scoreHash: string
  total: string | null
  /** Of the newest submission. */
  chainedHash: string | null
}

/** Submitted runs after an id; one that was returned is the firm's to change again. */
export async function runsAfter(sql: Sql, id: string): Promise<ChainedRun[]> {
  return sql<ChainedRun[]>`select r.id, r.organisation_id as "organisationId",
      r.framework_id as "frameworkId", f.content, f.content_hash as "contentHash", r.facts, r.score,
      r.score_hash as "scoreHash", r.total::text as total,
      (select after->>'scoreHash' from kit_audit a where a.action = 'assess.run.submitted'
        and a.subject = 'assess.run' and a.subject_id = r.id::text order by seq desc limit 1) as "chainedHash"
    from assess_runs r join assess_frameworks f on f.id = r.framework_id
    where r.id > ${id} and r.status in ('submitted', 'accepted') order by r.id limit ${verifyBatch}`
}

/** Evidence that the audit chain knows and the table has no more. */
export async function removedEvidence(sql: Sql): Promise<string[]> {
  const rows = await sql`select subject_id from kit_audit a where action = 'assess.evidence.kept'
    and not exists (select 1 from assess_evidence e where e.id::text = a.subject_id) order by seq`
  return rows.map((row) => row.subject_id)
}

export async function answersOfRun(
  sql: Sql,
  runId: string,
): Promise<Pick<AnswerRow, 'question' | 'value'>[]> {
  return sql<Pick<AnswerRow, 'question' | 'value'>[]>`select question, value from assess_answers
    where run_id = ${runId} and value is not null order by question`
}

export type ChainedDraw = Pick<DrawRow, 'id' | 'seed' | 'pool' | 'poolHash' | 'wanted' | 'chosen'> & {
  organisationId: string
  /** What the audit chain keeps of it. */
  chained: { seed: string; poolHash: string } | null
  /** Samples of before were drawn without a line in the chain. */
  isSample: boolean
  /** Who judges without having been chosen by a draw of the case, or was chosen and is not asked. */
  strangers: readonly string[]
}

/** Draws of experts after an id, with what the audit chain keeps of each. */
export async function drawsAfter(sql: Sql, id: string): Promise<ChainedDraw[]> {
  return sql<ChainedDraw[]>`select d.id, d.organisation_id as "organisationId", d.seed, d.pool,
      d.pool_hash as "poolHash", d.wanted, d.chosen, c.is_sample as "isSample",
      (select a.after from kit_audit a where a.subject_id = any(array[d.id::text, d.case_id::text])
        and a.subject in ('assess.draw', 'assess.case') and a.after ? 'seed'
        order by a.subject = 'assess.draw' desc, a.after->>'seed' = d.seed desc, a.seq limit 1) as chained,
      array(select expert_id::text from assess_reviews r where r.case_id = d.case_id
          and not exists (select 1 from assess_draws e
            where e.case_id = d.case_id and e.chosen ? r.expert_id::text)
        union select e.id from jsonb_array_elements_text(d.chosen) e(id)
          where not exists (select 1 from assess_reviews r
            where r.case_id = d.case_id and r.expert_id::text = e.id)
        order by 1) as strangers
    from assess_draws d join assess_cases c on c.id = d.case_id
    where d.id > ${id} order by d.id limit ${verifyBatch}`
}

/** Draws that the audit chain knows and the table has no more. */
export async function removedDraws(sql: Sql): Promise<string[]> {
  const rows = await sql`select subject_id from kit_audit a where action = 'assess.experts.drawn'
    and not exists (select 1 from assess_draws d where d.id::text = a.subject_id) order by seq`
  return rows.map((row) => row.subject_id)
}
