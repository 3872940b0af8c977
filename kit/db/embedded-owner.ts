import { access, constants, readFile, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * The system account under which PostgreSQL runs when Ronghe itself runs as root; PostgreSQL refuses root.
 */
export type Owner = { uid: number; gid: number }

const nobodyDefault: Owner = { uid: 65534, gid: 65534 }

/**
 * Who must own the cluster and run PostgreSQL: null = the account that runs Ronghe. As root it is the
 * account that owns an existing cluster already, else `nobody`.
 */
export async function ownerOf(clusterDirectory: string): Promise<Owner | null> {
  if (process.getuid?.() !== 0) return null
  const existing = await stat(clusterDirectory).catch(() => null)
  if (existing !== null && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid }
  return nobody()
}

/** The account `nobody` as this system numbers it. */
export async function nobody(): Promise<Owner> {
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const fields = accounts
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':')
  const uid = Number(fields?.[2])
  const gid = Number(fields?.[3])
  return uid > 0 && gid > 0 ? { uid, gid } : nobodyDefault
}

/**
 * Can `owner` enter every folder down to `target` and read (folders: enter) `target` itself? Judged by the
 * mode bits; a path that does not exist yet is judged by the part that does.
 */
export async function reachable(target: string, owner: Owner | null): Promise<boolean> {
  if (owner === null) return readableByMe(target)
  const parts = path.resolve(target).split(path.sep).filter(Boolean)
  for (let depth = 0; depth <= parts.length; depth += 1) {
    const place = `/${parts.slice(0, depth).join('/')}`
    const found = await stat(place).catch(() => null)
    if (found === null) return true
    const shift = found.uid === owner.uid ? 6 : found.gid === owner.gid ? 3 : 0
    const bits = (found.mode >> shift) & 0o7
    const needed = found.isDirectory() ? 0o1 : 0o4
    if ((bits & needed) === 0) return false
  }
  return true
}

async function readableByMe(target: string): Promise<boolean> {
  try {
    await access(target, constants.R_OK)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}
