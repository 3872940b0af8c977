import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import sample from './plant.json' with { type: 'json' }

const folder = mkdtempSync(join(tmpdir(), 'ronghe-plant-main-'))
const main = fileURLToPath(new URL('./main.ts', import.meta.url))
after(() => rmSync(folder, { recursive: true, force: true }))

type Line = { level: string; event: string; [field: string]: unknown }

function start(change: object, ...args: string[]): { child: ChildProcess; lines: AsyncIterator<Line> } {
  const file = join(folder, 'plant.json')
  const config = {
    ...sample,
    dataDirectory: folder,
    mtconnectPort: 0,
    opcuaPort: 0,
    historyDays: 0,
    ...change,
  }
  writeFileSync(file, JSON.stringify(config))
  const child = spawn(process.execPath, [main, '--config', file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  return { child, lines: read(child) }
}

async function* read(child: ChildProcess): AsyncGenerator<Line> {
  let rest = ''
  for await (const chunk of child.stdout!) {
    const rows = (rest + String(chunk)).split('\n')
    rest = rows.pop()!
    for (const row of rows) yield JSON.parse(row) as Line
  }
}

async function run(change: object, ...args: string[]): Promise<{ code: number; line: Line }> {
  const { child, lines } = start(change, ...args)
  const exited = once(child, 'exit')
  const line = (await lines.next()).value as Line
  const [code] = (await exited) as [number]
  return { code, line }
}

const ends: [string, (child: ChildProcess) => void][] = [
  ['SIGTERM', (child) => child.kill('SIGTERM')],
  ['SIGINT', (child) => child.kill('SIGINT')],
  ['disconnect', (child) => child.disconnect()],
]

for (const [reason, end] of ends) {
  test(`the process says when it is ready and ends at ${reason}, with clients connected`, async () => {
    const { child, lines } = start({ machines: sample.machines.slice(1) })
    const exited = once(child, 'exit')
    const ready = (await lines.next()).value as Line
    assert.equal(ready.event, 'plant.ready', JSON.stringify(ready))
    const stream = await fetch(`${String(ready.mtconnectUrl)}/sample?interval=0`)
    assert.equal(stream.status, 200)
    end(child)
    assert.deepEqual(((await lines.next()).value as Line).reason, reason)
    assert.deepEqual(await exited, [0, null])
    await stream.body!.cancel().catch(() => {})
  })
}

test('a wrong configuration is told with all its faults', async () => {
  const { code, line } = await run({ historyDays: -1, opcuaPort: 'x' })
  assert.equal(code, 1)
  assert.equal(line.event, 'plant.failed')
  assert.equal((line.faults as string[]).length, 2)
})

test('a taken port is told, and the process ends though its parent stays', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const { code, line } = await run({ mtconnectPort: port })
  other.close()
  assert.equal(code, 1)
  assert.deepEqual([line.event, line.code, line.port], ['plant.failed', 'EADDRINUSE', port])
})

test('an unknown option is told with what there is', async () => {
  const { code, line } = await run({}, '--colour', 'red')
  assert.equal(code, 1)
  assert.match(String(line.usage), /--config/)
})

test('a speed on the command line counts', async () => {
  const { code, line } = await run({}, '--speed=-3')
  assert.equal(code, 1)
  assert.match(String(line.faults), /\/speed/)
})
