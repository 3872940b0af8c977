import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { directoryBytes } from './directory.ts'
import type { PointSet } from './points.ts'
import type { Store } from './store.ts'

const keeperFile = fileURLToPath(new URL('./keeper.ts', import.meta.url))

/** What the keeper process is asked. */
export type Ask =
  | { kind: 'prepare'; set: PointSet; batchRows: number }
  | { kind: 'write'; index: number }
  | { kind: 'means'; set: PointSet; signals: number; bucketMs: number }
  | { kind: 'count'; set: PointSet }
  | { kind: 'settle' }

/** The house's own store, in a process of its own, so that it can be killed like the others. */
export async function openOurs(directory: string): Promise<Store> {
  let child: ChildProcess = await start()
  let number = 0
  const waiting = new Map<number, { resolve(value: number): void; reject(error: Error): void }>()

  async function start(): Promise<ChildProcess> {
    const made = fork(keeperFile, [directory], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    await once(made, 'message')
    made.on('message', (message) => {
      const { id, value, error } = message as { id: number; value: number; error?: string }
      if (error !== undefined) waiting.get(id)?.reject(new Error(error))
      else waiting.get(id)?.resolve(value)
      waiting.delete(id)
    })
    return made
  }

  function ask(question: Ask): Promise<number> {
    const id = number++
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      child.send({ id, ...question })
    })
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
    for (const one of waiting.values()) one.reject(new Error('killed'))
    waiting.clear()
  }

  return {
    name: 'Ronghe',
    durability: 'answered after fsync, in groups of up to 200 ms',
    prepare(set, batchRows) {
      const perBatch = Math.max(1, Math.floor(batchRows / set.signals))
      const made = ask({ kind: 'prepare', set, batchRows })
      return Array.from({ length: Math.ceil(set.steps / perBatch) }, (_, index) => async () => {
        await made
        return ask({ kind: 'write', index })
      })
    },
    means: (set, signals, bucketMs) => ask({ kind: 'means', set, signals, bucketMs }),
    count: (set) => ask({ kind: 'count', set }),
    async settle() {
      await ask({ kind: 'settle' })
    },
    bytes: () => directoryBytes(directory),
    async crash() {
      await end('SIGKILL')
      child = await start()
    },
    close: () => end('SIGTERM'),
  }
}
