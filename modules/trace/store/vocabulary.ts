import { normaliseId, type VocabularyElement } from '@ronghe/epcis'
import type { Sql } from '@ronghe/kit/db'

/** Keeps master data by canonical id; a newer statement of an element takes the place of the older. */
export async function keepVocabulary(
  sql: Sql,
  organisationId: string,
  elements: readonly VocabularyElement[],
  now: Date,
): Promise<void> {
  const last = new Map(elements.map((one) => [`${one.type} ${normaliseId(one.id)}`, one]))
  for (const { type, id, attributes, children } of last.values()) {
    const values = Object.fromEntries(attributes.map((one) => [one.id, one.value]))
    await sql`
      insert into trace_vocabulary (organisation_id, type, id, attributes, children, changed_at)
      values (${organisationId}, ${type}, ${normaliseId(id)}, ${sql.json(values as never)},
        ${children.map(normaliseId)}, ${now})
      on conflict (organisation_id, type, id)
      do update set attributes = excluded.attributes, children = excluded.children,
      changed_at = excluded.changed_at`
  }
}
