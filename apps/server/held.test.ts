import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { as, createRoomWatch, factoryHouse, password, unitId } from '@ronghe/factory/testing'
import { client } from '@ronghe/kit/client'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { registry } from '@ronghe/registry/contract'
import { makePerson } from '@ronghe/registry/testing'
import { type Counter, startCounter } from './test/counter.ts'

const waitMsMax = 60_000
const disk = mkdtempSync(join(tmpdir(), 'ronghe-full-'))
const isSmall = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', disk]).status === 0
const skip = isSmall ? false : 'SKIPPED: mounting a small disk needs root, so a full disk is not tried here'

let house: TestHouse
let counter: Counter
let saying: NodeJS.Timeout | undefined
before(async () => {
  house = await factoryHouse({ environment: { DATA_DIR: join(disk, 'data') } })
  const creditCode = '11450000YY00010102'
  const email = 'platform@x.example'
  await makePerson(house.house, { email, password, creditCode, role: 'platformAdministrator' })
})
afterEach(() => {
  clearInterval(saying)
  counter?.stop()
})
after(async () => {
  await house?.close()
  if (isSmall) spawnSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true, force: true })
})

const waitFor = <T>(what: string, holds: () => Promise<T>) => eventually(what, holds, waitMsMax)

/** A counting machine of firm A behind an edge of its own; its values are stored from the first one on. */
async function connect(code: string) {
  const a = await as(house, 'a')
  const edge = await a.addEdge({ body: { code, name: '一号网关' } })
  const params = { edgeId: edge.id }
  counter = startCounter()
  counter.say()
  counter.startEdge(edge)
  saying = setInterval(counter.say, 25)
  await waitFor('the machine is found', async () => (await a.discovered({ params })).rows.length === 1)
  const kind = { isNumericalControl: true, isNetworked: true, isKeyProcess: false }
  const where = { unitId: await unitId(house.house, 'firm-a', 'L1'), edgeId: edge.id, device: 'm1' }
  const { id: equipmentId } = await a.addEquipment({ body: { code, name: '计数机', ...kind, ...where } })
  const signal = async () => (await a.tags({ params: { equipmentId } })).rows[0]
  const newest = async () => Number((await signal())?.value ?? 0)
  const reaches = (number: number) => waitFor(`${number}`, async () => (await newest()) >= number)
  const waiting = async () => (await a.oneEdge({ params })).unacknowledged ?? 0
  await reaches(counter.said)
  return {
    a,
    newest,
    reaches,
    keeps: (count: number) => waitFor('the edge keeps it', async () => (await waiting()) > count),
    async isWhole() {
      clearInterval(saying)
      await reaches(counter.said)
      await counter.checkWhole(house.house, (await signal())?.id ?? '')
    },
  }
}

/** Leaves so little room that not even a small commit fits. */
function fill(): string {
  const { bavail, bsize } = statfsSync(disk)
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 4096), 1))
  return ballast
}

test('a full disk is told by page and notice; edges keep what comes until there is room', {
  skip,
}, async () => {
  const { headers } = await as(house, 'platform', 'en')
  const people = client(registry, { base: house.url, headers: () => headers })
  const told = async () => {
    const { rows } = await people.notifications({ query: {} })
    return rows.filter(({ text }) => /The disk is full/.test(text)).length
  }
  const round = createRoomWatch(house.house)
  const { a, newest, reaches, keeps, isWhole } = await connect('full')
  await round()

  const ballast = fill()
  await waitFor('it is full', async () => (await a.storage({})).state === 'full')
  const atFull = counter.said
  await round()
  await keeps(20)
  // Notices go over the bus.
  await waitFor('it is told', async () => (await told()) > 0)
  assert.ok((await newest()) < counter.said)

  rmSync(ballast)
  await reaches(atFull + 20)
  assert.notEqual((await a.storage({})).state, 'full')
  await isWhole()
})

test('an edge beyond its firm’s limits waits and says so; with wider ones nothing is missing', async () => {
  const platform = await as(house, 'platform')
  const { a, newest, keeps, isWhole } = await connect('wide')
  const [row] = (await a.limits()).rows
  assert.ok(row)
  const { messagesPerSecondMax, tagsMax, pointsPerDayMax, pointsPerSecondMax } = row
  const set = (points: number) =>
    platform.setLimits({
      params: { organisationId: row.organisationId },
      body: { messagesPerSecondMax, tagsMax, pointsPerDayMax, pointsPerSecondMax: points, reason: '试验' },
    })
  await set(2)
  await waitFor('it is held', async () => (await a.limits()).rows[0]?.held === 'points')
  await keeps(20)
  assert.ok((await newest()) < counter.said)
  await set(pointsPerSecondMax)
  await isWhole()
})
