import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from '../process.ts'
import { batchesOf, linesOf, type PointSet } from './points.ts'
import type { Store } from './store.ts'

/** A foreign server that speaks the line protocol, as a process on a free port of this machine. */
export type Peer = {
  name: string
  durability: string
  program: string
  arguments(port: number, directory: string): Promise<string[]>
  /** Path that answers 2xx when it is ready. */
  ready: string
  begin?(url: string): Promise<void>
  write: string
  means(url: string, set: PointSet, signals: number, bucketMs: number): Promise<number>
  count(url: string, set: PointSet): Promise<number>
  settle(url: string): Promise<void>
  bytes(directory: string): Promise<number>
}

/** Where a program lies, or null where it is not installed. */
export function programPath(program: string): string | null {
  try {
    return execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

export async function openPeer(peer: Peer, directory: string): Promise<Store> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const list = await peer.arguments(port, directory)
  let child = await start()
  await peer.begin?.(url)

  async function start(): Promise<ChildProcess> {
    const made = spawn(peer.program, list, { stdio: 'ignore' })
    for (let turn = 0; turn < 600; turn++) {
      if (
        await fetch(url + peer.ready).then(
          (answer) => answer.ok,
          () => false,
        )
      )
        return made
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`${peer.name} does not answer`)
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return {
    name: peer.name,
    durability: peer.durability,
    prepare(set, batchRows) {
      return [...batchesOf(set, batchRows)].map((range) => {
        const body = linesOf(set, range)
        return async () => {
          const answer = await fetch(url + peer.write, { method: 'POST', body })
          if (!answer.ok) throw new Error(`${peer.name}: ${answer.status} ${await answer.text()}`)
        }
      })
    },
    means: (set, signals, bucketMs) => peer.means(url, set, signals, bucketMs),
    count: (set) => peer.count(url, set),
    settle: () => peer.settle(url),
    bytes: () => peer.bytes(directory),
    async crash() {
      await end('SIGKILL')
      child = await start()
    },
    close: () => end('SIGTERM'),
  }
}

/** The body of a question as JSON. */
export async function asked<T>(url: string, path: string, query: Record<string, string>): Promise<T> {
  const answer = await fetch(`${url}${path}?${new URLSearchParams(query)}`)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
