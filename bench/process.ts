import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import net from 'node:net'

/** Clock ticks of the kernel in a second (`getconf CLK_TCK` on every Linux of ours). */
const ticks = 100

/** Time of the process on all processors, user and system (proc(5), fields 14 and 15). */
export function cpuSeconds({ pid }: Pick<ChildProcess, 'pid'>): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / ticks
}

/** The same of PostgreSQL's processes that serve this database; they name it in their titles. */
export function databaseSeconds(database: string): number {
  let seconds = 0
  for (const pid of readdirSync('/proc').map(Number).filter(Boolean)) {
    try {
      const title = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (title.startsWith('postgres:') && title.includes(` ${database} `)) seconds += cpuSeconds({ pid })
    } catch {
      // It ended while we looked.
    }
  }
  return seconds
}

export function residentMegabytes(child: ChildProcess): number {
  const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  return Number(kibibytes) / 1024
}

/** A port of this machine that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Waits until something holds, two minutes at most; then it goes on and shows what is missing. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + 120_000
  while (!(await holds()) && Date.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 20))
}
