import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DataType, StatusCodes } from 'node-opcua'
import { loadRecording } from '../play/recording.ts'
import { isUnavailable } from '../play/shdr.ts'
import { kindOf, unitOf } from './units.ts'
import { readingOf } from './value.ts'

const mazak = loadRecording('Mazak01', 1000)
const named = (name: string) => mazak.device.items.find((item) => item.name === name)!

test('values are typed as their data items are', () => {
  const kinds = [
    'Xload',
    'Sovr',
    'auto_time',
    'line',
    'PartCountAct',
    'execution',
    'motion_cond',
    'power',
    'unitNum',
  ]
  assert.deepEqual(
    kinds.map((name) => kindOf(named(name))),
    ['number', 'number', 'number', 'whole', 'whole', 'text', 'text', 'text', 'whole'],
  )
})

test('units are those of UN/CEFACT Recommendation 20', () => {
  const units = ['Xabs', 'Xload', 'Stemp', 'Srpm', 'Xfrt', 'Cfrt', 'Cdeg', 'auto_time'].map((name) =>
    unitOf(named(name)),
  )
  assert.deepEqual(
    units.map((unit) => unit?.displayName.text),
    ['mm', '%', '°C', 'r/min', 'mm/s', '°/s', '°', 's'],
  )
  // The unit id is the common code read as a number (OPC 10000-8, 5.6.3).
  assert.equal(units[0]!.unitId, 0x4d4d54)
  assert.equal(unitOf(named('execution')), null)
})

test('what is unavailable is bad and has no value, what is no number has none either', () => {
  const time = 1_700_000_000_123_000
  for (const text of ['UNAVAILABLE', 'Unavailable||||']) {
    const reading = readingOf('text', time, text)
    assert.equal(reading.statusCode, StatusCodes.BadNoCommunication)
    assert.deepEqual(reading.value, { dataType: DataType.Null })
    assert.equal(reading.sourceTimestamp.getTime(), 1_700_000_000_123)
  }
  assert.equal(readingOf('number', time, '').statusCode, StatusCodes.BadTypeMismatch)
  assert.deepEqual(readingOf('text', time, '').value, { dataType: DataType.String, value: '' })
  assert.deepEqual(readingOf('whole', time, '17').value, { dataType: DataType.Int32, value: 17 })
  assert.deepEqual(readingOf('number', time, '-0.5').value, { dataType: DataType.Double, value: -0.5 })
})

test('every recorded value fits the type of its data item', () => {
  let count = 0
  for (const day of mazak.days) {
    for (const [row, item] of day.item.entries()) {
      const text = day.text[row]!
      const { statusCode } = readingOf(kindOf(mazak.device.items[item]!), 0, text)
      assert.equal(statusCode, isUnavailable(text) ? StatusCodes.BadNoCommunication : StatusCodes.Good, text)
      count += 1
    }
  }
  assert.ok(count > 100_000)
})
