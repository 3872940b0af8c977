/**
 * Every parameter of an event query (EPCIS 2.0 section 8.2.7.1): names, values that find something and values
 * that are refused. Where a name is a pattern in the standard, some names of the pattern.
 */
export type Row = { names: readonly string[]; values: readonly string[]; refused: readonly string[] }

const orders = ['GT', 'GE', 'LT', 'LE']
const comparisons = ['EQ', ...orders]
const of = (operations: readonly string[], fields: readonly string[]) =>
  operations.flatMap((operation) => fields.map((field) => `${operation}_${field}`))

export const item = 'urn:epc:id:sgtin:4012345.011111.'
export const lot = 'urn:epc:class:lgtin:4012345.022222.L'
export const place = 'urn:epc:id:sgln:4012345.00005.'
const notTimes = ['yesterday', '2026-01-01', '2026-01-01T00:00:00']
const notNumbers = ['many', '1,5', '0x10']
const numbers = { refused: notNumbers }
const uris = { refused: ['no-uri', '|'] }

const parts = [
  '',
  'ILMD_',
  'ERROR_DECLARATION_',
  'SENSORELEMENT_',
  'SENSORMETADATA_',
  'SENSORREPORT_',
  'readPoint_',
  'bizLocation_',
]
const extensions = [...parts, ...parts.map((part) => `INNER_${part}`)]
const fieldsOf = (name: string) => extensions.map((part) => `${part}example:${name}`)

const measures = ['value', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percRank', 'percValue']

export const table: readonly Row[] = [
  { names: ['eventType'], values: ['ObjectEvent', 'AggregationEvent|TransactionEvent'], refused: ['|'] },
  {
    names: of(['GE', 'LT'], ['eventTime', 'recordTime', 'errorDeclarationTime', 'errorDeclaration_Time']),
    values: ['2026-01-03T00:00:00Z', '2026-01-09T08:00:00.000+08:00', '2030-01-01T00:00:00Z'],
    refused: notTimes,
  },
  { names: ['EQ_action'], values: ['ADD', 'OBSERVE|DELETE'], refused: ['REMOVE', 'add'] },
  {
    names: ['EQ_bizStep'],
    values: ['shipping', 'packing|https://ref.gs1.org/cbv/BizStep-shipping'],
    refused: ['|'],
  },
  {
    names: ['EQ_disposition'],
    values: ['in_transit', 'active|urn:epcglobal:cbv:disp:recalled'],
    refused: ['|'],
  },
  {
    names: of(['EQ'], ['persistentDisposition_set', 'persistentDisposition_unset']),
    values: ['recalled', 'completeness_inferred|damaged'],
    refused: ['|'],
  },
  {
    names: of(['EQ', 'WD'], ['readPoint', 'bizLocation']),
    values: [`${place}0`, `${place}1`, `${place}2|${place}3`],
    ...uris,
  },
  { names: ['EQ_transformationID'], values: ['urn:t:t1', 'urn:t:t2|urn:t:t3'], ...uris },
  {
    names: ['MATCH_epc', 'MATCH_parentID', 'MATCH_inputEPC', 'MATCH_outputEPC', 'MATCH_anyEPC'],
    values: [`${item}1`, `${item}2|${item}3`, 'urn:epc:idpat:sgtin:4012345.011111.*', 'urn:t:box'],
    refused: [...uris.refused, 'urn:epc:idpat:sgtin:4012345.*.*'],
  },
  {
    names: ['MATCH_epcClass', 'MATCH_inputEPCClass', 'MATCH_outputEPCClass', 'MATCH_anyEPCClass'],
    values: [`${lot}1`, `${lot}2|${lot}3`],
    ...uris,
  },
  { names: of(comparisons, ['quantity']), values: ['5', '0', '250.5'], ...numbers },
  {
    names: of(comparisons, ['quantity_KGM', 'quantity_TNE', 'quantity_XBX']),
    values: ['5', '0.25'],
    ...numbers,
  },
  { names: ['EQ_quantity', 'EQ_quantity_KGM'], values: ['5|250'], ...numbers },
  { names: ['EQ_eventID'], values: ['urn:walk:1', 'urn:walk:2|urn:walk:3'], ...uris },
  { names: ['EXISTS_errorDeclaration', 'EXISTS_sensorElementList'], values: ['true'], refused: ['maybe'] },
  { names: ['EQ_errorReason'], values: ['did_not_occur', 'incorrect_data|did_not_occur'], refused: ['|'] },
  { names: ['EQ_correctiveEventID'], values: ['urn:walk:1', 'urn:walk:2|urn:walk:9'], ...uris },
  {
    names: of(
      ['EQ'],
      ['bizTransaction_po', 'bizTransaction_inv', 'source_owning_party', 'destination_location'],
    ),
    values: ['urn:t:p1', 'urn:t:p2|urn:t:p3'],
    ...uris,
  },
  {
    names: of(['GE', 'LT', 'GT', 'LE'], ['time', 'startTime', 'endTime']),
    values: ['2026-01-03T00:00:00Z', '2026-01-05T08:00:00+08:00'],
    refused: notTimes,
  },
  { names: ['EQ_type'], values: ['Temperature', 'RelativeHumidity|gs1:Speed'], refused: ['|'] },
  { names: ['EQ_component'], values: ['x', 'y|z'], refused: ['|'] },
  {
    names: of(['EQ'], ['deviceID', 'dataProcessingMethod', 'bizRules', 'uriValue']),
    values: ['urn:t:d1', 'urn:t:d2|urn:t:d3'],
    ...uris,
  },
  {
    names: of(['EQ'], ['microorganism', 'chemicalSubstance']),
    values: ['urn:t:d1', 'urn:t:d2|urn:t:d3'],
    ...uris,
  },
  { names: of(['EQ'], ['stringValue', 'hexBinaryValue']), values: ['A1', 'B2|C3'], refused: ['|'] },
  { names: ['EQ_booleanValue'], values: ['true', 'false'], refused: ['yes', '1'] },
  {
    names: measures.flatMap((field) => [
      ...of(comparisons, field === 'percRank' ? [field] : [field, `${field}_CEL`]),
      ...(field === 'percRank' ? [] : of(['GE', 'LT'], [`${field}_FAH`, `${field}_KMH`])),
    ]),
    values: ['5', '41', '18'],
    ...numbers,
  },
  { names: ['EQ_value_CEL', 'EQ_maxValue_P1'], values: ['5|10|40'], ...numbers },
  { names: of(comparisons, fieldsOf('level')), values: ['5', '0'], refused: [] },
  { names: of(orders, fieldsOf('level')), values: [], refused: ['high', '2026-01-01'] },
  { names: of(['EQ'], fieldsOf('grade')), values: ['A', 'B|C'], refused: ['|'] },
  { names: of(comparisons, fieldsOf('until')), values: ['2026-01-03T00:00:00Z'], refused: [] },
  { names: of(['EXISTS'], fieldsOf('grade')), values: ['true'], refused: ['maybe'] },
  {
    names: of(
      ['HASATTR'],
      ['readPoint', 'bizLocation', 'bizStep', 'disposition', 'epcClass', 'example:kind'],
    ),
    values: ['urn:a:one', 'urn:a:two|urn:a:three'],
    refused: ['|'],
  },
  {
    names: ['readPoint', 'bizLocation', 'bizStep', 'disposition', 'epcClass', 'example:kind'].flatMap(
      (field) => [`EQATTR_${field}_urn:a:one`, `EQ_ATTR_${field}_urn:a:two`],
    ),
    values: ['1', '2|3'],
    refused: ['|'],
  },
]

/** Parameters that order and bound a result: what they take and what they refuse. */
export const ordering: readonly Row[] = [
  { names: ['orderBy'], values: ['eventTime', 'recordTime'], refused: ['bizStep', 'eventTime|recordTime'] },
  { names: ['orderDirection'], values: ['ASC', 'DESC'], refused: ['UP'] },
  { names: ['eventCountLimit', 'maxEventCount'], values: ['1000'], refused: ['0', '-1', '1.5', 'all'] },
]

/** Names that nobody has: errors of typing, comparisons that a field has not, strange units. */
export const unknown: readonly string[] = [
  'eventtype',
  'EQ_weather',
  'GT_eventTime',
  'EQ_eventTime',
  'WD_bizStep',
  'GT_type',
  'GE_stringValue',
  'EQ_startTime',
  'MATCH_place',
  'EXISTS_weather',
  'HASATTR_epcList',
  'EQATTR_readPoint',
  'EQ_source',
  'EQ_value_',
  'GE_value_ABC',
  'LT_sDev_cel',
  'EQ_quantity_kg',
]
