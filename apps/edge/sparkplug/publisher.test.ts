import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { until } from '../test/host.ts'
import { metric, type Sent, setUp } from '../test/publishing.ts'
import { decode, type Metric, toNumber } from './payload.ts'
import { nodeDeath } from './publisher.ts'

const spans = (sent: readonly Sent[]) =>
  sent
    .filter(({ type }) => type === 'DDATA')
    .map((one) => [toNumber(metric(one, 'Buffer/First')), toNumber(metric(one, 'Buffer/Offset'))])
const types = (sent: readonly Sent[]) => sent.map(({ type, device }) => (device ? `${type} ${device}` : type))

test('a session begins with births in order, then data by alias', async () => {
  const { publisher, sent, send, append, up, log } = setUp()
  up('m1')
  publisher.begin(send, 7)
  await append('m1', 2)
  assert.deepEqual(types(sent), ['NBIRTH', 'DBIRTH m1', 'DDATA m1'])
  assert.deepEqual(
    sent.map(({ payload }) => toNumber(payload.seq)),
    [0, 1, 2],
  )
  assert.equal(toNumber(metric(sent[0], 'bdSeq')), 7)
  assert.equal(metric(sent[0], 'Node Control/Rebirth'), false)
  assert.equal(metric(sent[0], 'Buffer/Stream'), log.stream)
  assert.equal(toNumber(metric(sent[0], 'Buffer/Acknowledged')), 0)
  const birth = sent[1]!.payload.metrics!.find(({ name }) => name === 'a')!
  assert.deepEqual(
    [toNumber(birth.alias), birth.type, birth.value, birth.properties?.engUnit?.value],
    [1, 'Double', null, 'MMT'],
  )
  for (const one of sent) assert.ok(toNumber(one.payload.timestamp)! > 0)
  for (const one of sent.slice(0, 2))
    for (const found of one.payload.metrics!) assert.ok(toNumber(found.timestamp)! > 0, found.name!)
  assert.deepEqual(spans(sent), [[1, 2]])
})

test('what was recorded before the session is historical, what follows is not', async () => {
  const { publisher, sent, send, append, up } = setUp()
  await append('m1', 1)
  up('m1')
  publisher.begin(send, 0)
  await append('m1', 1)
  const data = sent.filter(({ type }) => type === 'DDATA')
  assert.deepEqual(
    data.map(({ payload }) => payload.metrics!.at(-1)!.isHistorical ?? false),
    [true, false],
  )
})

test('no more messages than the window are unacknowledged; an acknowledgement moves it', async () => {
  const { publisher, sent, send, append, acknowledge, up, log } = setUp()
  up('m1')
  publisher.begin(send, 0)
  await append('m1', 30)
  assert.deepEqual(spans(sent), [
    [1, 3],
    [4, 6],
    [7, 9],
    [10, 12],
  ])
  acknowledge(6)
  assert.deepEqual(spans(sent).slice(4), [
    [13, 15],
    [16, 18],
  ])
  assert.equal(log.acknowledged, 6)
  acknowledge(3)
  assert.equal(log.acknowledged, 6, 'an older acknowledgement changes nothing')
  assert.equal(spans(sent).length, 6)
})

test('an acknowledgement of another stream is not ours', async () => {
  const { publisher, send, append, command, up, log } = setUp()
  up('m1')
  publisher.begin(send, 0)
  await append('m1', 3)
  const offset: Metric = { name: 'Buffer/Acknowledged', type: 'UInt64', value: 3 }
  command(offset, { name: 'Buffer/Stream', type: 'String', value: 'another' })
  assert.equal(log.acknowledged, 0)
  command(offset, { name: 'Buffer/Stream', type: 'String', value: log.stream })
  assert.equal(log.acknowledged, 3)
})

test('a missing acknowledgement is not waited for without end: sent again, ever less often', async () => {
  const { publisher, sent, send, append, up, clock, reports, acknowledge } = setUp()
  up('m1')
  publisher.begin(send, 0)
  await append('m1', 3)
  for (const waitMs of [1000, 2000, 4000]) {
    clock.nowMs += waitMs - 1
    publisher.tick()
    const before = spans(sent).length
    clock.nowMs += 1
    publisher.tick()
    assert.equal(spans(sent).length, before + 1)
  }
  assert.deepEqual(new Set(spans(sent).map(String)), new Set(['1,3']))
  assert.deepEqual(new Set(reports), new Set(['edge.uplink.ackLate']))
  acknowledge(3)
  assert.equal(publisher.inFlight, 0)
})

test('rebirth: the same bdSeq, everything unacknowledged again; many requests are one rebirth', async () => {
  const { publisher, sent, send, append, command, acknowledge, up } = setUp()
  up('m1')
  publisher.begin(send, 9)
  await append('m1', 6)
  acknowledge(3)
  const before = sent.length
  for (let index = 0; index < 64; index++)
    command({ name: 'Node Control/Rebirth', type: 'Boolean', value: true })
  await until('rebirth', () => sent.length > before)
  assert.deepEqual(types(sent.slice(before)), ['NBIRTH', 'DBIRTH m1', 'DDATA m1'])
  assert.equal(toNumber(metric(sent[before], 'bdSeq')), 9)
  assert.equal(toNumber(metric(sent[before], 'Buffer/Acknowledged')), 3)
  assert.equal(toNumber(sent[before]!.payload.seq), 0)
  assert.deepEqual(spans(sent.slice(before)), [[4, 6]])
  publisher.end()
})

test('a host that was set back gets what is still here, behind its last record without a hole', async () => {
  const { publisher, sent, send, append, acknowledge, up, reports } = setUp({ batchRecordsMax: 500 })
  up('m1')
  publisher.begin(send, 0)
  // A long log in small files, so that acknowledged ones are really gone.
  for (let index = 0; index < 60; index++) await append('m1', 10)
  acknowledge(500)
  publisher.end()
  publisher.begin(send, 1)
  const before = spans(sent).length
  acknowledge(100)
  assert.deepEqual(reports, ['edge.uplink.hostBehind'])
  const [first] = spans(sent).slice(before)
  assert.equal(first![0], 101)
  assert.ok(first![1]! >= 500)
  acknowledge(90)
  assert.deepEqual(
    reports,
    ['edge.uplink.hostBehind'],
    'only the first acknowledgement after a birth may set back',
  )
})

test('a host that is ahead moves the numbering beyond it', async () => {
  const { publisher, sent, send, append, acknowledge, up, log, reports } = setUp()
  up('m1')
  publisher.begin(send, 0)
  await append('m1', 2)
  acknowledge(40)
  assert.deepEqual(reports, ['edge.uplink.hostAhead'])
  await log.sync()
  publisher.pump()
  assert.deepEqual(spans(sent), [
    [1, 2],
    [41, 42],
  ])
})

test('records dropped from a full buffer leave a mark, and no hole in the numbering', async () => {
  const { publisher, sent, send, append, acknowledge, up, log } = setUp(
    { windowMax: 1, batchRecordsMax: 500 },
    10_000,
  )
  up('m1')
  up('m2')
  publisher.begin(send, 0)
  await append('m1', 5)
  for (let index = 0; index < 200; index++) await append(index % 2 === 0 ? 'm1' : 'm2', 10)
  assert.ok(log.dropped > 0)
  let committed = 0
  let points = 0
  let marks = 0
  for (let turn = 0; turn < 500 && log.acknowledged < log.last; turn++) {
    for (const one of sent.splice(0)) {
      if (one.type !== 'DDATA') continue
      const [[first, last]] = spans([one]) as [[number, number]]
      assert.ok(first <= committed + 1)
      committed = last
      const records = one.payload.metrics!.filter(({ name }) => name === undefined)
      points += records.length
      marks += records.filter(({ properties }) => properties?.Quality?.value === 500).length
    }
    acknowledge(committed)
  }
  assert.equal(committed, log.last)
  assert.ok(marks >= 2, 'a mark for each tag')
  // The five records that were sent before the drop may have been thinned after it.
  assert.ok(points + log.dropped >= log.last && points + log.dropped <= log.last + 5)
})

test('a device that is lost dies after its last record, and is born again before its next', async () => {
  const { publisher, sent, send, append, acknowledge, up } = setUp({ windowMax: 1 })
  up('m1')
  publisher.begin(send, 0)
  await append('m1', 5)
  publisher.deviceDown('m1')
  assert.deepEqual(types(sent), ['NBIRTH', 'DBIRTH m1', 'DDATA m1'])
  acknowledge(3)
  assert.deepEqual(types(sent).slice(3), ['DDATA m1', 'DDEATH m1'])
  acknowledge(5)
  up('m1')
  await append('m1', 1)
  assert.deepEqual(types(sent).slice(5), ['DBIRTH m1', 'DDATA m1'])
  assert.deepEqual(
    sent.map(({ payload }) => toNumber(payload.seq)),
    [0, 1, 2, 3, 4, 5, 6],
  )
})

test('a device that is not connected is born for its backlog and dies after it', async () => {
  const { publisher, sent, send, append } = setUp()
  await append('m1', 4)
  publisher.begin(send, 0)
  assert.deepEqual(types(sent), ['NBIRTH', 'DBIRTH m1', 'DDATA m1', 'DDATA m1', 'DDEATH m1'])
  const [born] = sent[1]!.payload.metrics!
  assert.deepEqual([born!.name, toNumber(born!.alias), born!.properties?.Quality?.value], ['a', 1, 500])
})

test('a device that names ever new tags is born again the less often the more it has', async () => {
  const { publisher, sent, send, append, log, clock } = setUp()
  const named = (count: number, soon: boolean) => {
    const tags = Array.from({ length: count }, (_, at) => ({
      name: at ? `t${at}` : 'a',
      type: 'number' as const,
    }))
    const rows = log.define(
      'm1',
      tags.map((tag) => ({ ...tag, unit: 'MMT' })),
    )
    const born = tags.map((tag, at) => ({ ...tag, unit: 'MMT', alias: rows[at]!.id }))
    publisher.deviceUp('m1', born, { soon })
  }
  named(1000, false)
  publisher.begin(send, 0)
  const told = () => types(sent.splice(0)).join(', ')
  assert.equal(told(), 'NBIRTH, DBIRTH m1')
  named(1001, true)
  await append('m1', 1)
  assert.equal(told(), '', 'its data waits for its birth')
  clock.nowMs += 49
  publisher.tick()
  assert.equal(told(), '')
  clock.nowMs += 1
  publisher.tick()
  assert.deepEqual(spans(sent), [[1, 1]])
  assert.equal(told(), 'DBIRTH m1, DDATA m1')
})

test('sequence numbers run from 0 to 255 and around, over devices and node', async () => {
  const { publisher, sent, send, append, acknowledge, up } = setUp({ windowMax: 1000, batchRecordsMax: 1 })
  up('m1')
  up('m2')
  publisher.begin(send, 0)
  for (let index = 0; index < 300; index++) {
    await append(index % 2 === 0 ? 'm1' : 'm2', 1)
    if (index % 50 === 0) publisher.reportHealth()
  }
  acknowledge(300)
  assert.deepEqual(
    sent.map(({ payload }) => toNumber(payload.seq)),
    sent.map((_, index) => index % 256),
  )
})

test('a death is its bdSeq and nothing else', () => {
  const death = nodeDeath('g', 'n', 3)
  assert.equal(death.topic, 'spBv1.0/g/NDEATH/n')
  const payload = decode(death.payload)
  assert.equal(payload.seq ?? null, null)
  assert.deepEqual(
    payload.metrics!.map(({ name, value }) => [name, toNumber(value)]),
    [['bdSeq', 3]],
  )
})

test('whatever is lost on the way, the host ends with every record once and in order', async () => {
  const event = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('append' as const),
        device: fc.constantFrom('m1', 'm2'),
        count: fc.integer({ min: 1, max: 9 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('deliver' as const), lose: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('reconnect' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('down' as const), device: fc.constantFrom('m1', 'm2') }),
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
      const { publisher, sent, send, append, acknowledge, up, log, clock } = setUp()
      const stored: number[] = []
      let committed = 0
      const deliver = (lose: boolean) => {
        for (const one of sent.splice(0)) {
          const first = toNumber(metric(one, 'Buffer/First'))
          const last = toNumber(metric(one, 'Buffer/Offset'))
          if (one.type !== 'DDATA' || lose || first! > committed + 1) continue
          const records = one.payload.metrics!.filter(({ name }) => name === undefined)
          records.forEach((record, index) => {
            if (last! - records.length + 1 + index > committed) stored.push(record.value as number)
          })
          committed = Math.max(committed, last!)
        }
        if (!lose) acknowledge(committed)
      }
      publisher.begin(send, 0)
      for (const next of events) {
        if (next.do === 'append') {
          up(next.device)
          await append(next.device, next.count)
        } else if (next.do === 'deliver') deliver(next.lose)
        else if (next.do === 'down') publisher.deviceDown(next.device)
        else if (next.do === 'late') {
          clock.nowMs += 100_000
          publisher.tick()
        } else {
          publisher.end()
          sent.splice(0)
          publisher.begin(send, 1)
        }
      }
      for (let turn = 0; turn < 500 && log.acknowledged < log.last; turn++) {
        clock.nowMs += 100_000
        publisher.tick()
        deliver(false)
      }
      assert.equal(log.acknowledged, log.last)
      assert.deepEqual(
        stored,
        Array.from({ length: log.last }, (_, index) => index + 1),
      )
    }),
    { numRuns: 60 },
  )
})
