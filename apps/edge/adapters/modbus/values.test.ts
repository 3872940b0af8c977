import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { ModbusTag } from '../../schema.ts'
import { modbusTagFaults } from './faults.ts'
import { decode, encode, widthOf } from './values.ts'

const base: ModbusTag = { name: 't', table: 'holding', address: 0, encoding: 'uint16' }
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('values in registers', () => {
  test('the four orders of a 32-bit number, as manuals call them', () => {
    // 123.456 as IEEE 754 single: 42 F6 E9 79.
    const orders = {
      ABCD: [{}, '42F6 E979'],
      CDAB: [{ wordOrder: 'little' }, 'E979 42F6'],
      BADC: [{ byteOrder: 'little' }, 'F642 79E9'],
      DCBA: [{ wordOrder: 'little', byteOrder: 'little' }, '79E9 F642'],
    } as const
    for (const [name, [order, registers]] of Object.entries(orders)) {
      const tag = { ...base, encoding: 'float32' as const, ...order }
      assert.equal(decode(tag, hex(registers)), Math.fround(123.456), name)
      assert.deepEqual(encode(tag, 123.456), hex(registers), name)
    }
  })

  test('signs, bits, text, scale and offset', () => {
    assert.equal(decode({ ...base, encoding: 'int16' }, hex('FFFE')), -2)
    assert.equal(decode({ ...base, encoding: 'int32' }, hex('FFFFFFFE')), -2)
    assert.equal(decode({ ...base, encoding: 'uint32' }, hex('FFFFFFFE')), 4294967294)
    assert.equal(decode({ ...base, encoding: 'bool', bit: 3 }, hex('0008')), true)
    assert.equal(decode({ ...base, encoding: 'bool', bit: 2 }, hex('0008')), false)
    const text = { ...base, encoding: 'text' as const, length: 3 }
    assert.equal(decode(text, hex('4142 4300 0000')), 'ABC')
    assert.equal(decode({ ...base, scale: 0.5, offset: -40 }, hex('0064')), 10)
    assert.deepEqual(encode({ ...base, scale: 0.5, offset: -40 }, 10), hex('0064'))
  })

  test('what is no number, or holds more than a number can, is null', () => {
    assert.equal(decode({ ...base, encoding: 'float32' }, hex('7FC00000')), null)
    assert.equal(decode({ ...base, encoding: 'float32' }, hex('7F800000')), null)
    assert.equal(decode({ ...base, encoding: 'uint64' }, hex('FFFFFFFFFFFFFFFF')), null)
    assert.equal(decode({ ...base, encoding: 'int64' }, hex('FFFFFFFFFFFFFFFF')), -1)
  })

  test('what does not fit its registers is not written', () => {
    assert.equal(encode(base, 65_536), null)
    assert.equal(encode(base, -1), null)
    assert.equal(encode({ ...base, encoding: 'int16' }, 32_768), null)
    assert.equal(encode({ ...base, encoding: 'text', length: 1 }, 'abc'), null)
    assert.equal(encode(base, Number.NaN), null)
  })

  test('what is written is read back, in every encoding and order', () => {
    const order = fc.constantFrom('big' as const, 'little' as const)
    const ranges = {
      int16: fc.integer({ min: -32_768, max: 32_767 }),
      uint16: fc.integer({ min: 0, max: 65_535 }),
      int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      int64: fc.maxSafeInteger(),
      uint64: fc.maxSafeNat(),
      float32: fc.float({ noNaN: true, noDefaultInfinity: true }),
      float64: fc.double({ noNaN: true, noDefaultInfinity: true }),
    }
    for (const [encoding, values] of Object.entries(ranges)) {
      fc.assert(
        fc.property(values as fc.Arbitrary<number>, order, order, (value, wordOrder, byteOrder) => {
          const tag = { ...base, encoding: encoding as ModbusTag['encoding'], wordOrder, byteOrder }
          const registers = encode(tag, value)
          assert.equal(registers?.length, widthOf(tag) * 2)
          // The offset of nothing turns −0 into 0.
          assert.equal(decode(tag, registers ?? Buffer.alloc(0)), value + 0)
        }),
        { seed: 11, numRuns: 200 },
      )
    }
  })
})

describe('settings that must fit together', () => {
  const faultsOf = (tag: Partial<ModbusTag>) =>
    modbusTagFaults({ ...base, ...tag }, 't').map(({ field, rule }) => `${field} ${rule}`)

  test('each is told with its field', () => {
    assert.deepEqual(faultsOf({}), [])
    assert.deepEqual(faultsOf({ table: 'coil' }), ['t.encoding edge.config.oneOf'])
    assert.deepEqual(faultsOf({ encoding: 'text' }), ['t.length edge.config.required'])
    assert.deepEqual(faultsOf({ bit: 1 }), ['t.bit edge.config.modbusBit'])
    assert.deepEqual(faultsOf({ scale: 0 }), ['t.scale edge.config.notZero'])
    assert.deepEqual(faultsOf({ encoding: 'bool', deadband: 1 }), ['t.deadband edge.config.deadbandType'])
    assert.deepEqual(faultsOf({ table: 'input', writable: true }), ['t.writable edge.config.modbusReadOnly'])
    assert.deepEqual(faultsOf({ encoding: 'bool', writable: true }), [
      't.writable edge.config.modbusBitWrite',
    ])
    assert.deepEqual(faultsOf({ writeMin: 2, writeMax: 1 }), ['t.writeMin edge.config.above'])
    assert.deepEqual(faultsOf({ address: 65_535, encoding: 'int32' }), ['t.address edge.config.maximum'])
  })
})
