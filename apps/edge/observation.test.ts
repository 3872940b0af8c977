import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bad, good, observe, type TagType } from './observation.ts'

const rows: [TagType, unknown, unknown][] = [
  ['number', '12.5', 12.5],
  ['number', ' 7 ', 7],
  ['number', -3, -3],
  ['number', true, 1],
  ['number', '', null],
  ['number', '1 2 3', null],
  ['number', Number.NaN, null],
  ['number', '1e999', null],
  ['text', 'ACTIVE', 'ACTIVE'],
  ['text', 5, '5'],
  ['text', '', ''],
  ['boolean', 'true', true],
  ['boolean', 0, false],
  ['boolean', 'maybe', null],
  ['number', null, null],
  ['text', undefined, null],
]

for (const [type, raw, value] of rows) {
  test(`${type} from ${JSON.stringify(raw) ?? 'nothing'} is ${JSON.stringify(value)}`, () => {
    const quality = value === null ? bad : good
    assert.deepEqual(observe('a', type, 5, raw), { tag: 'a', timeMicros: 5, value, quality })
  })
}
