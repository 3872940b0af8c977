import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { pathOf, valueAt } from '../paths.ts'
import type { MqttConfig, MqttTag } from './schema.ts'
import { filterOf, isFixed, mqttTagFaults, Templates } from './template.ts'

const arrived = 1_700_000_000_000_000

function read(tags: MqttTag[], topic: string, body: unknown, more: Partial<MqttConfig> = {}) {
  const config: MqttConfig = { device: 'm1', adapter: 'mqtt', url: 'mqtt://b', tags, ...more }
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  return new Templates(config).read(topic, Buffer.from(payload), arrived)
}
const said = (told: ReturnType<typeof read>) =>
  told.read.map(({ tag, observation }) => [tag.name, observation.value, observation.timeMicros - arrived])
const reasons = (told: ReturnType<typeof read>) => told.faults.map((fault) => fault.key)

describe('a template', () => {
  test('takes values by path, scales them, and leaves out what the message does not say', () => {
    const tags: MqttTag[] = [
      { name: 'temp', topic: 'plant/a', path: 'data.temp', scale: 0.1, offset: -40, unit: 'CEL' },
      { name: 'run', topic: 'plant/a', path: '$.data["is.on"]', type: 'boolean' },
      { name: 'none', topic: 'plant/a', path: 'data.none' },
      { name: 'elsewhere', topic: 'plant/b', path: 'data.temp' },
    ]
    const told = read(tags, 'plant/a', { data: { temp: 650, 'is.on': true } })
    assert.deepEqual(said(told), [
      ['temp', 25, 0],
      ['run', true, 0],
    ])
    assert.equal(told.read[0]?.tag.unit, 'CEL')
    assert.deepEqual(told.faults, [])
  })

  test('a payload without JSON is the value itself', () => {
    const tag: MqttTag = { name: 'raw', topic: 'a/+' }
    assert.deepEqual(said(read([tag], 'a/b', '23.5')), [['raw', 23.5, 0]])
    assert.deepEqual(said(read([{ ...tag, type: 'text' }], 'a/b', 'running')), [['raw', 'running', 0]])
  })

  test('levels of the topic and fields beside the value name tags and units', () => {
    const tag: MqttTag = {
      name: '{line}/{machine}/{kind}',
      topic: 'plant/{line}/+/{machine}/data/#',
      path: 'value',
      unit: '{unit}',
    }
    const told = read([tag], 'plant/l1/x/m7/data/any/more', { kind: 'load', value: 3, unit: 'P1' })
    assert.deepEqual(said(told), [['l1/m7/load', 3, 0]])
    assert.equal(told.read[0]?.tag.unit, 'P1')
    assert.equal(filterOf(tag.topic), 'plant/+/+/+/data/#')
    assert.equal(isFixed(tag), false)
    assert.deepEqual(reasons(read([tag], 'plant/l1/x/m7/data', { value: 3 })), ['edge.mqtt.noName'])
  })

  test('elements of an array are values of several tags, or of one at several times', () => {
    const metrics: MqttTag = { name: '{name}', topic: 't', each: 'metrics', path: 'value', timePath: 'at' }
    const body = {
      at: 1_700_000_001,
      metrics: [
        { name: 'a', value: 1 },
        { name: 'b', value: 2, at: 1_700_000_002_000 },
      ],
    }
    assert.deepEqual(said(read([metrics], 't', body)), [
      ['a', 1, 1_000_000],
      ['b', 2, 2_000_000],
    ])
    const samples: MqttTag = {
      name: 'v',
      topic: 't',
      each: 's',
      path: '[1]',
      timePath: '[0]',
      timeFormat: 'ms',
    }
    assert.deepEqual(
      said(
        read([samples], 't', {
          s: [
            [1_700_000_000_001, 5],
            [1_700_000_000_002, 6],
          ],
        }),
      ),
      [
        ['v', 5, 1000],
        ['v', 6, 2000],
      ],
    )
  })

  test('entries of an object and places of a list are blanks too', () => {
    assert.deepEqual(
      said(read([{ name: 'x/{key}', topic: 't', each: 'axes' }], 't', { axes: { X: 1, Y: 2 } })),
      [
        ['x/X', 1, 0],
        ['x/Y', 2, 0],
      ],
    )
    assert.deepEqual(said(read([{ name: 'v{index}', topic: 't', each: '' }], 't', [7, 8])), [
      ['v0', 7, 0],
      ['v1', 8, 0],
    ])
  })

  test('what cannot be understood becomes a reason, and no value is guessed', () => {
    const tag: MqttTag = { name: 'v', topic: 't', path: 'v', timePath: 'at' }
    assert.deepEqual(reasons(read([tag], 't', '{"v": 1')), ['edge.mqtt.notJson'])
    assert.deepEqual(reasons(read([tag], 't', { v: 1, at: 'yesterday' })), ['edge.mqtt.noTime'])
    assert.deepEqual(reasons(read([tag], 't', { v: 1 })), ['edge.mqtt.noTime'])
    const misfit = read([{ name: 'v', topic: 't', path: 'v' }], 't', { v: 'fast' })
    assert.deepEqual(reasons(misfit), ['edge.mqtt.misfit'])
    assert.equal(misfit.read[0]?.observation.quality, 0)
    const object = read([{ name: 'v', topic: 't', path: 'v', type: 'text' }], 't', { v: { deep: 1 } })
    assert.equal(object.read[0]?.observation.quality, 0)
    const absent = read([{ name: 'v', topic: 't', path: 'v' }], 't', { v: null })
    assert.deepEqual([reasons(absent), absent.read[0]?.observation.quality], [[], 0])
  })

  test('a time without a zone is in the zone that was set', () => {
    const tag: MqttTag = { name: 'v', topic: 't', path: 'v', timePath: 'at' }
    const told = read([tag], 't', { v: 1, at: '2023-11-15 06:13:20' }, { zone: '+08:00' })
    assert.deepEqual(said(told), [['v', 1, 0]])
  })

  test('no payload whatever makes it throw', () => {
    const tags: MqttTag[] = [
      { name: '{a}', topic: '{t}/#', path: 'v[0].x', each: 'e', timePath: 'at' },
      { name: 'whole', topic: '#', type: 'text' },
    ]
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => new TextEncoder().encode(text)),
    )
    const config: MqttConfig = { device: 'm1', adapter: 'mqtt', url: 'mqtt://b', tags }
    const templates = new Templates(config)
    fc.assert(
      fc.property(fc.string(), bytes, (topic, payload) => {
        const told = templates.read(topic, payload, arrived)
        assert.ok(told.read.every(({ observation }) => Number.isSafeInteger(observation.timeMicros)))
      }),
      { seed: 7, numRuns: 2000 },
    )
  })
})

describe('settings of a tag', () => {
  const faults = (tag: Partial<MqttTag>) =>
    mqttTagFaults({ name: 'v', topic: 't', ...tag }, 'tags[0]').map(({ field }) => field)
  test('are refused field by field', () => {
    assert.deepEqual(faults({ path: 'a[', each: ']', timePath: 'ok' }), ['tags[0].path', 'tags[0].each'])
    for (const topic of ['a/#/b', 'a/x+/b', 'a/{b', 'a/{b}c', '{a b}']) {
      assert.deepEqual(faults({ topic }), ['tags[0].topic'], topic)
    }
    assert.deepEqual(faults({ topic: '+/{a}/x/#' }), [])
    assert.deepEqual(faults({ scale: 0 }), ['tags[0].scale'])
    assert.deepEqual(faults({ offset: 1, type: 'text' }), ['tags[0].scale'])
  })

  test('a path is read as it is written', () => {
    assert.deepEqual(pathOf('$.a.b[0]["c.d"]'), ['a', 'b', 0, 'c.d'])
    assert.deepEqual(pathOf(''), [])
    for (const text of ['a[', 'a]b', '["x]', 'a..']) assert.equal(pathOf(text), null, text)
    assert.equal(valueAt({ a: [1, { b: null }] }, ['a', 1, 'b']), null)
    assert.equal(valueAt({}, ['toString']), undefined)
  })
})
