import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Aedes } from 'aedes'
import mqtt, { type MqttClient } from 'mqtt'
import { freePort, until } from '../process.ts'
import { type Figure, figuresOf, measured } from './measured.ts'
import { openPage } from './page.ts'
import { watchFuxa } from './watch.ts'

type Size = { edges: number; devices: number; tags: number; seconds: number; isBrowser: boolean }

/** What it cannot write in time it holds in memory, so it is not asked for long. */
export const fuxaSecondsMax = 60
const settleMs = 10_000
const binsMax = 60_000

/** The program that `npm install --prefix $FUXA_HOME @frangoteam/fuxa` makes, null where it is not. */
export function fuxaProgram(): string | null {
  const file = path.join(process.env.FUXA_HOME ?? '', 'node_modules/@frangoteam/fuxa/main.js')
  return process.env.FUXA_HOME && existsSync(file) ? file : null
}

/**
 * The same tags to FUXA by the door that costs it least: a connection an edge, a topic a machine whose JSON
 * holds all its tags, each second asked, every change kept in its own SQLite.
 */
export async function runFuxa(program: string, size: Size): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ronghe-fuxa-'))
  const broker = await openBroker()
  const port = await freePort()
  const server = await startFuxa(program, folder, port)
  try {
    await giveProject(port, projectOf(size, broker.port))
    const device = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`)
    // A first value makes the tag known to its store, which takes long; the next ones are kept.
    await speak(device, { ...size, seconds: 1 })
    await idle(folder)
    const beganMs = Date.now()
    const address = `http://127.0.0.1:${port}/`
    const url = `${address.replace('http', 'ws')}socket.io/?EIO=4&transport=websocket`
    const page = await openPage({ address, cookie: '', isBrowser: size.isBrowser }, watchFuxa, {
      ...{ url, topics: [], headers: null, binsMax },
    })
    const told = await measured(server, page, size.seconds, () => speak(device, size))
    await settle()
    await device.endAsync(true)
    await end(server)
    return figuresOf(told, rowsIn(folder, 'daq-data_', `where dt >= ${beganMs}`), size.seconds)
  } finally {
    await end(server)
    await broker.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Waits until it writes no more, four minutes at most. */
async function idle(folder: string): Promise<void> {
  let before = -1
  for (let turn = 0; turn < 48; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5000))
    const rows = rowsIn(folder, 'daq-map_', '') + rowsIn(folder, 'daq-data_', '')
    if (rows === before && rows > 0) return
    before = rows
  }
}

/** What came in the last second is asked and written within the next ones. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, settleMs))
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGINT')
  const timer = setTimeout(() => server.kill('SIGKILL'), 10_000)
  await gone
  clearTimeout(timer)
}

async function openBroker(): Promise<{ port: number; close(): Promise<void> }> {
  const aedes = await Aedes.createBroker()
  const server = net.createServer(aedes.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as net.AddressInfo).port,
    async close() {
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** With its own settings, but that every page is told every value, as it is to watch all machines. */
async function startFuxa(program: string, folder: string, port: number): Promise<ChildProcess> {
  await mkdir(path.join(folder, '_appdata'))
  const settings = await readFile(path.join(path.dirname(program), 'settings.default.js'), 'utf8')
  await writeFile(
    path.join(folder, '_appdata/settings.js'),
    settings.replace('broadcastAll: false', 'broadcastAll: true'),
  )
  const server = spawn(process.execPath, [program, '--userDir', folder, '--port', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, PORT: String(port), NODE_ENV: 'production' },
  })
  const url = `http://127.0.0.1:${port}/api/project`
  await until(() =>
    fetch(url).then(
      ({ status }) => status < 500,
      () => false,
    ),
  )
  return server
}

async function giveProject(port: number, project: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(project)
  const answer = await fetch(`http://127.0.0.1:${port}/api/project`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`FUXA refused its project: ${answer.status} ${await answer.text()}`)
}

function projectOf({ edges, devices, tags }: Size, brokerPort: number): unknown {
  const device = (edge: number) => {
    const machines = Array.from({ length: devices }, (_, index) => topicOf(edge, index))
    const all = machines.flatMap((topic) => Array.from({ length: tags }, (_, tag) => tagOf(topic, tag)))
    return {
      ...{ id: `edge${edge}`, name: `edge${edge}`, type: 'MQTTclient', enabled: true, polling: 1000 },
      property: { address: `mqtt://127.0.0.1:${brokerPort}` },
      tags: Object.fromEntries(all.map((one) => [one.id, one])),
    }
  }
  const list = Array.from({ length: edges }, (_, edge) => device(edge))
  return {
    version: '1.00',
    server: { id: '0', name: 'FUXA Server', type: 'FuxaServer', property: {} },
    hmi: { views: [] },
    devices: Object.fromEntries(list.map((one) => [one.id, one])),
  }
}

function topicOf(edge: number, device: number): string {
  return `plant/e${edge}/d${device}`
}

function tagOf(topic: string, tag: number) {
  return {
    ...{ id: `${topic}/${tag}`, name: `${topic}/${tag}`, label: `tag ${tag}`, type: 'json' },
    ...{ address: topic, memaddress: String(tag), options: { subs: [String(tag)] } },
    daq: { enabled: true, changed: true, interval: 60 },
  }
}

/** Sends all tags of each machine every second, spread over the second; the first tag is the moment. */
async function speak(device: MqttClient, { edges, devices, tags, seconds }: Size): Promise<number> {
  const startMs = Date.now()
  for (let turn = 0; turn < seconds * devices; turn++) {
    const dueMs = startMs + (turn * 1000) / devices
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - Date.now())))
    for (let edge = 0; edge < edges; edge++) {
      const values = Array.from({ length: tags }, (_, tag) => (tag === 0 ? Date.now() : turn + tag / 1000))
      device.publish(topicOf(edge, turn % devices), JSON.stringify(Object.assign({}, values)))
    }
  }
  return seconds * edges * devices * tags
}

/** Rows in its files of values or of names; FUXA keeps one of each a connection. */
function rowsIn(folder: string, kind: 'daq-data_' | 'daq-map_', where: string): number {
  const place = path.join(folder, '_db')
  const files = readdirSync(place).filter((name) => name.startsWith(kind) && name.endsWith('.db'))
  return files.reduce((sum, name) => {
    const database = new DatabaseSync(path.join(place, name), { timeout: 60_000 })
    try {
      const row = database.prepare(`select count(*) as count from data ${where}`).get()
      return sum + Number(row?.count)
    } finally {
      database.close()
    }
  }, 0)
}
