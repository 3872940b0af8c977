import postgres from 'postgres'
import type { Caller } from '../auth/index.ts'

export { appendAudit } from './audit.ts'
export { type Locale, likeOf, listedOf, nameIn, orderOf, pageOf } from './list.ts'

/** A transaction; the only way modules speak SQL, in `store.ts` and `store/`. */
export type Sql = postgres.TransactionSql<Types>
type Types = { bigint: bigint }

export type Database = {
  /** Runs `work` in one transaction whose rows are bounded by the caller (row-level security). */
  transaction<T>(caller: Caller, work: (sql: Sql) => Promise<T>): Promise<T>
  /** Calls `heard` whenever somebody notifies the channel; the answer stops listening. */
  listen(channel: string, heard: () => void): Promise<() => Promise<void>>
  /** The pool itself, for a library that brings its own SQL (sign-in); modules use `transaction`. */
  readonly pool: postgres.Sql<Types>
  /** Is the database answering? */
  ping(): Promise<void>
  close(): Promise<void>
}

/** The role that the running program takes; it owns nothing, so row-level security binds it. */
export const appRole = 'ronghe_app'

export type DatabaseOptions = { url: string; poolMax: number }

/** Opens the pool of the running program. Migrate first. Dates come as `Date`, bigint as `bigint`. */
export function openDatabase({ url, poolMax }: DatabaseOptions): Database {
  const pool = postgres(plainUrl(url), {
    ...connectionOf(url),
    max: poolMax,
    types: { bigint: postgres.BigInt },
    onnotice: () => {},
    connection: { application_name: 'ronghe', role: appRole, timezone: 'UTC' } as Record<string, string>,
  })
  return {
    pool: pool as never,
    transaction: (caller, work) => boundTransaction(pool as never, caller, work),
    async listen(channel, heard) {
      const subscription = await pool.listen(channel, heard, heard)
      return () => subscription.unlisten()
    },
    async ping() {
      await pool`select 1`
    },
    close: () => pool.end({ timeout: 5 }),
  }
}

/** A plain connection of the owner, for migration and tools. */
export function openOwner(url: string): postgres.Sql<Types> {
  return postgres(plainUrl(url), {
    ...connectionOf(url),
    max: 1,
    types: { bigint: postgres.BigInt },
    onnotice: () => {},
    connection: { application_name: 'ronghe-owner', timezone: 'UTC' } as Record<string, string>,
  }) as postgres.Sql<Types>
}

async function boundTransaction<T>(
  pool: postgres.Sql<Types>,
  caller: Caller,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const answer = await pool.begin(async (sql) => {
    // On one connection statements run in the order in which they are sent: the first of the work is bound by
    // this one, and need not wait for its answer. When it fails the transaction is over, and nothing is read.
    const bound = sql`select set_config('ronghe.organisation', ${caller.organisationId ?? ''}, true),
      set_config('ronghe.person', ${caller.personId ?? ''}, true),
      set_config('ronghe.region', ${regionPrefix(caller.regionCode)}, true),
      set_config('ronghe.reach', ${caller.reach}, true)`.execute()
    bound.catch(() => {})
    const done = await work(sql as Sql)
    await bound
    return done
  })
  return answer as T
}

type Elevation = { depth: number; before: Promise<string | null> }

/** The transactions that are elevated now. */
const elevations = new WeakMap<Sql, Elevation>()

/**
 * Runs `work` with the program's own reach and gives the caller's back afterwards. For what the rules allow
 * although the rows are somebody else's (an official's decision, a public sum); the caller was checked
 * before. Several of one transaction may be within or beside each other: the first changes its reach, and the
 * last to end gives it back. Any other statement sent meanwhile sees all as well.
 */
export async function elevated<T>(sql: Sql, caller: Caller, work: () => Promise<T>): Promise<T> {
  const held = elevations.get(sql) ?? opened(sql)
  held.depth++
  let before: string | null = null
  try {
    before = await held.before
    return await work()
  } finally {
    held.depth--
    if (held.depth === 0) {
      elevations.delete(sql)
      // A failed statement has ended the transaction already; its reach ends with it.
      await sql`select set_config('ronghe.reach', ${before ?? caller.reach}, true)`.catch(() => {})
    }
  }
}

function opened(sql: Sql): Elevation {
  const held = { depth: 0, before: reachBefore(sql) }
  elevations.set(sql, held)
  return held
}

/** The reach until now, null where none was set; all of it from here on. */
async function reachBefore(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ reach: string | null }[]>`select current_setting('ronghe.reach', true) as reach`
  await sql`select set_config('ronghe.reach', 'all', true)`
  return row?.reach ?? null
}

/** GB/T 2260: two digits a province, two a city, two a county; trailing zeros mean the whole of it. */
export function regionPrefix(regionCode: string | null): string {
  return (regionCode ?? '').replace(/(00)+$/, '')
}

/**
 * The address as the driver takes it: a host, and no `host` in the query, which it would send to the server.
 */
function plainUrl(url: string): string {
  const parsed = withHost(url)
  parsed.searchParams.delete('host')
  parsed.searchParams.delete('port')
  return parsed.href
}

/** A unix socket is written as `postgres://user@/database?host=/folder`. */
function connectionOf(url: string): { host?: string; port?: number; path?: string } {
  const parsed = withHost(url)
  const folder = parsed.searchParams.get('host')
  if (!folder?.startsWith('/')) return {}
  const port = Number(parsed.searchParams.get('port') ?? 5432)
  return { path: `${folder}/.s.PGSQL.${port}`, port }
}

function withHost(url: string): URL {
  return new URL(url.replace(/^postgres(ql)?:\/\/([^/]*)@\//, 'postgres://$2@localhost/'))
}
