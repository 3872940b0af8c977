import { createHash, randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { StartFault } from './fault.ts'
import { isRunning, markOf, type ProcessMark, pause } from './process.ts'

/** Who holds a data directory: which process, since when, doing what, and where it listens for commands. */
export type Holder = ProcessMark & { id: string; since: string; work: string; control: string | null }

export type Lock = { release(): Promise<void> }

/**
 * Takes the data directory for this process, or throws `start.directory.taken`. The lock is a file that
 * names the process and its start, so one that was left by a killed process, or by the machine's end, is
 * taken over.
 */
export async function takeLock(dataDirectory: string, work: string, control: string | null): Promise<Lock> {
  const place = lockOf(dataDirectory)
  const mark = (await markOf(process.pid)) ?? { pid: process.pid, started: '' }
  const mine: Holder = { ...mark, id: randomUUID(), since: new Date().toISOString(), work, control }
  const aside = `${place}.${mine.id}`
  await writeFile(aside, JSON.stringify(mine), { mode: 0o600 })
  try {
    while (!(await linked(aside, place)) && !(await takenOver(aside, place, dataDirectory))) await pause(5)
  } finally {
    await rm(aside, { force: true })
  }
  return {
    async release() {
      if (parsed(await textOf(place))?.id === mine.id) await rm(place, { force: true })
    },
  }
}

/** The living holder of a data directory, null when it is free. */
export async function holderOf(dataDirectory: string): Promise<Holder | null> {
  const holder = parsed(await textOf(lockOf(dataDirectory)))
  return holder !== null && (await isRunning(holder)) ? holder : null
}

function lockOf(dataDirectory: string): string {
  return path.join(dataDirectory, 'lock')
}

/**
 * Puts our file in the place of a dead holder's lock. Only one process may replace a given lock: the one
 * that made the guard whose name is the hash of that lock's text. A guard whose maker died has a guard of
 * its own, and so on. False: somebody was faster, look again. Throws when the holder lives.
 */
async function takenOver(aside: string, place: string, dataDirectory: string): Promise<boolean> {
  const stale = await textOf(place)
  if (stale === null) return false
  const holder = parsed(stale)
  if (holder !== null && (await isRunning(holder))) {
    const { pid, since, work } = holder
    throw new StartFault('start.directory.taken', { dataDirectory, pid, since, work })
  }
  const dead: string[] = []
  let guard = guardOf(place, stale)
  while (!(await linked(aside, guard))) {
    const text = await textOf(guard)
    const maker = parsed(text)
    if (text === null || (maker !== null && (await isRunning(maker)))) return false
    dead.push(guard)
    guard = guardOf(place, text)
  }
  try {
    // Whoever held the guard before us may have replaced the lock already.
    if ((await textOf(place)) !== stale) return false
    // Renaming one name of a file onto another name of the same file does nothing, so it is a new link of
    // ours.
    await link(aside, `${aside}.new`)
    await rename(`${aside}.new`, place)
    return true
  } finally {
    for (const one of [...dead, guard]) await rm(one, { force: true })
  }
}

function guardOf(place: string, text: string): string {
  return `${place}.${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
}

/** `link` fails when the name is there already, so the file appears whole and only once. */
async function linked(aside: string, place: string): Promise<boolean> {
  try {
    await link(aside, place)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function textOf(place: string): Promise<string | null> {
  return readFile(place, 'utf8').catch(() => null)
}

function parsed(text: string | null): Holder | null {
  try {
    return text === null ? null : (JSON.parse(text) as Holder)
  } catch {
    return null
  }
}
