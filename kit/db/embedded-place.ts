import { createHash, randomUUID } from 'node:crypto'
import { chmod, chown, lstat, mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { usableShelter } from './embedded-binaries.ts'
import { EmbeddedFault } from './embedded-fault.ts'
import { nobody, type Owner, ownerOf, reachable } from './embedded-owner.ts'

/** Where a cluster lives and who runs it. */
export type Place = { cluster: string; socketDirectory: string; owner: Owner | null }

/** `sockaddr_un.sun_path` holds 108 bytes on Linux and 104 on macOS, the closing zero included. */
const socketPathBytesMax = 103
const socketName = '.s.PGSQL.5432'

/**
 * Decides where the cluster of a data directory lives. It is `<dataDirectory>/postgres`, unless Ronghe runs
 * as root and the account that runs PostgreSQL cannot enter there; then it is `<shelter>/<id>/postgres`,
 * and `<dataDirectory>/postgres.place.json` says so. No permission of an existing folder above is ever
 * changed.
 */
export async function placeOf(dataDirectory: string, shelters: readonly string[]): Promise<Place> {
  const home = await realpath(dataDirectory)
  const cluster =
    (await notedPlace(home)) ?? (await insidePlace(home)) ?? (await shelteredPlace(home, shelters))
  const owner = await ownerOf(cluster)
  return { cluster, owner, socketDirectory: await socketDirectoryOf(cluster, owner) }
}

async function insidePlace(home: string): Promise<string | null> {
  const cluster = path.join(home, 'postgres')
  const found = await lstat(cluster).catch(() => null)
  const owner = await ownerOf(cluster)
  const me = process.getuid?.()
  if (found !== null && owner === null && found.uid !== me) {
    throw new EmbeddedFault('database.place.foreign', { place: cluster, uid: found.uid })
  }
  if (await reachable(path.dirname(cluster), owner)) return cluster
  if (found !== null)
    throw new EmbeddedFault('database.place.unreachable', { place: cluster, uid: owner?.uid ?? 0 })
  return null
}

/**
 * Follows the note in the data directory, after checking that the cluster belongs to no other data
 * directory.
 */
async function notedPlace(home: string): Promise<string | null> {
  const cluster = await clusterNoted(home)
  if (cluster === null) return null
  const exists = await lstat(path.dirname(cluster)).catch(() => null)
  if (exists === null) throw new EmbeddedFault('database.place.lost', { place: cluster, note: noteOf(home) })
  const back = path.join(path.dirname(cluster), 'owner.json')
  const { dataDirectory } = JSON.parse(await readFile(back, 'utf8')) as { dataDirectory: string }
  if (dataDirectory === home) return cluster
  // The data directory was moved, or copied; a copy may not work on the same cluster as its original.
  if ((await clusterNoted(dataDirectory).catch(() => null)) === cluster) {
    throw new EmbeddedFault('database.place.shared', { place: cluster, other: dataDirectory })
  }
  await writeAside(back, JSON.stringify({ dataDirectory: home }))
  return cluster
}

async function shelteredPlace(home: string, shelters: readonly string[]): Promise<string> {
  const owner = await nobody()
  for (const shelter of shelters) {
    if (!(await usableShelter(shelter, owner))) continue
    const place = path.join(shelter, randomUUID().slice(0, 8))
    const cluster = path.join(place, 'postgres')
    await mkdir(place, { mode: 0o755 })
    await writeAside(path.join(place, 'owner.json'), JSON.stringify({ dataDirectory: home }))
    await writeAside(noteOf(home), JSON.stringify({ cluster }))
    return cluster
  }
  throw new EmbeddedFault('database.place.none', { dataDirectory: home, shelters: shelters.join(', ') })
}

function noteOf(home: string): string {
  return path.join(home, 'postgres.place.json')
}

async function clusterNoted(home: string): Promise<string | null> {
  const text = await readFile(noteOf(home), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as { cluster: string }).cluster
}

async function writeAside(target: string, text: string): Promise<void> {
  const aside = `${target}.${process.pid}.new`
  await writeFile(aside, text, { mode: 0o600 })
  await rename(aside, target)
}

/**
 * A short folder for the socket that only the owner may enter. Its name is guessable, so a folder that is
 * already there counts only when it belongs to the owner and is closed to everybody else.
 */
async function socketDirectoryOf(cluster: string, owner: Owner | null): Promise<string> {
  const name = `ronghe-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}`
  for (const parent of [os.tmpdir(), '/tmp', '/var/tmp']) {
    const directory = path.join(parent, name)
    if (Buffer.byteLength(path.join(directory, socketName)) > socketPathBytesMax) continue
    if (!(await reachable(parent, owner))) continue
    if (await claimDirectory(directory, owner)) return directory
  }
  throw new EmbeddedFault('database.socket.unsafe', { directory: path.join('/tmp', name) })
}

async function claimDirectory(directory: string, owner: Owner | null): Promise<boolean> {
  try {
    await mkdir(directory, { mode: 0o700 })
    if (owner !== null) await chown(directory, owner.uid, owner.gid)
    await chmod(directory, 0o700)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
  }
  const found = await lstat(directory)
  return found.isDirectory() && found.uid === (owner?.uid ?? process.getuid?.()) && (found.mode & 0o077) === 0
}
