import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { as, factoryHouse, unitId } from '@ronghe/factory/testing'
import { eventually, type TestHouse } from '@ronghe/kit/test'

const program = fileURLToPath(new URL('../edge/main.ts', import.meta.url))
const waitMsMax = 60_000

let house: TestHouse
let directory = ''
let saying: NodeJS.Timeout
const children = new Set<ChildProcess>()
before(async () => {
  house = await factoryHouse()
  directory = mkdtempSync(join(tmpdir(), 'pair-'))
  mkdirSync(join(directory, 'files'))
})
after(async () => {
  clearInterval(saying)
  for (const child of children) child.kill('SIGKILL')
  await house.close()
  rmSync(directory, { recursive: true })
})

type Credential = { id: string; password: string; server: string; group: string; node: string }

/** A process of the edge program that reads the machine's file. */
function startEdge({ id, password, server, group, node }: Credential): ChildProcess {
  const file = join(directory, `${node}.json`)
  const device = { device: 'm1', adapter: 'file', path: 'm1.jsonl', format: 'jsonl', intervalMs: 50 }
  const config = {
    ...{ server, group, node, username: id, password, pair: true, files: join(directory, 'files') },
    buffer: { directory: join(directory, node) },
    limits: { batchMs: 20, healthMs: 300, waitMsMin: 100, waitMsMax: 300 },
    devices: [{ ...device, tags: [{ name: 'n', type: 'number' }] }],
  }
  writeFileSync(file, JSON.stringify(config))
  const child = spawn(process.execPath, [program, '--config', file], { stdio: 'ignore' })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

/** The machine: it counts, and writes when it did. */
let said = 0
const startMs = Date.now()
function say(): void {
  said++
  appendFileSync(
    join(directory, 'files', 'm1.jsonl'),
    `${JSON.stringify({ time: startMs + said * 25, n: said })}\n`,
  )
}

/** Every value stands once, at its own time; what else there is are marks of the edges between them. */
async function checkWhole(tagId: string): Promise<void> {
  const { series } = house.house
  const [number = 0] = await series.resolve([tagId])
  const span = { fromMicros: startMs * 1000, toMicros: (startMs + (said + 1) * 25) * 1000 }
  const kept = await series.raw({ series: number, ...span, limit: said * 10 })
  const good = [...kept.timeMicros].flatMap((timeMicros, index) =>
    kept.quality[index] === 192 ? [[timeMicros / 1000, kept.value[index]]] : [],
  )
  const whole = Array.from({ length: said }, (_, index) => [startMs + (index + 1) * 25, index + 1])
  assert.deepEqual(
    good.filter(([timeMs]) => Number.isInteger(timeMs)),
    whole,
  )
}

test('one of two edges is killed and comes back: no value is missing and none stands twice', async () => {
  const a = await as(house, 'a')
  const [first, second] = [
    await a.addEdge({ body: { code: 'pair-1', name: '一号网关' } }),
    await a.addEdge({ body: { code: 'pair-2', name: '二号网关' } }),
  ]
  say()
  let primary = startEdge(first)
  startEdge(second)
  const pairOf = async () => (await a.edgePair({ params: { edgeId: first.id } })).pair
  const make = () => a.makePair({ params: { edgeId: first.id }, body: { standbyId: second.id } })
  await eventually('both are there', async () => (await make()).id, waitMsMax)
  const pairId = (await pairOf())?.id ?? ''
  saying = setInterval(say, 25)
  const found = async () => (await a.discovered({ params: { edgeId: first.id } })).rows
  await eventually('the machine is found', async () => (await found()).length === 1, waitMsMax)
  const machine = {
    code: 'P-1',
    name: '双机',
    isNumericalControl: true,
    isNetworked: true,
    isKeyProcess: false,
  }
  const where = { unitId: await unitId(house.house, 'firm-a', 'L1'), edgeId: first.id, device: 'm1' }
  const { id: equipmentId } = await a.addEquipment({ body: { ...machine, ...where } })
  const newest = async () => Number((await a.tags({ params: { equipmentId } })).rows[0]?.value ?? 0)
  const reaches = (number: number) =>
    eventually(`${number}`, async () => (await newest()) >= number, waitMsMax)
  await reaches(said)
  assert.deepEqual(
    (await pairOf())?.devices.map(({ edgeId }) => edgeId),
    [first.id],
  )

  primary.kill('SIGKILL')
  await once(primary, 'exit')
  const atDeath = said
  const holder = async () => (await pairOf())?.devices[0]?.edgeId
  await eventually('the other takes over', async () => (await holder()) === second.id, waitMsMax)
  await reaches(atDeath + 40)

  primary = startEdge(first)
  const isBack = async () => (await pairOf())?.primary.isOnline === true
  await eventually('the first is back', isBack, waitMsMax)
  await reaches(said + 20)
  // It does not swing back; a person gives the turn back.
  assert.equal(await holder(), second.id)
  await a.handOver({ params: { pairId }, body: { edgeId: first.id, reason: '检修结束' } })
  await reaches(said + 20)
  clearInterval(saying)
  await reaches(said)

  await checkWhole((await a.tags({ params: { equipmentId } })).rows[0]?.id ?? '')
  const { rows } = await a.pairTurns({ params: { pairId } })
  assert.deepEqual(
    rows.map(({ edgeName, why, isOpen }) => [edgeName, why, isOpen]),
    [
      ['一号网关', '检修结束', true],
      ['二号网关', '对方失联', false],
      ['一号网关', '开始时由它上报', false],
    ],
  )
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
