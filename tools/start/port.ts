import { readdir, readFile, readlink } from 'node:fs/promises'
import net from 'node:net'
import { StartFault } from './fault.ts'

/** A port that a setting names. */
export type Wanted = { host: string; port: number; setting: string }

/**
 * Throws when a port cannot be listened on: `start.port.taken` (naming the program that has it,
 * where the system tells), `start.port.forbidden` or `start.host.unknown`.
 */
export async function checkPort({ host, port, setting }: Wanted): Promise<void> {
  if (port === 0) return
  const code = await tryToListen(host, port)
  if (code === null) return
  if (code === 'EADDRINUSE') throw await takenFault(port, setting)
  if (code === 'EACCES') throw new StartFault('start.port.forbidden', { port, setting })
  throw new StartFault('start.host.unknown', { host, reason: code })
}

async function takenFault(port: number, setting: string): Promise<StartFault> {
  const other = port >= 65535 ? port - 1 : port + 1
  const user = await programOn(port)
  if (user === null) return new StartFault('start.port.taken', { port, setting, other })
  return new StartFault('start.port.takenBy', { port, setting, other, pid: user.pid, program: user.program })
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

/** The program that listens on a TCP port, by Linux's `/proc`; null where that cannot be seen. */
export async function programOn(port: number): Promise<{ pid: number; program: string } | null> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  )
  const sockets = new Set<string>()
  for (const line of tables.join('\n').split('\n')) {
    const fields = line.trim().split(/\s+/)
    // Field 4 is the state (0A: listening), field 10 the number of the socket.
    if (fields[1]?.endsWith(`:${wanted}`) && fields[3] === '0A') sockets.add(`socket:[${fields[9]}]`)
  }
  if (sockets.size === 0) return null
  for (const name of await readdir('/proc')) {
    if (/^\d+$/.test(name) && (await holdsOne(name, sockets))) {
      return { pid: Number(name), program: await programOf(name) }
    }
  }
  return null
}

async function holdsOne(name: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${name}/fd`
  for (const file of await readdir(folder).catch(() => [])) {
    const target = await readlink(`${folder}/${file}`).catch(() => '')
    if (sockets.has(target)) return true
  }
  return false
}

async function programOf(name: string): Promise<string> {
  const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
  return line.replaceAll('\0', ' ').trim().slice(0, 120)
}
