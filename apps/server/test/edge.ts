import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../edge/main.ts', import.meta.url))

export type EdgeCredential = { id: string; password: string; server: string; group: string; node: string }

/** A process of the edge program with these machines, its log and its file in the directory. */
export function startEdgeProcess(
  directory: string,
  credential: EdgeCredential,
  devices: readonly object[],
  more: { pair?: boolean; files?: string } = {},
): ChildProcess {
  const { id, password, server, group, node } = credential
  const config = {
    ...{ server, group, node, username: id, password, ...more },
    buffer: { directory: join(directory, node) },
    limits: { batchMs: 20, healthMs: 300, waitMsMin: 100, waitMsMax: 300 },
    devices,
  }
  const file = join(directory, `${node}.json`)
  writeFileSync(file, JSON.stringify(config))
  return spawn(process.execPath, [program, '--config', file], { stdio: 'ignore' })
}
