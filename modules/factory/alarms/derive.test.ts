import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, type Machine, makeMachine, minute, setEdge } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const second = 1_000_000
const clock = clockAt(start)

let house: TestHouse
let machine: Machine
let tags: Record<string, string>
let count = 0
let defined = 0
const heard = new Map<string, number>()
let a: Awaited<ReturnType<typeof as>>
let deriver: ReturnType<typeof createDeriver>

before(async () => {
  house = await factoryHouse({ start: false, clock })
  a = await as(house, 'a')
})
after(() => house.close())
beforeEach(async () => {
  count += 1
  const made = await makeMachine(house.house, { code: `A${count}` })
  machine = made.machine
  tags = made.tags
  deriver = createDeriver(house.house, { lastHeardMs: (edgeId) => heard.get(edgeId) })
})

/** Lets time go on to a moment and derives. */
async function at(micros: number): Promise<void> {
  clock.move(Math.max(0, (micros - clock.now().getTime() * 1000) / 1000))
  await deriver.round()
}

async function define(body: Partial<AlarmBody>): Promise<string> {
  const full = {
    name: '负载高',
    kind: 'limit',
    signal: 'load',
    level: 'H',
    limit: 80,
    priority: 'high',
    mustAcknowledge: true,
    latches: false,
    equipmentIds: [machine.id],
    ...body,
  } as AlarmBody
  defined += 1
  const { id } = await a.addAlarmDefinition({ body: { code: `X${defined}`, body: full } })
  await at(clock.now().getTime() * 1000 + 31 * second)
  return id
}

async function journal(): Promise<string[]> {
  const query = { equipment: machine.id, sort: 'raisedAt', pageSize: 100 }
  const { rows } = await a.alarms({ query })
  return rows.map((row) => {
    const to = row.clearedAt ? (Date.parse(row.clearedAt) * 1000 - base) / second : '…'
    const marks = [
      row.isLate ? 'late' : '',
      row.refutedAt ? 'refuted' : '',
      row.quiet ?? '',
      row.isFirstOut ? 'first' : '',
    ]
    return [`${(Date.parse(row.raisedAt) * 1000 - base) / second}-${to}`, ...marks.filter(Boolean)].join(' ')
  })
}

let base = 0
/** From here on seconds are counted; everything before is quiet. */
function begin(): void {
  base = Math.ceil(clock.now().getTime() / 1000) * second + 10 * second
}
const load = (seconds: number, value: number | null, quality = 192) => {
  return { tag: tags.load ?? '', at: base + seconds * second, value, quality }
}

describe('alarms follow the telemetry journal', () => {
  test('a limit is raised and cleared at the time of the machine, once', async () => {
    await define({})
    begin()
    await append(house.house, [load(0, 50), load(1, 90)])
    await at(base + 2 * second)
    assert.deepEqual(await journal(), ['1-…'])
    await at(base + 3 * second)
    await append(house.house, [load(5, 70)])
    await at(base + 6 * second)
    assert.deepEqual(await journal(), ['1-5'])
    const [row] = (await a.currentAlarms({ query: { equipment: machine.id } })).rows
    assert.equal(row?.state, 'returnedUnacknowledged')
    assert.deepEqual([row?.value, row?.peak, row?.activeSeconds], [90, 90, 4])
  })

  test('a delay runs on the edge’s word alone, and a restart in between loses nothing', async () => {
    await define({ onDelaySeconds: 20 })
    begin()
    await setEdge(house.house, machine.edgeId, true, base - 5 * second)
    await append(house.house, [load(0, 90)])
    heard.set(machine.edgeId, (base + second) / 1000)
    await at(base + 2 * second)
    assert.deepEqual(await journal(), [])
    deriver = createDeriver(house.house, { lastHeardMs: (edgeId) => heard.get(edgeId) })
    heard.set(machine.edgeId, (base + 40 * second) / 1000)
    await append(house.house, [{ tag: tags.parts ?? '', at: base + 40 * second, value: 1 }])
    await at(base + 41 * second)
    assert.deepEqual(await journal(), ['20-…'])
  })

  test('points that come late mend the journal, and what was told stays', async () => {
    await define({})
    begin()
    await append(house.house, [load(0, 90), load(20, 50), load(30, 90), load(40, 50)])
    await at(base + 41 * second)
    assert.deepEqual(await journal(), ['0-20', '30-40'])
    // The machine was in fact fine from 10 on, and once more too high at 50.
    await append(house.house, [load(10, 60), load(29, 60), load(30.5, 60), load(60, 90)])
    await at(base + 61 * second)
    assert.deepEqual(await journal(), ['0-10', '30-30.5', '60-…'])
    const early = { tag: tags.load ?? '', at: base - second, value: 95, quality: 192 }
    await append(house.house, [early])
    await at(base + 62 * second)
    assert.deepEqual((await journal()).slice(0, 1), ['-1-10'])
  })

  test('what later data disprove is refuted, not deleted, and asks nobody', async () => {
    await define({ onDelaySeconds: 10 })
    begin()
    await append(house.house, [load(0, 90), load(15, 91)])
    await at(base + 16 * second)
    assert.deepEqual(await journal(), ['10-…'])
    await append(house.house, [load(5, 50), load(6, 90), load(12, 50)])
    await at(base + 17 * second)
    const [row] = (await a.alarms({ query: { equipment: machine.id } })).rows
    assert.ok(row?.refutedAt && row.endedAt)
    assert.equal((await a.currentAlarms({ query: { equipment: machine.id } })).total, 0)
  })

  test('what is found long after it was over is in the journal as late and asks nobody', async () => {
    await define({})
    begin()
    await at(base + 60 * minute)
    await append(house.house, [load(0, 90), load(30, 50)])
    await at(base + 61 * minute)
    assert.deepEqual(await journal(), ['0-30 late'])
    assert.equal((await a.currentAlarms({ query: { equipment: machine.id } })).total, 0)
  })

  test('the first of a group is marked', async () => {
    await define({ groupName: '主轴', name: '高' })
    await define({ groupName: '主轴', name: '高高', level: 'HH', limit: 95, priority: 'critical' })
    begin()
    await append(house.house, [load(0, 90), load(5, 99), load(9, 10)])
    await at(base + 10 * second)
    assert.deepEqual(await journal(), ['0-9 first', '5-9'])
  })

  test('while the machine is set up the alarm is suppressed by design, and told when that ends', async () => {
    await define({ suppressWhen: 'CONTROLLER_MODE = MANUAL' })
    begin()
    await append(house.house, [{ tag: tags.mode ?? '', at: base, value: 'MANUAL' }, load(1, 90)])
    await at(base + 2 * second)
    assert.deepEqual(await journal(), ['1-… suppressedByDesign'])
    assert.equal((await a.currentAlarms({ query: { equipment: machine.id } })).total, 0)
    assert.equal((await a.alarmSummary({ query: { equipment: machine.id } })).suppressedByDesign, 1)
    await append(house.house, [{ tag: tags.mode ?? '', at: base + 8 * second, value: 'AUTOMATIC' }])
    await at(base + 9 * second)
    const [row] = (await a.currentAlarms({ query: { equipment: machine.id } })).rows
    assert.deepEqual([row?.state, row?.announcedAt], ['unacknowledged', isoOf(base + 8 * second)])
  })

  test('a rule is a condition as in state rules, and silence is told by time alone', async () => {
    await define({ kind: 'rule', when: 'EXECUTION = ACTIVE and load > 80', name: '规则' })
    await define({ kind: 'stale', silenceSeconds: 60, name: '停滞' })
    begin()
    await append(house.house, [
      load(0, 90),
      { tag: tags.execution ?? '', at: base + 2 * second, value: 'ACTIVE' },
    ])
    await at(base + 3 * second)
    assert.deepEqual(await journal(), ['2-…'])
    await at(base + 70 * second)
    assert.deepEqual(await journal(), ['2-…', '60-…'])
    await append(house.house, [load(71, 10)])
    await at(base + 75 * second)
    assert.deepEqual(await journal(), ['2-71', '60-71'])
  })

  test('another limit ends what was told and begins anew; another priority does not', async () => {
    const id = await define({})
    begin()
    await append(house.house, [load(0, 90)])
    await at(base + second)
    const { body } = await a.oneAlarmDefinition({ params: { definitionId: id } })
    const params = { definitionId: id }
    await a.changeAlarmDefinition({ params, body: { version: 1, body: { ...body, priority: 'low' } } })
    await at(base + 2 * second)
    assert.deepEqual(await journal(), ['0-…'])
    await a.changeAlarmDefinition({ params, body: { version: 2, body: { ...body, limit: 85 } } })
    await at(base + 3 * second)
    await append(house.house, [load(4, 86)])
    await at(base + 5 * second)
    const rows = await journal()
    assert.equal(rows.length, 2)
    assert.match(rows[0] ?? '', /^0-\d/)
    assert.match(rows[1] ?? '', /-…$/)
  })

  test('a machine without the signal is told, and watched as soon as it has it', async () => {
    const id = await define({ signal: 'coolant', name: '冷却' })
    const query = { definition: id }
    assert.deepEqual((await a.alarmWatches({ query })).rows[0]?.missing, ['coolant'])
    assert.equal((await a.alarmSummary({ query: { equipment: machine.id } })).missing, 1)
    const { rows } = await a.tags({ params: { equipmentId: machine.id } })
    const parts = rows.find((tag) => tag.name === 'parts')
    await a.changeTag({ params: { tagId: parts?.id ?? '' }, body: { meaning: 'COOLANT' } })
    const params = { definitionId: id }
    const { body } = await a.oneAlarmDefinition({ params })
    await a.changeAlarmDefinition({ params, body: { version: 1, body: { ...body, signal: 'COOLANT' } } })
    await at(clock.now().getTime() * 1000 + 40 * second)
    assert.deepEqual((await a.alarmWatches({ query })).rows[0]?.missing, [])
  })

  test('a class of machines is watched whole, and machines that come later too', async () => {
    const id = await define({ equipmentIds: [], process: '车削', name: '一类' })
    const total = async () => (await a.alarmWatches({ query: { definition: id } })).total
    const before = await total()
    assert.ok(before >= 2)
    await makeMachine(house.house, { code: `A${count}-later` })
    await makeMachine(house.house, { code: `A${count}-other`, firm: 'firm-b' })
    await at(clock.now().getTime() * 1000 + 40 * second)
    assert.equal(await total(), before + 1)
    await a.retireAlarmDefinition({ params: { definitionId: id } })
    await at(clock.now().getTime() * 1000 + 40 * second)
    assert.equal(await total(), 0)
  })
})
