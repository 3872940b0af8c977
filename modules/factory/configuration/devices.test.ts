import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { changesOf, missingPasswords, withoutPasswords, withPasswords } from './devices.ts'

const secret = { username: 'edge', password: 'right' }
const endpoint = 'opc.tcp://m:4840'
const device = { device: 'm1', adapter: 'opcua', endpoint, credentials: secret, tags: [] }

describe('devices of a configuration', () => {
  test('nobody is shown a password, and one that is left empty stays as it was', () => {
    const shown = withoutPasswords(device)
    assert.deepEqual(shown.credentials, { username: 'edge', password: '' })
    assert.deepEqual(withPasswords(shown, [device]), device)
    assert.deepEqual(missingPasswords([device, shown]), ['devices[1].credentials.password'])
  })

  test('a password does not go to another address or user', () => {
    const shown = withoutPasswords(device)
    const elsewhere = { ...shown, endpoint: 'opc.tcp://evil:4840' }
    assert.deepEqual(missingPasswords([withPasswords(elsewhere, [device])]).length, 1)
    const other = { ...shown, credentials: { username: 'root', password: '' } }
    assert.deepEqual(missingPasswords([withPasswords(other, [device])]).length, 1)
    assert.deepEqual(missingPasswords([withPasswords({ ...shown, device: 'm2' }, [device])]).length, 1)
    const { endpoint: _none, ...broker } = { ...device, adapter: 'mqtt', url: 'mqtt://m:1883' }
    const moved = { ...withoutPasswords(broker), url: 'mqtt://evil:1883' }
    assert.deepEqual(missingPasswords([withPasswords(withoutPasswords(broker), [broker])]), [])
    assert.deepEqual(missingPasswords([withPasswords(moved, [broker])]).length, 1)
  })

  test('changes name device, tag and setting', () => {
    const before = [{ ...device, tags: [{ name: 'a', nodeId: 'i=1' }] }]
    const after = [
      { ...device, endpoint: 'opc.tcp://n:4840', tags: [{ name: 'a', nodeId: 'i=2' }] },
      { device: 'm2', adapter: 'mtconnect', tags: 'all' },
    ]
    assert.deepEqual(changesOf(before, before), [])
    assert.deepEqual(changesOf(before, after), [
      { path: 'm1.endpoint', before: '"opc.tcp://m:4840"', after: '"opc.tcp://n:4840"' },
      { path: 'm1.tags.a', before: '{"nodeId":"i=1"}', after: '{"nodeId":"i=2"}' },
      { path: 'm2.adapter', before: null, after: '"mtconnect"' },
      { path: 'm2.tags', before: null, after: '"all"' },
    ])
  })
})
