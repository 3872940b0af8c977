import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { allowedHosts, destinationFault, isInternal } from './address.ts'

const inside: readonly string[] = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'ff02::1',
  '2001:db8::1',
  '2002:7f00:1::',
]

const outside: readonly string[] = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.255.255',
  '192.169.0.1',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2400:3200::1',
  '::ffff:8.8.8.8',
]

const destinations: readonly (readonly [string, string | null])[] = [
  ['https://client.example.com/callback', null],
  ['http://client.example.com:8080/callback', null],
  ['https://8.8.8.8/x', null],
  ['https://[2606:4700:4700::1111]/x', null],
  ['callback', 'url'],
  ['', 'url'],
  ['ftp://client.example.com/x', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['javascript:alert(1)', 'scheme'],
  ['https://user:secret@client.example.com/', 'credentials'],
  ['http://127.0.0.1/', 'internal'],
  ['http://127.1/', 'internal'],
  ['http://2130706433/', 'internal'],
  ['http://0x7f000001/', 'internal'],
  ['http://[::1]/', 'internal'],
  ['http://[::ffff:127.0.0.1]/', 'internal'],
  ['http://169.254.169.254/latest/meta-data', 'internal'],
  ['http://localhost:5432/', 'internal'],
  ['http://a.localhost/', 'internal'],
  ['http://postgres/', 'internal'],
  ['http://10.0.0.1/', 'internal'],
]

describe('addresses that events are not sent to', () => {
  for (const address of inside) {
    it(`${address} is inside`, () => {
      assert.equal(isInternal(address), true)
    })
  }
  for (const address of outside) {
    it(`${address} is outside`, () => {
      assert.equal(isInternal(address), false)
    })
  }
  for (const [dest, fault] of destinations) {
    it(`${dest || 'nothing'}: ${fault ?? 'may be'}`, () => {
      assert.equal(destinationFault(dest, new Set()), fault)
    })
  }

  it('the operator lets hosts be reached by name', () => {
    const allowed = allowedHosts(' 127.0.0.1, Hooks.internal ,')
    assert.deepEqual([...allowed], ['127.0.0.1', 'hooks.internal'])
    assert.equal(destinationFault('http://127.0.0.1:99/', allowed), null)
    assert.equal(destinationFault('http://hooks.internal/', allowed), null)
    assert.equal(destinationFault('http://127.0.0.2/', allowed), 'internal')
    assert.equal(destinationFault('ftp://127.0.0.1/', allowed), 'scheme')
  })
})
