import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { credentialsOf, type Device } from './devices.ts'
import { isSealed, openDevices, sealDevices } from './seal.ts'

const lock = { key: randomBytes(32), organisationId: 'firm-a', randomBytes }
const device = (password: string): Device => ({
  ...{ device: 'm1', adapter: 'opcua', endpoint: 'opc.tcp://m:4840' },
  credentials: { username: 'u', password },
})
const passwordOf = (devices: readonly Device[]) => credentialsOf(devices[0])?.password ?? ''

describe('passwords of machines at rest', () => {
  test('come out as they went in, and nothing else of the device changes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (password) => {
        fc.pre(!isSealed(password))
        const sealed = sealDevices([device(password)], lock)
        assert.ok(isSealed(passwordOf(sealed)))
        assert.ok(password.length < 4 || !JSON.stringify(sealed).includes(password))
        assert.deepEqual(openDevices(sealed, lock), [device(password)])
      }),
      { seed: 3 },
    )
  })

  test('the same password never looks the same, and is sealed once only', () => {
    const sealed = sealDevices([device('right')], lock)
    assert.notEqual(passwordOf(sealed), passwordOf(sealDevices([device('right')], lock)))
    assert.deepEqual(sealDevices(sealed, lock), sealed)
    assert.deepEqual(openDevices([device('right')], lock), [device('right')])
  })

  test('another key, another firm or a changed byte open nothing', () => {
    const sealed = sealDevices([device('right')], lock)
    assert.throws(() => openDevices(sealed, { ...lock, key: randomBytes(32) }))
    assert.throws(() => openDevices(sealed, { ...lock, organisationId: 'firm-b' }))
    const other = passwordOf(sealed).replace(/.$/, (end) => (end === 'A' ? 'B' : 'A'))
    assert.throws(() => openDevices([device(`${other}AAAA`)], lock))
  })

  test('devices without a password stay as they are', () => {
    const plain: Device[] = [{ device: 'm2', adapter: 'modbus', host: 'h' }, device('')]
    assert.deepEqual(sealDevices(plain, lock), plain)
  })
})
