import os from 'node:os'

/** PostgreSQL's settings as written to `postgresql.conf`; the values are in its own notation. */
export type Settings = Readonly<Record<string, string>>

/**
 * The settings of the embedded server. Durable (`fsync`, `synchronous_commit`), bounded, UTC, and only on a
 * unix socket. `wal_level = replica` and the replication slots are what the online backup needs.
 */
export function settingsOf(socketDirectory: string, extra: Settings): Settings {
  const memoryMegabytes = os.totalmem() / 2 ** 20
  const buffersMegabytes = Math.round(Math.min(1024, Math.max(128, memoryMegabytes / 16)))
  return {
    listen_addresses: "''",
    port: '5432',
    unix_socket_directories: quoted(socketDirectory),
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: `${buffersMegabytes}MB`,
    effective_cache_size: `${Math.round(memoryMegabytes / 2)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    random_page_cost: '1.1',
    jit: 'off',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_level: 'replica',
    max_wal_senders: '0',
    max_replication_slots: '4',
    max_wal_size: '1GB',
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    lc_messages: "'C'",
    default_text_search_config: "'pg_catalog.simple'",
    log_min_messages: 'warning',
    logging_collector: 'on',
    log_directory: "'log'",
    // One file per weekday, emptied when the weekday comes round again: the log is bounded to a week.
    log_filename: "'postgres-%a.log'",
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_truncate_on_rotation: 'on',
    log_file_mode: '0600',
    log_line_prefix: "'%m [%p] %q%a '",
    ...extra,
  }
}

/** The text of `postgresql.conf`. `local.conf` beside it is the operator's and is read last. */
export function renderSettings(settings: Settings, build: string): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  return [
    '# Written by Ronghe at every start. Put your own settings in local.conf beside this file.',
    ...lines,
    `ronghe.build = ${quoted(build)}`,
    "include_if_exists = 'local.conf'",
    '',
  ].join('\n')
}

/** Only the system accounts named may connect, as whatever role; the kernel says who they are (`peer`). */
export const hostRules = 'local all all peer map=ronghe\n'

/** The text of `pg_ident.conf` for the system accounts that may connect. */
export function renderIdentities(accounts: readonly string[]): string {
  return accounts.map((account) => `ronghe ${JSON.stringify(account)} all\n`).join('')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
