import { item, lot, place } from './query-table.ts'

const types = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
] as const

/** The same digits every time: a small generator of its own for each event. */
function chance(seed: number) {
  let state = seed * 2654435761 + 12345
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0
    return state % below
  }
}

function toolsOf(at: number) {
  const next = chance(at + 1)
  const one = <T>(values: readonly T[]): T => values[next(values.length)]!
  const maybe = (fields: () => object): object => (next(2) === 0 ? fields() : {})
  const moment = () => `2026-01-0${1 + next(8)}T0${next(9)}:00:00Z`
  const inner = () => ({
    'example:grade': one(['A', 'B']),
    'example:level': next(8),
    'example:until': moment(),
  })
  const extra = () => ({
    'example:grade': one(['A', 'B', 'C', 'D']),
    ...maybe(() => ({ 'example:level': next(8) })),
    ...maybe(() => ({ 'example:until': moment() })),
    ...maybe(() => ({ 'example:more': inner() })),
  })
  return { next, one, maybe, moment, extra, party: () => `urn:t:p${next(4)}` }
}

type Tools = ReturnType<typeof toolsOf>

/** One of many events in which every field of the standard is now there, now absent, with few values. */
export function walkEvent(at: number): Record<string, unknown> {
  const tools = toolsOf(at)
  const { next, one, maybe, extra, party } = tools
  const type = types[at % types.length]!
  const action = type === 'TransformationEvent' ? null : one(['ADD', 'OBSERVE', 'ADD', 'DELETE'])
  const lasts = { [one(['set', 'unset'])]: [one(['recalled', 'damaged', 'completeness_inferred'])] }
  const mayLast = type === 'ObjectEvent' || type === 'TransformationEvent'
  const isMade = type === 'TransformationEvent' || (type === 'ObjectEvent' && action === 'ADD')
  return {
    type,
    eventID: `urn:walk:${at}`,
    eventTime: `2026-01-${String(1 + (at % 20)).padStart(2, '0')}T0${next(9)}:00:00.000+08:00`,
    eventTimeZoneOffset: '+08:00',
    ...(action === null ? {} : { action }),
    ...namesOf(type, tools),
    ...maybe(() => ({ bizStep: one(['shipping', 'packing', 'https://ns.example.com/step/mixing']) })),
    ...maybe(() => ({ disposition: one(['in_transit', 'active', 'https://ns.example.com/disp/blue']) })),
    ...maybe(() => ({ readPoint: { id: `${place}${next(4)}`, ...maybe(extra) } })),
    ...maybe(() => ({ bizLocation: { id: `${place}${next(4)}`, ...maybe(extra) } })),
    ...maybe(() => ({ sourceList: [{ type: 'owning_party', source: party() }] })),
    ...maybe(() => ({ destinationList: [{ type: 'location', destination: party() }] })),
    ...maybe(() => ({ errorDeclaration: declaration(tools) })),
    ...(mayLast ? maybe(() => ({ persistentDisposition: lasts })) : {}),
    ...(isMade ? maybe(() => ({ ilmd: extra() })) : {}),
    ...maybe(extra),
    ...maybe(() => ({ 'example:kind': one(['urn:t:kind', 'urn:t:other']) })),
    ...maybe(() => ({ sensorElementList: [element(tools), element(tools)] })),
  }
}

function declaration({ one, maybe, moment, extra, next }: Tools): object {
  return {
    declarationTime: moment(),
    reason: one(['did_not_occur', 'incorrect_data']),
    ...maybe(() => ({ correctiveEventIDs: [`urn:walk:${next(10)}`] })),
    ...maybe(extra),
  }
}

const measures = ['value', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percRank', 'percValue']

function element({ one, maybe, moment, extra, next }: Tools): object {
  const uri = () => `urn:t:d${next(4)}`
  const report = () => ({
    type: one(['Temperature', 'RelativeHumidity', 'Speed']),
    ...maybe(() => ({ component: one(['x', 'y', 'z']) })),
    ...maybe(() => ({ microorganism: uri(), chemicalSubstance: uri() })),
    ...maybe(() => ({ stringValue: one(['A1', 'B2', 'C3']), hexBinaryValue: one(['A1', 'B2']) })),
    ...maybe(() => ({ booleanValue: next(2) === 0, uriValue: uri() })),
    ...maybe(() => ({ uom: one(['CEL', 'FAH', 'KEL', 'P1', 'MTS', 'KMH']) })),
    ...Object.fromEntries(
      measures.filter(() => next(2) === 0).map((name) => [name, one([5, 41, 18, 278.15, 9, 40])]),
    ),
    ...maybe(extra),
  })
  const times = { time: moment(), startTime: moment(), endTime: moment() }
  const sources = { deviceID: uri(), dataProcessingMethod: uri(), bizRules: uri() }
  const metadata = () => ({ ...maybe(() => times), ...maybe(() => sources), ...maybe(extra) })
  return {
    ...maybe(() => ({ sensorMetadata: metadata() })),
    sensorReport: [report(), report()],
    ...maybe(extra),
  }
}

/** What the event is about, by its type. */
function namesOf(type: (typeof types)[number], { one, maybe, next, party }: Tools): object {
  const things = () => [`${item}${next(5)}`, `${item}1${next(5)}`]
  const quantity = () => ({
    epcClass: `${lot}${next(4)}`,
    quantity: one([0, 5, 250, 250.5]),
    ...maybe(() => ({ uom: one(['KGM', 'GRM', 'XBX']) })),
  })
  const papers = () => ({
    bizTransactionList: [
      { type: 'po', bizTransaction: party() },
      { type: 'inv', bizTransaction: party() },
    ],
  })
  const list = (name: string) => maybe(() => ({ [name]: [quantity()] }))
  switch (type) {
    case 'ObjectEvent':
      return { epcList: things(), ...list('quantityList'), ...maybe(papers) }
    case 'TransactionEvent':
      return { ...papers(), epcList: things(), ...list('quantityList') }
    case 'TransformationEvent': {
      const quantities = { ...list('inputQuantityList'), ...list('outputQuantityList') }
      const transformationID = `urn:t:t${next(4)}`
      return { transformationID, inputEPCList: things(), outputEPCList: things(), ...quantities }
    }
    default: {
      const parentID = next(2) === 0 ? 'urn:t:box' : `${item}${next(5)}`
      return { parentID, childEPCs: things(), ...list('childQuantityList') }
    }
  }
}
