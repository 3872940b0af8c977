import { systemCaller } from '@ronghe/kit/auth'
import { openOwner } from '@ronghe/kit/db'
import type { TestHouse } from '@ronghe/kit/test'

export type Firms = { firms: number; machines: number }

/** Rows in one statement; more would hold the whole region in memory. */
const firmsAtOnce = 10_000

/**
 * Firms of these counties in turn, a tenth of them of the roster, each with machines and an accepted
 * assessment of every window of 2026.
 */
export async function fillFirms(
  house: TestHouse,
  { firms, machines }: Firms,
  counties: readonly string[],
): Promise<void> {
  await house.house.act(systemCaller, async ({ sql }) => {
    await sql`insert into assess_windows (id, framework_id, year, opens_at, closes_at, created_at)
      select gen_random_uuid(), id, 2026, now() - interval '1 day', now() + interval '1 year', now()
      from assess_frameworks`
  })
  const owner = openOwner(house.databaseUrl)
  try {
    // References are right as they are written here; ten million machines would look up three of them each.
    await owner`set session_replication_role = replica`
    for (let from = 1; from <= firms; from += firmsAtOnce)
      await fillSome(owner, from, Math.min(firms, from + firmsAtOnce - 1), { counties, machines })
  } finally {
    await owner.end()
  }
  await house.house.act(systemCaller, async ({ sql }) => {
    for (const table of ['registry_organisations', 'factory_equipment', 'assess_runs'])
      await sql`analyze ${sql(table)}`
  })
}

async function fillSome(
  owner: ReturnType<typeof openOwner>,
  from: number,
  to: number,
  { counties, machines }: { counties: readonly string[]; machines: number },
): Promise<void> {
  await owner.begin(async (sql) => {
    await sql`insert into registry_organisations (id, code, kind, name, credit_code, credit_code_sound,
        region_code, is_key, key_since, created_at, updated_at)
      select uuidv7(), 'firm-' || n, 'enterprise', 'Firm ' || n,
        '91450100' || lpad(n::text, 10, '0'), true,
        (${[...counties]}::text[])[1 + n % ${counties.length}], n % 10 = 0,
        case when n % 10 = 0 then date '2026-01-01' end, now(), now()
      from generate_series(${from}::int, ${to}::int) n`
    const these = sql`select o.* from registry_organisations o
      join generate_series(${from}::int, ${to}::int) n on o.code = 'firm-' || n`
    await sql`insert into registry_units (id, organisation_id, level, code, name, created_at, updated_at)
      select uuidv7(), id, 'site', 'S1', 'Site', now(), now() from (${these}) o`
    await sql`insert into factory_equipment (id, organisation_id, unit_id, code, name, is_numerical_control,
        is_key_process, created_at, updated_at)
      select uuidv7(), u.organisation_id, u.id, 'M' || n, 'M', n % 2 = 0, n % 3 = 0, now(), now()
      from (${these}) o join registry_units u on u.organisation_id = o.id
      cross join generate_series(1, ${machines}::int) n`
    await sql`insert into assess_runs (id, organisation_id, framework_id, framework_code, window_id, year,
        facts, questions, status, total, region_code, created_at, created_by, submitted_at)
      select uuidv7(), o.id, w.framework_id, 'GBT23020', w.id, 2026, '{}', 33, 'accepted', 50,
        o.region_code, now(), 'bench', now()
      from (${these}) o cross join assess_windows w`
  })
}

/** Whole milliseconds of a piece of work, at least one. */
export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return Math.max(1, Math.round(performance.now() - startMs))
}
