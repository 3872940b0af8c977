import { chmod, copyFile, cp, lchown, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeDataDirectory } from './embedded-cluster.ts'
import { EmbeddedFault } from './embedded-fault.ts'
import type { Owner } from './embedded-owner.ts'
import { placeOf } from './embedded-place.ts'
import { openOwner } from './index.ts'

/**
 * What a base backup leaves out (PostgreSQL, "Making a Base Backup Using the Low Level API"): the folders
 * stay, what is in them belongs to the running server; `pg_wal` is filled with exactly the segments that
 * are needed.
 */
const emptied =
  /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans|log)\//
const leftOut = /(^|\/)(postmaster\.(pid|opts)|start\.log|pg_internal\.init|pgsql_tmp[^/]*)(\/|$)/

/**
 * Copies a running cluster into `directory` (made by this), consistent as of the end of the copy, while it
 * is written to: the low-level backup of PostgreSQL, with all WAL from its start to its end kept by a
 * temporary slot.
 */
export async function backupCluster(url: string, cluster: string, directory: string): Promise<void> {
  const sql = openOwner(url)
  try {
    // The slot and the backup end with this connection, whatever happens to us.
    await sql`select pg_create_physical_replication_slot(${`ronghe_backup_${process.pid}`}, true, true)`
    const [begun] = await sql`select pg_walfile_name(pg_backup_start('ronghe', true)) as segment`
    await copyFiles(cluster, directory)
    const [ended] = await sql`
      select pg_walfile_name(lsn) as segment, labelfile from pg_backup_stop(false)`
    await copyWal(cluster, directory, String(begun?.segment), String(ended?.segment))
    await writeFile(path.join(directory, 'backup_label'), String(ended?.labelfile), { mode: 0o600 })
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Puts a backed-up cluster where the data directory's cluster belongs, owned by the account that runs it. */
export async function restoreCluster(
  dataDirectory: string,
  directory: string,
  shelters: readonly string[],
): Promise<string> {
  await makeDataDirectory(dataDirectory)
  const { cluster, owner, socketDirectory } = await placeOf(dataDirectory, shelters)
  await rm(socketDirectory, { recursive: true, force: true })
  const entries = await readdir(cluster).catch(() => [])
  if (entries.length > 0) throw new EmbeddedFault('database.restore.occupied', { cluster })
  await cp(directory, cluster, { recursive: true })
  await own(cluster, owner)
  return cluster
}

async function copyFiles(cluster: string, directory: string): Promise<void> {
  await mkdir(directory, { mode: 0o700 })
  const entries = await readdir(cluster, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((one) => one.isDirectory())) {
    const name = path.relative(cluster, path.join(entry.parentPath, entry.name))
    if (emptied.test(`${name}/`) && name.includes('/')) continue
    if (!leftOut.test(name)) await mkdir(path.join(directory, name), { recursive: true, mode: 0o700 })
  }
  for (const entry of entries.filter((one) => one.isFile())) {
    const name = path.relative(cluster, path.join(entry.parentPath, entry.name))
    if (emptied.test(name) || leftOut.test(name)) continue
    await copyFile(path.join(cluster, name), path.join(directory, name)).catch(unlessGone)
  }
}

async function copyWal(cluster: string, directory: string, first: string, last: string): Promise<void> {
  const names = (await readdir(path.join(cluster, 'pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name))
  const needed = names.filter((name) => name >= first && name <= last)
  if (!needed.includes(first) || !needed.includes(last)) {
    throw new EmbeddedFault('database.backup.incomplete', { first, last })
  }
  for (const name of needed) {
    await copyFile(path.join(cluster, 'pg_wal', name), path.join(directory, 'pg_wal', name))
  }
}

/** A table that was dropped while we copied is not missed: the WAL says the same. */
function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

async function own(cluster: string, owner: Owner | null): Promise<void> {
  await chmod(cluster, 0o700)
  if (owner === null) return
  await lchown(cluster, owner.uid, owner.gid)
  for (const entry of await readdir(cluster, { recursive: true, withFileTypes: true })) {
    await lchown(path.join(entry.parentPath, entry.name), owner.uid, owner.gid)
  }
}
