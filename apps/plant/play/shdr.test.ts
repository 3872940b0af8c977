import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatTime, isUnavailable, parseShdr, parseTime } from './shdr.ts'

test('a line is time, data item and value; a condition keeps all its parts', () => {
  const log = [
    '2016-10-20T13:26:43.819Z|Xload|36',
    '2016-10-20T13:26:43.819012Z|motion_cond|Fault|685|||SQUARE CANNOT BE DEFINED',
    '2016-10-20T13:26:44Z|subprogram|',
    '2016-10-20T13:26:45.1Z|servo_cond|Unavailable||||',
    '',
  ].join('\n')
  assert.deepEqual(parseShdr(log), [
    { timeMicros: 1_476_970_003_819_000, tag: 'Xload', text: '36' },
    { timeMicros: 1_476_970_003_819_012, tag: 'motion_cond', text: 'Fault|685|||SQUARE CANNOT BE DEFINED' },
    { timeMicros: 1_476_970_004_000_000, tag: 'subprogram', text: '' },
    { timeMicros: 1_476_970_005_100_000, tag: 'servo_cond', text: 'Unavailable||||' },
  ])
})

test('line ends of any system are understood', () => {
  assert.deepEqual(parseShdr('2016-05-02T05:00:00.000000Z|avail|UNAVAILABLE\r\n'), [
    { timeMicros: 1_462_165_200_000_000, tag: 'avail', text: 'UNAVAILABLE' },
  ])
})

test('what is not an observation is refused by its line number', () => {
  for (const wrong of [
    '2016-05-02T05:00:00Z|avail',
    'yesterday|avail|1',
    '2016-05-02T05:00:00Z||1',
    '|avail|1',
  ]) {
    assert.throws(() => parseShdr(`2016-05-02T05:00:00Z|avail|1\n${wrong}`), /line 2/, wrong)
  }
})

test('a time is written as it is read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000_000 }), (timeMicros) => {
      assert.equal(parseTime(formatTime(timeMicros)), timeMicros)
    }),
  )
  assert.equal(formatTime(1_476_970_003_819_012), '2016-10-20T13:26:43.819012Z')
})

test('both ways to write an absent value are understood', () => {
  assert.deepEqual(['UNAVAILABLE', 'Unavailable||||', 'Normal||||', '0', ''].map(isUnavailable), [
    true,
    true,
    false,
    false,
    false,
  ])
})
