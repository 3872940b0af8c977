import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

/** Names one process for good: its number, and when it started, since numbers are given again. */
export type ProcessMark = { pid: number; started: string }

/** The mark of a living process, null when there is none (a zombie counts as none). */
export async function markOf(pid: number): Promise<ProcessMark | null> {
  const status = linuxStatus(pid)
  if (status === 'dead') return null
  if (status !== 'unknown') return { pid, started: status }
  const asked = promisify(execFile)('ps', ['-o', 'lstart=,stat=', '-p', String(pid)])
  const text = await asked.then(
    (answer) => answer.stdout.trim(),
    () => '',
  )
  return text === '' || /\sZ\S*$/.test(text) ? null : { pid, started: text.replace(/\s+\S+$/, '') }
}

/** Does the marked process still run? */
export async function isRunning(mark: ProcessMark): Promise<boolean> {
  const now = await markOf(mark.pid)
  return now !== null && now.started === mark.started
}

/** Boot and start tick of a process by `/proc` (proc(5): field 3 is the state, field 22 the start). */
function linuxStatus(pid: number): string {
  if (process.platform !== 'linux') return 'unknown'
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return 'dead'
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${fields[19]}`
  } catch {
    return 'dead'
  }
}

/** Signals a process; false when it is gone. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/** Signals all that is left of the process group that `pid` leads or led. */
export function signalGroup(pid: number, name: NodeJS.Signals): boolean {
  return signal(-pid, name)
}

/** Waits until `check` is true, at most `waitMsMax`; answers whether it became true. */
export async function until(check: () => Promise<boolean>, waitMsMax: number): Promise<boolean> {
  const endMs = performance.now() + waitMsMax
  for (;;) {
    if (await check()) return true
    if (performance.now() >= endMs) return false
    await pause(20)
  }
}

export function pause(waitMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, waitMs))
}
