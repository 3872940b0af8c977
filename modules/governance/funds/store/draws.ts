import type { Sql } from '@ronghe/kit/db'
import type { Expert } from '../review.ts'

export type DrawRow = {
  id: string
  applicationId: string
  organisationId: string
  place: number
  seed: string
  pool: readonly Expert[]
  recused: readonly string[]
  wanted: number
  chosen: readonly string[]
  at: Date
}
/** Rows read at a time, so that all draws need not fit into memory. */
export const drawsBatch = 500

export async function insertDraw(sql: Sql, one: Omit<DrawRow, 'place'>): Promise<void> {
  await sql`insert into governance_draws (id, application_id, organisation_id, place, seed, pool, recused,
      wanted, chosen, at)
    select ${one.id}, ${one.applicationId}, ${one.organisationId}, coalesce(max(place), 0) + 1, ${one.seed},
      ${sql.json([...one.pool])}, ${sql.json([...one.recused])}, ${one.wanted}, ${sql.json([...one.chosen])},
      ${one.at}
    from governance_draws where application_id = ${one.applicationId}`
}

export type KeptDraw = DrawRow & {
  /** The hash that the audit chain keeps of it. */
  chainedHash: string | null
  /** The seed that the application shows. */
  shownSeed: string | null
  /** Who judges without having been chosen by a draw of the application, or was chosen and is not asked. */
  strangers: readonly string[]
}

/** Draws after an id, with what else is kept of each. */
export async function drawsAfter(sql: Sql, id: string): Promise<KeptDraw[]> {
  return sql<KeptDraw[]>`select d.id, d.application_id as "applicationId", d.place, d.seed, d.pool, d.recused,
      d.organisation_id as "organisationId", d.wanted, d.chosen, d.at, p.seed as "shownSeed",
      (select after->>'hash' from kit_audit a where a.action = 'governance.experts.drawn'
        and a.subject = 'governance.draw' and a.subject_id = d.id::text) as "chainedHash",
      array(select person_id::text from governance_reviews r where r.application_id = d.application_id
          and not exists (select 1 from governance_draws e
            where e.application_id = d.application_id and e.chosen ? r.person_id::text)
        union select e.id from jsonb_array_elements_text(d.chosen) e(id)
          where not exists (select 1 from governance_reviews r
            where r.application_id = d.application_id and r.person_id::text = e.id)
        order by 1) as strangers
    from governance_draws d join governance_applications p on p.id = d.application_id
    where d.id > ${id} order by d.id limit ${drawsBatch}`
}

/** Draws that the audit chain knows and the table has no more. */
export async function removedDraws(sql: Sql): Promise<string[]> {
  const rows = await sql`select subject_id from kit_audit a where action = 'governance.experts.drawn'
    and not exists (select 1 from governance_draws d where d.id::text = a.subject_id) order by seq`
  return rows.map((row) => row.subject_id)
}
