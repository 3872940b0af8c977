import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { PartnerPaper } from '../contract.ts'

export type PaperRow = Omit<PartnerPaper, 'identifier' | 'isExpired' | 'addedAt'> & {
  fileHash: string
  addedAt: Date
}

type Filter = {
  q?: string
  sort?: string
  page?: number
  pageSize?: number
  kind?: PartnerPaper['kind']
  owner?: string
  isExpired?: boolean
  keys?: readonly string[]
  today: string
}

const sortable = {
  identifier: 'key',
  kind: 'kind',
  title: 'title',
  ownerName: 'organisation_name',
  issuedOn: 'issued_on',
  validUntil: 'valid_until',
  addedAt: 'added_at',
}

function columns(sql: Sql) {
  return sql`d.id, d.organisation_id as "ownerId", p.organisation_name as "ownerName", d.key, d.kind, d.title,
    d.title_en as "titleEn", d.language, d.number, d.issuer, d.issued_on::text as "issuedOn",
    d.valid_until::text as "validUntil", d.file_name as "fileName", d.media_type as "mediaType",
    d.size_bytes as "sizeBytes", d.file_hash as "fileHash", d.is_sample as "isSample",
    d.added_at as "addedAt"`
}

/** What owners that granted this partner mean for partners or for everybody. */
function granted(sql: Sql, partnerId: string) {
  return sql`from trace_documents d
    join trace_partners p on p.organisation_id = d.organisation_id and p.partner_id = ${partnerId}
      and p.state = 'granted'
    where d.audience in ('public', 'partner')`
}

export async function listPapers(sql: Sql, partnerId: string, filter: Filter) {
  const { q, kind, owner, isExpired, keys, today, sort = '-addedAt' } = filter
  const like = likeOf(q)
  const rows = await sql<(PaperRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total ${granted(sql, partnerId)}
      and (${kind ?? null}::text is null or d.kind = ${kind ?? null})
      and (${owner ?? null}::uuid is null or d.organisation_id = ${owner ?? null})
      and (${isExpired ?? null}::boolean is null
        or coalesce(d.valid_until < ${today}::date, false) = ${isExpired ?? null})
      and (${(keys ?? null) as string[] | null}::text[] is null
        or d.key = any(${(keys ?? null) as string[] | null}::text[]))
      and (${like}::text is null or d.key ilike ${like} or d.title ilike ${like} or d.title_en ilike ${like}
        or d.number ilike ${like} or d.issuer ilike ${like} or p.organisation_name ilike ${like})
    ${orderOf(sql, sort, sortable, 'added_at')}, id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function paperFor(sql: Sql, partnerId: string, id: string): Promise<PaperRow | null> {
  const [row] = await sql<PaperRow[]>`
    select ${columns(sql)} ${granted(sql, partnerId)} and d.id = ${id}`
  return row ?? null
}
