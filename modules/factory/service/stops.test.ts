import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import fc from 'fast-check'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, hour, makeMachine, minute } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const at = (minutes: number) => isoOf(start + minutes * minute)
const query = { from: at(0), to: at(240) }

const clock = clockAt(start + 4 * hour)
let house: TestHouse
let equipmentId: string
let unitId: string
const deriver = () => createDeriver(house.house, { lastHeardMs: () => undefined })

before(async () => {
  house = await factoryHouse({ start: false, clock })
  const { machine, tags } = await makeMachine(house.house, { code: 'M-1' })
  equipmentId = machine.id
  unitId = machine.unitId
  const shift = { name: '白班', weekday: 1, startMinute: 480, endMinute: 1200, kind: 'shift' as const }
  const a = await as(house, 'a')
  await a.changeShifts({
    params: { unitId },
    body: { validFrom: '2026-01-01', timeZone: 'Asia/Shanghai', shifts: [shift] },
  })
  const body = { microStopSeconds: 60, classifySeconds: 300, isMandatory: true, overSpeedPercent: 110 }
  await a.changeStopRules({ query: { equipment: equipmentId }, body })
  const { execution = '', mode = '' } = tags
  const say = (minutes: number, value: string, quality = 192) => {
    return { tag: execution, at: start + minutes * minute, value, quality }
  }
  await append(house.house, [
    { tag: mode, at: start, value: 'AUTOMATIC' },
    say(0, 'ACTIVE'),
    // Half a minute: a micro-stop; four minutes: too short to be asked about; an hour: wants a word.
    say(30, 'STOPPED'),
    say(30.5, 'ACTIVE'),
    say(60, 'FEED_HOLD'),
    say(64, 'ACTIVE'),
    say(90, 'STOPPED'),
    say(150, 'ACTIVE'),
    // Silence, and production again; then it stands until now.
    say(180, 'ACTIVE', 0),
    say(200, 'ACTIVE'),
    say(220, 'STOPPED'),
    say(239, 'STOPPED'),
  ])
  await deriver().round()
})
after(() => house.close())

const refused = (code: string, field?: string) => (fault: RequestFault) => {
  assert.deepEqual([fault.answer.code, fault.answer.fields?.[0]?.field], [code, field])
  return true
}
const rowsOf = async (more: object = {}) =>
  (
    await (
      await as(house, 'operator')
    ).stops({ query: { ...query, equipment: equipmentId, pageSize: 200, ...more } })
  ).rows
const minutesOf = (iso: string) => (Date.parse(iso) * 1000 - start) / minute
const shown = async (more: object = {}) =>
  (await rowsOf(more)).map((one) => [minutesOf(one.startsAt), one.timeClass, one.reason]).reverse()

describe('stops', () => {
  test('which want a word: long ones that nobody explained, and silence too', async () => {
    const open = await rowsOf({ isOpen: true })
    assert.deepEqual(open.map((one) => [minutesOf(one.startsAt), one.timeClass, one.isMandatory]).reverse(), [
      [90, 'down', true],
      [180, 'unknown', true],
      [220, 'down', true],
    ])
    const micro = await rowsOf({ isMicro: true })
    assert.deepEqual(
      micro.map((one) => [minutesOf(one.startsAt), one.seconds, one.loss, one.isOpen]),
      [[30, 30, 'idlingMinorStop', false]],
    )
  })

  test('filters, pages and sums', async () => {
    const operator = await as(house, 'operator')
    const { total, rows, seconds } = await operator.stops({
      query: { ...query, unit: unitId, timeClass: 'down', page: 2, pageSize: 2 },
    })
    assert.deepEqual([total, rows.length], [3, 1])
    assert.ok(seconds >= 3600 + 30 + 19 * 60)
    assert.deepEqual(await shown({ loss: 'waiting' }), [])
    assert.deepEqual(await shown({ q: '进给' }), [[60, 'delay', 'feedHold']])
    assert.deepEqual(await shown({ reason: 'feedHold' }), [[60, 'delay', 'feedHold']])
  })

  test('a span too long, and a machine nobody has', async () => {
    const operator = await as(house, 'operator')
    const long = { from: isoOf(start - 60 * 24 * hour), to: at(0) }
    await assert.rejects(operator.stops({ query: long }), refused('factory.span.tooLong', 'to'))
    const b = await as(house, 'b')
    await assert.rejects(b.stops({ query: { ...query, equipment: equipmentId } }), { status: 404 })
    assert.equal((await b.stops({ query })).total, 0)
  })
})

describe('what people say of stops', () => {
  test('one tap: the state follows the reason at once, and undo gives it back', async () => {
    const operator = await as(house, 'operator')
    const before = await rowsOf()
    const [stop] = (await rowsOf({ isOpen: true })).filter((one) => minutesOf(one.startsAt) === 90)
    assert.ok(stop)
    const stops = [{ equipmentId, startsAt: stop.startsAt, endsAt: stop.endsAt }]
    const { changeIds } = await operator.classifyStops({
      body: { stops, reason: 'noMaterial', note: '缺棒料' },
    })
    const now = (await rowsOf()).find((one) => minutesOf(one.startsAt) === 90)
    assert.deepEqual(
      [now?.timeClass, now?.reasonName, now?.loss, now?.isOpen, now?.decidedBy],
      ['idle', '缺料', 'waiting', false, 'override'],
    )
    const { rows: history } = await operator.stopChanges({ query })
    assert.deepEqual(
      history.map((one) => [one.kind, one.reasonNames, one.note, one.personName, one.undoneAt]),
      [['classify', ['缺料'], '缺棒料', 'operator', null]],
    )
    await operator.undoStopChange({ params: { changeId: changeIds[0] ?? '' } })
    assert.deepEqual(await rowsOf(), before)
    await assert.rejects(operator.undoStopChange({ params: { changeId: changeIds[0] ?? '' } }), {
      status: 409,
    })
    const [undone] = (await operator.stopChanges({ query })).rows
    assert.equal(undone?.undoneName, 'operator')
  })

  test('split and merged, time stays whole', async () => {
    const operator = await as(house, 'operator')
    const params = { equipmentId }
    const parts = [
      { endsAt: at(100), reason: 'toolBroken' },
      { endsAt: at(150), reason: 'changeover' },
    ]
    const { changeId } = await operator.splitStop({ params, body: { startsAt: at(90), parts } })
    assert.deepEqual(
      (await shown()).filter(([from]) => from === 90 || from === 100),
      [
        [90, 'down', 'toolBroken'],
        [100, 'setup', 'changeover'],
      ],
    )
    const over = { startsAt: at(60), endsAt: at(150), reason: 'jam', overProduction: true }
    const merged = await operator.mergeStops({ params, body: over })
    assert.deepEqual(
      (await shown()).filter(([from]) => Number(from) >= 60 && Number(from) < 150),
      [[60, 'delay', 'jam']],
    )
    await operator.undoStopChange({ params: { changeId: merged.changeId } })
    await operator.undoStopChange({ params: { changeId } })
    assert.deepEqual(
      (await shown()).filter(([from]) => from === 90),
      [[90, 'down', 'stopped']],
    )
  })

  test('said while it lasts, a word goes on to the end of the stop', async () => {
    const operator = await as(house, 'operator')
    const stops = [{ equipmentId, startsAt: at(220), endsAt: at(230) }]
    const [last] = await rowsOf({ isOpen: true })
    assert.equal(minutesOf(last?.startsAt ?? ''), 220)
    const until = [{ ...stops[0]!, endsAt: last?.endsAt ?? '' }]
    const { changeIds } = await operator.classifyStops({ body: { stops: until, reason: 'noOperator' } })
    const tag = (await operator.tags({ params: { equipmentId } })).rows.find(
      (one) => one.name === 'execution',
    )
    clock.move(3_600_000)
    await append(house.house, [
      { tag: tag?.id ?? '', at: start + 270 * minute, value: 'STOPPED' },
      { tag: tag?.id ?? '', at: start + 290 * minute, value: 'ACTIVE' },
      { tag: tag?.id ?? '', at: start + 299 * minute, value: 'ACTIVE' },
    ])
    await deriver().round()
    const longer = await rowsOf({ to: at(300) })
    const goesOn = longer.find((one) => one.reason === 'noOperator')
    assert.deepEqual([minutesOf(goesOn?.startsAt ?? ''), minutesOf(goesOn?.endsAt ?? '')], [220, 290])
    // A window that begins after the word was said knows it too.
    const later = await rowsOf({ from: at(250), to: at(299) })
    assert.deepEqual(
      later.map((one) => [minutesOf(one.startsAt), one.reason]),
      [[250, 'noOperator']],
    )
    await operator.undoStopChange({ params: { changeId: changeIds[0] ?? '' } })
  })

  test('who may, and what is refused at its field', async () => {
    const [operator, viewer, b] = await Promise.all(['operator', 'viewer', 'b'].map((who) => as(house, who)))
    assert.ok(operator && viewer && b)
    const stops = [{ equipmentId, startsAt: at(90), endsAt: at(150) }]
    const body = { stops, reason: 'jam' }
    await assert.rejects(viewer.classifyStops({ body }), { status: 403 })
    await assert.rejects(b.classifyStops({ body }), { status: 404 })
    const turned = {
      startsAt: at(150),
      parts: [
        { endsAt: at(90), reason: 'a' },
        { endsAt: at(95), reason: 'b' },
      ],
    }
    await assert.rejects(
      operator.splitStop({ params: { equipmentId }, body: turned }),
      refused('factory.span.invalid', 'endsAt'),
    )
    const future = { startsAt: at(90), endsAt: at(3000), reason: 'jam', overProduction: false }
    await assert.rejects(
      operator.mergeStops({ params: { equipmentId }, body: future }),
      refused('factory.correction.future', 'endsAt'),
    )
    const { changeIds } = await operator.classifyStops({ body })
    await assert.rejects(b.undoStopChange({ params: { changeId: changeIds[0] ?? '' } }), { status: 404 })
    await operator.undoStopChange({ params: { changeId: changeIds[0] ?? '' } })
  })
})

describe('messy words', () => {
  const stretch = fc
    .tuple(fc.integer({ min: 0, max: 230 }), fc.integer({ min: 1, max: 60 }))
    .map(([from, length]) => ({ from, to: Math.min(239, from + length) }))
  const reason = fc.constantFrom('jam', 'noMaterial', 'toolBroken', 'changeover', '自己的话')
  const act = fc.record({
    kind: fc.constantFrom('classify', 'split', 'merge', 'undo'),
    stretch,
    reason,
    other: reason,
  })

  test('whatever is said twice, overlaps or comes late: every second counts once', async () => {
    const operator = await as(house, 'operator')
    const params = { equipmentId }
    const report = () => operator.oee({ params, query })
    const before = await report()
    const changes: string[] = []
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 4 }), async (acts) => {
        for (const {
          kind,
          stretch: { from, to },
          reason: first,
          other,
        } of acts) {
          const ends = { startsAt: at(from), endsAt: at(to) }
          if (kind === 'classify') {
            const stops = [{ equipmentId, ...ends }]
            changes.push(...(await operator.classifyStops({ body: { stops, reason: first } })).changeIds)
          }
          if (kind === 'merge') {
            const body = { ...ends, reason: first, overProduction: from % 2 === 0 }
            changes.push((await operator.mergeStops({ params, body })).changeId)
          }
          if (kind === 'split') {
            const parts = [
              { endsAt: at((from + to) / 2), reason: first },
              { endsAt: at(to), reason: other },
            ]
            changes.push((await operator.splitStop({ params, body: { startsAt: at(from), parts } })).changeId)
          }
          const gone = kind === 'undo' ? changes.pop() : undefined
          if (gone) await operator.undoStopChange({ params: { changeId: gone } })
        }
        const { classes, availability, losses } = await report()
        assert.equal(
          classes.reduce((sum, one) => sum + one.micros, 0),
          240 * minute,
        )
        assert.ok(classes.every((one) => one.micros >= 0))
        assert.ok(availability.value !== null && availability.value >= 0 && availability.value <= 100)
        assert.ok(losses.every((one) => one.micros > 0))
        const rows = await rowsOf()
        const lost = classes
          .filter(({ timeClass }) => ['setup', 'delay', 'down', 'idle', 'unknown'].includes(timeClass))
          .reduce((sum, one) => sum + one.micros, 0)
        assert.equal(
          Math.round(rows.reduce((sum, one) => sum + one.seconds, 0)),
          Math.round(lost / 1_000_000),
        )
      }),
      { seed: 9, numRuns: 12 },
    )
    for (const changeId of changes.reverse()) await operator.undoStopChange({ params: { changeId } })
    assert.equal((await report()).inputsHash, before.inputsHash)
  })
})
