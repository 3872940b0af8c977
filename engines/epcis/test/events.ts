import type { EventJson, Json } from '../document/model.ts'

export const context: Json = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { example: 'https://ns.example.com/epcis/' },
]

/**
 * A plain year of a factory in events, always the same: what is made, packed, shipped and measured. Used
 * where many events are wanted and their sense does not matter.
 */
export function madeEvents(count: number): EventJson[] {
  return Array.from({ length: count }, (_, at) => kinds[at % kinds.length]!(at))
}

function common(at: number) {
  const time = new Date(Date.UTC(2026, 0, 1) + at * 61_000).toISOString()
  return {
    eventTime: time.replace('Z', '+00:00'),
    eventTimeZoneOffset: '+08:00',
    readPoint: { id: 'urn:epc:id:sgln:6901234.00001.0' },
    bizLocation: { id: `urn:epc:id:sgln:6901234.0000${at % 9}.0` },
  }
}

function items(at: number, count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `urn:epc:id:sgtin:6901234.00001${at % 7}.${at * 10 + index}`,
  )
}

const kinds: readonly ((at: number) => EventJson)[] = [
  (at) => ({
    type: 'ObjectEvent',
    action: 'ADD',
    ...common(at),
    epcList: items(at, 5),
    bizStep: 'commissioning',
    disposition: 'active',
    ilmd: { 'cbvmda:lotNumber': `L${at}`, 'example:grade': 'A' },
  }),
  (at) => ({
    type: 'TransformationEvent',
    ...common(at),
    inputQuantityList: [
      { epcClass: `urn:epc:class:lgtin:6901234.000020.B${at}`, quantity: 12.5, uom: 'KGM' },
    ],
    outputEPCList: items(at, 3),
    bizStep: 'assembling',
  }),
  (at) => ({
    type: 'AggregationEvent',
    action: 'ADD',
    ...common(at),
    parentID: `urn:epc:id:sscc:6901234.1${String(at).padStart(9, '0')}`,
    childEPCs: items(at - 2, 5),
    bizStep: 'packing',
  }),
  (at) => ({
    type: 'ObjectEvent',
    action: 'OBSERVE',
    ...common(at),
    epcList: [`urn:epc:id:sscc:6901234.1${String(at - 1).padStart(9, '0')}`],
    bizStep: 'shipping',
    disposition: 'in_transit',
    bizTransactionList: [{ type: 'desadv', bizTransaction: `urn:epcglobal:cbv:bt:6901234000016:${at}` }],
    sensorElementList: [
      {
        sensorMetadata: { time: '2026-01-01T08:00:00.5+08:00', deviceID: 'urn:epc:id:giai:6901234.T1' },
        sensorReport: [{ type: 'Temperature', value: 4.5, uom: 'CEL' }],
      },
    ],
  }),
]
