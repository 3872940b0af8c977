import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startAgent, type TestAgent } from './test/agent.ts'
import { type Host, startHost, until } from './test/host.ts'

const kills = 10

let directory = ''
let agent: TestAgent
let host: Host
let child: ChildProcess | undefined
before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'edge-kill-'))
  agent = await startAgent([{ id: 'n', category: 'SAMPLE', type: 'LOAD' }], 1_000_000)
  host = await startHost()
  const config = {
    server: host.url,
    group: 'plant',
    node: 'edge',
    username: 'u',
    password: 'secret',
    buffer: { directory: join(directory, 'buffer') },
    limits: { batchMs: 20, waitMsMin: 20, waitMsMax: 50 },
    devices: [{ device: 'm1', adapter: 'mtconnect', url: agent.url, tags: 'all', intervalMs: 10 }],
  }
  writeFileSync(join(directory, 'edge.json'), JSON.stringify(config))
})
after(async () => {
  child?.kill('SIGKILL')
  await host.stop()
  await agent.stop()
  rmSync(directory, { recursive: true })
})

function startProcess(stdio: 'ignore' | 'ipc'): ChildProcess {
  const main = join(import.meta.dirname, 'main.ts')
  const channels =
    stdio === 'ipc'
      ? (['ignore', 'ignore', 'inherit', 'ipc'] as const)
      : (['ignore', 'ignore', 'inherit'] as const)
  return spawn(process.execPath, [main, '--config', join(directory, 'edge.json')], { stdio: [...channels] })
}

const exited = (process: ChildProcess) =>
  new Promise<number | null>((resolve) => process.once('exit', resolve))

let said = 0
function say(count: number): void {
  for (let index = 0; index < count; index++)
    agent.add('n', String(said + index), { timeMicros: 1_750_000_000_000_000 + (said + index) * 700 })
  said += count
}

const numbers = () => host.points.filter(({ quality }) => quality === 192).map(({ value }) => value as number)

test('kill -9 of the edge, ten times during play: nothing missing, nothing twice', async () => {
  const talk = setInterval(() => say(7), 5)
  try {
    for (let round = 0; round < kills; round++) {
      child = startProcess('ignore')
      const before = host.points.length
      await until('data flows', () => host.points.length > before + 50)
      // Somewhere in the middle of things: after a random number of further points.
      const more = Math.floor(Math.random() * 400)
      await until('a little later', () => host.points.length > before + 50 + more)
      const gone = exited(child)
      child.kill('SIGKILL')
      await gone
    }
  } finally {
    clearInterval(talk)
  }
  child = startProcess('ignore')
  await until('everything', () => new Set(numbers()).size === said)
  const offsets = host.points.map(({ stream, offset }) => `${stream} ${offset}`)
  assert.equal(new Set(offsets).size, offsets.length, 'no offset twice')
  assert.equal(new Set(host.points.map(({ stream }) => stream)).size, 1, 'one log all the time')
  // The same value at the same time may have been read twice around a kill; a server keeps one point per
  // tag and time.
  const points = new Map(host.points.map((point) => [point.timeMicros, point.value]))
  const kept = [...points].toSorted(([a], [b]) => a - b).map(([, value]) => value)
  assert.deepEqual(
    kept,
    Array.from({ length: said }, (_, index) => index),
  )
  assert.deepEqual(host.faults, [])
})

test('SIGTERM ends it in order, with its death told', async () => {
  const deaths = host.seen.filter(({ type }) => type === 'NDEATH').length
  const gone = exited(child!)
  child!.kill('SIGTERM')
  assert.equal(await gone, 0)
  await until('death', () => host.seen.filter(({ type }) => type === 'NDEATH').length === deaths + 1)
})

test('when the supervisor’s channel closes, it ends', async () => {
  const births = host.seen.filter(({ type }) => type === 'NBIRTH').length
  child = startProcess('ipc')
  await until('born', () => host.seen.filter(({ type }) => type === 'NBIRTH').length > births)
  const gone = exited(child)
  child.disconnect()
  assert.equal(await gone, 0)
})

test('a second process on the same directory is refused with a clear word', async () => {
  child = startProcess('ignore')
  const births = host.seen.filter(({ type }) => type === 'NBIRTH').length
  await until('born', () => host.seen.filter(({ type }) => type === 'NBIRTH').length > births)
  const main = join(import.meta.dirname, 'main.ts')
  const second = spawn(process.execPath, [main, '--config', join(directory, 'edge.json')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let words = ''
  second.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString()
  })
  assert.equal(await exited(second), 1)
  assert.match(words, new RegExp(`${child.pid}`))
})
