import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
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
  counter = startCounter()
})
after(async () => {
  clearInterval(saying)
  counter?.stop()
  await house?.close()
  spawnSync('umount', ['-l', disk])
  rmdirSync(disk)
})

/** Leaves so little room that not even a small commit fits. */
function fill(): string {
  const { bavail, bsize } = statfsSync(disk)
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 4096), 1))
  return ballast
}

test('a full disk is told on the page and by notice, edges keep what comes, and room brings it all', {
  skip,
}, async () => {
  const creditCode = '11450000YY00010102'
  const email = 'platform@x.example'
  await makePerson(house.house, { email, password, creditCode, role: 'platformAdministrator' })
  const a = await as(house, 'a')
  const { headers } = await as(house, 'platform', 'en')
  const bell = async () => {
    const { rows } = await client(registry, { base: house.url, headers: () => headers }).notifications({
      query: {},
    })
    return rows.map(({ text }) => text)
  }
  const round = createRoomWatch(house.house)
  const edge = await a.addEdge({ body: { code: 'full-1', name: '一号网关' } })
  const edgeId = edge.id
  counter.say()
  counter.startEdge(edge)
  saying = setInterval(counter.say, 25)
  const found = async () => (await a.discovered({ params: { edgeId } })).rows
  await eventually('the machine is found', async () => (await found()).length === 1, waitMsMax)
  const machine = {
    code: 'F-1',
    name: '计数机',
    isNumericalControl: true,
    isNetworked: true,
    isKeyProcess: false,
  }
  const where = { unitId: await unitId(house.house, 'firm-a', 'L1'), edgeId, device: 'm1' }
  const { id: equipmentId } = await a.addEquipment({ body: { ...machine, ...where } })
  const newest = async () => Number((await a.tags({ params: { equipmentId } })).rows[0]?.value ?? 0)
  const reaches = (number: number) =>
    eventually(`${number}`, async () => (await newest()) >= number, waitMsMax)
  await reaches(counter.said)
  await round()

  const ballast = fill()
  await eventually('it is full', async () => (await a.storage({})).state === 'full', waitMsMax)
  const atFull = counter.said
  await round()
  await round()
  await eventually(
    'the edge keeps it',
    async () => {
      return ((await a.oneEdge({ params: { edgeId } })).unacknowledged ?? 0) > 20
    },
    waitMsMax,
  )
  assert.ok(
    (await bell()).some((text) => /The disk is full/.test(text)),
    String(await bell()),
  )
  assert.equal((await bell()).filter((text) => /The disk is full/.test(text)).length, 1)
  assert.ok((await newest()) < counter.said)

  rmSync(ballast)
  await reaches(atFull + 20)
  assert.notEqual((await a.storage({})).state, 'full')
  clearInterval(saying)
  await reaches(counter.said)
  await counter.checkWhole(house.house, (await a.tags({ params: { equipmentId } })).rows[0]?.id ?? '')
})
