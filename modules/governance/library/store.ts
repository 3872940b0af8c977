import type { Sql } from '@ronghe/kit/db'
import type { Condition } from '../funds/eligibility.ts'
import type { NewPolicy } from './contract.ts'

export type PolicyFile = { id: string; hash: string; name: string; mediaType: string; at: Date }
export type PolicyRow = Required<Omit<NewPolicy, 'validUntil' | 'programmeId' | 'conditions'>> & {
  id: string
  organisationId: string
  validUntil: string | null
  programmeId: string | null
  programmeZh: string | null
  programmeEn: string | null
  conditions: Condition[]
  state: 'draft' | 'published' | 'withdrawn'
  reason: string | null
  version: number
  isSample: boolean
  publishedAt: Date | null
}

/** More than one region gives out; a list that is longer shows the newest. */
const policiesMax = 5000

function columns(sql: Sql) {
  return sql`l.id, l.organisation_id as "organisationId", l.kind, l.number, l.title_zh as "titleZh",
    l.title_en as "titleEn", l.issuer_zh as "issuerZh", l.issuer_en as "issuerEn", l.text_zh as "textZh",
    l.text_en as "textEn", l.issued_on::text as "issuedOn", l.valid_until::text as "validUntil", l.source,
    l.conditions, l.programme_id as "programmeId", p.title_zh as "programmeZh", p.title_en as "programmeEn",
    l.state, l.reason, l.version, l.is_sample as "isSample", l.published_at as "publishedAt"`
}

/** All that the caller may see, the newest first; drafts to who wrote them alone. */
export async function listPolicies(
  sql: Sql,
  filter: { q?: string; kind?: string },
  ownId: string | null,
): Promise<PolicyRow[]> {
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  return sql<PolicyRow[]>`select ${columns(sql)} from governance_policies l
    left join governance_programmes p on p.id = l.programme_id
    where (l.state <> 'draft' or l.organisation_id = ${ownId})
      and (${like}::text is null or l.title_zh ilike ${like} or l.title_en ilike ${like}
        or l.number ilike ${like} or l.text_zh ilike ${like} or l.text_en ilike ${like})
      and (${filter.kind ?? null}::text is null or l.kind = ${filter.kind ?? null})
    order by l.issued_on desc, l.id desc limit ${policiesMax}`
}

export async function policyById(sql: Sql, id: string, ownId: string | null): Promise<PolicyRow | null> {
  const [row] = await sql<PolicyRow[]>`select ${columns(sql)} from governance_policies l
    left join governance_programmes p on p.id = l.programme_id
    where l.id = ${id} and (l.state <> 'draft' or l.organisation_id = ${ownId})`
  return row ?? null
}

type Written = Omit<
  PolicyRow,
  'programmeZh' | 'programmeEn' | 'state' | 'reason' | 'version' | 'publishedAt' | 'organisationId'
>

/** False where its number is another one's. */
export async function insertPolicy(
  sql: Sql,
  one: Written & { organisationId: string },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`insert into governance_policies (id, organisation_id, kind, number, title_zh,
      title_en, issuer_zh, issuer_en, text_zh, text_en, issued_on, valid_until, source, conditions,
      programme_id, is_sample, created_at)
    values (${one.id}, ${one.organisationId}, ${one.kind}, ${one.number}, ${one.titleZh}, ${one.titleEn},
      ${one.issuerZh}, ${one.issuerEn}, ${one.textZh}, ${one.textEn}, ${one.issuedOn}, ${one.validUntil},
      ${one.source}, ${JSON.stringify(one.conditions)}::text::jsonb, ${one.programmeId}, ${one.isSample},
      ${now})
    on conflict do nothing`
  return count === 1
}

/** Is the number another one's? */
export async function isNumberTaken(sql: Sql, id: string, number: string): Promise<boolean> {
  const rows = await sql`select 1 from governance_policies where number = ${number} and number <> ''
    and id <> ${id}`
  return rows.length > 0
}

/** False where it is no draft in that version. */
export async function changePolicy(sql: Sql, one: Written, version: number): Promise<boolean> {
  const { count } = await sql`update governance_policies set kind = ${one.kind}, number = ${one.number},
      title_zh = ${one.titleZh}, title_en = ${one.titleEn}, issuer_zh = ${one.issuerZh},
      issuer_en = ${one.issuerEn}, text_zh = ${one.textZh}, text_en = ${one.textEn},
      issued_on = ${one.issuedOn}, valid_until = ${one.validUntil}, source = ${one.source},
      conditions = ${JSON.stringify(one.conditions)}::text::jsonb, programme_id = ${one.programmeId},
      version = version + 1
    where id = ${one.id} and state = 'draft' and version = ${version}`
  return count === 1
}

/** False where it is not in the state, or not in the version, from which it may go there. */
export async function movePolicy(
  sql: Sql,
  { id, version }: Pick<PolicyRow, 'id' | 'version'>,
  to: { state: 'published' | 'withdrawn'; reason: string | null },
  now: Date,
): Promise<boolean> {
  const from = to.state === 'published' ? 'draft' : 'published'
  const { count } = await sql`update governance_policies set state = ${to.state}, reason = ${to.reason},
      version = version + 1, published_at = coalesce(published_at, ${now})
    where id = ${id} and state = ${from} and version = ${version}`
  return count === 1
}

export async function filesOf(sql: Sql, policyId: string): Promise<PolicyFile[]> {
  return sql<PolicyFile[]>`select id, hash, name, media_type as "mediaType", at
    from governance_policy_files where policy_id = ${policyId} order by at, id`
}

export async function insertFile(
  sql: Sql,
  policyId: string,
  one: Omit<PolicyFile, 'at'>,
  now: Date,
): Promise<void> {
  await sql`insert into governance_policy_files (id, policy_id, hash, name, media_type, at)
    values (${one.id}, ${policyId}, ${one.hash}, ${one.name}, ${one.mediaType}, ${now})`
}
