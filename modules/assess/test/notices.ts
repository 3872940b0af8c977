import { inDatabase, type World } from './world.ts'

const seen = new WeakMap<World, number>()

/** What organisations were told since the last call, as `<word> <organisation>`, sorted. */
export async function noticesSince(house: World, prefix: string): Promise<string[]> {
  const rows = await inDatabase(house, (sql) => {
    return sql`select e.id, e.payload->>'word' as word,
        coalesce(o.code, e.payload->'to'->>'regionCode') as who
      from kit_events e
      left join registry_organisation_cards() o on o.id::text = e.payload->'to'->>'organisationId'
      where e.name = 'kit.notice' and e.id > ${seen.get(house) ?? 0} order by e.id`
  })
  const last = rows.at(-1)
  if (last) seen.set(house, Number(last.id))
  return rows
    .filter(({ word }) => word.startsWith(prefix))
    .map(({ word, who }) => `${word} ${who}`)
    .toSorted()
}
