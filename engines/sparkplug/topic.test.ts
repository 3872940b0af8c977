import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { hostStateOf, isSparkplugId, messageTypes, stateTopic, topicOf, topicParts } from './topic.ts'

const seed = 20_261_128

describe('topics (SP-30)', () => {
  test('a topic is namespace, group, type, node and, of a device, the device', () => {
    assert.deepEqual(topicParts('spBv1.0/g/NBIRTH/n'), {
      group: 'g',
      type: 'NBIRTH',
      node: 'n',
      device: null,
    })
    assert.deepEqual(topicParts('spBv1.0/g/DDATA/n/d'), { group: 'g', type: 'DDATA', node: 'n', device: 'd' })
    assert.deepEqual(topicParts('spBv1.0/柳州/DCMD/网关/机床 1'), {
      group: '柳州',
      type: 'DCMD',
      node: '网关',
      device: '机床 1',
    })
  })

  test('every type of the specification has a topic, and what is made of parts has those parts', () => {
    for (const type of messageTypes) {
      const parts = { group: 'g', type, node: 'n', device: type.startsWith('D') ? 'd' : null }
      assert.deepEqual(topicParts(topicOf(parts)), parts)
    }
    assert.equal(topicOf({ group: 'g', type: 'NCMD', node: 'n', device: null }), 'spBv1.0/g/NCMD/n')
    assert.equal(topicOf({ group: 'g', type: 'DCMD', node: 'n', device: 'd' }), 'spBv1.0/g/DCMD/n/d')
  })

  test('a device belongs to the types of devices and to no other', () => {
    for (const type of messageTypes) {
      const isOfDevice = type.startsWith('D')
      assert.equal(topicParts(`spBv1.0/g/${type}/n`) !== null, !isOfDevice, type)
      assert.equal(topicParts(`spBv1.0/g/${type}/n/d`) !== null, isOfDevice, type)
    }
  })

  test('anything else is none', () => {
    const wrong = [
      '',
      '/',
      'spAv1.0/g/NBIRTH/n',
      'spBv1.0',
      'spBv1.0/g',
      'spBv1.0/g/NBIRTH',
      'spBv1.0/g/NBIRTH/',
      'spBv1.0//NBIRTH/n',
      'spBv1.0/g/nbirth/n',
      'spBv1.0/g/X/n',
      'spBv1.0/g/DDATA/n/',
      'spBv1.0/g/DDATA/n/d/e',
      'spBv1.0/+/NDATA/n',
      'spBv1.0/g/NDATA/#',
      'spBv1.0/g/DDATA/n/d+',
      'spBv1.0/STATE/ronghe',
      'spBv1.0/STATE/NDATA/n',
      'STATE/ronghe',
      ' spBv1.0/g/NBIRTH/n',
    ]
    for (const topic of wrong) assert.equal(topicParts(topic), null, topic)
  })

  test('any words are parts of a topic or no topic, and parts of one are the words of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (topic) => {
        const parts = topicParts(topic)
        if (parts) assert.equal(topicOf(parts), topic)
      }),
      { seed, numRuns: 2000 },
    )
    const id = fc.string({ unit: 'binary', minLength: 1 }).filter(isSparkplugId)
    fc.assert(
      fc.property(id, id, id, (group, node, device) => {
        fc.pre(group !== 'STATE')
        const parts = { group, type: 'DDATA' as const, node, device }
        assert.deepEqual(topicParts(topicOf(parts)), parts)
      }),
      { seed, numRuns: 500 },
    )
  })
})

describe('ids (SP-31)', () => {
  test('words of any language are ids', () => {
    for (const id of ['a', '柳州-1', 'Group 1', 'É', 'mazak.01', '🦾', 'STATE'])
      assert.ok(isSparkplugId(id), id)
  })

  test('reserved characters, nothing, zero and half characters are none', () => {
    for (const id of ['', 'a/b', 'a+', '#', 'a\0b', '\ud800', 'x'.repeat(1001)]) {
      assert.ok(!isSparkplugId(id), JSON.stringify(id.slice(0, 20)))
    }
  })
})

describe('STATE of a host (SP-32)', () => {
  test('its topic ends with the host id', () => {
    assert.equal(stateTopic('ronghe'), 'spBv1.0/STATE/ronghe')
  })

  test('it says online and when', () => {
    assert.deepEqual(hostStateOf('{"online":true,"timestamp":5}'), { online: true, timestamp: 5 })
    assert.deepEqual(hostStateOf('{"timestamp":6,"online":false,"more":1}'), { online: false, timestamp: 6 })
  })

  test('anything else is none', () => {
    const wrong = [
      '',
      'ONLINE',
      'null',
      '7',
      '[]',
      '{}',
      '{"online":true}',
      '{"timestamp":5}',
      '{"online":"true","timestamp":5}',
      '{"online":true,"timestamp":"5"}',
      '{"online":true,"timestamp":null}',
      '{"online":1,"timestamp":5}',
    ]
    for (const text of wrong) assert.equal(hostStateOf(text), null, text)
  })
})
