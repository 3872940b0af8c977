import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { birthFaults, nodeBirth } from './birth.ts'
import { Malformed } from './bytes.ts'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import { dataTypes, type GivenMetric, type GivenPayload, type GivenTemplate, type Template } from './model.ts'
import { type Bare, naive } from './test/naive.ts'

// What the specification says of payloads, proved of the bytes that are written, as the naive twin reads
// them, and of what is made of bytes that break it. The ids of the statements stand above each test; the
// tables of conformance are made of them.

const speed: GivenMetric = {
  name: 'speed',
  alias: 7,
  timestamp: 1_750_000_000_000,
  type: 'Double',
  value: 2.5,
}

/** The message as it stands on the wire. */
function wire(payload: GivenPayload): Bare {
  return naive(encode(payload))
}

function wireMetric(metric: GivenMetric): Bare {
  return (wire({ metrics: [metric] }).metrics as Bare[])[0]!
}

/** Faults that a birth of a device with this metric has. */
function faultsOf(metric: GivenMetric, node = nodeBirth()): string[] {
  const payload = decode(encode({ timestamp: 1, seq: 1, metrics: [metric] }))
  return birthFaults(payload, 'd', node).map(({ code }) => code)
}

describe('the payload', () => {
  // tck-id-payloads-timestamp-in-UTC tck-id-payloads-metric-timestamp-in-UTC
  test('times are milliseconds since 1970 in UTC, and nothing of a zone', () => {
    const at = Date.parse('2026-03-02T08:00:00+08:00')
    const message = wire({ timestamp: at, metrics: [{ ...speed, timestamp: at }] })
    const [metric] = message.metrics as Bare[]
    assert.equal(new Date(Number(message.timestamp)).toISOString(), '2026-03-02T00:00:00.000Z')
    assert.equal(new Date(Number(metric?.timestamp)).toISOString(), '2026-03-02T00:00:00.000Z')
  })

  // tck-id-payloads-sequence-num-always-included
  test('a sequence number stands on the wire when it is given, also when it is 0, and else does not', () => {
    assert.equal(wire({ seq: 0 }).seq, 0n)
    assert.equal(wire({ seq: 255 }).seq, 255n)
    assert.equal('seq' in wire({ timestamp: 1 }), false)
    assert.equal(decode(encode({ timestamp: 1 })).seq, undefined)
  })

  test('what is not given does not stand on the wire at all', () => {
    assert.deepEqual(wire({}), {})
    assert.deepEqual(Object.keys(wireMetric({ type: 'Int8', value: 1 })), ['datatype', 'intValue'])
  })
})

describe('metrics', () => {
  // tck-id-payloads-name-requirement
  test('a metric without a name has an alias, or nobody knows whose it is', () => {
    assert.deepEqual(faultsOf({ type: 'Int8', value: 1 }), ['nameMissing'])
    assert.deepEqual(faultsOf({ ...speed, alias: undefined }), [])
  })

  // tck-id-payloads-alias-birth-requirement
  test('a birth has name and alias both', () => {
    const metric = wireMetric(speed)
    assert.deepEqual([metric.name, metric.alias], ['speed', 7n])
    assert.deepEqual(faultsOf(speed), [])
    assert.deepEqual(faultsOf({ ...speed, name: undefined }), ['nameMissing'])
  })

  // tck-id-payloads-alias-uniqueness
  test('an alias is one metric in all of a node', () => {
    const node = nodeBirth()
    assert.deepEqual(faultsOf(speed, node), [])
    assert.deepEqual(faultsOf({ ...speed, name: 'load' }, node), ['aliasRepeated'])
    assert.deepEqual(faultsOf({ ...speed, name: 'load', alias: 8 }, node), [])
  })

  // tck-id-payloads-alias-data-cmd-requirement tck-id-payloads-metric-datatype-not-req
  test('data and commands say the alias alone: neither name nor datatype', () => {
    const metric = wireMetric({ alias: 7, timestamp: 1, type: 'Double', omitsType: true, value: 2.5 })
    assert.deepEqual(metric, { alias: 7n, timestamp: 1n, doubleValue: 2.5 })
  })

  // tck-id-payloads-metric-datatype-value-type tck-id-payloads-metric-datatype-value
  // tck-id-payloads-metric-datatype-req
  test('a datatype is one of the numbers of the specification, and a birth without one has a fault', () => {
    const numbers: Readonly<Record<string, bigint>> = {
      Unknown: 0n,
      Int8: 1n,
      Int16: 2n,
      Int32: 3n,
      Int64: 4n,
      UInt8: 5n,
      UInt16: 6n,
      UInt32: 7n,
      UInt64: 8n,
      Float: 9n,
      Double: 10n,
      Boolean: 11n,
      String: 12n,
      DateTime: 13n,
      Text: 14n,
      UUID: 15n,
      DataSet: 16n,
      Bytes: 17n,
      File: 18n,
      Template: 19n,
      PropertySet: 20n,
      PropertySetList: 21n,
      Int8Array: 22n,
      Int16Array: 23n,
      Int32Array: 24n,
      Int64Array: 25n,
      UInt8Array: 26n,
      UInt16Array: 27n,
      UInt32Array: 28n,
      UInt64Array: 29n,
      FloatArray: 30n,
      DoubleArray: 31n,
      BooleanArray: 32n,
      StringArray: 33n,
      DateTimeArray: 34n,
    }
    assert.equal(dataTypes.length, 35)
    for (const type of dataTypes) {
      assert.equal(wireMetric({ name: 'm', type, value: null }).datatype, numbers[type], type)
    }
    assert.deepEqual(faultsOf({ ...speed, type: 'Unknown', value: null }), ['typeMissing'])
    assert.deepEqual(faultsOf({ ...speed, omitsType: true }), ['typeMissing'])
  })

  // tck-id-operational-behavior-data-publish-nbirth-values
  // tck-id-operational-behavior-data-publish-dbirth-values
  test('null is a flag and has no value; a value has no flag', () => {
    assert.deepEqual(wireMetric({ name: 'm', type: 'Double', value: null }), {
      name: 'm',
      datatype: 10n,
      isNull: true,
    })
    assert.equal('isNull' in wireMetric(speed), false)
    assert.equal('isNull' in wireMetric({ name: 'm', type: 'Int8', value: 0 }), false)
    assert.equal('isNull' in wireMetric({ name: 'm', type: 'Boolean', value: false }), false)
    assert.equal('isNull' in wireMetric({ name: 'm', type: 'String', value: '' }), false)
  })

  test('what is of the past or not to be kept says so, and only then', () => {
    assert.equal(wireMetric({ ...speed, isHistorical: true }).isHistorical, true)
    assert.equal(wireMetric({ ...speed, isTransient: true }).isTransient, true)
    assert.deepEqual(
      Object.keys(wireMetric({ ...speed, isHistorical: false, isTransient: false })),
      Object.keys(wireMetric(speed)),
    )
  })

  test('each datatype stands in the field that the specification gives it', () => {
    const fields: [GivenMetric['type'], GivenMetric['value'], string, unknown][] = [
      ['Int8', -1, 'intValue', 0xffffffffn],
      ['Int16', -2, 'intValue', 0xfffffffen],
      ['Int32', -3, 'intValue', 0xfffffffdn],
      ['Int64', -4, 'longValue', 2n ** 64n - 4n],
      ['UInt8', 255, 'intValue', 255n],
      ['UInt16', 65_535, 'intValue', 65_535n],
      ['UInt32', 4_294_967_295, 'intValue', 4_294_967_295n],
      ['UInt64', 2n ** 64n - 1n, 'longValue', 2n ** 64n - 1n],
      ['Float', 1.5, 'floatValue', 1.5],
      ['Double', 0.1, 'doubleValue', 0.1],
      ['Boolean', true, 'booleanValue', true],
      ['String', '转速', 'stringValue', '转速'],
      ['DateTime', 1_750_000_000_000, 'longValue', 1_750_000_000_000n],
      ['Text', 'x', 'stringValue', 'x'],
      ['UUID', 'u', 'stringValue', 'u'],
    ]
    for (const [type, value, field, expected] of fields) {
      const metric = wireMetric({ name: 'm', type, value })
      assert.deepEqual(Object.keys(metric), ['name', 'datatype', field], type)
      assert.equal(metric[field], expected, type)
    }
  })
})

describe('property sets', () => {
  const properties = {
    Quality: { type: 'Int32' as const, value: 192 },
    engUnit: { type: 'String' as const, value: 'mm' },
    none: { type: 'Double' as const, value: null },
  }
  const set = () => wireMetric({ ...speed, properties }).properties as { keys: string[]; values: Bare[] }

  // tck-id-payloads-propertyset-keys-array-size tck-id-payloads-propertyset-values-array-size
  test('there are as many keys as values, and bytes with more of one are no payload', () => {
    assert.deepEqual(set().keys, ['Quality', 'engUnit', 'none'])
    assert.equal(set().values.length, 3)
    const oneKey = Uint8Array.of(0x12, 5, 0x4a, 3, 0x0a, 1, 0x61)
    const oneValue = Uint8Array.of(0x12, 6, 0x4a, 4, 0x12, 2, 0x08, 3)
    for (const bytes of [oneKey, oneValue]) assert.throws(() => decode(bytes), Malformed)
  })

  // tck-id-payloads-metric-propertyvalue-type-type tck-id-payloads-metric-propertyvalue-type-value
  // tck-id-payloads-metric-propertyvalue-type-req
  test('each value has its datatype by number, also when it is null', () => {
    assert.deepEqual(
      set().values.map(({ type }) => type),
      [3n, 12n, 10n],
    )
    assert.deepEqual(set().values[2], { type: 10n, isNull: true })
  })

  // tck-id-payloads-propertyset-quality-value-type tck-id-payloads-propertyset-quality-value-value
  test('a quality is an Int32 in the int field', () => {
    for (const quality of [0, 192, 500]) {
      const metric = { ...speed, properties: { Quality: { type: 'Int32' as const, value: quality } } }
      const { values } = wireMetric(metric).properties as { values: Bare[] }
      assert.deepEqual(values, [{ type: 3n, intValue: BigInt(quality) }])
    }
  })
})

describe('data sets', () => {
  const dataSet = {
    columns: ['id', 'name', 'share', 'on', 'long', 'half'],
    types: ['UInt32', 'String', 'Double', 'Boolean', 'UInt64', 'Float'] as const,
    rows: [
      [1, '一', 0.5, true, 2n ** 63n, 1.5],
      [4_294_967_295, '', -1, false, 0, -2.5],
    ],
  }
  const given: GivenMetric = { name: 'm', type: 'DataSet', value: { ...dataSet, types: [...dataSet.types] } }
  const set = () =>
    wireMetric(given).datasetValue as {
      numOfColumns: bigint
      columns: string[]
      types: bigint[]
      rows: Bare[]
    }

  // tck-id-payloads-dataset-column-size tck-id-payloads-dataset-column-num-headers
  // tck-id-payloads-dataset-types-num
  test('columns, headers and types are as many as it says', () => {
    assert.equal(set().numOfColumns, 6n)
    assert.equal(set().columns.length, 6)
    assert.equal(set().types.length, 6)
  })

  // tck-id-payloads-dataset-types-def tck-id-payloads-dataset-types-type tck-id-payloads-dataset-types-value
  // tck-id-payloads-dataset-parameter-type-req
  test('the types are basic datatypes by number', () => {
    assert.deepEqual(set().types, [7n, 12n, 10n, 11n, 8n, 9n])
    const without = wireMetric({ name: 'm', type: 'DataSet', value: { columns: ['a'], types: [], rows: [] } })
    assert.deepEqual((without.datasetValue as Bare).columns, ['a'])
    const bytes = encode({
      metrics: [{ name: 'm', type: 'DataSet', value: { columns: ['a'], types: [], rows: [] } }],
    })
    assert.throws(() => decode(bytes), Malformed)
  })

  // tck-id-payloads-template-dataset-value
  test('a cell is one of the six plain kinds', () => {
    const cells = set().rows.map((row) => (row.elements as Bare[]).map((cell) => Object.keys(cell)[0]))
    const kinds = ['intValue', 'stringValue', 'doubleValue', 'booleanValue', 'longValue', 'floatValue']
    assert.deepEqual(cells, [kinds, kinds])
    assert.deepEqual(decode(encode({ metrics: [given] })).metrics[0]?.value, dataSet)
    const object = { columns: ['a'], types: ['DataSet' as const], rows: [['x']] }
    assert.throws(() => encode({ metrics: [{ name: 'm', type: 'DataSet', value: object }] }), TypeError)
  })
})

describe('templates', () => {
  const definition: GivenTemplate = {
    isDefinition: true,
    version: 'v1.0-测试',
    metrics: [{ name: 'rpm', type: 'Double', value: null }],
    parameters: [{ name: 'maker', type: 'String', value: 'A' }],
  }
  const instance: GivenTemplate = {
    templateRef: 'Motor',
    metrics: [{ name: 'rpm', type: 'Double', value: 5 }],
    parameters: [{ name: 'maker', type: 'String', value: 'B' }],
  }
  const motor: GivenMetric = { name: 'Motor', type: 'Template', value: definition }
  const first: GivenMetric = { name: 'M1', type: 'Template', value: instance }
  const onWire = (value: GivenTemplate) =>
    wireMetric({ name: 'm', type: 'Template', value }).templateValue as Bare

  function nodeFaults(...metrics: GivenMetric[]): string[] {
    const head: GivenMetric[] = [
      { name: 'bdSeq', type: 'Int64', value: 0 },
      { name: 'Node Control/Rebirth', type: 'Boolean', value: false },
    ]
    const payload = decode(encode({ timestamp: 1, seq: 0, metrics: [...head, ...metrics] }))
    return birthFaults(payload, null, nodeBirth()).map(({ code }) => code)
  }

  // tck-id-payloads-template-definition-is-definition tck-id-payloads-template-is-definition
  // tck-id-payloads-template-is-definition-definition tck-id-payloads-template-definition-ref
  // tck-id-payloads-template-ref-definition
  test('a definition says that it is one, and refers to none', () => {
    assert.equal(onWire(definition).isDefinition, true)
    assert.equal('templateRef' in onWire(definition), false)
  })

  // tck-id-payloads-template-instance-is-definition tck-id-payloads-template-is-definition-instance
  // tck-id-payloads-template-instance-ref tck-id-payloads-template-ref-instance
  test('an instance says that it is none, and names its definition', () => {
    assert.deepEqual([onWire(instance).isDefinition, onWire(instance).templateRef], [false, 'Motor'])
    assert.deepEqual(nodeFaults(motor, first), [])
    const nameless: GivenMetric = { ...first, value: { ...instance, templateRef: undefined } }
    assert.deepEqual(nodeFaults(motor, nameless), ['templateUnknown'])
  })

  // tck-id-payloads-template-version
  test('a version is words', () => {
    assert.equal(onWire(definition).version, 'v1.0-测试')
    assert.equal('version' in onWire(instance), false)
  })

  // tck-id-payloads-template-definition-nbirth-only tck-id-payloads-template-definition-nbirth
  // tck-id-topics-nbirth-templates
  test('definitions stand in the birth of the node, and instances without one have a fault', () => {
    assert.deepEqual(nodeFaults(motor, first), [])
    assert.deepEqual(nodeFaults(first), ['templateUnknown'])
    assert.deepEqual(faultsOf(motor), ['definitionPlace'])
  })

  // tck-id-payloads-template-definition-members tck-id-payloads-template-instance-members
  // tck-id-payloads-template-instance-members-birth
  test('a birth’s instance has the members of its definition, all and no others', () => {
    const rpm: GivenMetric = { name: 'rpm', type: 'Double', value: 1 }
    const more: GivenMetric = { name: 'more', type: 'Double', value: 1 }
    const of = (...metrics: GivenMetric[]): GivenMetric => ({ ...first, value: { ...instance, metrics } })
    assert.deepEqual(nodeFaults(motor, of(rpm)), [])
    assert.deepEqual(nodeFaults(motor, of()), ['templateMembers'])
    assert.deepEqual(nodeFaults(motor, of(rpm, more)), ['templateMembers'])
  })

  // tck-id-payloads-template-instance-members-data
  test('data may bring some members of an instance', () => {
    const some: GivenTemplate = { ...instance, metrics: [], parameters: [] }
    const [metric] = decode(
      encode({ metrics: [{ alias: 1, type: 'Template', omitsType: true, value: some }] }),
    ).metrics
    assert.deepEqual((metric!.value as Template).metrics, [])
  })

  // tck-id-payloads-template-definition-parameters tck-id-payloads-template-definition-parameters-default
  // tck-id-payloads-template-instance-parameters tck-id-payloads-template-parameter-name-required
  // tck-id-payloads-template-parameter-name-type tck-id-payloads-template-parameter-value-type
  // tck-id-payloads-template-parameter-type-value tck-id-payloads-template-parameter-type-req
  // tck-id-payloads-template-parameter-value
  test('parameters have a name, a basic datatype by number and a plain value, which may be a default', () => {
    const parameters = [
      { name: 'maker', type: 'String' as const, value: 'A' },
      { name: 'year', type: 'UInt32' as const, value: 2026 },
      { name: 'born', type: 'DateTime' as const, value: 5 },
      { name: 'share', type: 'Float' as const, value: 0.5 },
      { name: 'exact', type: 'Double' as const, value: 0.1 },
      { name: 'on', type: 'Boolean' as const, value: true },
      { name: 'later', type: 'Int8' as const, value: null },
    ]
    const template = onWire({ ...definition, parameters })
    assert.deepEqual(template.parameters, [
      { name: 'maker', type: 12n, stringValue: 'A' },
      { name: 'year', type: 7n, intValue: 2026n },
      { name: 'born', type: 13n, longValue: 5n },
      { name: 'share', type: 9n, floatValue: 0.5 },
      { name: 'exact', type: 10n, doubleValue: 0.1 },
      { name: 'on', type: 11n, booleanValue: true },
      { name: 'later', type: 1n },
    ])
    const object = [{ name: 'p', type: 'DataSet' as const, value: 'x' }]
    assert.throws(() => onWire({ ...definition, parameters: object }), TypeError)
  })
})
