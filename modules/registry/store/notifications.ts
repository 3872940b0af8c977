import type { Sql } from '@ronghe/kit/db'

export type NotificationRow = {
  id: string
  person_id: string
  word: string
  blanks: Record<string, string>
  link: string | null
  created_at: Date
  read_at: Date | null
}

export async function insertNotification(
  sql: Sql,
  one: { id: string; personId: string; word: string; blanks: Record<string, string>; link: string | null },
  now: Date,
): Promise<void> {
  await sql`insert into registry_notifications (id, person_id, word, blanks, link, created_at)
    values (${one.id}, ${one.personId}, ${one.word}, ${JSON.stringify(one.blanks)}::text::jsonb, ${one.link},
      ${now})`
}

export async function listNotifications(
  sql: Sql,
  personId: string,
  filter: { unread?: boolean; page?: number; pageSize?: number },
): Promise<{ rows: NotificationRow[]; total: number; unread: number }> {
  const { page = 1, pageSize = 20, unread = false } = filter
  const rows = await sql<
    (NotificationRow & { total: bigint })[]
  >`select id, person_id, word, blanks, link, created_at, read_at,
      count(*) over () as total
    from registry_notifications where person_id = ${personId} and (${!unread} or read_at is null)
    order by created_at desc, id desc limit ${pageSize} offset ${(page - 1) * pageSize}`
  const [count] = await sql`select count(*) as unread from registry_notifications
    where person_id = ${personId} and read_at is null`
  return { rows, total: Number(rows[0]?.total ?? 0), unread: Number(count?.unread ?? 0) }
}

export async function markRead(
  sql: Sql,
  personId: string,
  ids: readonly string[] | null,
  now: Date,
): Promise<void> {
  await sql`update registry_notifications set read_at = ${now} where person_id = ${personId}
    and read_at is null
    and (${ids as string[] | null}::uuid[] is null or id = any (${ids as string[] | null}::uuid[]))`
}

/** The next notification that no mail was tried for, held so that two servers do not send it twice. */
export async function nextUnmailed(sql: Sql, attemptsMax: number): Promise<NotificationRow | null> {
  const [row] = await sql<NotificationRow[]>`select id, person_id, word, blanks, link, created_at, read_at
    from registry_notifications where mailed_at is null and mail_attempts < ${attemptsMax}
    order by mail_attempts, created_at limit 1 for update skip locked`
  return row ?? null
}

export async function noteMail(sql: Sql, id: string, error: string | null, now: Date): Promise<void> {
  await sql`update registry_notifications set mail_attempts = mail_attempts + 1, mail_error = ${error},
    mailed_at = ${error === null ? now : null} where id = ${id}`
}
