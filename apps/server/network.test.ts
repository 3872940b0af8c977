import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, factoryHouse, unitId } from '@ronghe/factory/testing'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { type Counter, startCounter } from './test/counter.ts'
import { type Disorder, type DisorderlyNetwork, startDisorder } from './test/disorder.ts'

const waitMsMax = 60_000

let house: TestHouse
let counter: Counter
let network: DisorderlyNetwork
let saying: NodeJS.Timeout
before(async () => {
  house = await factoryHouse({ environment: { SPARKPLUG_REORDER_MS: '300' } })
  counter = startCounter()
})
after(async () => {
  clearInterval(saying)
  counter?.stop()
  await network?.stop()
  await house.close()
})

const swapped: Disorder = { bunch: 2, of: (messages) => messages.toReversed() }
const doubled: Disorder = { bunch: 4, of: (messages) => [...messages, ...messages] }
const shuffled: Disorder = { bunch: 6, of: (messages) => shuffle([...messages, ...messages]) }
/** Of each bunch the first that bears data is lost. */
const lossy: Disorder = {
  bunch: 5,
  of: (messages) => messages.filter((one) => one !== messages.find((other) => other.includes('/DDATA/'))),
}

let state = 11
function shuffle<T>(list: readonly T[]): T[] {
  const keyed = list.map((one) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return { one, key: state }
  })
  return keyed.toSorted((a, b) => a.key - b.key).map(({ one }) => one)
}

test('messages that come out of order, twice or not at all: every value is stored once', async () => {
  const a = await as(house, 'a')
  const edge = await a.addEdge({ body: { code: 'far', name: '远端' } })
  network = await startDisorder(edge.server)
  counter.say()
  counter.startEdge({ ...edge, server: network.url })
  saying = setInterval(counter.say, 20)
  const waitFor = <T>(what: string, holds: () => Promise<T>) => eventually(what, holds, waitMsMax)
  const found = async () => (await a.discovered({ params: { edgeId: edge.id } })).rows
  await waitFor('the machine is found', async () => (await found()).length === 1)
  const kind = { isNumericalControl: true, isNetworked: true, isKeyProcess: false }
  const place = { unitId: await unitId(house.house, 'firm-a', 'L1'), edgeId: edge.id, device: 'm1' }
  const { id: equipmentId } = await a.addEquipment({
    body: { code: 'N-1', name: '计数机', ...kind, ...place },
  })
  const signal = async () => (await a.tags({ params: { equipmentId } })).rows[0]
  const reaches = (number: number) =>
    waitFor(`${number}`, async () => Number((await signal())?.value ?? 0) >= number)

  /** So many messages pass under a disorder; answers how often a birth was asked for meanwhile. */
  async function under(disorder: Disorder, messages: number): Promise<number> {
    await reaches(counter.said)
    const [rebirths, disturbed] = [network.rebirths, network.disturbed]
    network.disturb(disorder)
    await waitFor('enough is disturbed', async () => network.disturbed >= disturbed + messages)
    network.disturb(null)
    await reaches(counter.said)
    return network.rebirths - rebirths
  }

  // What is only late or there already needs no birth (Sparkplug B 3.0, 6.4.5); what is missing does.
  assert.equal(await under(swapped, 10), 0)
  assert.equal(await under(doubled, 8), 0)
  assert.equal(await under(shuffled, 12), 0)
  network.disturb(shuffled)
  network.cut()
  assert.equal(await under(swapped, 6), 0)
  assert.ok((await under(lossy, 5)) >= 1)
  clearInterval(saying)
  await reaches(counter.said)
  await counter.checkWhole(house.house, (await signal())?.id ?? '')
})
