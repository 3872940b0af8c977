import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { appRole, openOwner } from './index.ts'

/** A folder of forward-only SQL files `001-noun.sql`, named by its owner. */
export type Migrations = { owner: string; folder: URL }

const kitMigrations: Migrations = { owner: 'kit', folder: new URL('./sql/', import.meta.url) }

/**
 * Brings the database to the newest shape, each file in one transaction, in the given order; safe to run by
 * several processes at once. Throws when a file that ran before was changed since.
 */
export async function migrate(url: string, folders: readonly Migrations[]): Promise<string[]> {
  const sql = openOwner(url)
  const ran: string[] = []
  try {
    await sql`select pg_advisory_lock(7240000)`
    await sql`create table if not exists kit_migrations (
      name text primary key, sha256 text not null, at timestamptz not null default now())`
    await makeRole(sql)
    const known = new Map(
      (await sql`select name, sha256 from kit_migrations`).map((row) => [row.name, row.sha256]),
    )
    for (const { owner, folder } of [kitMigrations, ...folders]) {
      for (const file of (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()) {
        const name = `${owner}/${file}`
        const text = await readFile(new URL(file, folder), 'utf8')
        const sha256 = createHash('sha256').update(text).digest('hex')
        if (known.get(name) === sha256) continue
        if (known.has(name))
          throw new Error(`migration ${name} was changed after it ran; add a new file instead`)
        await sql.begin(async (transaction) => {
          await transaction.unsafe(text)
          await transaction`insert into kit_migrations (name, sha256) values (${name}, ${sha256})`
        })
        ran.push(name)
      }
    }
    if (ran.length > 0) await grant(sql)
  } finally {
    await sql.end()
  }
  return ran
}

type Owner = ReturnType<typeof openOwner>

async function makeRole(sql: Owner): Promise<void> {
  await sql.unsafe(`do $$ begin
    if not exists (select 1 from pg_roles where rolname = '${appRole}') then
      create role ${appRole} nologin;
    end if;
  exception when duplicate_object or unique_violation then null; end $$`)
  await sql.unsafe(`grant ${appRole} to current_user`)
}

async function grant(sql: Owner): Promise<void> {
  await sql.unsafe(`
    grant usage on schema public to ${appRole};
    grant select, insert, update, delete on all tables in schema public to ${appRole};
    grant usage, select on all sequences in schema public to ${appRole};
    grant execute on all functions in schema public to ${appRole};
    revoke insert, update, delete on kit_audit, kit_migrations from ${appRole};
    revoke update, delete on kit_events from ${appRole};`)
}
