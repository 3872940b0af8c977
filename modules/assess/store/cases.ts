import { type Locale, likeOf, listedOf, nameIn, orderOf, pageOf, type Sql } from '@ronghe/kit/db'

export type ProcedureRow = {
  id: string
  code: string
  version: string
  content: string
  valid: number
  underWay: number
}

/** The newest version of each procedure; cases of an older one go on by theirs. */
export async function listProcedures(sql: Sql): Promise<ProcedureRow[]> {
  return sql<ProcedureRow[]>`select p.id, p.code, p.version, p.content,
      (select count(*)::int from assess_certificates where scheme = p.code and status = 'valid') as valid,
      (select count(*)::int from assess_cases c join assess_procedures q on q.id = c.procedure_id
        where q.code = p.code and c.is_open
          and not exists (select 1 from assess_certificates where case_id = c.id)) as "underWay"
    from (select distinct on (code) * from assess_procedures order by code, created_at desc, version desc) p
    order by p.kind, p.code`
}

export async function insertProcedure(
  sql: Sql,
  one: {
    id: string
    code: string
    version: string
    kind: string
    zh: string
    en: string
    content: string
    hash: string
  },
  now: Date,
): Promise<void> {
  await sql`insert into assess_procedures (id, code, version, kind, name_zh, name_en, content, content_hash,
      created_at)
    values (${one.id}, ${one.code}, ${one.version}, ${one.kind}, ${one.zh}, ${one.en}, ${one.content},
      ${one.hash}, ${now})
    on conflict (code, version) do nothing`
}

export type CaseRow = {
  id: string
  organisationId: string
  organisationName: string
  regionCode: string
  procedureId: string
  content: string
  kind: 'certification' | 'recognition'
  stage: string
  isOpen: boolean
  consultantId: string | null
  bodyId: string | null
  runId: string | null
  noticeFrom: string | null
  noticeUntil: string | null
  seed: string | null
  poolHash: string | null
  isSample: boolean
  revision: number
  stageAt: Date
}

const sortable = { organisationName: 'o.name', stage: 'c.stage', stageAt: 'c.stage_at' }

export async function listCases(
  sql: Sql,
  locale: Locale,
  filter: {
    q?: string
    sort?: string
    page?: number
    pageSize?: number
    id?: string
    kind?: string
    isOpen?: boolean
    /** Open, and no certificate of it yet. */
    isUnderWay?: boolean
    prefix?: string
    onNotice?: string
  },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(CaseRow & { total: bigint })[]>`
    select c.id, c.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
      o.region_code as "regionCode", c.procedure_id as "procedureId", p.content, c.kind, c.stage,
      c.is_open as "isOpen", c.consultant_id as "consultantId", c.body_id as "bodyId", c.run_id as "runId",
      c.notice_from::text as "noticeFrom", c.notice_until::text as "noticeUntil", c.seed,
      c.pool_hash as "poolHash", c.is_sample as "isSample", c.revision, c.stage_at as "stageAt",
      count(*) over () as total
    from assess_cases c join registry_organisation_cards() o on o.id = c.organisation_id
    join assess_procedures p on p.id = c.procedure_id
    where (${like}::text is null or o.name ilike ${like} or o.name_en ilike ${like}
        or p.name_zh ilike ${like})
      and (${filter.id ?? null}::uuid is null or c.id = ${filter.id ?? null})
      and (${filter.kind ?? null}::text is null or c.kind = ${filter.kind ?? null})
      and (${filter.isOpen ?? null}::boolean is null or c.is_open = ${filter.isOpen ?? null})
      and (${filter.isUnderWay ?? null}::boolean is null or ${filter.isUnderWay ?? null} = (c.is_open
        and not exists (select 1 from assess_certificates where case_id = c.id)))
      and (${filter.onNotice ?? null}::date is null or (c.is_open and ${filter.onNotice ?? null}::date
        between c.notice_from and c.notice_until))
      and starts_with(o.region_code, ${filter.prefix ?? ''})
    ${orderOf(sql, filter.sort, sortable, 'c.stage_at desc, c.id')} ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function insertCase(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    procedureId: string
    kind: string
    regionCode: string
    stage: string
    runId: string | null
    isSample: boolean
  },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`insert into assess_cases (id, organisation_id, procedure_id, kind, region_code,
      stage, run_id, is_sample, created_at, stage_at)
    values (${one.id}, ${one.organisationId}, ${one.procedureId}, ${one.kind}, ${one.regionCode},
      ${one.stage}, ${one.runId}, ${one.isSample}, ${now}, ${now})
    on conflict (organisation_id, procedure_id) where is_open do nothing`
  return count === 1
}

export type CaseChange = {
  stage?: string
  isOpen?: boolean
  runId?: string | null
  consultantId?: string | null
  bodyId?: string | null
  seed?: string
  poolHash?: string
  noticeFrom?: string
  noticeUntil?: string
}

/** Of the revision that was read; false when the case has moved since. */
export async function updateCase(
  sql: Sql,
  before: CaseRow,
  revision: number,
  change: CaseChange,
  now: Date,
): Promise<boolean> {
  const one = { ...before, ...change }
  const { count } = await sql`update assess_cases set stage = ${one.stage}, is_open = ${one.isOpen},
      run_id = ${one.runId}, consultant_id = ${one.consultantId}, body_id = ${one.bodyId}, seed = ${one.seed},
      pool_hash = ${one.poolHash}, notice_from = ${one.noticeFrom}, notice_until = ${one.noticeUntil},
      stage_at = ${change.stage ? now : before.stageAt}, revision = revision + 1
    where id = ${before.id} and revision = ${revision}`
  return count === 1
}

export type EventRow = {
  id: string
  move: string
  byName: string
  byParty: string
  note: string | null
  at: Date
}

export async function insertEvent(
  sql: Sql,
  one: EventRow & { caseId: string; organisationId: string; from: string | null; to: string },
): Promise<void> {
  await sql`insert into assess_case_events (id, case_id, organisation_id, move, from_stage, to_stage, note,
      by_name, by_party, at)
    values (${one.id}, ${one.caseId}, ${one.organisationId}, ${one.move}, ${one.from}, ${one.to}, ${one.note},
      ${one.byName}, ${one.byParty}, ${one.at})`
}

export async function eventsOf(sql: Sql, caseId: string): Promise<EventRow[]> {
  return sql<EventRow[]>`select id, move, by_name as "byName", by_party as "byParty", note, at
    from assess_case_events where case_id = ${caseId} order by at, seq`
}

export type DocumentRow = {
  id: string
  kind: string
  version: number
  fileHash: string
  fileName: string
  fileType: string
  byName: string
  at: Date
}

export async function documentsOf(sql: Sql, caseId: string): Promise<DocumentRow[]> {
  return sql<DocumentRow[]>`select id, kind, version, file_hash as "fileHash", file_name as "fileName",
      file_type as "fileType", by_name as "byName", at
    from assess_documents where case_id = ${caseId} order by kind, version desc`
}

/** A new version of its kind; the versions before stay. */
export async function insertDocument(
  sql: Sql,
  one: Omit<DocumentRow, 'version'> & { caseId: string; organisationId: string; bytes: number },
): Promise<number> {
  const [row] =
    await sql`insert into assess_documents (id, case_id, organisation_id, kind, version, file_hash,
      file_name, file_type, bytes, by_name, at)
    select ${one.id}, ${one.caseId}, ${one.organisationId}, ${one.kind}, coalesce(max(version), 0) + 1,
      ${one.fileHash}, ${one.fileName}, ${one.fileType}, ${one.bytes}, ${one.byName}, ${one.at}
    from assess_documents where case_id = ${one.caseId} and kind = ${one.kind} returning version`
  return Number(row?.version)
}

export type NonconformityRow = {
  id: string
  caseId: string
  place: number
  clause: string
  grade: 'minor' | 'major'
  text: string
  status: 'open' | 'corrected' | 'closed'
  correction: string | null
  openedBy: string
  closedBy: string | null
}

export async function nonconformitiesOf(
  sql: Sql,
  filter: { caseId?: string; id?: string },
): Promise<NonconformityRow[]> {
  return sql<
    NonconformityRow[]
  >`select id, case_id as "caseId", place, clause, grade, text, status, correction,
      opened_by as "openedBy", closed_by as "closedBy"
    from assess_nonconformities
    where (${filter.caseId ?? null}::uuid is null or case_id = ${filter.caseId ?? null})
      and (${filter.id ?? null}::uuid is null or id = ${filter.id ?? null}) order by place`
}

export async function insertNonconformity(
  sql: Sql,
  one: {
    id: string
    caseId: string
    organisationId: string
    clause: string
    grade: string
    text: string
    openedBy: string
  },
  now: Date,
): Promise<number> {
  const [row] = await sql`insert into assess_nonconformities (id, case_id, organisation_id, place, clause,
      grade, text, status, opened_by, opened_at)
    select ${one.id}, ${one.caseId}, ${one.organisationId}, coalesce(max(place), 0) + 1, ${one.clause},
      ${one.grade}, ${one.text}, 'open', ${one.openedBy}, ${now}
    from assess_nonconformities where case_id = ${one.caseId} returning place`
  return Number(row?.place)
}

/** From one status to the next; false when it has another one by now. */
export async function changeNonconformity(
  sql: Sql,
  one: { id: string; from: string; status: string; text: string; byName: string },
  now: Date,
): Promise<boolean> {
  const isCorrected = one.status === 'corrected'
  const isClosed = one.status === 'closed'
  const { count } = await sql`update assess_nonconformities set status = ${one.status},
      correction = case when ${isCorrected} then ${one.text} else correction end,
      corrected_at = case when ${isCorrected} then ${now}::timestamptz else corrected_at end,
      closed_by = case when ${isClosed} then ${one.byName} end,
      closed_at = case when ${isClosed} then ${now}::timestamptz end
    where id = ${one.id} and status = ${one.from}`
  return count === 1
}
