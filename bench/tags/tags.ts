import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import { cpuSeconds, residentMegabytes } from '../process.ts'
import type { Row } from '../results.ts'
import { type Credential, connectEdge } from './device.ts'
import { quantile, type Seen, type Watching, watch } from './watch.ts'

export type TagsSize = { edges: number; devices: number; tags: number; seconds: number; isBrowser: boolean }
export const tiny: TagsSize = { edges: 2, devices: 2, tags: 50, seconds: 3, isBrowser: false }
/** 20,000 tags; `TAGS_SECONDS` shortens the ten minutes. */
export const large: TagsSize = {
  ...{ edges: 10, devices: 20, tags: 100, isBrowser: true },
  seconds: Number(process.env.TAGS_SECONDS ?? 600),
}

type Ready = { url: string; mqtt: number; cookie: string; credentials: Credential[]; machines: string[] }

const binsMax = 60_000
/** One page may subscribe to so many topics. */
const topicsMax = 200

/** Tags that change every second, from their devices over the broker to the disk and to a page. */
export async function runTags(size: TagsSize): Promise<Row[]> {
  const { edges, devices, tags, seconds } = size
  const file = fileURLToPath(new URL('./server.child.ts', import.meta.url))
  const server = fork(file, [String(edges), String(devices)], { execArgv: execArgv() })
  try {
    const [ready] = (await once(server, 'message')) as [Ready]
    const nodes = await Promise.all(ready.credentials.map((one) => connectEdge(ready.mqtt, one, size)))
    const page = await openPage(size, ready)
    const memory: number[] = []
    const timer = setInterval(() => memory.push(residentMegabytes(server)), Math.min(1000, seconds * 100))
    const cpu = cpuSeconds(server)
    const beganMs = performance.now()
    const sent = await Promise.all(nodes.map((node) => node.run()))
    const lasted = (performance.now() - beganMs) / 1000
    const cores = (cpuSeconds(server) - cpu) / lasted
    clearInterval(timer)
    const seen = await page.close()
    const points = sent.reduce((sum, one) => sum + one, 0)
    const where = size.isBrowser && chromiumPath() ? 'Chromium' : 'a WebSocket client'
    const conditions = [
      `${edges * devices * tags} tags that change every second for ${seconds} s`,
      `${edges} edges of ${devices} machines with ${tags} tags each, one message a machine and second`,
      `one page in ${where} watches ${Math.min(topicsMax, edges * devices)} machines`,
      'one server process with its PostgreSQL; devices and page on the same machine',
    ].join('; ')
    const row = (name: string, value: number, unit: string): Row => {
      return { engine: 'tags', name, value, unit, peer: null, ratio: null, conditions }
    }
    return [
      row('points not stored', points - (await stored(server)), 'points'),
      row('values a page saw', seen.values / seconds, 'values/s'),
      row('device to page, median', quantile(seen, 0.5), 'ms'),
      row('device to page, 99 of 100', quantile(seen, 0.99), 'ms'),
      row('device to page, slowest', quantile(seen, 1), 'ms'),
      row('processor', cores, 'cores'),
      row('memory, most', Math.max(...memory), 'MiB'),
      row('memory, last tenth less third tenth', tenth(memory, 9) - tenth(memory, 2), 'MiB'),
    ]
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

async function stored(server: ChildProcess): Promise<number> {
  server.send('stored')
  const [{ points }] = (await once(server, 'message')) as [{ points: number }]
  return points
}

async function openPage({ isBrowser }: TagsSize, ready: Ready): Promise<{ close(): Promise<Seen> }> {
  const topics = ready.machines.slice(0, topicsMax).map((id) => `factory.equipment.${id}`)
  const url = `${ready.url.replace('http', 'ws')}/api/live`
  const asked: Watching = { url, topics, headers: null, binsMax }
  const path = isBrowser ? chromiumPath() : null
  if (path === null) {
    await watch({ ...asked, headers: { cookie: ready.cookie } })
    return { close: async () => (globalThis as unknown as { seen: Seen }).seen }
  }
  const browser = await openBrowser(path)
  const context = await browser.newContext()
  await context.addCookies(
    ready.cookie.split('; ').map((one) => {
      const at = one.indexOf('=')
      return { name: one.slice(0, at), value: one.slice(at + 1), url: ready.url }
    }),
  )
  const page = await context.newPage()
  await page.goto(`${ready.url}/health`)
  await page.evaluate(watch, asked)
  return {
    async close() {
      const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
      await browser.close()
      return seen
    },
  }
}

/** Mean of a tenth of the samples. */
function tenth(samples: readonly number[], index: number): number {
  const part = samples.slice(
    Math.floor((samples.length * index) / 10),
    Math.ceil((samples.length * (index + 1)) / 10),
  )
  return part.reduce((sum, one) => sum + one, 0) / Math.max(part.length, 1)
}
