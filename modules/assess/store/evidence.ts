import { type Locale, nameIn, type Sql } from '@ronghe/kit/db'

export type EvidenceRow = {
  id: string
  organisationId: string
  query: string
  version: number
  value: string | null
  reason: string | null
  unit: string
  inputs: string
  inputsHash: string
  rowsCount: number
  proof: string | null
  at: Date
  hash: string
  isSample: boolean
}

function columns(sql: Sql) {
  return sql`e.id, e.organisation_id as "organisationId", e.query, e.query_version as version, e.value,
    e.reason, e.unit, e.inputs, e.inputs_hash as "inputsHash", e.rows_count as "rowsCount", e.proof, e.at,
    e.hash, e.is_sample as "isSample"`
}

export async function evidenceById(
  sql: Sql,
  locale: Locale,
  id: string,
): Promise<(EvidenceRow & { organisationName: string }) | null> {
  const [row] = await sql<(EvidenceRow & { organisationName: string })[]>`
    select ${columns(sql)}, ${nameIn(sql, locale, 'o')} as "organisationName"
    from assess_evidence e join registry_organisation_cards() o on o.id = e.organisation_id
    where e.id = ${id}`
  return row ?? null
}

/** The newest of each query, of one organisation. */
export async function newestEvidence(sql: Sql, organisationId: string): Promise<EvidenceRow[]> {
  return sql<EvidenceRow[]>`select distinct on (e.query, e.query_version) ${columns(sql)}
    from assess_evidence e where e.organisation_id = ${organisationId}
    order by e.query, e.query_version, e.at desc, e.id desc`
}

/** The newest of one query, with its value alone: the rows behind it are long. */
export async function newestOf(
  sql: Sql,
  organisationId: string,
  { query, version }: { query: string; version: number },
): Promise<{ id: string; value: string | null } | null> {
  const [row] = await sql<{ id: string; value: string | null }[]>`select id, value from assess_evidence
    where organisation_id = ${organisationId} and query = ${query} and query_version = ${version}
    order by at desc, id desc limit 1`
  return row ?? null
}

export type AnswerBy = { runId: string; question: string; basis: 'evidenced' | 'declared' }

/** The answers that stand beside an evidence, the newest assessment first. */
export async function answersBy(sql: Sql, evidenceId: string): Promise<AnswerBy[]> {
  return sql<AnswerBy[]>`select a.run_id as "runId", a.question, a.basis
    from assess_answers a join assess_runs r on r.id = a.run_id
    where a.evidence_id = ${evidenceId} order by r.year desc, r.id, a.question limit 200`
}

export async function insertEvidence(sql: Sql, one: EvidenceRow): Promise<void> {
  await sql`insert into assess_evidence (id, organisation_id, query, query_version, value, reason, unit,
      inputs, inputs_hash, rows_count, proof, at, hash, is_sample)
    values (${one.id}, ${one.organisationId}, ${one.query}, ${one.version}, ${one.value}, ${one.reason},
      ${one.unit}, ${one.inputs}, ${one.inputsHash}, ${one.rowsCount}, ${one.proof}, ${one.at}, ${one.hash},
      ${one.isSample})`
}
