import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type AasElement, memberOf, membersOf, templateFaults, templates, textOf } from '@ronghe/kit/aas'
import fc from 'fast-check'
import { type SeriesFacts, shortNames, timeSeriesOf } from './time-series.ts'

const signal = (id: string, name: string) => ({ id, name, label: null, labelEn: null })
const facts: SeriesFacts = {
  uri: 'https://plant.example/factory/equipment/1',
  api: 'https://plant.example/api/factory/tags',
  name: '车床',
  nameEn: 'Lathe',
  description: { zh: '平均值', en: 'Means' },
  from: '2026-03-02T00:00:00.000Z',
  to: '2026-03-02T00:03:00.000Z',
  intervalSeconds: 60,
  signals: [signal('a', 'spindle.load'), signal('b', '温度')],
  means: [
    [1.5, null, 3],
    [20, null, null],
  ],
  at: '2026-03-02T01:00:00.000Z',
}

function segmentsOf(submodel: AasElement): readonly AasElement[] {
  return membersOf(memberOf(submodel, 'Segments'))
}

describe('signals as the submodel Time Series Data', () => {
  test('keep the template, segment by segment and record by record', () => {
    const submodel = timeSeriesOf(facts)
    assert.deepEqual(templateFaults(submodel, templates.timeSeries), [])
    const [internal, ...links] = segmentsOf(submodel)
    const records = membersOf(memberOf(internal, 'Records'))
    assert.deepEqual(
      records.map((one) => membersOf(one).map((each) => [each.idShort, each.value])),
      [
        [
          ['Time', '0'],
          ['spindle_load', '1.5'],
          ['Signal1', '20'],
        ],
        [
          ['Time', '120'],
          ['spindle_load', '3'],
        ],
      ],
    )
    assert.equal(textOf(memberOf(internal, 'RecordCount')), '2')
    assert.deepEqual(
      links.map((one) => [one.idShort, textOf(memberOf(one, 'Endpoint'))]),
      [
        ['LinkedSegment_spindle_load', 'https://plant.example/api/factory/tags/a/points'],
        ['LinkedSegment_Signal1', 'https://plant.example/api/factory/tags/b/points'],
      ],
    )
  })

  test('broken at any place are told of, in a record too', () => {
    const submodel = timeSeriesOf(facts)
    const [internal] = segmentsOf(submodel)
    const [, second] = membersOf(memberOf(internal, 'Records'))
    const time = membersOf(second)[0]
    assert.ok(time && internal)
    time.value = 'soon'
    assert.deepEqual(templateFaults(submodel, templates.timeSeries), [
      { field: 'Segments.InternalSegment.Records.Record.Time', rule: 'number' },
    ])
    time.value = '120'
    internal.value = membersOf(internal).filter((one) => one.idShort !== 'Records')
    assert.deepEqual(templateFaults(submodel, templates.timeSeries), [
      { field: 'Segments.InternalSegment.Records', rule: 'missing' },
    ])
  })

  test('keep it whatever the signals are called and know', () => {
    const means = fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 5 })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), means), { maxLength: 6 }), (list) => {
        const signals = list.map(([name], index) => signal(String(index), name))
        const submodel = timeSeriesOf({ ...facts, signals, means: list.map(([, one]) => one) })
        const names = shortNames(signals)
        assert.equal(new Set(names).size, names.length)
        for (const name of names) assert.match(name, /^[A-Za-z][A-Za-z0-9_]*[A-Za-z0-9]$/)
        assert.deepEqual(templateFaults(submodel, templates.timeSeries), [])
      }),
      { seed: 2008, numRuns: 200 },
    )
  })
})
