import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, hour, makeMachine, minute } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi: an hour of production, an hour down, an hour of production. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const at = (minutes: number) => isoOf(start + minutes * minute)
const query = { from: at(0), to: at(180) }

let house: TestHouse
let equipmentId: string
const deriver = () => createDeriver(house.house, { lastHeardMs: () => undefined })

before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 5 * hour) })
  const { machine, tags } = await makeMachine(house.house, { code: 'M-1' })
  equipmentId = machine.id
  const shift = { name: '白班', weekday: 1, startMinute: 480, endMinute: 1200, kind: 'shift' as const }
  const a = await as(house, 'a')
  await a.changeShifts({
    params: { unitId: machine.unitId },
    body: { validFrom: '2026-01-01', timeZone: 'Asia/Shanghai', shifts: [shift] },
  })
  const { execution = '', mode = '' } = tags
  await append(house.house, [
    { tag: mode, at: start, value: 'AUTOMATIC' },
    { tag: execution, at: start, value: 'ACTIVE' },
    { tag: execution, at: start + hour, value: 'STOPPED' },
    { tag: execution, at: start + 2 * hour, value: 'ACTIVE' },
    { tag: execution, at: start + 3 * hour, value: 'READY' },
  ])
  await deriver().round()
})
after(() => house.close())

const refused = (code: string, field: string) => (fault: RequestFault) => {
  assert.deepEqual([fault.answer.code, fault.answer.fields?.[0]?.field], [code, field])
  return true
}

async function minutesOf(timeClass: string): Promise<number> {
  const report = await (await as(house, 'a')).oee({ params: { equipmentId }, query })
  return (report.classes.find((one) => one.timeClass === timeClass)?.micros ?? 0) / minute
}

describe('corrections', () => {
  test('a person says what a stop was; the time moves, and nothing is counted twice', async () => {
    const operator = await as(house, 'operator')
    const before = await operator.oee({ params: { equipmentId }, query })
    assert.equal(await minutesOf('down'), 60)
    const body = { startsAt: at(60), endsAt: at(90), state: 'setup' as const, reason: 'changeover' }
    const { id } = await operator.addCorrection({ params: { equipmentId }, body })
    assert.deepEqual([await minutesOf('down'), await minutesOf('setup')], [30, 30])
    const corrected = await operator.oee({ params: { equipmentId }, query })
    const sum = (report: typeof before) => report.classes.reduce((total, one) => total + one.micros, 0)
    assert.equal(sum(corrected), sum(before))
    assert.notEqual(corrected.inputsHash, before.inputsHash)
    assert.equal(corrected.losses.find(({ reason }) => reason === 'changeover')?.micros, 30 * minute)

    await operator.withdrawCorrection({ params: { correctionId: id } })
    const again = await operator.oee({ params: { equipmentId }, query })
    assert.equal(again.inputsHash, before.inputsHash)
    await assert.rejects(operator.withdrawCorrection({ params: { correctionId: id } }), { status: 409 })
    const { rows } = await operator.corrections({ params: { equipmentId }, query })
    assert.deepEqual(
      rows.map(({ reason, personName, withdrawnAt }) => [reason, personName, withdrawnAt !== null]),
      [['changeover', 'operator', true]],
    )
  })

  test('a reason alone keeps the state; of two words the later one counts', async () => {
    const operator = await as(house, 'operator')
    const stretch = { startsAt: at(100), endsAt: at(120) }
    await operator.addCorrection({ params: { equipmentId }, body: { ...stretch, reason: '等吊车' } })
    const body = { ...stretch, startsAt: at(110), reason: 'mechanicalFault', state: 'down' as const }
    await operator.addCorrection({ params: { equipmentId }, body })
    assert.equal(await minutesOf('down'), 60)
    const { losses } = await operator.oee({ params: { equipmentId }, query })
    const minutes = Object.fromEntries(losses.map(({ reason, micros }) => [reason, micros / minute]))
    assert.deepEqual([minutes.等吊车, minutes.mechanicalFault], [10, 10])
  })

  test('observed production gives way only when it is said so', async () => {
    const operator = await as(house, 'operator')
    const body = { startsAt: at(10), endsAt: at(30), state: 'idle' as const, reason: '空转' }
    await operator.addCorrection({ params: { equipmentId }, body })
    assert.equal(await minutesOf('production'), 120)
    await operator.addCorrection({ params: { equipmentId }, body: { ...body, overProduction: true } })
    assert.equal(await minutesOf('production'), 100)
  })

  test('the days that are kept follow, as they would be computed anew', async () => {
    await deriver().round()
    const a = await as(house, 'a')
    const [day] = (await a.oeeDays({ query: { equipment: equipmentId } })).rows
    assert.equal(Math.round((day?.productionHours ?? 0) * 60), 100)
  })
})

describe('who may correct, and what', () => {
  const body = () => ({ startsAt: at(60), endsAt: at(90), reason: 'noOrder' })

  test('the future, a span turned round and one too long are refused at their field', async () => {
    const operator = await as(house, 'operator')
    const params = { equipmentId }
    const add = (change: object) => operator.addCorrection({ params, body: { ...body(), ...change } })
    await assert.rejects(add({ endsAt: at(301) }), refused('factory.correction.future', 'endsAt'))
    await assert.rejects(add({ endsAt: at(60) }), refused('factory.span.invalid', 'endsAt'))
    await assert.rejects(
      add({ startsAt: isoOf(start - 100 * 24 * hour) }),
      refused('factory.span.tooLong', 'endsAt'),
    )
    await assert.rejects(add({ reason: '' }), { status: 400 })
    await add({ endsAt: at(300), reason: 'noOrder' })
  })

  test('a viewer, an official and a neighbour change nothing, and a neighbour sees nothing', async () => {
    const [viewer, region, b, a] = await Promise.all(
      ['viewer', 'region', 'b', 'a'].map((who) => as(house, who)),
    )
    assert.ok(viewer && region && b && a)
    const params = { equipmentId }
    await assert.rejects(viewer.addCorrection({ params, body: body() }), { status: 403 })
    await assert.rejects(region.addCorrection({ params, body: body() }), { status: 403 })
    await assert.rejects(b.addCorrection({ params, body: body() }), { status: 404 })
    await assert.rejects(b.corrections({ params, query }), { status: 404 })
    const { rows } = await viewer.corrections({ params, query })
    const correctionId = rows[0]?.id ?? ''
    await assert.rejects(b.withdrawCorrection({ params: { correctionId } }), { status: 404 })
    const { rows: history } = await a.equipmentHistory({ params })
    assert.ok(history.some(({ action }) => action === 'factory.correction.withdrawn'))
  })
})
