import { readdir, readFile } from 'node:fs/promises'
import { signal, until } from '../start/process.ts'

export type Left = { pid: number; command: string }

/**
 * Processes that name `mark` in their command line or environment, this one and its parents excepted (Linux).
 */
export async function processesWith(mark: string): Promise<Left[]> {
  const found: Left[] = []
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue
    const command = await textOf(`/proc/${name}/cmdline`)
    if (command === '') continue
    if (!command.includes(mark) && !(await textOf(`/proc/${name}/environ`)).includes(mark)) continue
    found.push({ pid: Number(name), command: command.replaceAll('\0', ' ').trim().slice(0, 160) })
  }
  return found
}

/** Gives what is ending the time to end, then kills what is left; answers what had to be killed. */
export async function endAll(mark: string, waitMsMax: number): Promise<Left[]> {
  const isOver = async () => (await processesWith(mark)).length === 0
  if (await until(isOver, waitMsMax)) return []
  const left = await processesWith(mark)
  for (const { pid } of left) signal(pid, 'SIGKILL')
  await until(isOver, 5000)
  return left
}

function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}
