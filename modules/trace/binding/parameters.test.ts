import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namespacesOf } from '@ronghe/epcis'
import type { Condition } from '../store/query.ts'
import { eventQuery, parsedQuery } from './parameters.ts'

const step = 'https://ref.gs1.org/cbv/BizStep-'
const disposition = 'https://ref.gs1.org/cbv/Disp-'
const item = 'https://id.gs1.org/01/04012345111118/21/9876'
const place = 'https://id.gs1.org/414/4012345000054'
const prefixes = namespacesOf({ example: 'https://ns.example.com/epcis/' })

/** A temperature in every unit of temperatures, as fractions. */
function temperature(kelvin: string, celsius: string, fahrenheit: string, rankine: string) {
  return { KEL: kelvin, CEL: celsius, FAH: fahrenheit, A48: rankine }
}

function measured(operator: '>=' | '<', values: Record<string, string>) {
  const bounds = Object.entries(values).map(([uom, text]) => {
    const [over = '', under = '1'] = text.split('/')
    return { uom, over, under }
  })
  return { kind: 'measured', operator, bounds } as const
}

/** Parameter, value, what is asked of the database. */
const cases: readonly (readonly [string, unknown, Condition])[] = [
  [
    'eventType',
    'ObjectEvent|AggregationEvent',
    { kind: 'column', column: 'type', values: ['ObjectEvent', 'AggregationEvent'] },
  ],
  ['eventType', ['ObjectEvent'], { kind: 'column', column: 'type', values: ['ObjectEvent'] }],
  [
    'GE_eventTime',
    '2026-01-01T00:00:00Z',
    { kind: 'time', column: 'event_time', operator: '>=', value: '2026-01-01T00:00:00Z' },
  ],
  [
    'LT_eventTime',
    '2026-01-01T00:00:00+08:00',
    { kind: 'time', column: 'event_time', operator: '<', value: '2026-01-01T00:00:00+08:00' },
  ],
  [
    'LT_eventTime',
    '2026-01-01T00:00:00 08:00',
    { kind: 'time', column: 'event_time', operator: '<', value: '2026-01-01T00:00:00+08:00' },
  ],
  [
    'GE_recordTime',
    '2026-01-01T00:00:00Z',
    { kind: 'time', column: 'record_time', operator: '>=', value: '2026-01-01T00:00:00Z' },
  ],
  [
    'LT_recordTime',
    '2026-01-01T00:00:00Z',
    { kind: 'time', column: 'record_time', operator: '<', value: '2026-01-01T00:00:00Z' },
  ],
  ['EQ_action', 'ADD|DELETE', { kind: 'column', column: 'action', values: ['ADD', 'DELETE'] }],
  [
    'EQ_bizStep',
    'shipping|receiving',
    { kind: 'column', column: 'biz_step', values: [`${step}shipping`, `${step}receiving`] },
  ],
  [
    'EQ_bizStep',
    'urn:epcglobal:cbv:bizstep:shipping',
    { kind: 'column', column: 'biz_step', values: [`${step}shipping`] },
  ],
  [
    'EQ_bizStep',
    'https://ns.example.com/step',
    { kind: 'column', column: 'biz_step', values: ['https://ns.example.com/step'] },
  ],
  [
    'EQ_disposition',
    'in_transit',
    { kind: 'column', column: 'disposition', values: [`${disposition}in_transit`] },
  ],
  [
    'EQ_persistentDisposition_set',
    'recalled',
    { kind: 'list', list: 'set', values: [`${disposition}recalled`] },
  ],
  [
    'EQ_persistentDisposition_unset',
    'recalled',
    { kind: 'list', list: 'unset', values: [`${disposition}recalled`] },
  ],
  [
    'EQ_readPoint',
    'urn:epc:id:sgln:4012345.00005.0',
    { kind: 'place', column: 'read_point', values: [place], within: false },
  ],
  [
    'WD_readPoint',
    'https://example.com/414/4012345000054?x=1',
    { kind: 'place', column: 'read_point', values: [place], within: true },
  ],
  ['EQ_bizLocation', place, { kind: 'place', column: 'biz_location', values: [place], within: false }],
  ['WD_bizLocation', place, { kind: 'place', column: 'biz_location', values: [place], within: true }],
  ['EQ_transformationID', 'urn:x:1', { kind: 'things', roles: [13], exact: ['urn:x:1'], prefixes: [] }],
  [
    'MATCH_epc',
    'urn:epc:id:sgtin:4012345.011111.9876',
    { kind: 'things', roles: [1, 2], exact: [item], prefixes: [] },
  ],
  [
    'MATCH_epc',
    'urn:epc:idpat:sgtin:4012345.011111.*',
    { kind: 'things', roles: [1, 2], exact: [], prefixes: ['https://id.gs1.org/01/04012345111118'] },
  ],
  ['MATCH_parentID', item, { kind: 'things', roles: [3], exact: [item], prefixes: [] }],
  ['MATCH_inputEPC', item, { kind: 'things', roles: [4], exact: [item], prefixes: [] }],
  ['MATCH_outputEPC', item, { kind: 'things', roles: [5], exact: [item], prefixes: [] }],
  ['MATCH_anyEPC', item, { kind: 'things', roles: [1, 2, 3, 4, 5], exact: [item], prefixes: [] }],
  ['MATCH_epcClass', item, { kind: 'things', roles: [6, 7], exact: [item], prefixes: [] }],
  ['MATCH_inputEPCClass', item, { kind: 'things', roles: [8], exact: [item], prefixes: [] }],
  ['MATCH_outputEPCClass', item, { kind: 'things', roles: [9], exact: [item], prefixes: [] }],
  ['MATCH_anyEPCClass', item, { kind: 'things', roles: [6, 7, 8, 9], exact: [item], prefixes: [] }],
  ['EQ_quantity', '5', { kind: 'quantity', operator: '=', values: ['5'] }],
  ['GT_quantity', '5.5', { kind: 'quantity', operator: '>', values: ['5.5'] }],
  ['GE_quantity', '5', { kind: 'quantity', operator: '>=', values: ['5'] }],
  ['LT_quantity', '-5e3', { kind: 'quantity', operator: '<', values: ['-5e3'] }],
  ['LE_quantity', 5, { kind: 'quantity', operator: '<=', values: ['5'] }],
  ['EQ_eventID', 'urn:uuid:1', { kind: 'column', column: 'event_id', values: ['urn:uuid:1'] }],
  ['EXISTS_errorDeclaration', 'true', { kind: 'declared' }],
  [
    'GE_errorDeclarationTime',
    '2026-01-01T00:00:00Z',
    { kind: 'time', column: 'declared_at', operator: '>=', value: '2026-01-01T00:00:00Z' },
  ],
  [
    'LT_errorDeclarationTime',
    '2026-01-01T00:00:00Z',
    { kind: 'time', column: 'declared_at', operator: '<', value: '2026-01-01T00:00:00Z' },
  ],
  [
    'EQ_errorReason',
    'did_not_occur',
    { kind: 'column', column: 'error_reason', values: ['https://ref.gs1.org/cbv/ER-did_not_occur'] },
  ],
  ['EQ_correctiveEventID', 'urn:uuid:1', { kind: 'list', list: 'corrective', values: ['urn:uuid:1'] }],
  [
    'EQ_bizTransaction_po',
    'urn:po:1',
    {
      kind: 'things',
      roles: [10],
      exact: ['urn:po:1'],
      prefixes: [],
      detail: 'https://ref.gs1.org/cbv/BTT-po',
    },
  ],
  [
    'EQ_source_owning_party',
    'urn:epc:id:pgln:4000001.00000',
    {
      kind: 'things',
      roles: [11],
      exact: ['https://id.gs1.org/417/4000001000005'],
      prefixes: [],
      detail: 'https://ref.gs1.org/cbv/SDT-owning_party',
    },
  ],
  [
    'EQ_destination_location',
    place,
    {
      kind: 'things',
      roles: [12],
      exact: [place],
      prefixes: [],
      detail: 'https://ref.gs1.org/cbv/SDT-location',
    },
  ],
  [
    'EQ_example:grade',
    'A|B',
    {
      kind: 'extension',
      part: 'ext',
      names: ['https://ns.example.com/epcis/grade'],
      test: { kind: 'equal', values: ['A', 'B'] },
    },
  ],
  [
    'EQ_example:grade',
    '5',
    {
      kind: 'extension',
      part: 'ext',
      names: ['https://ns.example.com/epcis/grade'],
      test: { kind: 'number', operator: '=', values: ['5'] },
    },
  ],
  [
    'GT_example:weight',
    '5',
    {
      kind: 'extension',
      part: 'ext',
      names: ['https://ns.example.com/epcis/weight'],
      test: { kind: 'number', operator: '>', values: ['5'] },
    },
  ],
  [
    'LT_example:until',
    '2026-01-01T00:00:00Z',
    {
      kind: 'extension',
      part: 'ext',
      names: ['https://ns.example.com/epcis/until'],
      test: { kind: 'time', operator: '<', value: '2026-01-01T00:00:00Z' },
    },
  ],
  [
    'EXISTS_example:x',
    '',
    { kind: 'extension', part: 'ext', names: ['https://ns.example.com/epcis/x'], test: { kind: 'exists' } },
  ],
  [
    'EXISTS_https://ns.example.com/epcis/#x',
    'true',
    {
      kind: 'extension',
      part: 'ext',
      names: ['https://ns.example.com/epcis/#x', 'https://ns.example.com/epcis/x'],
      test: { kind: 'exists' },
    },
  ],
  [
    'EQ_INNER_example:x',
    'a',
    {
      kind: 'extension',
      part: 'extInner',
      names: ['https://ns.example.com/epcis/x'],
      test: { kind: 'equal', values: ['a'] },
    },
  ],
  [
    'EQ_ILMD_cbvmda:lotNumber',
    'L-1',
    {
      kind: 'extension',
      part: 'ilmd',
      names: ['urn:epcglobal:cbv:mda:lotNumber'],
      test: { kind: 'equal', values: ['L-1'] },
    },
  ],
  [
    'EXISTS_INNER_ILMD_example:x',
    'true',
    {
      kind: 'extension',
      part: 'ilmdInner',
      names: ['https://ns.example.com/epcis/x'],
      test: { kind: 'exists' },
    },
  ],
  [
    'EQ_ERROR_DECLARATION_example:by',
    'me',
    {
      kind: 'extension',
      part: 'error',
      names: ['https://ns.example.com/epcis/by'],
      test: { kind: 'equal', values: ['me'] },
    },
  ],
  [
    'HASATTR_bizLocation',
    'urn:site',
    { kind: 'attribute', column: 'biz_location', extensions: null, attributes: ['urn:site'], values: null },
  ],
  [
    'EQATTR_readPoint_urn:site',
    '1|2',
    {
      kind: 'attribute',
      column: 'read_point',
      extensions: null,
      attributes: ['urn:site'],
      values: ['1', '2'],
    },
  ],
  [
    'EQ_type',
    'Temperature',
    {
      kind: 'sensor',
      tests: [{ field: 'type', test: { kind: 'equal', values: ['https://gs1.org/voc/Temperature'] } }],
    },
  ],
  [
    'EQ_deviceID',
    'urn:epc:id:giai:4000001.111',
    {
      kind: 'sensor',
      tests: [{ field: 'deviceID', test: { kind: 'equal', values: ['https://id.gs1.org/8004/4000001111'] } }],
    },
  ],
  [
    'GE_value_CEL',
    '4.5',
    {
      kind: 'sensor',
      tests: [{ field: 'value', test: measured('>=', temperature('5553/20', '9/2', '401/10', '49977/100')) }],
    },
  ],
  [
    'LT_sDev_KEL',
    '1',
    { kind: 'sensor', tests: [{ field: 'sDev', test: measured('<', temperature('1', '1', '9/5', '9/5')) }] },
  ],
  [
    'LT_maxValue',
    '4',
    {
      kind: 'sensor',
      tests: [{ field: 'maxValue', test: { kind: 'number', operator: '<', values: ['4'] } }],
    },
  ],
  [
    'GE_startTime',
    '2026-01-01T00:00:00Z',
    {
      kind: 'sensor',
      tests: [{ field: 'startTime', test: { kind: 'time', operator: '>=', value: '2026-01-01T00:00:00Z' } }],
    },
  ],
  [
    'EQ_stringValue',
    'x',
    { kind: 'sensor', tests: [{ field: 'stringValue', test: { kind: 'equal', values: ['x'] } }] },
  ],
  [
    'EQ_booleanValue',
    'true',
    { kind: 'sensor', tests: [{ field: 'booleanValue', test: { kind: 'equal', values: ['true'] } }] },
  ],
  [
    'EQ_component',
    'x',
    {
      kind: 'sensor',
      tests: [{ field: 'component', test: { kind: 'equal', values: ['https://ref.gs1.org/cbv/Comp-x'] } }],
    },
  ],
  [
    'EQ_bizRules',
    'https://example.org/253/4012345000054987',
    {
      kind: 'sensor',
      tests: [
        { field: 'bizRules', test: { kind: 'equal', values: ['https://id.gs1.org/253/4012345000054987'] } },
      ],
    },
  ],
]

describe('T8 parameters of an event query', () => {
  for (const [name, value, condition] of cases) {
    it(`${name}=${JSON.stringify(value)}`, () => {
      const given = value === '' ? { [name]: 'true' } : { [name]: value }
      assert.deepEqual(eventQuery(given, prefixes).conditions, [condition])
    })
  }

  it('all of a sensor belong to the same report', () => {
    const { conditions } = eventQuery({ EQ_type: 'Temperature', GT_value_CEL: '8', EQ_action: 'ADD' })
    assert.deepEqual(
      conditions.map(({ kind }) => kind),
      ['column', 'sensor'],
    )
    const [, sensor] = conditions
    assert.equal(sensor?.kind === 'sensor' && sensor.tests.length, 2)
  })

  it('order and number', () => {
    assert.deepEqual(eventQuery({}).order, { column: 'event_time', isDescending: true })
    const query = eventQuery({ orderBy: 'recordTime', orderDirection: 'ASC', eventCountLimit: '7' })
    assert.deepEqual(query.order, { column: 'record_time', isDescending: false })
    assert.deepEqual([query.eventCountLimit, query.maxEventCount], [7, null])
    assert.equal(eventQuery({ maxEventCount: 9 }).maxEventCount, 9)
  })

  it('pages are no parameters, and what is empty asks nothing', () => {
    assert.deepEqual(eventQuery({ perPage: '5', nextPageToken: 'x', EQ_bizStep: '' }).conditions, [])
  })

  it('a kept query brings its own prefixes', () => {
    const context = { mine: 'urn:mine:' }
    const { conditions } = parsedQuery({ '@context': context, 'EXISTS_mine:x': true })
    assert.deepEqual(conditions, [
      { kind: 'extension', part: 'ext', names: ['urn:mine:x'], test: { kind: 'exists' } },
    ])
  })
})
