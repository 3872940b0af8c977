import path from 'node:path'
import type { Config } from '@ronghe/kit/config'
import { makeDataDirectory } from '@ronghe/kit/db/embedded'
import { answerTo, type SeriesBackups, seriesBackups } from './answers.ts'
import { type Child, keepRunning } from './child.ts'
import { controlPlace, takeCommands } from './control.ts'
import { type Database, openDatabaseServer } from './database.ts'
import { endLeftovers, forgetChildren, type Leftover, noteChildren } from './leftovers.ts'
import { type Lock, takeLock } from './lock.ts'
import { openLogFile } from './log-file.ts'
import type { FromServer, Ready } from './messages.ts'
import { checkPort, type Wanted } from './port.ts'
import { buildWeb, type WebBuild, webHash } from './web.ts'
import { both, complain, duration, print, t } from './words.ts'

export type Programs = { server: string; plant: string; edge: string }

export type Options = {
  /** Folder of the repository. */
  root: string
  config: Config
  /** Start with no region and no sample plant. */
  empty: boolean
  programs: Programs
}

export type Supervisor = {
  /**
   * Starts everything; resolves with what the server said once it answers. Throws `Stopped` when ended
   * meanwhile.
   */
  start(): Promise<Ready>
  /** Ends everything in order: edges and plant, server, database. */
  stop(): Promise<void>
  /** Ends everything at once. */
  kill(): void
}

/** Everything that runs; what is not there yet is null or empty, so that it can be ended at any moment. */
type House = Options & {
  dataDirectory: string
  backups: SeriesBackups
  lock: Lock | null
  control: { close(): Promise<void> } | null
  database: Database | null
  web: WebBuild | null
  server: Child | null
  field: Child[]
  notes: Map<string, Leftover>
  noting: Promise<void>
  url: string | null
  stopping: boolean
}

/** Thrown inside a start that is being ended meanwhile. */
export class Stopped extends Error {}

/** Starts and keeps all programs of Ronghe on this machine. `asked` is called when somebody sends `stop`. */
export function supervise(options: Options, asked: () => void): Supervisor {
  const house: House = {
    ...options,
    dataDirectory: path.resolve(options.config.DATA_DIR),
    backups: seriesBackups((message) => house.server?.send(message) === true),
    ...{ lock: null, control: null, database: null, web: null, server: null, url: null },
    ...{ field: [], notes: new Map(), noting: Promise.resolve(), stopping: false },
  }
  let starting: Promise<unknown> = Promise.resolve()
  return {
    start() {
      const started = start(house, asked)
      starting = started
      return started
    },
    async stop() {
      house.stopping = true
      house.web?.stop()
      // What is being started has to be there before it can be stopped in order.
      if (house.server === null) await starting.catch(() => {})
      await stop(house)
    },
    kill() {
      house.stopping = true
      house.web?.stop()
      for (const one of [...house.field, ...(house.server ? [house.server] : [])]) one.kill()
      house.database?.kill()
    },
  }
}

async function start(house: House, asked: () => void): Promise<Ready> {
  await step('start.step.prepare', () => prepare(house, asked))
  goOn(house)
  await Promise.all([step('start.step.database', () => openDatabase(house)), openPages(house)])
  goOn(house)
  const ready = await step('start.step.server', () => openServer(house))
  goOn(house)
  if (!house.empty) await openField(house, ready)
  return ready
}

/** A start that is being ended goes no further. */
function goOn(house: House): void {
  if (house.stopping) throw new Stopped()
}

async function prepare(house: House, asked: () => void): Promise<void> {
  const { dataDirectory, config } = house
  await makeDataDirectory(dataDirectory)
  const place = await controlPlace(dataDirectory)
  house.lock = await takeLock(dataDirectory, 'npm start', place)
  const ended = await endLeftovers(dataDirectory)
  if (ended.length > 0) print(t('start.leftovers', { names: ended.join(', ') }))
  for (const wanted of portsOf(config, house.empty)) await checkPort(wanted)
  house.control = await takeCommands(place, answerTo(house, asked))
}

/** Every port that this start will listen on. */
function portsOf(config: Config, empty: boolean): Wanted[] {
  const always = [
    { host: config.HOST, port: config.PORT, setting: 'PORT' },
    { host: config.MQTT_HOST, port: config.MQTT_PORT, setting: 'MQTT_PORT' },
  ]
  if (empty || config.SAMPLE === 'no') return always
  return [
    ...always,
    { host: '127.0.0.1', port: config.SAMPLE_MTCONNECT_PORT, setting: 'SAMPLE_MTCONNECT_PORT' },
    { host: '127.0.0.1', port: config.SAMPLE_OPCUA_PORT, setting: 'SAMPLE_OPCUA_PORT' },
  ]
}

async function openDatabase(house: House): Promise<void> {
  const { config, dataDirectory } = house
  house.database = await openDatabaseServer({ url: config.DATABASE_URL, dataDirectory })
}

async function openPages(house: House): Promise<void> {
  const pages = await webHash(house.root)
  if (pages === null || pages.current) return
  print(t('start.web.building'))
  await step('start.step.web', async () => {
    house.web = buildWeb(house.root, pages.hash)
    await house.web.done
  })
}

async function openServer(house: House): Promise<Ready> {
  const { promise, resolve } = Promise.withResolvers<Ready>()
  const server = await openChild(house, 'server', house.programs.server, [], (message) => {
    const said = message as FromServer
    if ('say' in said) print(both(said.say))
    if ('backup' in said) house.backups.answered(said.backup)
    if (!('ready' in said)) return
    house.url = said.url
    server.accept()
    resolve(said)
  })
  house.server = server
  await server.accepted
  return await promise
}

async function openField(house: House, ready: Ready): Promise<void> {
  const plans: [string, string, string][] = []
  if (ready.plantConfig) plans.push(['plant', house.programs.plant, ready.plantConfig])
  for (const config of ready.edgeConfigs ?? []) {
    plans.push([`edge-${path.basename(config, '.json')}`, house.programs.edge, config])
  }
  for (const [name, file, config] of plans) {
    const one = await openChild(house, name, file, ['--config', config], () => {})
    one.accept()
    house.field.push(one)
  }
}

async function openChild(
  house: House,
  name: string,
  file: string,
  options: readonly string[],
  message: (message: unknown) => void,
): Promise<Child> {
  const log = await openLogFile(path.join(house.dataDirectory, 'log'), name)
  return keepRunning(
    { name, file, options, env: environment(house), log },
    {
      died: (values) => complain(t('start.child.died', values)),
      running(mark) {
        house.notes.set(name, { name, ...mark })
        const notes = [...house.notes.values()]
        house.noting = house.noting.then(() => noteChildren(house.dataDirectory, notes)).catch(() => {})
      },
      message,
    },
  )
}

async function stop(house: House): Promise<void> {
  await Promise.all(house.field.map((one) => one.stop()))
  await house.server?.stop()
  await house.database?.stop()
  await house.control?.close()
  await house.noting
  if (house.lock !== null) await forgetChildren(house.dataDirectory)
  await house.lock?.release()
}

/** Runs one step and says how long it took. */
async function step<T>(key: string, work: () => Promise<T>): Promise<T> {
  const startMs = performance.now()
  const answer = await work()
  print(`  ✔ ${t(key)}  (${duration(performance.now() - startMs)})`)
  return answer
}

/**
 * What the programs are told by their environment: everything that we were, and where database and data
 * are.
 */
function environment(house: House): Record<string, string | undefined> {
  return {
    ...process.env,
    DATABASE_URL: house.database?.url ?? '',
    DATA_DIR: house.dataDirectory,
    ...(house.empty ? { SAMPLE: 'no' } : {}),
  }
}
