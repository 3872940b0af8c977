import type { Sql } from '@ronghe/kit/db'
import type { Light, LightRules } from '../light.ts'
import type { EventRow, ExtensionRow, FileRow, PartRow } from '../rows.ts'
import { isCounted } from './items.ts'

/** What was done, the latest first. */
export async function eventsOf(sql: Sql, itemId: string): Promise<EventRow[]> {
  return sql<EventRow[]>`select e.id, e.at, e.person_name as "personName", e.action,
      d.name_zh as "departmentZh", d.name_en as "departmentEn", e.comment, e.explanation,
      e.is_on_behalf as "isOnBehalf", e.figure
    from governance_item_events e left join governance_departments d on d.code = e.department_code
    where e.item_id = ${itemId} order by e.at desc, e.seq desc`
}

/** Keeps a light that changed, with its history. */
export async function setLight(
  sql: Sql,
  part: Pick<PartRow, 'itemId' | 'departmentCode' | 'dueOn'>,
  light: Light,
  today: string,
  now: Date,
): Promise<void> {
  await sql`update governance_item_parts set light = ${light},
      red_since = case when ${light} = 'red' then coalesce(red_since, ${today}::date) end,
      is_escalated = is_escalated and ${light} = 'red'
    where item_id = ${part.itemId} and department_code = ${part.departmentCode}`
  await sql`insert into governance_item_lights (item_id, department_code, at, light, due_on)
    values (${part.itemId}, ${part.departmentCode}, ${now}, ${light}, ${part.dueOn})`
}

export async function setEscalated(
  sql: Sql,
  part: Pick<PartRow, 'itemId' | 'departmentCode'>,
): Promise<void> {
  await sql`update governance_item_parts set is_escalated = true
    where item_id = ${part.itemId} and department_code = ${part.departmentCode}`
}

export async function lightsOf(
  sql: Sql,
  itemId: string,
): Promise<{ departmentCode: string; at: Date; light: Light; dueOn: string }[]> {
  return sql<{ departmentCode: string; at: Date; light: Light; dueOn: string }[]>`
    select department_code as "departmentCode", at, light, due_on::text as "dueOn"
    from governance_item_lights where item_id = ${itemId} order by seq`
}

function extensionColumns(sql: Sql) {
  return sql`x.id, x.item_id as "itemId", x.department_code as "departmentCode", d.name_zh as "departmentZh",
    d.name_en as "departmentEn", x.until::text, x.reason, x.asked_by_name as "askedByName",
    x.asked_at as "askedAt", x.decision, x.decided_by_name as "decidedByName", x.decided_at as "decidedAt",
    x.comment`
}

export async function extensionsOf(sql: Sql, itemId: string): Promise<ExtensionRow[]> {
  return sql<ExtensionRow[]>`select ${extensionColumns(sql)} from governance_extensions x
    join governance_departments d on d.code = x.department_code
    where x.item_id = ${itemId} order by x.asked_at desc`
}

export async function extensionById(sql: Sql, id: string): Promise<ExtensionRow | null> {
  const [row] = await sql<ExtensionRow[]>`select ${extensionColumns(sql)} from governance_extensions x
    join governance_departments d on d.code = x.department_code where x.id = ${id} for update of x`
  return row ?? null
}

/** False when one is open already. */
export async function insertExtension(
  sql: Sql,
  one: { id: string; itemId: string; departmentCode: string; until: string; reason: string; by: string },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`insert into governance_extensions (id, item_id, department_code, until, reason,
      asked_by_name, asked_at)
    values (${one.id}, ${one.itemId}, ${one.departmentCode}, ${one.until}, ${one.reason}, ${one.by},
      ${now})
    on conflict (item_id, department_code) where decision is null do nothing`
  return count === 1
}

export async function decideExtension(
  sql: Sql,
  one: ExtensionRow,
  decision: { decision: 'granted' | 'refused'; by: string; comment: string | null },
  now: Date,
): Promise<void> {
  await sql`update governance_extensions set decision = ${decision.decision},
    decided_by_name = ${decision.by}, decided_at = ${now}, comment = ${decision.comment} where id = ${one.id}`
  if (decision.decision === 'refused') return
  await sql`update governance_item_parts set due_on = ${one.until}
    where item_id = ${one.itemId} and department_code = ${one.departmentCode}`
}

export async function filesOf(sql: Sql, itemId: string): Promise<FileRow[]> {
  return sql<FileRow[]>`select id, file_hash as "fileHash", file_name as name, media_type as "mediaType",
    person_name as "personName", at from governance_item_files where item_id = ${itemId} order by at`
}

export async function insertFile(
  sql: Sql,
  itemId: string,
  one: Omit<FileRow, 'at'>,
  now: Date,
): Promise<void> {
  await sql`insert into governance_item_files (id, item_id, file_hash, file_name, media_type, person_name, at)
    values (${one.id}, ${itemId}, ${one.fileHash}, ${one.name}, ${one.mediaType}, ${one.personName}, ${now})`
}

export type Rules = LightRules & { goalWarnPercent: number }

export async function rulesOf(sql: Sql): Promise<Rules> {
  const [row] = await sql<Rules[]>`
    select sign_days as "signDays", warn_days as "warnDays", escalate_days as "escalateDays",
      goal_warn_percent as "goalWarnPercent"
    from governance_supervision_rules`
  if (!row) throw new Error('the rules of supervision are missing')
  return row
}

export async function setRules(sql: Sql, one: Rules): Promise<void> {
  await sql`update governance_supervision_rules set sign_days = ${one.signDays}, warn_days = ${one.warnDays},
    escalate_days = ${one.escalateDays}, goal_warn_percent = ${one.goalWarnPercent}`
}

export type RecordRow = {
  code: string
  nameZh: string
  nameEn: string
  parts: number
  open: number
  inTime: number
  late: number
  yellow: number
  red: number
}

/** How bodies kept the deadlines of parts due within the span; those with most red first. */
export async function recordsOf(
  sql: Sql,
  filter: { q?: string; from?: string; to?: string; department?: string; page?: number; pageSize?: number },
): Promise<{ rows: RecordRow[]; total: number }> {
  const { page = 1, pageSize = 20, from = null, to = null, department = null } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const count = (one: Parameters<typeof isCounted>[1]) =>
    sql`count(*) filter (where ${isCounted(sql, one)})::int`
  const rows = await sql<(RecordRow & { total: bigint })[]>`
    select d.code, d.name_zh as "nameZh", d.name_en as "nameEn", count(*)::int as parts,
      ${count('open')} as open, ${count('inTime')} as "inTime", ${count('late')} as late,
      ${count('yellow')} as yellow, ${count('red')} as red, count(*) over () as total
    from governance_item_parts p join governance_departments d on d.code = p.department_code
      join governance_items i on i.id = p.item_id
    where i.state in ('running', 'closed') and p.state <> 'waiting'
      and (${like}::text is null or d.name_zh ilike ${like} or d.name_en ilike ${like})
      and (${department}::text is null or d.code = ${department})
      and (${from}::date is null or p.due_on >= ${from}) and (${to}::date is null or p.due_on <= ${to})
    group by d.code order by red desc, yellow desc, d.place
    limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}
