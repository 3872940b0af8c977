import assert from 'node:assert/strict'
import { lstat, readFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import test from 'node:test'
import { ask } from './control.ts'
import { markOf } from './process.ts'
import {
  eventually,
  freePort,
  living,
  newRoot,
  processesNaming,
  readyAt,
  runProgram,
  startHouse,
  statusOf,
} from './test/harness.ts'

const limit = { timeout: 120_000 }

async function visit(url: string): Promise<{ pid: number; count: number; sample: string | null }> {
  return (await (await fetch(url)).json()) as { pid: number; count: number; sample: string | null }
}

test(
  'starts everything, says how long it took, and stops everything on SIGTERM; then starts again',
  limit,
  async (t) => {
    const root = await newRoot(t)
    const first = startHouse(root)
    const url = await readyAt(first)
    assert.match(first.said(), /Database ready {2}\(\d+\.\d s\)/)
    assert.match(first.said(), /Server ready {2}\(\d+\.\d s\)/)
    assert.match(first.said(), /Sample loaded/)
    await first.hears(/admin@ronghe\.example {2}pass-word {2}Operator/)
    assert.equal((await visit(url)).count, 1)
    await eventually(async () => (await statusOf(root)).children.every((one) => one.pid !== null))
    const { marks, children } = await statusOf(root)
    assert.deepEqual(
      children.map((one) => one.name),
      ['server', 'plant', 'edge-demo'],
    )
    assert.equal(marks.length, 5)
    assert.equal(await first.end('SIGTERM'), 0)
    assert.match(first.said(), /Everything has stopped/)
    assert.deepEqual(await living(marks), [])
    assert.deepEqual(processesNaming(root), [])
    await assert.rejects(lstat(path.join(root, 'data/lock')), { code: 'ENOENT' })
    const second = startHouse(root)
    assert.equal((await visit(await readyAt(second))).count, 2)
    assert.equal(await second.end('SIGINT'), 0)
    assert.deepEqual(processesNaming(root), [])
  },
)

test('a data directory in use and a taken port are said plainly, and nothing is left', limit, async (t) => {
  const root = await newRoot(t)
  const first = startHouse(root)
  const port = new URL(await readyAt(first)).port
  const same = startHouse(root)
  assert.equal(await same.ended, 1)
  assert.match(same.said(), new RegExp(`is in use by another Ronghe \\(process ${first.child.pid},`))
  const other = await newRoot(t)
  const taken = startHouse(other, { PORT: port })
  assert.equal(await taken.ended, 1)
  assert.match(taken.said(), new RegExp(`Port ${port} is in use by`))
  assert.deepEqual(processesNaming(other), [])
  assert.equal((await visit(`http://127.0.0.1:${port}`)).count, 1, 'the first is untouched')
  assert.equal(await first.end('SIGTERM'), 0)
})

test('server, edge and database that are killed come back, and nothing is lost', limit, async (t) => {
  const root = await newRoot(t)
  const house = startHouse(root, { PORT: String(await freePort()) })
  const url = await readyAt(house)
  for (let round = 1; round <= 3; round += 1) {
    const before = await visit(url)
    process.kill(before.pid, 'SIGKILL')
    await eventually(async () => (await visit(url)).pid !== before.pid)
    assert.ok((await visit(url)).count > before.count)
  }
  await house.hears(/server ended unexpectedly \(SIGKILL\)/)
  const { database } = await statusOf(root)
  const counted = (await visit(url)).count
  process.kill(database?.pid ?? 0, 'SIGKILL')
  await house.hears(/The database is back/)
  await eventually(async () => (await visit(url)).count > counted)
  await eventually(async () => (await fieldLines(root)).length === 2)
  const [line = ''] = await fieldLines(root)
  const [pid = 0, below = 0] = line.split(' ').map(Number)
  process.kill(pid, 'SIGKILL')
  await eventually(async () => (await fieldLines(root)).length === 3)
  assert.equal(await markOf(below), null, 'what the killed program had started is gone too')
  assert.equal(await house.end('SIGTERM'), 0)
  assert.deepEqual(processesNaming(root), [])
})

test(
  'after kill -9 of the supervisor the programs end, and the next start simply works',
  limit,
  async (t) => {
    const root = await newRoot(t)
    let count = 0
    for (let round = 0; round < 3; round += 1) {
      const house = startHouse(root)
      const seen = await visit(await readyAt(house))
      assert.equal(seen.count, count + 1)
      count = seen.count
      await house.end('SIGKILL')
    }
    const last = startHouse(root)
    assert.equal((await visit(await readyAt(last))).count, count + 1)
    assert.match(last.said(), /Took over the database process/)
    const { marks } = await statusOf(root)
    assert.equal(await last.end('SIGTERM'), 0)
    assert.deepEqual(await living(marks), [])
    assert.deepEqual(processesNaming(root), [])
  },
)

test('a server that cannot start ends the start with what it said', limit, async (t) => {
  const root = await newRoot(t)
  const house = startHouse(root, { TEST_SERVER_FAULT: 'migration 7 failed' })
  assert.equal(await house.ended, 1)
  assert.match(house.said(), /server could not start \(exit 3\)[\s\S]*migration 7 failed/)
  assert.deepEqual(processesNaming(root), [])
})

test(
  '--empty loads no sample; unknown arguments and all faults of the configuration are told at once',
  limit,
  async (t) => {
    const root = await newRoot(t)
    const house = startHouse(root, {}, ['--empty'])
    assert.equal((await visit(await readyAt(house))).sample, 'no')
    assert.deepEqual(
      (await statusOf(root)).children.map((one) => one.name),
      ['server'],
    )
    assert.match(house.said(), /npm run administrator/)
    assert.equal(await house.end('SIGTERM'), 0)
    const wrong = startHouse(root, {}, ['--emtpy'])
    assert.equal(await wrong.ended, 1)
    assert.match(wrong.said(), /Usage: npm start \[-- --empty\]/)
    const faulty = startHouse(root, { PORT: 'eighty', MQTT_PORT: '70000' })
    assert.equal(await faulty.ended, 1)
    assert.match(faulty.said(), /PORT="eighty"[\s\S]*MQTT_PORT="70000"/)
  },
)

test('asked to end in the middle of a start, or twice at once, it ends in order', limit, async (t) => {
  const root = await newRoot(t)
  const early = startHouse(root)
  await early.hears(/ports checked/)
  assert.equal(await early.end('SIGTERM'), 0)
  assert.deepEqual(processesNaming(root), [])
  const twice = startHouse(root)
  await readyAt(twice)
  twice.child.kill('SIGINT')
  assert.equal(await twice.end('SIGINT'), 0)
  assert.doesNotMatch(twice.said(), /ending at once/)
  assert.deepEqual(processesNaming(root), [])
})

test('commands: status, backup of the telemetry by the server, stop', limit, async (t) => {
  const root = await newRoot(t)
  const house = startHouse(root)
  await readyAt(house)
  const { control } = JSON.parse(await readFile(path.join(root, 'data/lock'), 'utf8')) as { control: string }
  assert.equal((await lstat(control)).mode & 0o777, 0o600)
  const directory = path.join(root, 'series-copy')
  await ask(control, { command: 'backup-series', directory })
  assert.equal(await readFile(path.join(directory, 'series.txt'), 'utf8'), 'points')
  await assert.rejects(ask(control, { command: 'sing' } as never), { code: 'start.command.unknown' })
  const garbage = await new Promise<string>((resolve) => {
    const socket = net.connect(control, () => socket.write('{{\n'))
    socket.once('data', (chunk) => resolve(String(chunk)))
  })
  assert.equal((JSON.parse(garbage) as { ok: boolean }).ok, false)
  await ask(control, { command: 'stop' })
  assert.equal(await house.ended, 0)
  await assert.rejects(ask(control, { command: 'status' }), { code: 'start.command.noAnswer' })
})

test('Chinese comes first where no language is set', limit, async () => {
  const house = runProgram(new URL('./start.ts', import.meta.url).pathname, ['--what'], {
    RONGHE_LANGUAGE: '',
  })
  assert.equal(await house.ended, 1)
  assert.match(house.said(), /^无法识别的参数[\s\S]*Unknown argument/)
})

async function fieldLines(root: string): Promise<string[]> {
  const text = await readFile(path.join(root, 'data/field.txt'), 'utf8')
  return text.trim().split('\n')
}
