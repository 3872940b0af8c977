import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { chromiumPath } from '@ronghe/kit/test/browser'
import type { Row } from '../results.ts'
import { type Credential, connectEdge } from './device.ts'
import { fuxaSecondsMax, runFuxa } from './fuxa.ts'
import { type Figure, figuresOf, measured } from './measured.ts'
import { openPage } from './page.ts'
import { watch } from './watch.ts'

/** `filled`: points of the same tags that are there before, as in a store that has run for long. */
export type TagsSize = {
  edges: number
  devices: number
  tags: number
  seconds: number
  filled: number
  isBrowser: boolean
}
export const tiny: TagsSize = { edges: 2, devices: 2, tags: 50, seconds: 3, filled: 2000, isBrowser: false }
/**
 * 20,000 tags; `TAGS_SECONDS` shortens the ten minutes, `TAGS_FILLED` what is there before: as much as its
 * memory holds of the points of the day, which would else go on filling for half an hour.
 */
export const large: TagsSize = {
  ...{ edges: 10, devices: Number(process.env.TAGS_DEVICES ?? 20), tags: 100, isBrowser: true },
  seconds: Number(process.env.TAGS_SECONDS ?? 600),
  filled: Number(process.env.TAGS_FILLED ?? 40_000_000),
}

type Ready = { url: string; mqtt: number; cookie: string; credentials: Credential[]; machines: string[] }

export const binsMax = 60_000
/** One page may subscribe to so many topics. */
const topicsMax = 200

/**
 * Tags that change every second, from their devices over the broker to the disk and to a page; after it the
 * same tags to FUXA, where its program is given.
 */
export async function runTags(size: TagsSize, fuxa: string | null = null): Promise<Row[]> {
  const { edges, devices, tags, seconds } = size
  const ours = await runOurs(size)
  const theirs = fuxa === null ? [] : await fuxaOf(fuxa, size)
  const where = size.isBrowser && chromiumPath() ? 'Chromium' : 'a WebSocket client'
  const conditions = [
    `${edges * devices * tags} tags that change every second for ${seconds} s`,
    `${edges} edges of ${devices} machines with ${tags} tags each, one message a machine and second`,
    `${size.filled / 1e6} million points of the same tags and the same day are there before`,
    `one page in ${where} watches ${Math.min(topicsMax, edges * devices)} machines`,
    'one server process with its PostgreSQL; devices and page on the same machine',
    ...(fuxa === null
      ? []
      : [
          'FUXA gets the same as JSON over MQTT, keeps every change in its SQLite, asks its tags each ' +
            `second, for ${Math.min(seconds, fuxaSecondsMax)} s of it` +
            ('failure' in theirs ? `, and failed: ${theirs.failure}` : ''),
        ]),
  ].join('; ')
  return ours.map((figure, index): Row => {
    const value = 'failure' in theirs ? undefined : theirs[index]?.value
    const peer = value === undefined ? null : { name: 'FUXA', value }
    return { engine: 'tags', ...figure, peer, ratio: peer && ratioOf(figure, peer.value), conditions }
  })
}

/** What ten minutes measured of ours is not lost where FUXA gives up under its tags: it is said. */
async function fuxaOf(program: string, size: TagsSize): Promise<Figure[] | { failure: string }> {
  try {
    return await runFuxa(program, { ...size, seconds: Math.min(size.seconds, fuxaSecondsMax) })
  } catch (error) {
    return { failure: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }
  }
}

/** Only what is measured from zero upwards can be so many times better. */
function ratioOf({ value, unit }: Figure, theirs: number): number | null {
  if (value <= 0 || theirs <= 0) return null
  return unit === 'values/s' ? value / theirs : theirs / value
}

async function runOurs(size: TagsSize): Promise<Figure[]> {
  const { edges, devices, seconds } = size
  const file = fileURLToPath(new URL('./server.child.ts', import.meta.url))
  const server = fork(file, [String(edges), String(devices)], { execArgv: execArgv() })
  try {
    const [ready] = (await once(server, 'message')) as [Ready]
    const nodes = await Promise.all(ready.credentials.map((one) => connectEdge(ready.mqtt, one, size)))
    const before = await filled(server, size.filled)
    const place = { address: `${ready.url}/health`, cookie: ready.cookie, isBrowser: size.isBrowser }
    const topics = ready.machines.slice(0, topicsMax).map((id) => `factory.equipment.${id}`)
    const url = `${ready.url.replace('http', 'ws')}/api/live`
    const page = await openPage(place, watch, { url, topics, headers: null, binsMax })
    const told = await measured(server, page, seconds, async () => {
      const sent = await Promise.all(nodes.map((node) => node.run()))
      return sent.reduce((sum, one) => sum + one, 0)
    })
    return figuresOf(told, (await stored(server)) - before, seconds)
  } finally {
    server.send('stop')
    await once(server, 'exit')
  }
}

/** With `TAGS_PROFILE` set to a folder, the server writes what its threads spent their time on. */
function execArgv(): string[] {
  const folder = process.env.TAGS_PROFILE
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : []
}

/** Fills the store with history; answers how many points that were. */
async function filled(server: ChildProcess, points: number): Promise<number> {
  const before = await stored(server)
  server.send({ fill: points })
  await once(server, 'message')
  return (await stored(server)) - before
}

async function stored(server: ChildProcess): Promise<number> {
  server.send('stored')
  const [{ points }] = (await once(server, 'message')) as [{ points: number }]
  return points
}
