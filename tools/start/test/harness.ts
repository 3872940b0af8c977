import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ask, type Status } from '../control.ts'
import { isRunning, markOf, type ProcessMark, pause, signal } from '../process.ts'

export type Run = {
  child: ChildProcess
  /** All it printed so far. */
  said(): string
  /** Waits until it printed something that matches; throws when it ends before. */
  hears(pattern: RegExp): Promise<RegExpExecArray>
  /** Sends a signal and waits for the end; answers the exit code. */
  end(name: NodeJS.Signals): Promise<number | null>
  ended: Promise<number | null>
}

export const houseFile = fileURLToPath(new URL('./house.ts', import.meta.url))

/** A folder that looks like a repository to the supervisor, removed at the end of the test. */
export async function newRoot(t: TestContext): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'ronghe-start-'))
  // Whoever runs the database has to pass through.
  await chmod(root, 0o755)
  await writeFile(path.join(root, 'package.json'), '{ "version": "1.2.3" }')
  t.after(async () => {
    // What a failed test left behind holds files open here.
    for (const pid of processesNaming(root)) signal(pid, 'SIGKILL')
    await rm(root, { recursive: true, force: true, maxRetries: 5 })
  })
  return root
}

/** Runs a program to its end or until it is ended; English words, so that tests can look for them. */
export function runProgram(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
  cwd = '/',
): Run {
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutOurs(), RONGHE_LANGUAGE: 'en', ...env },
    cwd,
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk
    })
  }
  let isOver = false
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      isOver = true
      resolve(code)
    })
  })
  return {
    child,
    ended,
    said: () => text,
    async hears(pattern) {
      for (;;) {
        const found = pattern.exec(text)
        if (found) return found
        if (isOver) throw new Error(`it ended without saying ${pattern}:\n${text}`)
        await pause(20)
      }
    },
    end(name) {
      child.kill(name)
      return ended
    },
  }
}

/** Starts the whole house with the small programs, on free ports, in `<root>/data`. */
export function startHouse(root: string, env: Record<string, string> = {}, args: string[] = []): Run {
  const ports = { PORT: '0', MQTT_PORT: '0', SAMPLE_MTCONNECT_PORT: '0', SAMPLE_OPCUA_PORT: '0' }
  return runProgram(houseFile, [root, ...args], { ...ports, DATA_DIR: path.join(root, 'data'), ...env })
}

/** Waits until the house is ready; answers its address. */
export async function readyAt(run: Run): Promise<string> {
  return (await run.hears(/Ronghe is running.*: (http\S+)/))[1] ?? ''
}

/** Asks the running house how it is, and marks all its processes. */
export async function statusOf(root: string): Promise<Status & { marks: ProcessMark[] }> {
  const { control } = JSON.parse(await readFile(path.join(root, 'data/lock'), 'utf8')) as { control: string }
  const status = (await ask(control, { command: 'status' })) as Status
  const pids = [status.pid, status.database?.pid, ...status.children.map((one) => one.pid)]
  const marks = await Promise.all(pids.map((pid) => (pid ? markOf(pid) : null)))
  return { ...status, marks: marks.filter((mark) => mark !== null) }
}

/** Which of these still run. */
export async function living(marks: readonly ProcessMark[]): Promise<number[]> {
  const states = await Promise.all(marks.map(isRunning))
  return marks.filter((_, index) => states[index]).map((mark) => mark.pid)
}

/** Processes whose command line names this folder. */
export function processesNaming(root: string): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 2 ** 24 }).split(
    '\n',
  )
  return lines.filter((line) => line.includes(root)).map((line) => Number.parseInt(line, 10))
}

const given = new Set<number>()

/**
 * A port that is free now. It lies below those that systems give to callers (from 32768 on Linux, from 49152
 * elsewhere): one of them could be taken by any connection before the program that it is for listens.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
}

function isFree(port: number): Promise<boolean> {
  const server = net.createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** Waits until `check` answers true; a test that waits in vain is ended by the runner. */
export async function eventually(check: () => Promise<boolean>): Promise<void> {
  while (!(await check().catch(() => false))) await pause(25)
}

function withoutOurs(): Record<string, string | undefined> {
  const { NODE_TEST_CONTEXT: _context, npm_lifecycle_event: _event, ...env } = process.env
  return env
}
