import type { Vocabulary } from '../document/vocabulary.ts'

/** How a field of an event is written in XML. */
export type FieldKind =
  | 'text'
  | 'term'
  | 'epcs'
  | 'quantities'
  | 'place'
  | 'typed'
  | 'persistent'
  | 'error'
  | 'sensors'
  | 'ilmd'

/** Every standard field of all event types. */
export const fieldKinds: Readonly<Record<string, FieldKind>> = {
  eventTime: 'text',
  recordTime: 'text',
  eventTimeZoneOffset: 'text',
  eventID: 'text',
  certificationInfo: 'text',
  errorDeclaration: 'error',
  parentID: 'text',
  action: 'text',
  transformationID: 'text',
  bizStep: 'term',
  disposition: 'term',
  epcList: 'epcs',
  childEPCs: 'epcs',
  inputEPCList: 'epcs',
  outputEPCList: 'epcs',
  quantityList: 'quantities',
  childQuantityList: 'quantities',
  inputQuantityList: 'quantities',
  outputQuantityList: 'quantities',
  readPoint: 'place',
  bizLocation: 'place',
  bizTransactionList: 'typed',
  sourceList: 'typed',
  destinationList: 'typed',
  persistentDisposition: 'persistent',
  sensorElementList: 'sensors',
  ilmd: 'ilmd',
}

const start = [
  'eventTime',
  'recordTime',
  'eventTimeZoneOffset',
  'eventID',
  'errorDeclaration',
  'certificationInfo',
]
const step = ['action', 'bizStep', 'disposition', 'readPoint', 'bizLocation']
const parties = ['sourceList', 'destinationList', 'sensorElementList', 'persistentDisposition']

/** The sequence of the schema EPCglobal-epcis-2_0.xsd. */
export const fieldOrder: Readonly<Record<string, readonly string[]>> = {
  ObjectEvent: [...start, 'epcList', ...step, 'bizTransactionList', 'quantityList', ...parties, 'ilmd'],
  AggregationEvent: [
    ...start,
    'parentID',
    'childEPCs',
    ...step,
    'bizTransactionList',
    'childQuantityList',
    ...parties,
  ],
  TransactionEvent: [
    ...start,
    'bizTransactionList',
    'parentID',
    'epcList',
    ...step,
    'quantityList',
    ...parties,
  ],
  TransformationEvent: [
    ...start,
    'inputEPCList',
    'inputQuantityList',
    'outputEPCList',
    'outputQuantityList',
    'transformationID',
    ...step.slice(1),
    'bizTransactionList',
    ...parties,
    'ilmd',
  ],
  AssociationEvent: [
    ...start,
    'parentID',
    'childEPCs',
    'childQuantityList',
    ...step,
    'bizTransactionList',
    ...parties,
  ],
}

export const itemNames: Readonly<Record<string, 'bizTransaction' | 'source' | 'destination'>> = {
  bizTransactionList: 'bizTransaction',
  sourceList: 'source',
  destinationList: 'destination',
}

export const termKinds: Readonly<Record<string, Vocabulary>> = {
  bizStep: 'bizStep',
  disposition: 'disposition',
  bizTransaction: 'bizTransactionType',
  source: 'sourceDestType',
  destination: 'sourceDestType',
}

export const numberFields: ReadonlySet<string> = new Set([
  'value',
  'minValue',
  'maxValue',
  'meanValue',
  'sDev',
  'percRank',
  'percValue',
])
