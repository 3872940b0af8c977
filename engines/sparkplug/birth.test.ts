import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { birthFaults, nodeBirth, templateOf } from './birth.ts'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import type { GivenMetric, GivenPayload, GivenTemplate } from './model.ts'

const bdSeq: GivenMetric = { name: 'bdSeq', type: 'Int64', value: 3 }
const rebirth: GivenMetric = { name: 'Node Control/Rebirth', type: 'Boolean', value: false }
const speed: GivenMetric = { name: 'speed', alias: 1, type: 'Double', value: 1 }
const motor: GivenTemplate = {
  isDefinition: true,
  metrics: [
    { name: 'rpm', type: 'Double', value: null },
    { name: 'on', type: 'Boolean', value: null },
  ],
}
const instance = (more: Partial<GivenTemplate> = {}): GivenMetric => ({
  name: 'M1',
  type: 'Template',
  value: {
    templateRef: 'Motor',
    metrics: [
      { name: 'rpm', type: 'Double', value: 1 },
      { name: 'on', type: 'Boolean', value: true },
    ],
    ...more,
  },
})
const definition = (name: string, value: GivenTemplate): GivenMetric => ({ name, type: 'Template', value })

function faults(given: GivenPayload, device: string | null = null, node = nodeBirth()): string[] {
  const payload = decode(encode({ timestamp: 1, seq: 0, ...given }))
  return birthFaults(payload, device, node).map(({ code, metric }) => `${code} ${metric}`.trim())
}
const node = (...metrics: GivenMetric[]) => faults({ metrics: [bdSeq, rebirth, ...metrics] })
const device = (...metrics: GivenMetric[]) => faults({ seq: 1, metrics }, 'd')

describe('births of nodes (SP-50)', () => {
  test('one that says all it must has no fault', () => {
    assert.deepEqual(node(speed), [])
  })

  test('its number is 0', () => {
    assert.deepEqual(faults({ seq: undefined, metrics: [bdSeq, rebirth] }), ['seqMissing'])
    assert.deepEqual(faults({ seq: 1, metrics: [bdSeq, rebirth] }), ['seqMissing'])
  })

  test('it says when', () => {
    assert.deepEqual(faults({ timestamp: undefined, metrics: [bdSeq, rebirth] }), ['timestampMissing'])
  })

  test('it has a bdSeq that is a number', () => {
    assert.deepEqual(faults({ metrics: [rebirth] }), ['bdSeqMissing'])
    assert.deepEqual(faults({ metrics: [{ ...bdSeq, value: null }, rebirth] }), ['bdSeqMissing'])
  })

  test('it offers the rebirth: Boolean, false, by name', () => {
    assert.deepEqual(faults({ metrics: [bdSeq] }), ['rebirthMissing'])
    for (const wrong of [{ value: true }, { value: null }, { alias: 9 }]) {
      assert.deepEqual(faults({ metrics: [bdSeq, { ...rebirth, ...wrong }] }), ['rebirthMissing'])
    }
  })
})

describe('births of devices (SP-51)', () => {
  test('they need neither bdSeq nor rebirth, and have a number up to 255', () => {
    assert.deepEqual(device(speed), [])
    assert.deepEqual(faults({ seq: 255, metrics: [] }, 'd'), [])
    assert.deepEqual(faults({ seq: 256, metrics: [] }, 'd'), ['seqMissing'])
    assert.deepEqual(faults({ seq: undefined, metrics: [] }, 'd'), ['seqMissing'])
    assert.deepEqual(faults({ seq: 1, timestamp: undefined, metrics: [] }, 'd'), ['timestampMissing'])
  })
})

describe('metrics of births (SP-52)', () => {
  test('each has a name', () => {
    assert.deepEqual(device({ alias: 1, type: 'Int8', value: 1 }), ['nameMissing'])
    assert.deepEqual(device({ name: '', type: 'Int8', value: 1 }), ['nameMissing'])
  })

  test('and no other has the same', () => {
    assert.deepEqual(
      device({ ...speed, alias: 1 }, { ...speed, alias: 2 }),
      ['nameRepeated speed', 'aliasRepeated speed'].slice(0, 1),
    )
  })

  test('each has a datatype that is one', () => {
    assert.deepEqual(device({ ...speed, omitsType: true }), ['typeMissing speed'])
    const unknown = decode(Uint8Array.of(0x12, 5, 0x0a, 1, 0x61, 0x20, 99))
    const found = birthFaults({ ...unknown, seq: 1, timestamp: 1 }, 'd', nodeBirth())
    assert.deepEqual(found, [{ code: 'typeMissing', metric: 'a' }])
  })

  test('an alias is one metric in the whole node', () => {
    assert.deepEqual(device(speed, { ...speed, name: 'load' }), ['aliasRepeated load'])
    const whole = nodeBirth()
    const first = decode(encode({ timestamp: 1, seq: 1, metrics: [speed] }))
    assert.deepEqual(birthFaults(first, 'one', whole), [])
    assert.deepEqual(birthFaults(first, 'other', whole), [{ code: 'aliasRepeated', metric: 'speed' }])
    // A device that is born again has its own aliases still.
    assert.deepEqual(birthFaults(first, 'one', whole), [])
  })
})

describe('templates of births (SP-53)', () => {
  test('an instance with the members of its definition has no fault', () => {
    assert.deepEqual(node(definition('Motor', motor), instance()), [])
    assert.deepEqual(node(instance(), definition('Motor', motor)), [])
  })

  test('definitions of the node hold for its devices', () => {
    const whole = nodeBirth()
    const born = decode(
      encode({ timestamp: 1, seq: 0, metrics: [bdSeq, rebirth, definition('Motor', motor)] }),
    )
    assert.deepEqual(birthFaults(born, null, whole), [])
    assert.deepEqual([...whole.definitions.keys()], ['Motor'])
    assert.deepEqual(
      birthFaults(decode(encode({ timestamp: 1, seq: 1, metrics: [instance()] })), 'd', whole),
      [],
    )
  })

  test('an instance without a definition is a fault, as is one that names none', () => {
    assert.deepEqual(node(instance()), ['templateUnknown M1'])
    assert.deepEqual(node(definition('Motor', motor), instance({ templateRef: undefined })), [
      'templateUnknown M1',
    ])
  })

  test('its members are those of the definition, all and no others', () => {
    const rpm: GivenMetric = { name: 'rpm', type: 'Double', value: 1 }
    const other: GivenMetric = { name: 'other', type: 'Double', value: 1 }
    for (const metrics of [[rpm], [rpm, other], [rpm, { ...rpm, name: 'on' }, other]]) {
      assert.deepEqual(node(definition('Motor', motor), instance({ metrics })), ['templateMembers M1'])
    }
  })

  test('definitions stand in births of nodes only, and not within each other', () => {
    assert.deepEqual(device(definition('Motor', motor)), ['definitionPlace Motor'])
    const outer: GivenTemplate = {
      isDefinition: true,
      metrics: [{ name: 'inner', type: 'Template', value: null }],
    }
    const nested = instance({ templateRef: 'Outer', metrics: [definition('inner', motor)] })
    assert.deepEqual(node(definition('Outer', outer), nested), ['templateNested M1'])
  })

  test('an instance within an instance is judged by its own definition', () => {
    const outer: GivenTemplate = {
      isDefinition: true,
      metrics: [{ name: 'M1', type: 'Template', value: null }],
    }
    const good = { ...instance({ templateRef: 'Outer', metrics: [instance()] }), name: 'L' }
    assert.deepEqual(node(definition('Outer', outer), definition('Motor', motor), good), [])
    assert.deepEqual(node(definition('Outer', outer), good), ['templateUnknown L/M1'])
  })

  test('a metric that is no template has none', () => {
    const [plain, template] = decode(encode({ metrics: [speed, instance()] })).metrics
    assert.equal(templateOf(plain!), null)
    assert.equal(templateOf(template!)?.templateRef, 'Motor')
  })

  test('members are judged by name alone: their values may be null, and parameters may be left out', () => {
    const quiet = instance({
      metrics: [
        { name: 'on', type: 'Boolean', value: null },
        { name: 'rpm', type: 'Double', value: null },
      ],
    })
    const parameters = [{ name: 'maker', type: 'String' as const, value: 'A' }]
    assert.deepEqual(node(definition('Motor', { ...motor, parameters }), quiet), [])
  })

  test('several faults are all told, each with its metric', () => {
    assert.deepEqual(node({ ...speed, omitsType: true }, { ...speed, name: 'load' }, instance()), [
      'typeMissing speed',
      'aliasRepeated load',
      'templateUnknown M1',
    ])
  })

  test('a definition without a name defines nothing', () => {
    const nameless = { ...definition('', motor) }
    assert.deepEqual(node(nameless), ['nameMissing', 'definitionPlace'])
  })
})
