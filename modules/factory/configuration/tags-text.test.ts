import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { tagsIn, textOf } from './tags-text.ts'

describe('tags as text', () => {
  test('lines of a spreadsheet become tags, with a head or without, with commas or tabs', () => {
    const head = 'name,table,address,encoding,unit,scale'
    const { tags, faults } = tagsIn(
      `${head}\nspeed,holding,100,float32,RPM,0.1\n\npower\tinput\t7\tint16`,
      'modbus',
    )
    assert.deepEqual(faults, [])
    assert.deepEqual(tags, [
      { name: 'speed', table: 'holding', address: 100, encoding: 'float32', unit: 'RPM', scale: 0.1 },
      { name: 'power', table: 'input', address: 7, encoding: 'int16' },
    ])
  })

  test('a line that cannot be read is told by its number', () => {
    const { tags, faults } = tagsIn('a,holding,x\n,holding,1\nb,s,1,int16,,,,,,,,,,,,,\nc,coil,3', 'modbus')
    assert.deepEqual(faults, [
      { line: 1, word: 'number' },
      { line: 2, word: 'name' },
      { line: 3, word: 'columns' },
    ])
    assert.deepEqual(tags, [{ name: 'c', table: 'coil', address: 3 }])
  })

  test('what is written can be read again', () => {
    const cell = fc.stringMatching(/^[a-z][a-zA-Z0-9_.;=]{0,12}$/).filter((name) => name !== 'name')
    const tag = fc.record(
      {
        name: cell,
        table: fc.constantFrom('holding', 'coil'),
        address: fc.nat(65_535),
        scale: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
        writable: fc.constant(true),
      },
      { requiredKeys: ['name'] },
    )
    fc.assert(
      fc.property(fc.array(tag), (tags) => {
        const { text, isWhole } = textOf(tags, 'modbus')
        assert.ok(isWhole)
        assert.deepEqual(tagsIn(text, 'modbus'), { tags: tags.map((one) => ({ ...one })), faults: [] })
      }),
      { seed: 7 },
    )
  })

  test('templates, foreign metrics and columns of files are rows too', () => {
    assert.deepEqual(tagsIn('{line}/load,plant/{line}/+/data,data.load,,P1,,at,ms,0.1', 'mqtt').tags, [
      {
        ...{ name: '{line}/load', topic: 'plant/{line}/+/data', path: 'data.load', unit: 'P1' },
        ...{ timePath: 'at', timeFormat: 'ms', scale: 0.1 },
      },
    ])
    assert.deepEqual(tagsIn('speed,Axis/Speed,RPM,5,是', 'sparkplug').tags, [
      { name: 'speed', metric: 'Axis/Speed', unit: 'RPM', deadband: 5, writable: true },
    ])
    assert.deepEqual(tagsIn('name,column\nload,Xload,number,P1', 'file').tags, [
      { name: 'load', column: 'Xload', type: 'number', unit: 'P1' },
    ])
  })

  test('a setting without a column is told', () => {
    const deadband = { percent: 1, low: 0, high: 100 }
    assert.equal(textOf([{ name: 'a', nodeId: 'i=1', deadband }], 'opcua').isWhole, false)
    assert.equal(textOf([{ name: 'a', nodeId: 'i=1', discrete: true }], 'opcua').isWhole, false)
  })
})
