import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  alarmMachinesOf,
  bindingsOf,
  blankDrawing,
  drawingFaults,
  isTemplate,
  namedBy,
  type PictureItem,
} from './check.ts'

const box = { layer: 'main', x: 0, y: 0, width: 10, height: 10 }
const item = (id: string, more: Partial<PictureItem> = {}): PictureItem => ({
  ...box,
  id,
  symbol: 'pump',
  ...more,
})
const drawing = (...items: PictureItem[]) => ({ ...blankDrawing, items })
const known = { machines: new Set(['machine-1']), pictures: new Set(['picture-1']) }

describe('a drawing', () => {
  test('that is whole has no fault, and says what it names', () => {
    const one = drawing(
      item('a', { binding: { machine: 'machine-1', tag: 'load' }, min: 0, max: 100 }),
      item('b', { link: { picture: 'picture-1', machine: 'machine-1' } }),
      item('c', { ranges: [{ from: 1, to: 1, tone: 'fault' }] }),
    )
    assert.deepEqual(drawingFaults(one, known), [])
    assert.deepEqual(namedBy(one), { machines: ['machine-1'], pictures: ['picture-1'] })
    assert.equal(isTemplate(one), false)
  })

  test('tells every fault with its field, not the first alone', () => {
    const one = drawing(
      item('a', { layer: 'gone', min: 5, max: 5 }),
      item('a', { binding: { machine: 'machine-2', tag: 'load' } }),
      item('c', { link: { picture: 'picture-2', machine: 'machine-2' } }),
      item('d', { ranges: [{ tone: 'idle' }, { from: 3, to: 2, tone: 'fault' }] }),
    )
    assert.deepEqual(
      drawingFaults(one, known).map(({ field, rule }) => `${field} ${rule}`),
      [
        'items.1.id idTwice',
        'items.0.layer layerUnknown',
        'items.0.max maxBelowMin',
        'items.1.binding.machine machineUnknown',
        'items.2.link.picture pictureUnknown',
        'items.2.link.machine machineUnknown',
        'items.3.ranges.1.to maxBelowMin',
      ],
    )
    const layers = [...blankDrawing.layers, ...blankDrawing.layers]
    assert.deepEqual(drawingFaults({ ...blankDrawing, layers }, known), [
      { field: 'layers.1.id', rule: 'idTwice' },
    ])
  })

  test('names the machines whose alarms it shows, each once, and a template’s own', () => {
    const one = drawing(
      item('a', { alarms: { machine: 'machine-1' } }),
      item('b', { alarms: { machine: 'machine-1', code: 'HOT' } }),
    )
    assert.deepEqual(drawingFaults(one, known), [])
    assert.deepEqual([isTemplate(one), namedBy(one).machines], [false, ['machine-1']])
    assert.deepEqual(alarmMachinesOf(one, 'machine-9'), ['machine-1'])
    const template = drawing(item('a', { alarms: { machine: '$machine' } }))
    assert.deepEqual([isTemplate(template), namedBy(template).machines], [true, []])
    assert.deepEqual(alarmMachinesOf(template, 'machine-9'), ['machine-9'])
    assert.deepEqual(alarmMachinesOf(template, null), [])
    const wrong = drawing(item('a', { alarms: { machine: 'machine-2' } }))
    assert.deepEqual(drawingFaults(wrong, known), [
      { field: 'items.0.alarms.machine', rule: 'machineUnknown' },
    ])
  })

  test('of a template shows the machine it is opened with, and each signal once', () => {
    const template = drawing(
      item('a', { binding: { machine: '$machine', tag: 'load' } }),
      item('b', { binding: { machine: '$machine', tag: 'load' } }),
      item('c', { binding: { machine: 'machine-1', tag: 'speed' } }),
    )
    assert.equal(isTemplate(template), true)
    assert.deepEqual(drawingFaults(template, known), [])
    assert.deepEqual(bindingsOf(template, 'machine-9'), [
      { machine: 'machine-9', tag: 'load' },
      { machine: 'machine-1', tag: 'speed' },
    ])
    assert.deepEqual(bindingsOf(template, null), [{ machine: 'machine-1', tag: 'speed' }])
  })
})
