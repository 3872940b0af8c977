import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { Agent } from './adapters/mtconnect/agent.ts'
import { type Edge, startEdge } from './edge.ts'
import type { Config } from './schema.ts'
import { type Host, startHost, until } from './test/host.ts'

let directory = ''
let plant: { mtconnectUrl: string; opcuaUrl: string; process: ChildProcess }
let host: Host
let edge: Edge | undefined
before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'edge-plant-'))
  const given = {
    dataDirectory: join(directory, 'plant'),
    mtconnectPort: 0,
    opcuaPort: 0,
    // Three days hold a working day, also after a weekend: the machine over OPC UA rests on the others.
    historyDays: 3,
    machines: [
      { key: 'turning', recording: 'Mazak03', protocol: 'mtconnect', shiftHours: 0 },
      { key: 'machining', recording: 'Mazak01', protocol: 'opcua', shiftHours: 0 },
    ],
  }
  plant = await startPlant(given)
  host = await startHost()
})
after(async () => {
  await edge?.stop()
  await host.stop()
  const gone = new Promise((resolve) => plant.process.once('exit', resolve))
  plant.process.kill('SIGTERM')
  await gone
  rmSync(directory, { recursive: true })
})

/** The sample plant as its own process, as it runs beside the edge; resolves when it is ready. */
async function startPlant(config: object): Promise<typeof plant> {
  const path = join(directory, 'plant.json')
  writeFileSync(path, JSON.stringify(config))
  const main = join(import.meta.dirname, '..', 'plant', 'main.ts')
  const child = spawn(process.execPath, [main, '--config', path], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface(child.stdout)) {
    const said = JSON.parse(line) as { event: string; mtconnectUrl: string; opcuaUrl: string }
    if (said.event === 'plant.ready') return { ...said, process: child }
  }
  throw new Error('the sample plant did not start')
}

const nodes = ['execution', 'mode', 'Xload', 'Srpm', 'Xabs']

function config(): Config {
  return {
    server: host.url,
    group: 'plant',
    node: 'edge',
    username: 'u',
    password: 'secret',
    buffer: { directory: join(directory, 'buffer') },
    limits: { batchMs: 20 },
    devices: [
      { device: 'turning', adapter: 'mtconnect', url: `${plant.mtconnectUrl}/Mazak03`, tags: 'all' },
      {
        device: 'machining',
        adapter: 'opcua',
        endpoint: plant.opcuaUrl,
        securityMode: 'SignAndEncrypt',
        securityPolicy: 'Basic256Sha256',
        trustUnknown: true,
        backfillDays: 3,
        tags: nodes.map((name) => ({ name, nodeId: `ns=1;s=Mazak01.${name}` })),
      },
    ],
  }
}

/** Values without repetitions in a row: those are no news to an edge that reports changes. */
function changes(values: readonly unknown[]): unknown[] {
  return values.filter((value, index) => index === 0 || value !== values[index - 1])
}

test('days of recorded machines come whole through both adapters, over a restart', async () => {
  edge = await startEdge(config(), { report: () => {} })
  await until('some', () => host.points.length > 500)
  await edge.stop()
  edge = await startEdge(config(), { report: () => {} })
  const { state } = edge
  await until('live', () => Object.values(state().devices).every((device) => device.state === 'live'))
  const last = state().buffer.last
  await until('stored', () => state().buffer.acknowledged >= last)
  assert.deepEqual(host.faults, [])

  const agent = new Agent(`${plant.mtconnectUrl}/Mazak03`)
  const signal = AbortSignal.timeout(60_000)
  const items = await agent.probe(signal)
  const { header } = await agent.current(signal)
  // The plant plays on: what is compared ends before the newest moment that has come so far, on both sides.
  const endMicros = host.points
    .filter(({ device }) => device === 'turning')
    .reduce((most, { timeMicros }) => Math.max(most, timeMicros), 0)
  for (const name of ['Xload', 'execution', 'auto_time']) {
    const { id } = items.find((item) => item.name === name)!
    const said: string[] = []
    for (let from = header.firstSequence; from < header.nextSequence; ) {
      const page = await agent.sample(from, 1000, signal)
      said.push(
        ...page.items
          .filter(({ dataItemId, timeMicros }) => dataItemId === id && timeMicros < endMicros)
          .map(({ text }) => text),
      )
      from = page.header.nextSequence
    }
    const stored = host.points
      .filter(({ device, tag, quality }) => device === 'turning' && tag === name && quality !== 500)
      .filter(({ timeMicros }) => timeMicros < endMicros)
      .toSorted((a, b) => a.timeMicros - b.timeMicros)
      .map(({ value }) => String(value ?? 'UNAVAILABLE'))
    assert.ok(changes(said).length > 5, name)
    assert.deepEqual(
      changes(stored),
      changes(
        said.map((text) => (Number.isFinite(Number(text)) && text !== '' ? String(Number(text)) : text)),
      ),
      name,
    )
  }
  for (const name of nodes) {
    assert.ok(
      host.points.some(
        ({ device, tag, quality }) => device === 'machining' && tag === name && quality === 192,
      ),
      name,
    )
  }
})
