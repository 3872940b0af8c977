import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isRunning, type ProcessMark, signalGroup, until } from './process.ts'

export type Leftover = ProcessMark & { name: string }

/**
 * Notes which processes a supervisor has started, so that the next one knows what a killed one left behind.
 */
export async function noteChildren(dataDirectory: string, children: readonly Leftover[]): Promise<void> {
  const place = noteOf(dataDirectory)
  await writeFile(`${place}.new`, JSON.stringify(children), { mode: 0o600 })
  await rename(`${place}.new`, place)
}

/** After an orderly end nothing is left. */
export async function forgetChildren(dataDirectory: string): Promise<void> {
  await rm(noteOf(dataDirectory), { force: true })
}

/**
 * Waits for what a killed supervisor left behind to end by itself (they notice that it is gone), and kills
 * what has not ended after `waitMsMax`. Answers the names of all that were still running.
 */
export async function endLeftovers(dataDirectory: string, waitMsMax = 5000): Promise<string[]> {
  const text = await readFile(noteOf(dataDirectory), 'utf8').catch(() => '[]')
  const living: Leftover[] = []
  for (const one of parsed(text)) if (await isRunning(one)) living.push(one)
  await Promise.all(living.map((one) => endOne(one, waitMsMax)))
  return living.map((one) => one.name)
}

async function endOne(one: Leftover, waitMsMax: number): Promise<void> {
  const gone = async () => !(await isRunning(one))
  if (await until(gone, waitMsMax)) return
  signalGroup(one.pid, 'SIGKILL')
  await until(gone, 5000)
}

/** A note that was cut off by a crash of the machine names nothing that still runs. */
function parsed(text: string): Leftover[] {
  try {
    return JSON.parse(text) as Leftover[]
  } catch {
    return []
  }
}

function noteOf(dataDirectory: string): string {
  return path.join(dataDirectory, 'running.json')
}
