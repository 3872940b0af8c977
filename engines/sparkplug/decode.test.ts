import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import sparkplug from 'sparkplug-payload'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import { type DataType, dataTypes, type Metric, type Payload, type Template } from './model.ts'
import { metrics, payloads } from './test/any.ts'
import { type Bare, naive } from './test/naive.ts'
import { valueAs } from './values.ts'

const seed = 20_261_128
const tahu = sparkplug.get('spBv1.0')!

/** What the naive twin read, as the reader would answer it. */
function plain(bare: Bare | undefined): unknown {
  if (!bare) return undefined
  return {
    timestamp: number(bare.timestamp),
    seq: number(bare.seq),
    metrics: ((bare.metrics as Bare[] | undefined) ?? []).map(plainMetric),
  }
}

function plainMetric(bare: Bare): unknown {
  const type = bare.datatype === undefined ? undefined : (dataTypes[Number(bare.datatype)] ?? 'Unknown')
  const raw = [
    'intValue',
    'longValue',
    'floatValue',
    'doubleValue',
    'booleanValue',
    'stringValue',
    'bytesValue',
  ]
    .map((name) => bare[name])
    .find((value) => value !== undefined)
  const set = bare.properties as Bare | undefined
  const keys = (set?.keys as string[] | undefined) ?? []
  const values = (set?.values as Bare[] | undefined) ?? []
  return {
    name: bare.name,
    alias: number(bare.alias),
    timestamp: number(bare.timestamp),
    type,
    isHistorical: bare.isHistorical ?? false,
    isTransient: bare.isTransient ?? false,
    isNull: bare.isNull ?? false,
    properties: set && Object.fromEntries(keys.map((key, index) => [key, Object.keys(values[index]!)])),
    value: bare.isNull || raw === undefined ? null : valueAs(narrow(raw), type),
  }
}

function narrow(raw: unknown): never {
  return (typeof raw === 'bigint' && Number.isSafeInteger(Number(raw)) ? Number(raw) : raw) as never
}

function number(value: unknown): number | undefined {
  if (value === undefined) return undefined
  return Number.isSafeInteger(Number(value)) ? Number(value) : undefined
}

/** The reader's answer with what the twin does not judge left out. */
function judged({ timestamp, seq, metrics: all }: Payload): unknown {
  return {
    timestamp,
    seq,
    metrics: all.map(({ properties, value, ...rest }) => ({
      ...rest,
      properties:
        properties && Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, namesOf(one)])),
      value,
    })),
  }
}

function namesOf(property: { type: DataType | undefined; value: unknown }): string[] {
  const { type = 'Unknown', value } = property
  const place: Readonly<Partial<Record<DataType, string>>> = {
    Int64: 'longValue',
    UInt64: 'longValue',
    DateTime: 'longValue',
    Float: 'floatValue',
    Double: 'doubleValue',
    Boolean: 'booleanValue',
    String: 'stringValue',
    Text: 'stringValue',
    UUID: 'stringValue',
  }
  return ['type', value === null ? 'isNull' : (place[type] ?? 'intValue')]
}

const withoutSets = payloads.map((payload) => ({
  ...payload,
  metrics: (payload.metrics ?? []).filter(({ type }) => type !== 'DataSet'),
}))

describe('reading (SP-1)', () => {
  test('it reads what the naive twin reads, of any payload', () => {
    fc.assert(
      fc.property(withoutSets, (payload) => {
        const bytes = encode(payload)
        assert.deepEqual(judged(decode(bytes)), plain(naive(bytes)))
      }),
      { seed, numRuns: 500 },
    )
  })

  test('it refuses what the naive twin refuses, of mutated payloads, and reads the rest alike', () => {
    fc.assert(
      fc.property(withoutSets, fc.nat(), fc.nat(255), (payload, place, byte) => {
        const bytes = encode(payload)
        bytes[place % bytes.length] = byte
        const ours = attempt(() => judged(decode(bytes)))
        const twin = attempt(() => plain(naive(bytes)))
        if (twin.failed) assert.ok(ours.failed, 'the twin refused it')
        // Ours refuses more: sets whose keys and values differ in number, and what is said twice.
        else if (!ours.failed && countsAgree(naive(bytes))) assert.equal(shape(ours.value), shape(twin.value))
      }),
      { seed, numRuns: 3000 },
    )
  })

  test('what the Tahu package writes is read', () => {
    fc.assert(
      fc.property(fc.array(metrics, { maxLength: 6 }), (given) => {
        const known = given.filter(({ type, value }) => {
          return (
            dataTypes.indexOf(type) <= 15 &&
            type !== 'DateTime' &&
            typeof value !== 'bigint' &&
            value !== null
          )
        })
        const sent = known.map(({ name, alias, timestamp, type, value }) => ({
          name,
          alias,
          timestamp,
          type,
          value,
        }))
        const bytes = tahu.encodePayload({ timestamp: 5, seq: 3, metrics: sent as never })
        const { timestamp, seq, metrics: read } = decode(bytes)
        assert.deepEqual([timestamp, seq], [5, 3])
        for (const [index, metric] of read.entries()) {
          const { name, alias, type, value } = sent[index]!
          assert.deepEqual([metric.name, metric.alias, metric.type], [name ?? undefined, alias, type])
          // It writes negative Int64 through a double's bits only up to 2^53.
          assert.equal(metric.value, value)
        }
      }),
      { seed, numRuns: 300 },
    )
  })

  test('what is written is read by the Tahu package', () => {
    const given = { name: 'm', alias: 7, timestamp: 9, type: 'Double' as const, value: 2.5 }
    const read = tahu.decodePayload(encode({ timestamp: 5, seq: 255, metrics: [given] }))
    assert.deepEqual([Number(read.timestamp), Number(read.seq)], [5, 255])
    const [metric] = read.metrics ?? []
    assert.deepEqual(
      [metric?.name, Number(metric?.alias), metric?.type, metric?.value],
      ['m', 7, 'Double', 2.5],
    )
  })

  test('times and aliases beyond 2^53 are none, since numbers are not exact there', () => {
    const bytes = encode({ timestamp: 2n ** 60n, metrics: [{ alias: 2n ** 60n, type: 'Int8', value: 1 }] })
    const { timestamp, metrics: read } = decode(bytes)
    assert.deepEqual([timestamp, read[0]?.alias], [undefined, undefined])
  })

  test('what is said twice holds as it was said last, and unknown fields are passed over', () => {
    const unknown = [
      0xf8, 0x07, 1, 0xf9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8, 0xfa, 0x07, 2, 9, 9, 0xfd, 0x07, 1, 2, 3, 4,
    ]
    const { timestamp, seq } = decode(Uint8Array.from([0x08, 1, ...unknown, 0x08, 2, 0x18, 3]))
    assert.deepEqual([timestamp, seq], [2, 3])
  })

  test('an empty message is a payload without anything', () => {
    assert.deepEqual(decode(new Uint8Array(0)), {
      timestamp: undefined,
      seq: undefined,
      uuid: undefined,
      body: undefined,
      metrics: [],
    })
  })

  test('uuid and body are read; the data about a file are passed over', () => {
    const read = decode(encode({ uuid: 'u-1', body: Uint8Array.of(1, 2) }))
    assert.deepEqual([read.uuid, [...(read.body ?? [])]], ['u-1', [1, 2]])
    const metaData = {
      fileName: 'a.txt',
      size: 3,
      md5: '900150983cd24fb0d6963f7d28e17f72',
      isMultiPart: true,
    }
    const file = { name: 'file', type: 'File' as const, value: Uint8Array.of(97, 98, 99), metaData }
    const [metric] = decode(tahu.encodePayload({ timestamp: 1, metrics: [file as never] })).metrics
    assert.deepEqual([metric?.name, [...(metric!.value as Uint8Array)]], ['file', [97, 98, 99]])
  })

  test('templates and sets of properties of the Tahu package are read whole', () => {
    const template = {
      isDefinition: true,
      version: '1',
      metrics: [{ name: 'rpm', type: 'Int32', value: -5 }],
      parameters: [{ name: 'maker', type: 'String', value: 'A' }],
    }
    const properties = {
      low: { type: 'Double', value: -1.5 },
      set: { type: 'PropertySet', value: { on: { type: 'Boolean', value: true } } },
    }
    const given = { name: 'Motor', type: 'Template', value: template, properties }
    const [metric] = decode(tahu.encodePayload({ timestamp: 1, metrics: [given as never] })).metrics
    assert.deepEqual(metric?.properties, properties)
    const value = metric!.value as Template
    assert.deepEqual([value.isDefinition, value.version, value.templateRef], [true, '1', undefined])
    assert.deepEqual(value.parameters, template.parameters)
    assert.deepEqual(
      value.metrics.map(({ name, type, value: one }) => [name, type, one]),
      [['rpm', 'Int32', -5]],
    )
  })

  test('data sets of the Tahu package are read, also those that it cannot read itself', () => {
    const dataSet = {
      numOfColumns: 3,
      columns: ['a', 'b', 'c'],
      types: ['Int32', 'String', 'Double'],
      rows: [
        [-1, 'x', 0.5],
        [2, '', -0.5],
      ],
    }
    const bytes = tahu.encodePayload({
      timestamp: 1,
      metrics: [{ name: 'm', type: 'DataSet', value: dataSet as never }],
    })
    const { numOfColumns: _columns, ...wanted } = dataSet
    assert.deepEqual(decode(bytes).metrics[0]?.value, wanted)
    assert.throws(() => tahu.decodePayload(bytes), /Invalid DataSetValue/)
  })

  test('what the Tahu package cannot read is read: data without a datatype', () => {
    const bare = encode({ metrics: [{ alias: 1, type: 'Double', omitsType: true, value: 2.5 }] })
    assert.equal(tahu.decodePayload(bare).metrics?.[0]?.value, null)
    assert.equal(decode(bare).metrics[0]?.value, 2.5)
  })
})

describe('templates and property sets (SP-13, SP-14)', () => {
  test('a definition keeps members, parameters and version; an instance its reference', () => {
    const definition = {
      isDefinition: true,
      version: '2.1',
      metrics: [{ name: 'speed', type: 'Double' as const, value: null }],
      parameters: [
        { name: 'maker', type: 'String' as const, value: 'A' },
        { name: 'year', type: 'Int32' as const, value: -5 },
        { name: 'none', type: 'Boolean' as const, value: null },
      ],
    }
    const instance = {
      templateRef: 'Motor',
      metrics: [{ name: 'speed', type: 'Double' as const, value: 7.5 }],
    }
    const { metrics: read } = decode(
      encode({
        metrics: [
          { name: 'Motor', type: 'Template', value: definition },
          { name: 'M1', type: 'Template', value: instance },
        ],
      }),
    )
    const [first, second] = read.map((metric) => metric.value as never as typeof definition & typeof instance)
    assert.deepEqual([first?.isDefinition, first?.version, first?.templateRef], [true, '2.1', undefined])
    assert.deepEqual(first?.parameters, definition.parameters)
    assert.equal((first!.metrics[0] as never as Metric).value, null)
    assert.deepEqual([second?.isDefinition, second?.templateRef], [false, 'Motor'])
    assert.equal((second!.metrics[0] as never as Metric).value, 7.5)
  })

  test('sets within sets and lists of sets are read whole', () => {
    const inner = { depth: { type: 'Int32' as const, value: 2 } }
    const properties = {
      one: { type: 'PropertySet' as const, value: inner },
      many: { type: 'PropertySetList' as const, value: [inner, {}] },
      none: { type: 'String' as const, value: null },
    }
    const [metric] = decode(encode({ metrics: [{ name: 'm', type: 'Int8', value: 1, properties }] })).metrics
    assert.deepEqual(metric?.properties, properties)
  })

  test('a list that is none is refused when it is written', () => {
    const properties = { many: { type: 'String' as const, value: [] } }
    assert.throws(() => encode({ metrics: [{ name: 'm', type: 'Int8', value: 1, properties }] }), TypeError)
  })

  test('a null metric says so and has no value, a value beside the flag does not count', () => {
    const [none] = decode(encode({ metrics: [{ name: 'm', type: 'Double', value: null }] })).metrics
    assert.deepEqual([none?.isNull, none?.value], [true, null])
    const both = Uint8Array.of(0x12, 6, 0x20, 3, 0x38, 1, 0x50, 7)
    assert.deepEqual(decode(both).metrics[0]?.value, null)
  })
})

function attempt<T>(work: () => T) {
  try {
    return { failed: false as const, value: work() }
  } catch (error) {
    return { failed: true as const, error }
  }
}

/** Whether sets have a key a value and no value stands in two places, where the twin takes another. */
function countsAgree(bare: Bare): boolean {
  return ((bare.metrics as Bare[] | undefined) ?? []).every((metric) => {
    const set = metric.properties as Bare | undefined
    const places = Object.keys(metric).filter((name) => name.endsWith('Value'))
    const properties = (set?.values as Bare[] | undefined) ?? []
    const single = (one: Bare) => Object.keys(one).filter((name) => name.endsWith('Value')).length <= 1
    return (
      ((set?.keys as [] | undefined) ?? []).length === properties.length &&
      places.length <= 1 &&
      properties.every(single)
    )
  })
}

/** Names, aliases, times and values; what a property holds is judged where nothing is mutated. */
function shape(read: unknown): string {
  const text = (key: string, value: unknown) => {
    if (key === 'properties') return undefined
    return typeof value === 'bigint' || Object.is(value, Number.NaN) ? String(value) : value
  }
  return JSON.stringify(read, text)
}
