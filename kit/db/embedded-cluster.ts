import { spawn } from 'node:child_process'
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Binaries } from './embedded-binaries.ts'
import { hostRules, renderIdentities } from './embedded-config.ts'
import { EmbeddedFault } from './embedded-fault.ts'
import type { Owner } from './embedded-owner.ts'

/**
 * What `initdb` is told. `builtin` C.UTF-8 sorts by code point and is the same on every machine and
 * version.
 */
const initdbOptions = [
  ...['--username=postgres', '--encoding=UTF8', '--data-checksums', '--no-instructions'],
  ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
  ...['--auth-local=peer', '--auth-host=reject'],
]

/**
 * Makes sure that a cluster of the right version is at `cluster`; answers whether it was made just now. It
 * is made aside and renamed, so a start that was killed half-way leaves nothing that looks like a database.
 */
export async function ensureCluster(options: {
  cluster: string
  binaries: Binaries
  owner: Owner | null
}): Promise<boolean> {
  const { cluster, binaries, owner } = options
  const major = binaries.version.split('.')[0] ?? ''
  const found = await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch(missingOnly)
  if (found !== null) {
    if (found.trim() === major) return false
    throw new EmbeddedFault('database.version.other', { cluster, found: found.trim(), needed: major })
  }
  const aside = `${cluster}.new`
  await rm(aside, { recursive: true, force: true })
  await mkdir(aside, { mode: 0o700 })
  await give(aside, owner)
  if (owner === null) accountName()
  const failure = await run(binaries.initdb, [`--pgdata=${aside}`, ...initdbOptions], owner)
  if (failure !== null) throw classified(failure, 'database.create.failed', cluster)
  await rename(aside, cluster).catch((error: NodeJS.ErrnoException) => {
    throw new EmbeddedFault('database.create.failed', { cluster, reason: error.message })
  })
  return true
}

/**
 * Writes the files that PostgreSQL reads at its start; all of them are Ronghe's, `local.conf` is the
 * operator's.
 */
export async function writeConfig(cluster: string, owner: Owner | null, settings: string): Promise<void> {
  const files: [string, string][] = [
    ['postgresql.conf', settings],
    ['pg_hba.conf', hostRules],
    ['pg_ident.conf', renderIdentities([accountName()])],
  ]
  for (const [name, text] of files) {
    const target = path.join(cluster, name)
    const aside = `${target}.new`
    await writeFile(aside, text, { mode: 0o600 })
    await give(aside, owner)
    await rename(aside, target)
  }
}

function accountName(): string {
  try {
    return os.userInfo().username
  } catch {
    // PostgreSQL cannot run, nor tell its clients apart, without a name for the account.
    throw new EmbeddedFault('database.account.unknown', { uid: process.getuid?.() ?? 0 })
  }
}

/** Gives a file or folder to the account that runs PostgreSQL. */
export async function give(place: string, owner: Owner | null): Promise<void> {
  if (owner === null) return
  await chown(place, owner.uid, owner.gid)
}

/**
 * Opens a new data directory for passing through (not for reading) when another account runs PostgreSQL in
 * it.
 */
export async function makeDataDirectory(dataDirectory: string): Promise<void> {
  const made = await mkdir(dataDirectory, { recursive: true, mode: 0o755 })
  if (made !== undefined) await chmod(dataDirectory, process.getuid?.() === 0 ? 0o711 : 0o700)
}

/** Turns what a dying PostgreSQL program said into a fault that tells what to do. */
export function classified(
  text: string,
  otherwise: 'database.create.failed' | 'database.start.failed',
  cluster: string,
): EmbeddedFault {
  const tail = text.trim().split('\n').slice(-6).join('\n')
  const library = /error while loading shared libraries: ([^:]+):|Library not loaded: (\S+)/.exec(text)
  if (library)
    return new EmbeddedFault('database.library.missing', { library: library[1] ?? library[2] ?? '' })
  if (/No space left on device/.test(text)) return new EmbeddedFault('database.disk.full', { cluster })
  return new EmbeddedFault(otherwise, { cluster, reason: tail })
}

function missingOnly(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

async function run(program: string, options: readonly string[], owner: Owner | null): Promise<string | null> {
  const child = spawn(program, options, {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    ...(owner ?? {}),
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      reject(new EmbeddedFault('database.binary.unusable', { program, reason: error.message }))
    })
    child.once('close', (code, signal) => resolve(code === 0 ? null : `${said}\n${signal ?? `exit ${code}`}`))
  })
}
