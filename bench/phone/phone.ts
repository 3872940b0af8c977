import { assessModule, loadFrameworks } from '@ronghe/assess'
import { assess } from '@ronghe/assess/contract'
import { factoryModule } from '@ronghe/factory'
import { governanceModule } from '@ronghe/governance'
import { systemCaller } from '@ronghe/kit/auth'
import { client } from '@ronghe/kit/client'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import { guangxi } from '@ronghe/region-guangxi'
import { loadRegion, registryModule } from '@ronghe/registry'
import { makePerson, signIn } from '@ronghe/registry/testing'
import { traceModule } from '@ronghe/trace'
import { fillFirms } from '../firms.ts'
import type { Row } from '../results.ts'
import { speedOf } from './speed.ts'

/**
 * A phone on a mobile network. Its processor is so many times slower than the machine's, or as fast as a
 * device of this score (`speedOf`).
 */
export type Phone = { name: string; processor: { slowness: number } | { score: number } }
/** Lighthouse's habit, and the two devices to which Chromium's own tools calibrate themselves. */
export const large: Phone[] = [
  { name: 'processor 4 times slower than this machine', processor: { slowness: 4 } },
  { name: 'processor as of a middling phone (Pixel 5)', processor: { score: 1000 } },
  { name: 'processor as of a cheap phone (Moto G Power 2022)', processor: { score: 264 } },
]
/** Lighthouse's "slow 4G". */
const network = { latencyMs: 150, bytesPerSecond: 1_600_000 / 8 }

type Browser = Awaited<ReturnType<typeof openBrowser>>
type Context = Awaited<ReturnType<Browser['newContext']>>
type Page = Awaited<ReturnType<Context['newPage']>>
type Seen = { ms: number; bytes: number; requests: number }

/**
 * A signed-in person opens the link to his questionnaire on a phone: how long until the first answer can be
 * given, with nothing kept by the browser and with what it kept; and what came over the network till then.
 * `webFolder` holds the built pages.
 */
export async function runPhone(phones: readonly Phone[], webFolder: string): Promise<Row[]> {
  const executable = chromiumPath()
  if (!executable) return []
  const modules = [governanceModule, registryModule, factoryModule, assessModule, traceModule]
  const house = await testHouse(modules, { start: false, webFolder })
  const browser = await openBrowser(executable)
  try {
    const { path, cookie } = await questionnaire(house)
    const speed = await speedOf(browser)
    const rows: Row[] = []
    for (const { name: phone, processor } of phones) {
      const slowness = 'score' in processor ? Math.max(1, speed / processor.score) : processor.slowness
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
      const [name = '', value = ''] = cookie.split('=')
      await context.addCookies([{ name, value, url: house.url }])
      const cold = await opened(context, `${house.url}${path}`, slowness)
      const warm = await opened(context, `${house.url}${path}`, slowness)
      await context.close()
      const told = `${phone}: ${slowness.toFixed(1)} times slower, by BenchmarkIndex ${speed} of the machine`
      rows.push(...rowsOf(told, 'nothing kept by the browser', cold), ...rowsOf(told, 'opened before', warm))
    }
    return rows
  } finally {
    await browser.close()
    await house.close()
  }

  function rowsOf(phone: string, state: string, { ms, bytes, requests }: Seen): Row[] {
    const { bytesPerSecond, latencyMs } = network
    const conditions = [
      `390 px wide; ${phone}`,
      `${(bytesPerSecond * 8) / 1e6} Mbit/s, ${latencyMs} ms there and back`,
      'a signed-in person opens the link to a run of 33 questions; server and browser on the same machine',
    ].join('; ')
    const shared = { engine: 'phone', peer: null, ratio: null, conditions }
    return [
      { ...shared, name: `first answer can be given, ${state}`, value: ms, unit: 'ms' },
      { ...shared, name: `bytes until then, ${state}`, value: bytes, unit: 'bytes' },
      { ...shared, name: `requests until then, ${state}`, value: requests, unit: 'requests' },
    ]
  }
}

/** One visit on a page of its own; the network and the processor are slowed by the browser. */
async function opened(context: Context, url: string, slowness: number): Promise<Seen> {
  const page = await context.newPage()
  const browser = await context.newCDPSession(page)
  await browser.send('Network.enable')
  await browser.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: network.latencyMs },
    ...{ downloadThroughput: network.bytesPerSecond, uploadThroughput: network.bytesPerSecond / 2 },
  })
  await browser.send('Emulation.setCPUThrottlingRate', { rate: slowness })
  const seen = { bytes: 0, requests: 0 }
  browser.on('Network.loadingFinished', ({ encodedDataLength }) => {
    seen.bytes += encodedDataLength
    seen.requests += encodedDataLength > 0 ? 1 : 0
  })
  await page.goto(url, { waitUntil: 'commit' })
  const ms = await untilEditable(page)
  const then = { ms: Math.round(ms), ...seen }
  await page.close()
  return then
}

/** Milliseconds of the page's own clock, from the start of its navigation. */
async function untilEditable(page: Page): Promise<number> {
  const found = await page.waitForFunction(
    () => {
      const control = document.querySelector('.assess-question :is(input, [role="combobox"]):not([disabled])')
      return control ? performance.now() : 0
    },
    null,
    { polling: 'raf', timeout: 120_000 },
  )
  return Number(await found.jsonValue())
}

/** A firm's run that was begun, and the session of its engineer. */
async function questionnaire(house: TestHouse): Promise<{ path: string; cookie: string }> {
  const division = { nameZh: '广西壮族自治区', nameEn: 'Guangxi' }
  await loadRegion(house.house, {
    code: '450000',
    divisions: [{ code: '450000', parentCode: null, level: 'province', ...division }],
    trades: [],
  })
  await loadFrameworks(house.house, [guangxi.frameworks[0]()])
  await fillFirms(house, { firms: 1, machines: 1 }, ['450000'])
  await house.house.act(systemCaller, async ({ sql }) => {
    await sql`insert into assess_windows (id, framework_id, year, opens_at, closes_at, created_at)
      select gen_random_uuid(), id, 2027, now() - interval '1 day', now() + interval '1 year', now()
      from assess_frameworks`
  })
  const person = { email: 'phone@x.example', password: 'bench-password-1' }
  await makePerson(house.house, { ...person, creditCode: '914501000000000001', role: 'plantEngineer' })
  const headers = await signIn(house.url, person.email, person.password)
  const api = client(assess, { base: house.url, headers: () => headers })
  const { rows } = await api.windows({ query: { year: 2027 } })
  const { id } = await api.startRun({ body: { windowId: rows[0]?.id ?? '', facts: {} } })
  return { path: `/assess/runs/${id}`, cookie: headers.cookie ?? '' }
}
