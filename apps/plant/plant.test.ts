import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type PlantConfig, readPlantConfig } from './config.ts'
import sample from './plant.json' with { type: 'json' }
import { startPlant } from './plant.ts'

const folder = mkdtempSync(join(tmpdir(), 'ronghe-plant-'))
/** A Thursday, 11:00 in Shanghai: the turning centre works. */
const thursday = Date.parse('2026-03-05T03:00:00Z') * 1000
const hourMicros = 3_600_000_000

after(() => rmSync(folder, { recursive: true, force: true }))

function configOf(change: Partial<PlantConfig>): PlantConfig {
  return readPlantConfig({ ...sample, dataDirectory: folder, mtconnectPort: 0, opcuaPort: 0, ...change })
}

const agentOnly = sample.machines.filter(
  (machine) => machine.protocol === 'mtconnect',
) as PlantConfig['machines']

async function document(url: string): Promise<string> {
  return (await fetch(url)).text()
}

function header(text: string, name: string): number {
  return Number(new RegExp(`<Header [^>]*${name}="(\\d+)"`).exec(text)![1])
}

/** Every observation of the buffer as `data item, time, value`, in order of sequence. */
async function everything(url: string): Promise<string[]> {
  const seen: [number, string][] = []
  let from = 1
  for (;;) {
    const text = await document(`${url}/sample?from=${from}&count=20000`)
    for (const [, id, time, rest] of text.matchAll(
      / dataItemId="([^"]+)" timestamp="([^"]+)"([^\n]*?>[^<]*)</g,
    )) {
      seen.push([
        Number(/sequence="(\d+)"/.exec(rest!)![1]),
        `${id} ${time} ${rest!.replace(/sequence="\d+"/, '')}`,
      ])
    }
    from = header(text, 'nextSequence')
    if (from > header(text, 'lastSequence')) break
  }
  return seen.sort(([one], [other]) => one - other).map(([, text]) => text)
}

test('the history is there at once, chronological, and the same after every start', async () => {
  const config = configOf({ machines: agentOnly, historyDays: 1 })
  const first = await startPlant(config, () => thursday)
  const before = await everything(first.mtconnectUrl!)
  const state = await document(`${first.mtconnectUrl}/current`)
  await first.stop()
  const second = await startPlant(config, () => thursday + 2 * hourMicros)
  const later = await everything(second.mtconnectUrl!)
  const stateLater = await document(`${second.mtconnectUrl}/current`)
  await second.stop()

  assert.ok(before.length > 30_000)
  assert.deepEqual(later.slice(0, before.length), before)
  assert.ok(later.length > before.length)
  const times = later.map((text) => text.split(' ')[1]!)
  assert.deepEqual(times, [...times].sort())
  assert.ok(times.at(-1)! < new Date((thursday + 2 * hourMicros) / 1000).toISOString())
  assert.equal(header(state, 'firstSequence'), 1)
  assert.ok(header(stateLater, 'instanceId') > header(state, 'instanceId'))
  assert.equal(new Set(later.map((text) => text.split(' ').slice(0, 2).join(' '))).size, later.length)
})

test('as time goes on, so does the machine', async () => {
  let now = thursday
  const plant = await startPlant(configOf({ machines: agentOnly, historyDays: 0 }), () => now)
  const next = header(await document(`${plant.mtconnectUrl}/current`), 'nextSequence')
  now += 10 * 60_000_000
  const ended = new AbortController()
  const stream = await fetch(`${plant.mtconnectUrl}/sample?from=${next}&interval=0&count=10`, {
    signal: ended.signal,
  })
  const { value } = await stream.body!.getReader().read()
  ended.abort()
  await plant.stop()
  const [, time] = / timestamp="([^"]+)"/.exec(Buffer.from(value!).toString())!
  assert.ok(Date.parse(time!) * 1000 >= thursday && Date.parse(time!) * 1000 < now, time)
})

test('with a speed the history is played in its time, then goes on as real', async () => {
  let now = thursday
  const config = configOf({ machines: agentOnly, historyDays: 1, speed: 3600 })
  const plant = await startPlant(config, () => now)
  const newest = async () => {
    const text = await document(`${plant.mtconnectUrl}/current`)
    return [...text.matchAll(/ timestamp="([^"]+)"/g)]
      .map((match) => match[1]!)
      .sort()
      .at(-1)
  }
  assert.equal(await newest(), undefined)
  const wait = async (until: string) => {
    for (;;) {
      const time = await newest()
      if (time !== undefined && time >= until) return time
    }
  }
  now += 20_000_000
  assert.ok((await wait('2026-03-04T03')) < '2026-03-05T00')
  now += 20_000_000
  assert.ok((await wait('2026-03-05T02:59')) < '2026-03-05T03:00:40')
  await plant.stop()
})

test('the whole plant starts, names its machines and leaves nothing behind', async () => {
  const plant = await startPlant(configOf({ historyDays: 0 }), () => thursday)
  assert.deepEqual(plant.machines, [
    { key: 'turning', device: 'Mazak03', protocol: 'mtconnect' },
    { key: 'milling', device: 'GFAgie01', protocol: 'mtconnect' },
    { key: 'machining', device: 'Mazak01', protocol: 'opcua' },
    { key: 'furnace', device: 'Furnace01', protocol: 'mtconnect' },
    { key: 'meter', device: 'Meter01', protocol: 'mtconnect' },
  ])
  const probe = await document(`${plant.mtconnectUrl}/probe`)
  assert.deepEqual(
    [...probe.matchAll(/<Device [^>]*name="(\w+)"/g)].map((match) => match[1]),
    ['Mazak03', 'GFAgie01', 'Furnace01', 'Meter01'],
  )
  await plant.stop()
  await assert.rejects(fetch(`${plant.mtconnectUrl}/probe`))
})

test('a taken port is refused, and what had started is stopped', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as { port: number }
  await assert.rejects(
    startPlant(configOf({ mtconnectPort: port }), () => thursday),
    { code: 'EADDRINUSE' },
  )
  await assert.rejects(
    startPlant(configOf({ opcuaPort: port }), () => thursday),
    /EADDRINUSE/,
  )
  other.close()
})
