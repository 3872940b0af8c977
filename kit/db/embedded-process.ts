import { execFile, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedFault } from './embedded-fault.ts'
import type { Owner } from './embedded-owner.ts'

/**
 * What `postmaster.pid` says (PostgreSQL, `miscadmin.h`, LOCK_FILE_LINE_*): line 1 the process, line 8 its
 * state.
 */
export type Postmaster = { pid: number; state: string }

const pollMs = 15

/** Reads `postmaster.pid`; null when there is none. */
export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  return Number.isInteger(pid) && pid > 0 ? { pid, state: (lines[7] ?? '').trim() } : null
}

/**
 * Is `pid` a living process that serves `cluster`? A zombie, or another program that got the number, is
 * not.
 */
export async function serves(pid: number, cluster: string): Promise<boolean> {
  if (!(await alive(pid))) return false
  return (await commandOf(pid)).includes(cluster)
}

/** Is there a process `pid` that still runs? A zombie (dead, not yet collected by its parent) does not. */
export async function alive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The state follows the command's name, which stands in brackets and may itself hold brackets.
  return !/^ [ZX]/.test(status.slice(status.lastIndexOf(')') + 1))
}

async function commandOf(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
  } catch {
    const asked = promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])
    return asked.then(
      (answer) => answer.stdout,
      () => '',
    )
  }
}

/** A started postmaster; `ended` resolves with the reason once it is gone. */
export type Started = { pid: number; ended: Promise<string>; releaseParent(): void }

/**
 * Starts the postmaster in a session of its own, so that Ctrl-C at the terminal reaches only the
 * supervisor, which stops things in order. What it says before its log collector runs goes to
 * `<cluster>/start.log`.
 */
export async function spawnPostmaster(
  postgres: string,
  cluster: string,
  owner: Owner | null,
): Promise<Started> {
  const log = openSync(startLogOf(cluster), 'w', 0o600)
  const child = spawn(postgres, ['-D', cluster], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    ...(owner ?? {}),
  })
  const failed = new Promise<Error>((resolve) => child.once('error', resolve))
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`))
  })
  closeSync(log)
  if (child.pid === undefined) {
    throw new EmbeddedFault('database.binary.unusable', { program: postgres, reason: (await failed).message })
  }
  return { pid: child.pid, ended, releaseParent: () => child.unref() }
}

/** Resolves when a process that is not our child is gone. The timer keeps no program alive. */
export function goneOf(pid: number): Promise<string> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      alive(pid).then((still) => {
        if (still) return
        clearInterval(timer)
        resolve('gone')
      })
    }, 250)
    timer.unref()
  })
}

/**
 * Waits until the postmaster takes connections. Calls `waiting` about once a second with the milliseconds
 * so far (recovery after a crash can take long). Answers the text of the start log when it died instead,
 * null when ready.
 */
export async function untilReady(options: {
  cluster: string
  pid: number
  waiting: (soFarMs: number) => void
}): Promise<string | null> {
  const { cluster, pid, waiting } = options
  const startMs = performance.now()
  let toldMs = 0
  for (;;) {
    const found = await readPostmaster(cluster)
    if (found?.pid === pid && found.state === 'ready') return null
    if (!(await alive(pid))) return await readFile(startLogOf(cluster), 'utf8').catch(() => '')
    const soFarMs = performance.now() - startMs
    if (soFarMs - toldMs >= 1000) {
      toldMs = soFarMs
      waiting(Math.round(soFarMs))
    }
    await pause(pollMs)
  }
}

/**
 * Stops a postmaster: fast shutdown (SIGINT, open transactions are rolled back), after `fastMsMax` immediate
 * shutdown (SIGQUIT, recovery at the next start), at last SIGKILL.
 */
export async function stopPostmaster(pid: number, fastMsMax = 30_000): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', fastMsMax],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ]
  for (const [signal, waitMsMax] of steps) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    const endMs = performance.now() + waitMsMax
    while (performance.now() < endMs) {
      if (!(await alive(pid))) return
      await pause(pollMs)
    }
  }
}

/**
 * A watcher that stops the postmaster and removes the folders when its standard input ends: at the latest
 * when this process dies, be it by SIGKILL. Keeps this process alive only after `ref()`.
 */
export function stopWithParent(pid: number, folders: readonly string[]) {
  const script =
    'pid=$1; shift; read -r _; kill -INT $pid 2>/dev/null; ' +
    'n=0; while kill -0 $pid 2>/dev/null && [ $n -lt 300 ]; do sleep 0.1; n=$((n+1)); done; ' +
    'kill -KILL $pid 2>/dev/null; rm -rf "$@"'
  const watcher = spawn('/bin/sh', ['-c', script, 'sh', String(pid), ...folders], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watcher.unref()
  const pipe = watcher.stdin as typeof watcher.stdin & { unref(): void }
  pipe.unref()
  return watcher
}

function startLogOf(cluster: string): string {
  return path.join(cluster, 'start.log')
}

export function pause(waitMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, waitMs))
}
