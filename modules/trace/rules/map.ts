import type { EventJson, JsonObject } from '@ronghe/epcis'
import { equipmentKey, sampleKey, startKey } from '../story/details.ts'
import type { Check, RuleSays } from './contract.ts'

/** What a signal measured while a part was made; null where nothing good came. */
export type Measured = { tagId: string; least: number | null; mean: number | null; most: number | null }
export type Part = {
  startsAt: string
  at: string
  good: number
  rejected: number
  measured: readonly Measured[]
  /** Names of alarms that were active meanwhile and fail what was made. */
  alarms?: readonly string[]
  /** What failed stands among the rejected already. */
  isJudged?: boolean
}

export type OwnEvent = EventJson & { eventID: string }
export type Made = { events: OwnEvent[]; items: Item[] }
/** An item that was made: a thing with a number, and whether it is good. */
export type Item = { thing: string; isGood: boolean }

type Rule = { id: string; isSample: boolean; says: RuleSays }

/** How many numbers the parts need: one an item, or one a part of a lot. */
export function numbersNeeded({ numbering }: RuleSays, parts: readonly Part[]): number {
  return numbering === 'lot'
    ? parts.filter((part) => part.good + part.rejected > 0).length
    : parts.reduce((sum, { good, rejected }) => sum + good + rejected, 0)
}

/**
 * Pure: the events of parts, oldest first. Each item is commissioned, or comes of its inputs, and is
 * inspected where signals are checked or it was rejected; its number is the next of `numbers`. Ids follow
 * from rule, moment and place, so that the same parts give the same events.
 */
export function eventsOf(rule: Rule, parts: readonly Part[], numbers: readonly string[]): Made {
  const made: Made = { events: [], items: [] }
  let next = 0
  for (const part of parts) {
    const fails = !part.isJudged && isSpoiled(rule.says.checks, part)
    const kinds = [
      ...Array.from({ length: part.good }, () => !fails),
      ...Array.from({ length: part.rejected }, () => false),
    ]
    const isLot = rule.says.numbering === 'lot'
    const groups = isLot ? Map.groupBy(kinds, (isGood) => isGood) : null
    const list = groups ? [...groups].map(([isGood, of]) => ({ isGood, quantity: of.length })) : null
    const number = isLot && list!.length > 0 ? numbers[next++]! : ''
    const items = list
      ? list.map((one) => ({ ...one, number }))
      : kinds.map((isGood) => ({ isGood, quantity: 1, number: numbers[next++]! }))
    for (const [place, one] of items.entries()) {
      const thing = thingOf(rule.says, one.number)
      made.events.push(...itemEvents(rule, part, { ...one, thing, place }))
      made.items.push({ thing, isGood: one.isGood })
    }
  }
  return made
}

/** Pure: cartons of good items, the oldest first; what is over waits. */
export function packed(
  rule: Rule,
  things: readonly string[],
  numbers: readonly string[],
  at: string,
): OwnEvent[] {
  const every = rule.says.packEvery
  return numbers.map((number, index) => ({
    ...base(rule, `urn:ronghe:rule:${rule.id}:pack:${number}`, at),
    type: 'AggregationEvent',
    action: 'ADD',
    bizStep: 'packing',
    disposition: 'in_progress',
    parentID: `https://id.gs1.org/00/${number}`,
    childEPCs: things.slice(index * every, (index + 1) * every),
  }))
}

type One = { thing: string; isGood: boolean; quantity: number; place: number }

function itemEvents(rule: Rule, part: Part, one: One): OwnEvent[] {
  const { says } = rule
  const id = `urn:ronghe:rule:${rule.id}:${part.at}:${one.place}`
  const isLot = says.numbering === 'lot'
  const whole = { epcClass: one.thing, quantity: one.quantity }
  const shared = { ...base(rule, id, part.at), [startKey]: part.startsAt }
  const made = isLot ? 'creating_class_instance' : 'commissioning'
  const events: OwnEvent[] = [
    says.inputs.length === 0
      ? {
          ...shared,
          ...{ type: 'ObjectEvent', action: 'ADD', bizStep: 'commissioning', disposition: 'active' },
          ...(isLot ? { epcList: [], quantityList: [whole] } : { epcList: [one.thing] }),
        }
      : {
          ...shared,
          ...{ type: 'TransformationEvent', bizStep: made, disposition: 'active' },
          inputQuantityList: says.inputs.map(({ item, perPart, uom }) => ({
            epcClass: item,
            quantity: perPart * one.quantity,
            ...(uom ? { uom } : {}),
          })),
          ...(isLot ? { outputQuantityList: [whole] } : { outputEPCList: [one.thing] }),
        },
  ]
  const sensors = sensorsOf(says.checks, part)
  if (sensors.length === 0 && one.isGood) return events
  events.push({
    ...shared,
    ...{ eventID: `${id}:inspect`, type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'inspecting' },
    disposition: one.isGood ? 'conformant' : 'non_conformant',
    ...(isLot ? { epcList: [], quantityList: [whole] } : { epcList: [one.thing] }),
    ...(sensors.length > 0 ? { sensorElementList: sensors } : {}),
    ...(one.isGood ? {} : alarmsOf(part.alarms)),
  })
  return events
}

/** Where events say which alarms spoiled what they name. */
export const alarmKey = 'ronghe:alarm'

function alarmsOf(names: readonly string[] = []): JsonObject {
  return names.length === 0 ? {} : { [alarmKey]: [...new Set(names)] }
}

/** Pure: what became of items that were captured before an alarm of that time was known. */
export function lateVerdicts(
  rule: Rule,
  made: readonly { event: EventJson; alarms: readonly string[] }[],
): OwnEvent[] {
  return made.map(({ event, alarms }) => ({
    ...base(rule, `${event.eventID}:alarm`, String(event.eventTime)),
    ...{ type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'inspecting', disposition: 'non_conformant' },
    ...(event[startKey] === undefined ? {} : { [startKey]: event[startKey] }),
    epcList: event.epcList ?? event.outputEPCList ?? [],
    ...(event.quantityList || event.outputQuantityList
      ? { quantityList: event.quantityList ?? event.outputQuantityList! }
      : {}),
    ...alarmsOf(alarms),
  }))
}

export type Begun = { startsAt: string; state: string; reason: string | null }

/** Pure: the observation of a thing each time that its machine enters one of the states. */
export function observed(rule: Rule, states: readonly Begun[]): OwnEvent[] {
  const { starts } = rule.says
  if (starts?.on !== 'state') return []
  return states
    .filter(({ state }) => (starts.states as readonly string[]).includes(state))
    .filter(({ reason }) => starts.reason === undefined || starts.reason === reason)
    .map(({ startsAt }) => ({
      ...base(rule, `urn:ronghe:rule:${rule.id}:${startsAt}:state`, startsAt),
      ...{ type: 'ObjectEvent', action: 'OBSERVE', bizStep: starts.bizStep, disposition: starts.disposition },
      epcList: [starts.thing],
    }))
}

/**
 * Pure: what a shift made as one part, each of its parts judged by itself; signals by their range and by the
 * mean of the parts' means over time.
 */
export function shiftPart(
  shift: { startsAt: string; endsAt: string },
  parts: readonly Part[],
  checks: readonly Check[],
): Part {
  const ids = [...new Set(parts.flatMap(({ measured }) => measured.map(({ tagId }) => tagId)))]
  const bad = parts.filter((part) => isSpoiled(checks, part))
  const sum = (list: readonly Part[], of: (part: Part) => number) =>
    list.reduce((total, part) => total + of(part), 0)
  const spoiled = sum(bad, ({ good }) => good)
  return {
    ...{ startsAt: shift.startsAt, at: shift.endsAt, isJudged: true },
    good: sum(parts, ({ good }) => good) - spoiled,
    rejected: sum(parts, ({ rejected }) => rejected) + spoiled,
    measured: ids.map((tagId) => measuredOver(tagId, parts)),
    alarms: bad.flatMap(({ alarms = [] }) => alarms),
  }
}

function isSpoiled(checks: readonly Check[], { measured, alarms = [] }: Part): boolean {
  return alarms.length > 0 || failed(checks, measured)
}

function measuredOver(tagId: string, parts: readonly Part[]): Measured {
  const found = parts.flatMap(({ startsAt, at, measured }) =>
    measured
      .filter((one) => one.tagId === tagId && one.mean !== null)
      .map((one) => ({ ...one, lastedMs: Math.max(1, Date.parse(at) - Date.parse(startsAt)) })),
  )
  if (found.length === 0) return { tagId, least: null, mean: null, most: null }
  const lastedMs = found.reduce((total, one) => total + one.lastedMs, 0)
  return {
    tagId,
    least: Math.min(...found.map(({ least }) => least ?? Number.POSITIVE_INFINITY)),
    mean: found.reduce((total, one) => total + one.mean! * one.lastedMs, 0) / lastedMs,
    most: Math.max(...found.map(({ most }) => most ?? Number.NEGATIVE_INFINITY)),
  }
}

function base({ says, isSample }: Rule, eventID: string, at: string): OwnEvent {
  return {
    ...{ type: '', eventID, eventTime: at, eventTimeZoneOffset: '+08:00' },
    ...(says.place ? { readPoint: { id: says.place } } : {}),
    ...(says.equipmentId ? { [equipmentKey]: says.equipmentId } : {}),
    ...(isSample ? { [sampleKey]: true } : {}),
  }
}

export function thingOf({ product, numbering }: RuleSays, number: string): string {
  return `https://id.gs1.org/01/${product.padStart(14, '0')}/${numbering === 'lot' ? '10' : '21'}/${number}`
}

/** Does any signal leave its bounds? What was not measured fails nothing and is said by its absence. */
function failed(checks: readonly Check[], measured: readonly Measured[]): boolean {
  return checks.some(({ tagId, least, most }) => {
    const found = measured.find((one) => one.tagId === tagId)
    if (!found || found.least === null || found.most === null) return false
    return (least !== undefined && found.least < least) || (most !== undefined && found.most > most)
  })
}

/** Minimum, mean and maximum of each checked signal, over the time of the part (EPCIS 2.0 section 7.3.7). */
function sensorsOf(checks: readonly Check[], { startsAt, at, measured }: Part): JsonObject[] {
  return checks.flatMap(({ tagId, type, uom }) => {
    const found = measured.find((one) => one.tagId === tagId)
    if (!found || found.mean === null || found.least === null || found.most === null) return []
    return [
      {
        sensorMetadata: { startTime: startsAt, endTime: at, deviceID: `urn:ronghe:tag:${tagId}` },
        sensorReport: [{ type, minValue: found.least, meanValue: found.mean, maxValue: found.most, uom }],
      },
    ]
  })
}
