import { type Locale, likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'

export type KeySpanRow = {
  id: string
  organisationId: string
  name: string
  nameEn: string | null
  creditCode: string
  regionCode: string
  regionName: string
  keySince: string
  keyUntil: string | null
  keyDocument: string
  untilDocument: string
  enteredBy: string
  isSample: boolean
}

export type RosterFilter = {
  q?: string
  on?: string
  organisation?: string
  isOpen?: boolean
  sort?: string
  page?: number
  pageSize?: number
}

const sortable = { name: 'o.name', regionName: 'o.region_code', keySince: 's.since', keyUntil: 's.until' }

export async function listKeySpans(
  sql: Sql,
  locale: Locale,
  filter: RosterFilter,
  prefix: string,
): Promise<{ rows: KeySpanRow[]; total: number }> {
  const like = likeOf(filter.q)
  const { on = null, organisation = null, isOpen = null } = filter
  const rows = await sql<(KeySpanRow & { total: bigint })[]>`
    select count(*) over () as total, s.id, s.organisation_id as "organisationId", o.name,
      o.name_en as "nameEn", o.credit_code as "creditCode", o.region_code as "regionCode",
      ${locale === 'zh' ? sql`d.name_zh` : sql`d.name_en`} as "regionName", s.since::text as "keySince",
      s.until::text as "keyUntil", s.document as "keyDocument", s.until_document as "untilDocument",
      s.entered_by as "enteredBy", s.is_sample as "isSample"
    from registry_key_spans s join registry_organisations o on o.id = s.organisation_id
    join registry_divisions d on d.code = o.region_code
    where starts_with(o.region_code, ${prefix})
      and (${like}::text is null or o.name ilike ${like} or o.name_en ilike ${like}
        or o.credit_code ilike ${like} or s.document ilike ${like} or s.until_document ilike ${like})
      and (${on}::date is null or (s.since <= ${on}::date and (s.until is null or s.until > ${on}::date)))
      and (${organisation}::uuid is null or s.organisation_id = ${organisation})
      and (${isOpen}::boolean is null or (s.until is null) = ${isOpen})
    ${orderOf(sql, filter.sort, sortable, 'o.region_code')}, o.name, s.since desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type Span = {
  id: string
  since: string
  until: string | null
  document: string
  untilDocument: string
}

/** A firm's spans, oldest first, held for this transaction. */
export async function spansOf(sql: Sql, organisationId: string): Promise<Span[]> {
  return sql<Span[]>`select id, since::text, until::text, document, until_document as "untilDocument"
    from registry_key_spans where organisation_id = ${organisationId} order by since for update`
}

export type NewSpan = Span & { organisationId: string; by: string; isSample: boolean }

/** One that is over is entered with its end. */
export async function insertSpan(sql: Sql, one: NewSpan, now: Date): Promise<void> {
  const isOver = one.until !== null
  await sql`insert into registry_key_spans (id, organisation_id, since, until, document, until_document,
      entered_by, left_by, is_sample, entered_at, left_at)
    values (${one.id}, ${one.organisationId}, ${one.since}, ${one.until}, ${one.document},
      ${one.untilDocument}, ${one.by}, ${isOver ? one.by : ''}, ${one.isSample}, ${now},
      ${isOver ? now : null})`
}

export async function endSpan(
  sql: Sql,
  id: string,
  one: { until: string; document: string; by: string },
  now: Date,
): Promise<void> {
  await sql`update registry_key_spans set until = ${one.until}, until_document = ${one.document},
    left_by = ${one.by}, left_at = ${now} where id = ${id}`
}

export async function removeSpan(sql: Sql, id: string): Promise<void> {
  await sql`delete from registry_key_spans where id = ${id}`
}

/** Says at the firm itself whether it stands on the roster now, and since when. */
export async function keepKey(sql: Sql, organisationId: string, now: Date): Promise<void> {
  await sql`update registry_organisations o set is_key = s.since is not null, key_since = s.since,
      version = version + 1, updated_at = ${now}
    from (select max(since) as since from registry_key_spans
      where organisation_id = ${organisationId} and until is null) s
    where o.id = ${organisationId}`
}
