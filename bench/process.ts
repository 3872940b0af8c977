import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Clock ticks of the kernel in a second (`getconf CLK_TCK` on every Linux of ours). */
const ticks = 100

/** Time of the process on all processors, user and system (proc(5), fields 14 and 15). */
export function cpuSeconds(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / ticks
}

export function residentMegabytes(child: ChildProcess): number {
  const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  return Number(kibibytes) / 1024
}
