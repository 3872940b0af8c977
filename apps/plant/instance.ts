import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The agent's instance id of this start: the Unix time in seconds, or one more than the last if that is not
 * less. It has to change whenever sequence numbers begin anew (MTConnect Part 1, Header), which here is every
 * start; the last one is kept in the directory so that a quick restart or a clock set back cannot repeat it.
 */
export function nextInstanceId(directory: string, nowMicros: number): number {
  mkdirSync(directory, { recursive: true })
  const file = join(directory, 'agent-instance')
  const id = Math.max(Math.floor(nowMicros / 1_000_000), lastInstanceId(file) + 1)
  writeFileSync(`${file}.new`, `${id}\n`)
  renameSync(`${file}.new`, file)
  return id
}

function lastInstanceId(file: string): number {
  try {
    const id = Number(readFileSync(file, 'utf8'))
    return Number.isSafeInteger(id) ? id : 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}
