import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { as, factoryHouse, unitId } from '@ronghe/factory/testing'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { type Counter, startCounter } from './test/counter.ts'

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
  let standby = counter.startEdge(second, { pair: true })
  // The first turn is the primary's only if it reads the machine by then.
  await eventually(
    'the primary reads',
    async () => {
      const { connections } = await a.oneEdge({ params: { edgeId: first.id } })
      return connections.some(({ device, state }) => device === 'm1' && state === 'live')
    },
    waitMsMax,
  )
  const pairOf = async () => (await a.edgePair({ params: { edgeId: first.id } })).pair
  const make = () => a.makePair({ params: { edgeId: first.id }, body: { standbyId: second.id } })
  await eventually('both are there', async () => (await make()).id, waitMsMax)
  const pairId = (await pairOf())?.id ?? ''
  saying = setInterval(counter.say, size.stepMs)
  const found = async () => (await a.discovered({ params: { edgeId: first.id } })).rows
  await eventually('the machine is found', async () => (await found()).length === 1, waitMsMax)
  const where = { unitId: await unitId(house.house, 'firm-a', 'L1'), edgeId: first.id, device: 'm1' }
  const { id: equipmentId } = await a.addEquipment({ body: { ...machine, ...where } })
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

  for (let kill = 1; kill < size.kills; kill++) {
    const isFirst = (await holder()) === first.id
    const [holding, other] = isFirst ? [first, second] : [second, first]
    const victim = isFirst ? primary : standby
    victim.kill('SIGKILL')
    await once(victim, 'exit')
    await eventually(`${kill}: the other takes over`, async () => (await holder()) === other.id, waitMsMax)
    const again = counter.startEdge(holding, { pair: true })
    if (isFirst) primary = again
    else standby = again
    const isOnline = async () => (await a.oneEdge({ params: { edgeId: holding.id } })).isOnline
    await eventually(`${kill}: it is back`, isOnline, waitMsMax)
    await reaches(counter.said + size.ahead)
  }
  clearInterval(saying)
  await reaches(counter.said)
  const tags = await signals()
  assert.equal(tags.length, size.signals)
  for (const { id, name } of tags) await counter.checkWhole(house.house, id, Number(name.slice(1)))
})

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
