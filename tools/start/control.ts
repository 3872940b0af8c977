import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { StartFault } from './fault.ts'
import type { Values } from './words.ts'

/** What may be asked of a running Ronghe. */
export type Command =
  | { command: 'status' }
  | { command: 'stop' }
  | { command: 'backup-series'; directory: string }

export type Status = {
  pid: number
  /** Address people open; null while it starts. */
  url: string | null
  children: { name: string; pid: number | null; restarts: number }[]
  /** The embedded database; null: another one is used. */
  database: { url: string; cluster: string; pid: number } | null
}

export type Answer = { ok: true; result: unknown } | { ok: false; code: string; values: Values }

/** `sockaddr_un.sun_path` holds 104 bytes on macOS, the closing zero included; Linux has 108. */
const socketPathBytesMax = 103
const lineCharactersMax = 65_536

/**
 * Where the commands are taken: in the data directory, or in a closed temporary folder when its path is too
 * long.
 */
export async function controlPlace(dataDirectory: string): Promise<string> {
  const inside = path.join(dataDirectory, 'control.sock')
  if (Buffer.byteLength(inside) <= socketPathBytesMax) return inside
  return path.join(await mkdtemp(path.join(os.tmpdir(), 'ronghe-control-')), 'control.sock')
}

/**
 * Takes commands on a unix socket that only this account may open, one JSON line each, and answers one
 * line. The caller holds the lock of the data directory, so a socket that lies there is a killed
 * supervisor's.
 */
export async function takeCommands(
  place: string,
  answer: (command: Command) => Promise<unknown>,
): Promise<{ close(): Promise<void> }> {
  await rm(place, { force: true })
  const open = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    const lines = createInterface({ input: socket })
    lines.on('error', () => socket.destroy())
    lines.once('line', (line) => {
      void answerLine(line, answer).then((said) => socket.end(`${JSON.stringify(said)}\n`))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // `listen` makes the socket before it returns, so the mask holds for nothing else.
    const maskBefore = process.umask(0o177)
    server.listen(place, resolve)
    process.umask(maskBefore)
  })
  return {
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await rm(
        path.basename(path.dirname(place)).startsWith('ronghe-control-') ? path.dirname(place) : place,
        {
          recursive: true,
          force: true,
        },
      )
    },
  }
}

async function answerLine(line: string, answer: (command: Command) => Promise<unknown>): Promise<Answer> {
  try {
    if (line.length > lineCharactersMax) throw new StartFault('start.command.unknown', { command: '…' })
    return { ok: true, result: await answer(JSON.parse(line) as Command) }
  } catch (error) {
    const { code, values, message } = error as { code?: string; values?: Values; message: string }
    if (code !== undefined && values !== undefined) return { ok: false, code, values }
    return { ok: false, code: 'start.command.failed', values: { reason: message } }
  }
}

/** Asks a running Ronghe at `place`. Throws the fault that it answered, or `start.command.noAnswer`. */
export async function ask(place: string, command: Command): Promise<unknown> {
  const line = await new Promise<string>((resolve, reject) => {
    const socket = net.connect(place, () => socket.write(`${JSON.stringify(command)}\n`))
    const gone = (reason: string) => reject(new StartFault('start.command.noAnswer', { place, reason }))
    socket.once('error', (error) => gone(error.message))
    socket.once('close', () => gone('closed'))
    const lines = createInterface({ input: socket })
    // It passes the socket's error on, which is told above.
    lines.on('error', () => {})
    lines.once('line', resolve)
  })
  const said = JSON.parse(line) as Answer
  if (said.ok) return said.result
  throw new StartFault(said.code, said.values)
}
