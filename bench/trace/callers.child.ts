import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the callers are to do: `paths` are digital links of known things. */
export type Calls = {
  port: number
  paths: readonly string[]
  perSecond: number
  /** So long at the same rate before anything is counted: programs are slow until they are warm. */
  warmSeconds: number
  seconds: number
}

const connectionsMax = 64
const host = '127.0.0.1'

/** One asker at a time on each connection; who finds none waits, and the wait counts. */
type Line = { free: Socket[]; waiting: ((socket: Socket) => void)[]; open: number; port: number }

/**
 * Asks a resolver at a steady rate, whether it keeps up or not, and tells how long each answer took from when
 * it was due (no coordinated omission), in milliseconds, in order. The callers speak HTTP by themselves: they
 * have the processors of the server, and a client of Node takes more of them than the server does.
 */
async function call({ port, paths, perSecond, warmSeconds, seconds }: Calls): Promise<number[]> {
  const line: Line = { free: [], waiting: [], open: 0, port }
  await atRate(line, paths, perSecond, warmSeconds)
  const times = await atRate(line, paths, perSecond, seconds)
  for (const socket of line.free) socket.destroy()
  return times
}

async function atRate(
  line: Line,
  paths: readonly string[],
  perSecond: number,
  seconds: number,
): Promise<number[]> {
  const count = Math.ceil(perSecond * seconds)
  const from = performance.now()
  const pending: Promise<number>[] = []
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - from) / 1000) * perSecond) + 1)
    for (; sent < due; sent += 1) {
      const at = from + (sent / perSecond) * 1000
      pending.push(asked(line, paths[sent % paths.length]!).then(() => performance.now() - at))
    }
    await sleep(1)
  }
  return Promise.all(pending)
}

async function asked(line: Line, path: string): Promise<void> {
  const socket = await connection(line)
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}:${line.port}\r\nConnection: keep-alive\r\n\r\n`,
    'latin1',
  )
  await redirect(socket, path)
  const next = line.waiting.shift()
  if (next) next(socket)
  else line.free.push(socket)
}

async function connection(line: Line): Promise<Socket> {
  const socket = line.free.pop()
  if (socket) return socket
  if (line.open === connectionsMax) return new Promise((done) => line.waiting.push(done))
  line.open += 1
  return new Promise((done, failed) => {
    const made = connect(line.port, host, () => done(made.off('error', failed)))
    made.setNoDelay(true).setEncoding('latin1').once('error', failed)
  })
}

/** A redirect has no body: it ends with its empty line. */
function redirect(socket: Socket, path: string): Promise<void> {
  return new Promise((done, failed) => {
    let text = ''
    const leave = () => socket.off('data', hear).off('close', broken)
    const broken = () => failed(new Error(`${path}: the connection was closed`))
    const hear = (piece: string) => {
      text += piece
      if (!text.endsWith('\r\n\r\n')) return
      leave()
      if (/^HTTP\/1\.1 307 /.test(text) && /\r\ncontent-length: 0\r\n/i.test(text)) done()
      else failed(new Error(`${path}: ${text.slice(0, 500)}`))
    }
    socket.on('data', hear).on('close', broken)
  })
}

process.once('message', (calls: Calls) => {
  call(calls).then(
    (times) => process.send?.(times, () => process.exit(0)),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
