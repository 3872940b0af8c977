import type { Sql } from '@ronghe/kit/db'

const glnOf = /^https:\/\/id\.gs1\.org\/41[47]\/(\d{13})/

/** Which parties are organisations of the platform, by the company prefix of their number. */
export async function ownersOfParties(
  sql: Sql,
  parties: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const numbered = parties.flatMap((party) => {
    const digits = glnOf.exec(party)?.[1]
    return digits ? [{ party, digits }] : []
  })
  if (numbered.length === 0) return new Map()
  const rows = await sql<{ party: string; owner: string | null }[]>`
    select one.party, trace_prefix_owner(one.digits) as owner
    from unnest(${numbered.map(({ party }) => party)}::text[], ${numbered.map(
      ({ digits }) => digits,
    )}::text[])
      as one (party, digits)`
  return new Map(rows.flatMap(({ party, owner }) => (owner ? [[party, owner] as const] : [])))
}
