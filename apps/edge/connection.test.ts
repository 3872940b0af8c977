import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Connection, type Link } from './connection.ts'
import type { State } from './next.ts'
import { ReasonError } from './reason.ts'

const bounds = {
  openMsMax: 1000,
  silentMsMax: 500,
  closeMsMax: 200,
  waitMsMin: 100,
  waitMsMax: 800,
  stableMs: 1000,
}

/** A link whose steps end when the test says so, and a clock that the test moves. */
function scripted() {
  const calls: string[] = []
  const states: State[] = []
  const losses: string[] = []
  let nowMs = 0
  let settle: { resolve(): void; reject(error: unknown): void } = { resolve() {}, reject() {} }
  const wait = (name: string) => {
    calls.push(name)
    return new Promise<void>((resolve, reject) => {
      settle = { resolve, reject }
    })
  }
  const link: Link = {
    open: () => wait('open'),
    prepare: () => wait('prepare'),
    flow: () => wait('flow'),
    close: () => wait('close'),
  }
  const connection = new Connection({
    kind: 'device',
    link,
    bounds,
    changed: (state) => states.push(state),
    lost: (why) => losses.push(why.key),
    nowMs: () => nowMs,
    random: () => 0,
  })
  return {
    connection,
    calls,
    states,
    losses,
    async done() {
      settle.resolve()
      await turns()
    },
    async fail(error: unknown) {
      settle.reject(error)
      await turns()
    },
    async pass(ms: number) {
      nowMs += ms
      connection.evaluate()
      await turns()
    },
  }
}

async function turns(): Promise<void> {
  for (let index = 0; index < 10; index++) await Promise.resolve()
}

test('open, prepare, flow, loss, wait, again, stop', async () => {
  const world = scripted()
  world.connection.start()
  await world.done()
  await world.done()
  assert.deepEqual(world.calls, ['open', 'prepare', 'flow'])
  assert.equal(world.connection.state, 'live')
  await world.fail(new ReasonError('edge.mtconnect.streamEnded'))
  assert.deepEqual(world.losses, ['edge.mtconnect.streamEnded'])
  await world.done()
  assert.equal(world.connection.state, 'waiting')
  assert.equal(world.connection.reason.key, 'edge.mtconnect.streamEnded')
  await world.pass(100)
  assert.deepEqual(world.calls, ['open', 'prepare', 'flow', 'close', 'open'])
  const stopped = world.connection.stop()
  await world.done()
  await stopped
  assert.equal(world.connection.state, 'stopped')
})

test('a failed opening is no loss, and each failure waits longer', async () => {
  const world = scripted()
  world.connection.start()
  for (const waitMs of [100, 200, 400]) {
    await world.fail(new Error('ECONNREFUSED'))
    await world.done()
    assert.equal(world.connection.state, 'waiting')
    await world.pass(waitMs - 1)
    assert.equal(world.calls.at(-1), 'close')
    await world.pass(1)
    assert.equal(world.calls.at(-1), 'open')
  }
  assert.deepEqual(world.losses, [])
  const stopped = world.connection.stop()
  await world.done()
  await stopped
})

test('silence closes, signs of life do not; a stable time forgives failures', async () => {
  const world = scripted()
  world.connection.start()
  await world.fail(new Error('once'))
  await world.done()
  await world.pass(100)
  await world.done()
  await world.done()
  for (let index = 0; index < 4; index++) {
    await world.pass(400)
    world.connection.heard()
  }
  assert.equal(world.connection.state, 'live')
  await world.pass(500)
  assert.deepEqual(world.losses, ['edge.device.silent'])
  await world.done()
  await world.pass(100)
  assert.equal(world.calls.at(-1), 'open')
  const stopped = world.connection.stop()
  await world.done()
  await stopped
})

test('a closing that does not end is abandoned, and its late end changes nothing', async () => {
  const world = scripted()
  world.connection.start()
  await world.done()
  const stopped = world.connection.stop()
  assert.equal(world.calls.at(-1), 'close')
  await world.pass(200)
  await stopped
  assert.equal(world.connection.state, 'stopped')
  await world.done()
  assert.equal(world.connection.state, 'stopped')
})
