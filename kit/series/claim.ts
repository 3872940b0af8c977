import { closeSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { seriesError } from './fault.ts'

/**
 * Claims a directory for this process. The database's own lock keeps other processes out, but lets two
 * threads of one process open the same file, which would destroy it. Returns how to give the claim back.
 * Throws `series.locked`.
 */
export function claim(directory: string): () => void {
  const path = join(directory, `owner.${process.pid}`)
  const startedMs = Date.now() - process.uptime() * 1000
  const lastMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs
  // A claim older than this process was left by an earlier one of the same number that was killed.
  if (lastMs !== undefined && lastMs < startedMs - 1000) rmSync(path, { force: true })
  try {
    closeSync(openSync(path, 'wx'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw seriesError('series.locked', { directory, reason: `this process (${process.pid}) has it open` })
  }
  return () => rmSync(path, { force: true })
}

/**
 * Removes the claims of processes that were killed: none but ours can be alive, since the database let us
 * in.
 */
export function clearOldClaims(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (/^owner\.\d+$/.test(name) && name !== `owner.${process.pid}`)
      rmSync(join(directory, name), { force: true })
  }
}
