import { type ChildProcess, spawn } from 'node:child_process'
import { StartFault } from './fault.ts'
import type { LogFile } from './log-file.ts'
import { markOf, type ProcessMark, signalGroup } from './process.ts'

export type ChildPlan = {
  name: string
  /** Program that Node runs, and its options. */
  file: string
  options?: readonly string[]
  env: Record<string, string | undefined>
  log: LogFile
  /** Longest orderly end, milliseconds; then it is killed. */
  stopMsMax?: number
}

export type ChildEvents = {
  /** It died and is started again after `waitMs`. */
  died(values: { name: string; reason: string; waitMs: number }): void
  /** It runs (again) as this process. */
  running(mark: ProcessMark): void
  message(message: unknown): void
}

export type Child = {
  readonly name: string
  /** Its process now; null between two lives. */
  pid(): number | null
  /** How often it was started again. */
  restarts(): number
  send(message: object): boolean
  /** Rejects when it dies before `accept()` was called: a program that never worked is not started again. */
  accepted: Promise<void>
  accept(): void
  stop(): Promise<void>
  /** Kills it and everything it started. */
  kill(): void
}

const waitMsMin = 250
const waitMsMax = 5_000
const steadyMs = 60_000

/** How long to wait before the next start after `deaths` deaths in a row: doubling, bounded. */
export function backoffMs(deaths: number): number {
  return Math.min(waitMsMax, waitMsMin * 2 ** Math.max(0, deaths - 1))
}

/** One program over all its lives. */
type Life = {
  child: ChildProcess | null
  timer: NodeJS.Timeout | null
  isStopping: boolean
  isAccepted: boolean
  deaths: number
  restarts: number
  ended: Promise<void>
  refuse(fault: StartFault): void
}

/**
 * Runs a Node program as a child in a process group of its own (Ctrl-C at the terminal reaches the
 * supervisor alone), starts it again when it dies, and ends it on `stop()`. The child ends by itself when
 * the IPC channel closes.
 */
export function keepRunning(plan: ChildPlan, events: ChildEvents): Child {
  const { promise: accepted, resolve: accept, reject: refuse } = Promise.withResolvers<void>()
  // Whoever does not wait for the acceptance still hears of the death by `died`.
  accepted.catch(() => {})
  const life: Life = {
    ...{ child: null, timer: null, isStopping: false, isAccepted: false, deaths: 0, restarts: 0 },
    ...{ ended: Promise.resolve(), refuse },
  }
  run(life, plan, events)
  return {
    name: plan.name,
    pid: () => life.child?.pid ?? null,
    restarts: () => life.restarts,
    send: (message) => life.child?.connected === true && life.child.send(message),
    accepted,
    accept() {
      life.isAccepted = true
      accept()
    },
    stop: () => stop(life, plan.stopMsMax ?? 15_000),
    kill() {
      life.isStopping = true
      if (life.timer !== null) clearTimeout(life.timer)
      if (life.child?.pid !== undefined) signalGroup(life.child.pid, 'SIGKILL')
    },
  }
}

function run(life: Life, plan: ChildPlan, events: ChildEvents): void {
  life.timer = null
  const startMs = performance.now()
  const child = spawn(process.execPath, [plan.file, ...(plan.options ?? [])], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: plan.env,
  })
  life.child = child
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => plan.log.write(chunk))
  }
  child.on('message', (message) => events.message(message))
  child.on('error', () => {})
  if (child.pid !== undefined) {
    void markOf(child.pid).then((mark) => {
      if (mark !== null) events.running(mark)
    })
  }
  life.ended = new Promise((resolve) => {
    child.once('exit', () => {
      // Whatever it started ends with it; else the pipes would stay open and `close` would not come.
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL')
    })
    child.once('close', (code, name) => {
      life.child = null
      resolve()
      const reason = name ?? `exit ${code}`
      if (!life.isStopping) again(life, plan, events, reason, performance.now() - startMs)
    })
  })
}

function again(life: Life, plan: ChildPlan, events: ChildEvents, reason: string, livedMs: number): void {
  if (!life.isAccepted) {
    const said = plan.log.tail().trim().split('\n').slice(-30).join('\n')
    life.refuse(new StartFault('start.child.failed', { name: plan.name, reason, said }))
    return
  }
  life.deaths = livedMs > steadyMs ? 1 : life.deaths + 1
  life.restarts += 1
  const waitMs = backoffMs(life.deaths)
  events.died({ name: plan.name, reason, waitMs })
  life.timer = setTimeout(run, waitMs, life, plan, events)
}

async function stop(life: Life, stopMsMax: number): Promise<void> {
  life.isStopping = true
  if (life.timer !== null) clearTimeout(life.timer)
  const { child } = life
  if (child?.pid === undefined) return
  child.kill('SIGTERM')
  const killer = setTimeout(signalGroup, stopMsMax, child.pid, 'SIGKILL')
  await life.ended
  clearTimeout(killer)
}
