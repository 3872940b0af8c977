import { mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ReasonError } from '../reason.ts'

/**
 * Takes the directory for this process; returns the function that gives it back. Throws `edge.buffer.inUse`
 * while another living process has it. A lock left behind by kill -9 or a power cut is taken over: the
 * process id with the process's start time tells whether the holder still lives, even when its id was given
 * to another process since.
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'lock')
  const own = `${process.pid} ${startOf(process.pid)}`
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, own, { flag: 'wx' })
      return () => unlock(path, own)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 8) throw error
    }
    const holder = read(path)
    if (holder === undefined) continue
    const pid = Number(holder.split(' ')[0])
    if (isAlive(pid, holder)) throw new ReasonError('edge.buffer.inUse', { directory, pid })
    removeStale(path, holder)
  }
}

function unlock(path: string, own: string): void {
  if (read(path) === own) unlinkSync(path)
}

/**
 * Two processes may see the same dead lock: the rename gives it to one; whoever took a living one puts it
 * back.
 */
function removeStale(path: string, holder: string): void {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (read(aside) === holder) unlinkSync(aside)
  else renameSync(aside, path)
}

function isAlive(pid: number, holder: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const start = startOf(pid)
  return start === '' || holder === `${pid} ${start}`
}

/**
 * When the process was started, in the kernel's own count (proc(5), field 22), with the boot it belongs to;
 * else ''.
 */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === undefined) return ''
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  return `${start}@${read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}`
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
