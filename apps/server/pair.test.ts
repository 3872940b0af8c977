import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { as, factoryHouse, unitId } from '@ronghe/factory/testing'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { type Counter, startCounter } from './test/counter.ts'
import type { EdgeCredential } from './test/edge.ts'

const waitMsMax = 60_000
/** With BENCH=1 as many signals as a hall has, each second, and every turn ended by a kill. */
const size =
  process.env.BENCH === '1'
    ? { signals: 2000, stepMs: 1000, kills: 6, ahead: 5 }
    : { signals: 20, stepMs: 25, kills: 1, ahead: 20 }

let house: TestHouse
let counter: Counter
let saying: NodeJS.Timeout
before(async () => {
  house = await factoryHouse()
  counter = startCounter(size.stepMs, size.signals)
})
after(async () => {
  clearInterval(saying)
  counter?.stop()
  await house.close()
})

const machine = {
  ...{ code: 'P-1', name: '双机' },
  ...{ isNumericalControl: true, isNetworked: true, isKeyProcess: false },
}

test('one of two edges is killed and comes back: no value is missing and none stands twice', async () => {
  const a = await as(house, 'a')
  const [first, second] = [
    await a.addEdge({ body: { code: 'pair-1', name: '一号网关' } }),
    await a.addEdge({ body: { code: 'pair-2', name: '二号网关' } }),
  ]
  counter.say()
  let primary = counter.startEdge(first, { pair: true })
  const standby = counter.startEdge(second, { pair: true })
  // The first turn is the primary's only if it reads the machine by then.
  await eventually('the primary reads', () => isReading(first.id), waitMsMax)
  const pairOf = async () => (await a.edgePair({ params: { edgeId: first.id } })).pair
  const make = () => a.makePair({ params: { edgeId: first.id }, body: { standbyId: second.id } })
  await eventually('both are there', async () => (await make()).id, waitMsMax)
  const pairId = (await pairOf())?.id ?? ''
  saying = setInterval(counter.say, size.stepMs)
  const equipmentId = await register(first.id)
  const signals = async () => (await a.tags({ params: { equipmentId } })).rows
  const newest = async () => Number((await signals()).find(({ name }) => name === 'n')?.value ?? 0)
  const reaches = (number: number) =>
    eventually(`${number}`, async () => (await newest()) >= number, waitMsMax)
  await reaches(counter.said)
  assert.deepEqual(
    (await pairOf())?.devices.map(({ edgeId }) => edgeId),
    [first.id],
  )

  primary.kill('SIGKILL')
  await once(primary, 'exit')
  const atDeath = counter.said
  const holder = async () => (await pairOf())?.devices[0]?.edgeId
  await eventually('the other takes over', async () => (await holder()) === second.id, waitMsMax)
  await reaches(atDeath + 2 * size.ahead)

  primary = counter.startEdge(first, { pair: true })
  const isBack = async () => (await pairOf())?.primary.isOnline === true
  await eventually('the first is back', isBack, waitMsMax)
  await reaches(counter.said + size.ahead)
  // It does not swing back; a person gives the turn back.
  assert.equal(await holder(), second.id)
  await a.handOver({ params: { pairId }, body: { edgeId: first.id, reason: '检修结束' } })
  await reaches(counter.said + size.ahead)
  const { rows } = await a.pairTurns({ params: { pairId } })
  assert.deepEqual(
    rows.map(({ edgeName, why, isOpen }) => [edgeName, why, isOpen]),
    [
      ['一号网关', '检修结束', true],
      ['二号网关', '对方失联', false],
      ['一号网关', '开始时由它上报', false],
    ],
  )

  const running: Running = new Map()
  running.set(first.id, { credential: first, child: primary })
  running.set(second.id, { credential: second, child: standby })
  for (let kill = 1; kill < size.kills; kill++) {
    await endTurn(running, holder)
    await reaches(counter.said + size.ahead)
  }
  clearInterval(saying)
  await reaches(counter.said)
  const tags = await signals()
  assert.equal(tags.length, size.signals)
  for (const { id, name } of tags) await counter.checkWhole(house.house, id, Number(name.slice(1)))
})

async function isReading(edgeId: string): Promise<boolean> {
  const { connections } = await (await as(house, 'a')).oneEdge({ params: { edgeId } })
  return connections.some(({ device, state }) => device === 'm1' && state === 'live')
}

/** The machine that the edge found is a machine of the firm's. */
async function register(edgeId: string): Promise<string> {
  const a = await as(house, 'a')
  const found = async () => (await a.discovered({ params: { edgeId } })).rows
  await eventually('the machine is found', async () => (await found()).length === 1, waitMsMax)
  const where = { unitId: await unitId(house.house, 'firm-a', 'L1'), edgeId, device: 'm1' }
  return (await a.addEquipment({ body: { ...machine, ...where } })).id
}

type Running = Map<string, { credential: EdgeCredential; child: ChildProcess }>

/** Kills the edge whose turn it is, waits until the other has it, and starts the first again. */
async function endTurn(running: Running, holder: () => Promise<string | undefined>): Promise<void> {
  const victimId = (await holder()) ?? ''
  const victim = running.get(victimId)
  assert.ok(victim)
  victim.child.kill('SIGKILL')
  await once(victim.child, 'exit')
  await eventually('the other takes over', async () => (await holder()) !== victimId, waitMsMax)
  victim.child = counter.startEdge(victim.credential, { pair: true })
  const a = await as(house, 'a')
  const isOnline = async () => (await a.oneEdge({ params: { edgeId: victimId } })).isOnline
  await eventually('it is back', isOnline, waitMsMax)
}

test('others see and change no pair of ours, and what can be none is refused', async () => {
  const a = await as(house, 'a')
  const [one, other] = [
    await a.addEdge({ body: { code: 'single-1', name: '甲' } }),
    await a.addEdge({ body: { code: 'single-2', name: '乙' } }),
  ]
  const make = (edgeId: string, standbyId: string) => a.makePair({ params: { edgeId }, body: { standbyId } })
  const code = (fault: { answer?: { code: string } }) => fault.answer?.code
  const refused = async (work: Promise<unknown>) =>
    code(
      await work.then(
        () => ({}),
        (fault) => fault,
      ),
    )
  assert.equal(await refused(make(one.id, one.id)), 'factory.pair.same')
  assert.equal(await refused(make(one.id, other.id)), 'factory.pair.notStarted')
  const [paired] = (await a.edges({ query: { q: 'pair-1' } })).rows
  const { pair } = await a.edgePair({ params: { edgeId: paired?.id ?? '' } })
  assert.equal(await refused(make(paired?.id ?? '', one.id)), 'factory.pair.taken')
  assert.equal(await refused(make(one.id, paired?.id ?? '')), 'factory.pair.hasMachines')
  const b = await as(house, 'b')
  await assert.rejects(b.edgePair({ params: { edgeId: paired?.id ?? '' } }), { status: 404 })
  const ending = { params: { pairId: pair?.id ?? '' }, body: { reason: 'x' } }
  await assert.rejects(b.endPair(ending), { status: 404 })
  const viewer = await as(house, 'viewer')
  await assert.rejects(viewer.endPair(ending), { status: 403 })
  await a.endPair(ending)
  assert.equal((await a.edgePair({ params: { edgeId: paired?.id ?? '' } })).pair, null)
})
