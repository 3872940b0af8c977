import type { Sql } from '@ronghe/kit/db'
import { thingRoles } from './roles.ts'

export type Collection = 'epcs' | 'bizSteps' | 'bizLocations' | 'readPoints' | 'dispositions'

const columns = {
  bizSteps: 'biz_step',
  bizLocations: 'biz_location',
  readPoints: 'read_point',
  dispositions: 'disposition',
} as const

/**
 * Values that events have, in their order, behind `after`. Each is found by one step into the index, however
 * many events have it.
 */
export async function members(
  sql: Sql,
  collection: Collection,
  organisationId: string | null,
  after: string,
  limit: number,
): Promise<string[]> {
  const own = organisationId === null ? sql`` : sql`and organisation_id = ${organisationId}`
  const [table, column] =
    collection === 'epcs'
      ? [sql`trace_keys`, sql`key`]
      : [sql`trace_events`, sql`${sql(columns[collection])}`]
  const roles = collection === 'epcs' ? sql`and role = any(${thingRoles as number[]}::smallint[])` : sql``
  const rows = await sql<{ value: string }[]>`
    with recursive found as (
      (select ${column} as value from ${table} where ${column} > ${after} ${own} ${roles} order by 1 limit 1)
      union all
      select (select ${column} from ${table} where ${column} > found.value ${own} ${roles} order by 1 limit 1)
      from found where found.value is not null
    )
    select value from found where value is not null limit ${limit}`
  return rows.map(({ value }) => value)
}

/** Is there an event that has the value? */
export async function isMember(
  sql: Sql,
  collection: Collection,
  organisationId: string | null,
  value: string,
): Promise<boolean> {
  const own = organisationId === null ? sql`` : sql`and organisation_id = ${organisationId}`
  const [row] =
    collection === 'epcs'
      ? await sql`select 1 from trace_keys where key = ${value} ${own} limit 1`
      : await sql`select 1 from trace_events where ${sql(columns[collection])} = ${value} ${own} limit 1`
  return row !== undefined
}
