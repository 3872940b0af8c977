import { type JsonObject, parseLink } from '@ronghe/epcis'
import type { RuleSays } from '../rules/contract.ts'
import type { OwnEvent } from '../rules/map.ts'
import { sampleKey } from '../story/details.ts'
import type { Judged } from './contract.ts'

/** What an event of an inspection is made of. */
export type Inspected = {
  id: string
  number: string
  things: readonly string[]
  quantity: number | null
  unit: string | null
  place: string | null
  findings: readonly Judged[]
  verdict: 'passed' | 'failed'
  inspectedAt: Date
  isSample: boolean
}
export type InspectionStarts = Extract<NonNullable<RuleSays['starts']>, { on: 'inspection' }>
type Rule = { id: string; says: RuleSays & { starts: InspectionStarts } }

/** Where events say what a report measured, and between which limits it is good. */
const characteristicKey = 'ronghe:characteristic'
const leastKey = 'ronghe:least'
const mostKey = 'ronghe:most'

/**
 * Pure: the observation of what was inspected, with what was found (EPCIS 2.0, 7.3.7) and the report as
 * business transaction `testres` (CBV 2.0, 7.3). Its id follows from rule and inspection, so that the same
 * inspection is never two events.
 */
export function inspectedEvent({ id, says }: Rule, one: Inspected): OwnEvent {
  const { starts } = says
  const at = one.inspectedAt.toISOString()
  const [said, other] =
    one.verdict === 'passed' ? [starts.passed, starts.failed] : [starts.failed, starts.passed]
  const place = one.place ?? says.place
  return {
    ...{ type: 'ObjectEvent', eventID: `urn:ronghe:rule:${id}:inspection:${one.id}`, action: 'OBSERVE' },
    ...{ eventTime: at, eventTimeZoneOffset: '+08:00', bizStep: starts.bizStep, disposition: said },
    ...thingsOf(one),
    ...(place ? { readPoint: { id: place } } : {}),
    ...(starts.persists ? { persistentDisposition: { set: [said], unset: [other] } } : {}),
    bizTransactionList: [{ type: 'testres', bizTransaction: `urn:ronghe:inspection:${one.id}` }],
    sensorElementList: [
      {
        sensorMetadata: { time: at },
        sensorReport: one.findings.map((finding) => reportOf(starts.measures, finding)),
      },
    ],
    'ronghe:report': one.number,
    ...(one.isSample ? { [sampleKey]: true } : {}),
  }
}

/** Pure: items by their ids, lots as classes with their quantity where it is known. */
export function thingsOf({
  things,
  quantity,
  unit,
}: Pick<Inspected, 'things' | 'quantity' | 'unit'>): JsonObject {
  const lots = things.filter((thing) => isClass(thing))
  const items = things.filter((thing) => !isClass(thing))
  // One quantity is of one lot; of several nobody said how much of each.
  const amount =
    lots.length === 1 && quantity !== null ? { quantity, ...(unit === null ? {} : { uom: unit }) } : {}
  return {
    epcList: items,
    ...(lots.length > 0 ? { quantityList: lots.map((epcClass) => ({ epcClass, ...amount })) } : {}),
  }
}

/** A lot, or a product without number: a class of things (TDS 2.0, 6.2). */
export function isClass(thing: string): boolean {
  return /\/01\/\d{14}(\/22\/[^/]+)?(\/10\/[^/]+)?$/.test(thing) && 'link' in parseLink(thing)
}

function reportOf(measures: InspectionStarts['measures'], finding: Judged): JsonObject {
  const { characteristic, value, text, uom, least, most, isPassed } = finding
  const known = measures.find((one) => one.characteristic === characteristic)
  return {
    type: known?.type ?? `urn:ronghe:characteristic:${encodeURIComponent(characteristic)}`,
    ...(value === undefined ? {} : { value }),
    ...(text === undefined ? {} : { stringValue: text }),
    ...(uom === undefined || value === undefined ? {} : { uom }),
    [characteristicKey]: characteristic,
    ...(least === undefined ? {} : { [leastKey]: least }),
    ...(most === undefined ? {} : { [mostKey]: most }),
    'ronghe:passed': isPassed,
  }
}

/** Pure: what failed is set apart, or let go again (CBV 2.0, 7.1 and 7.2). */
export function heldEvent(one: Inspected, isHeld: boolean, eventID: string, at: string): OwnEvent {
  return {
    ...{ type: 'ObjectEvent', eventID, action: 'OBSERVE', eventTime: at, eventTimeZoneOffset: '+08:00' },
    ...(isHeld
      ? { bizStep: 'holding', disposition: 'unavailable', persistentDisposition: { set: ['unavailable'] } }
      : { bizStep: 'storing', disposition: 'available', persistentDisposition: { unset: ['unavailable'] } }),
    ...thingsOf(one),
    ...(one.place ? { readPoint: { id: one.place } } : {}),
    'ronghe:report': one.number,
    ...(one.isSample ? { [sampleKey]: true } : {}),
  }
}
