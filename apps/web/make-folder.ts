import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

const turnsMax = 10

/**
 * Fills a folder beside `place` (absolute) and then puts it there whole, instead of what was there. Who reads
 * the place meanwhile, or fills it too from another process, never finds a half.
 */
export async function makeFolder(place: string, fill: (folder: string) => Promise<void>): Promise<void> {
  await forgetKilled(place)
  const making = `${makingOf(place)}${process.pid}`
  const coming = join(making, 'coming')
  await mkdir(coming, { recursive: true })
  try {
    await fill(coming)
    await replace(place, coming, join(making, 'going'))
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

/** In the same file system, and hidden, so that nobody looks there for sources. */
const makingOf = (place: string) => join(dirname(place), `.${basename(place)}-`)

/** Another process may take the place between our two steps: then it is taken once more. */
async function replace(place: string, coming: string, going: string): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    await rename(place, `${going}-${turn}`).catch((error) => {
      if (error.code !== 'ENOENT') throw error
    })
    try {
      return await rename(coming, place)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if ((code !== 'ENOTEMPTY' && code !== 'EEXIST') || turn === turnsMax) throw error
    }
  }
}

/** Takes away what processes left that were killed. */
async function forgetKilled(place: string): Promise<void> {
  const prefix = basename(makingOf(place))
  for (const name of await readdir(dirname(place))) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue
    await rm(join(dirname(place), name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
