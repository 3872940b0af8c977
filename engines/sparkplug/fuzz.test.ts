import assert from 'node:assert/strict'
import { test } from 'node:test'
import { birthFaults, nodeBirth } from './birth.ts'
import { Malformed } from './bytes.ts'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import { leavesOf, numberOf, textOf } from './kept.ts'
import type { GivenMetric } from './model.ts'
import { valueAs } from './values.ts'

/** A small generator of our own, so that every run tries the same payloads. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const samples: readonly GivenMetric[] = [
  { name: 'speed', alias: 1, timestamp: 1_750_000_000_000, type: 'Double', value: 2.5 },
  { name: 'words', alias: 2, type: 'String', value: '转速' },
  { name: 'list', alias: 3, type: 'Int32Array', value: [1, -2, 3] },
  { name: 'flags', type: 'BooleanArray', value: [true, false, true] },
  { name: 'names', type: 'StringArray', value: ['a', 'bc'] },
  { name: 'file', type: 'File', value: Uint8Array.of(1, 2, 3) },
  {
    name: 'table',
    type: 'DataSet',
    value: { columns: ['a', 'b'], types: ['Int8', 'String'], rows: [[1, 'x']] },
  },
  {
    name: 'M1',
    type: 'Template',
    value: {
      templateRef: 'Motor',
      metrics: [{ name: 'rpm', type: 'Double', value: 1 }],
      parameters: [{ name: 'p', type: 'Int8', value: 1 }],
    },
  },
  {
    name: 'props',
    type: 'Int8',
    value: 1,
    properties: {
      Quality: { type: 'Int32', value: 192 },
      set: { type: 'PropertySet', value: { x: { type: 'Boolean', value: true } } },
      sets: { type: 'PropertySetList', value: [{ y: { type: 'String', value: 'z' } }] },
    },
  },
]

/** What a host does with a payload, whatever it says. */
function handle(bytes: Uint8Array): boolean {
  let payload: ReturnType<typeof decode>
  try {
    payload = decode(bytes)
  } catch (error) {
    assert.ok(error instanceof Malformed, String(error))
    return false
  }
  birthFaults(payload, 'd', nodeBirth())
  birthFaults(payload, null, nodeBirth())
  for (const metric of payload.metrics) {
    for (const leaf of leavesOf(metric.name ?? '', metric)) {
      const value = valueAs(leaf.metric.value, leaf.metric.type)
      assert.equal(typeof numberOf(value), 'number')
      if (value !== null) assert.equal(typeof textOf(value), 'string')
    }
  }
  return true
}

test('100,000 random and mutated payloads are read or refused, and nothing crashes (SP-6)', () => {
  const draw = generator(20_261_128)
  const whole = encode({ timestamp: 1, seq: 1, metrics: samples })
  const parts = samples.map((metric) => encode({ timestamp: 1, seq: 1, metrics: [metric] }))
  const counts = { read: 0, refused: 0 }
  for (let round = 0; round < 100_000; round++) {
    const source = round % 10 === 0 ? whole : parts[draw(parts.length)]!
    const isRandom = round % 7 === 0
    const bytes = isRandom ? Uint8Array.from({ length: draw(120) }, () => draw(256)) : source.slice()
    for (let change = draw(isRandom ? 1 : 4); change >= 0; change--) bytes[draw(bytes.length)] = draw(256)
    const cut = draw(5) === 0 ? bytes.subarray(0, draw(bytes.length + 1)) : bytes
    counts[handle(cut) ? 'read' : 'refused']++
  }
  assert.ok(counts.read > 10_000 && counts.refused > 10_000, JSON.stringify(counts))
})

test('a payload cut off anywhere is refused or is a shorter payload (SP-6)', () => {
  const whole = encode({ timestamp: 1, seq: 1, metrics: samples })
  assert.ok(handle(whole))
  let read = 0
  for (let end = 0; end < whole.length; end++) if (handle(whole.subarray(0, end))) read++
  // Only between two metrics.
  assert.ok(read <= samples.length + 3, `${read}`)
})

test('lengths that promise more than there is take no memory (SP-6)', () => {
  const huge = [0xff, 0xff, 0xff, 0xff, 0x07]
  for (const key of [0x12, 0x22, 0x2a]) assert.throws(() => decode(Uint8Array.of(key, ...huge)), Malformed)
  const bits = Uint8Array.of(255, 255, 255, 127, 1)
  assert.equal(valueAs(bits, 'BooleanArray'), null)
})
