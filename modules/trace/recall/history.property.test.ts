import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { EventJson } from '@ronghe/epcis'
import { systemCaller } from '@ronghe/kit/auth'
import { elevated } from '@ronghe/kit/db'
import type { Ctx } from '@ronghe/kit/module'
import type { TestHouse } from '@ronghe/kit/test'
import fc from 'fast-check'
import { captureOwn } from '../capture/own.ts'
import { firm, neighbour, traceHouse } from '../test/house.ts'
import { scopeOfFinding } from './scope.ts'

/** Items 0–5, lots 6–7, boxes 8–9, of a history with a number of its own, so that none meets another. */
const names = 10
const start = Date.UTC(2026, 0, 1)

type Step =
  | { kind: 'pack' | 'unpack' | 'fix'; parent: number; child: number }
  | { kind: 'empty'; parent: number }
  | { kind: 'make'; inputs: number[]; outputs: number[] }
  | { kind: 'born'; lot: number; items: number[] }
  | { kind: 'move'; things: number[]; place: number }

const thing = fc.integer({ min: 0, max: names - 1 })
const item = fc.integer({ min: 0, max: 5 })
const box = fc.integer({ min: 8, max: 9 })
const some = (one: fc.Arbitrary<number>) => fc.uniqueArray(one, { minLength: 1, maxLength: 2 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('pack' as const, 'pack' as const, 'unpack' as const),
    parent: box,
    child: thing,
  }),
  fc.record({ kind: fc.constant('fix' as const), parent: item, child: item }),
  fc.record({ kind: fc.constant('empty' as const), parent: box }),
  fc.record({ kind: fc.constant('make' as const), inputs: some(thing), outputs: some(thing) }),
  fc.record({ kind: fc.constant('born' as const), lot: fc.integer({ min: 6, max: 7 }), items: some(item) }),
  fc.record({
    kind: fc.constant('move' as const),
    things: some(thing),
    place: fc.integer({ min: 1, max: 3 }),
  }),
)
const histories = fc.array(step, { minLength: 1, maxLength: 12 })

let house: TestHouse
before(async () => {
  house = await traceHouse()
})
after(() => house.close())

describe('the exact set', () => {
  it('is what playing all events in time finds, whoever captured them', async () => {
    let run = 0
    await house.house.act(systemCaller, async (ctx) => {
      await fc.assert(
        fc.asyncProperty(
          histories,
          fc.uniqueArray(thing, { minLength: 1, maxLength: 2 }),
          async (steps, found) => {
            run += 1
            await keep(ctx, steps, run)
            const seen = new Set(steps.flatMap(namedIn))
            const starts = found.filter((one) => seen.has(one))
            if (starts.length === 0) return
            const finding = { kind: 'things' as const, things: starts.map((one) => idOf(one, run)) }
            const { items } = await scopeOfFinding(ctx, firm, finding)
            const made = Object.fromEntries(items.map(({ thing: id, how, place }) => [id, `${how} ${place}`]))
            assert.deepEqual(sorted(made), sorted(played(steps, new Set(starts), run)))
          },
        ),
        { seed: 20264, numRuns: 60 },
      )
    })
  })
})

/** Every second event is the neighbour's. */
async function keep(ctx: Ctx, steps: readonly Step[], run: number): Promise<void> {
  const events = steps.map((one, at) => eventOf(one, at, run))
  for (const [place, organisationId] of [firm, neighbour].entries()) {
    const some = events.filter((_, at) => at % 2 === place)
    if (some.length === 0) continue
    const options = { organisationId, source: 'test', personName: null, now: ctx.now, newId: ctx.newId }
    await elevated(ctx.sql, ctx.caller, () => captureOwn(ctx.sql, some, options))
  }
}

function idOf(number: number, run: number): string {
  const gtin = String(401234500000 + run * 7)
    .padStart(12, '0')
    .slice(0, 12)
  const whole = `0${gtin}${checkDigit(`0${gtin}`)}`
  if (number >= 8) return `https://id.gs1.org/00/${sscc(run, number)}`
  if (number >= 6) return `https://id.gs1.org/01/${whole}/10/L${number}`
  return `https://id.gs1.org/01/${whole}/21/${number}`
}

function sscc(run: number, number: number): string {
  const body = `04012345${String(run).padStart(7, '0')}${String(number).padStart(2, '0')}`
  return body + checkDigit(body)
}

function checkDigit(body: string): number {
  const sum = [...body]
    .reverse()
    .reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10
}

function placeOf(number: number): string {
  const body = `40123450000${number}`
  return `https://id.gs1.org/414/${body}${checkDigit(body)}`
}

function lists(numbers: readonly number[], run: number, epcs: string, classes: string): object {
  const single = numbers.filter((one) => one < 6 || one > 7).map((one) => idOf(one, run))
  const lots = numbers.filter((one) => one === 6 || one === 7).map((one) => ({ epcClass: idOf(one, run) }))
  return { ...(single.length > 0 ? { [epcs]: single } : {}), ...(lots.length > 0 ? { [classes]: lots } : {}) }
}

function eventOf(one: Step, at: number, run: number): EventJson & { eventID: string } {
  const head = {
    eventID: `urn:example:${run}:${at}`,
    eventTime: new Date(start + at * 60_000).toISOString(),
    eventTimeZoneOffset: '+08:00',
  }
  const children = (numbers: number[]) => lists(numbers, run, 'childEPCs', 'childQuantityList')
  switch (one.kind) {
    case 'pack':
    case 'unpack': {
      const action = one.kind === 'pack' ? 'ADD' : 'DELETE'
      return {
        ...head,
        type: 'AggregationEvent',
        action,
        parentID: idOf(one.parent, run),
        ...children([one.child]),
      }
    }
    case 'fix':
      return {
        ...head,
        type: 'AssociationEvent',
        action: 'ADD',
        parentID: idOf(one.parent, run),
        ...children([one.child]),
      }
    case 'empty':
      return { ...head, type: 'AggregationEvent', action: 'DELETE', parentID: idOf(one.parent, run) }
    case 'make': {
      const inputs = lists(one.inputs, run, 'inputEPCList', 'inputQuantityList')
      return {
        ...head,
        type: 'TransformationEvent',
        ...inputs,
        ...lists(one.outputs, run, 'outputEPCList', 'outputQuantityList'),
      }
    }
    case 'born': {
      const epcList = one.items.map((number) => idOf(number, run))
      return {
        ...head,
        type: 'ObjectEvent',
        action: 'ADD',
        epcList,
        ilmd: { 'cbvmda:lotNumber': `L${one.lot}` },
      }
    }
    case 'move': {
      const readPoint = { id: placeOf(one.place) }
      return {
        ...head,
        type: 'ObjectEvent',
        action: 'OBSERVE',
        readPoint,
        ...lists(one.things, run, 'epcList', 'quantityList'),
      }
    }
  }
}

function namedIn(one: Step): number[] {
  if (one.kind === 'make') return [...one.inputs, ...one.outputs]
  if (one.kind === 'born') return [one.lot, ...one.items]
  if (one.kind === 'move') return one.things
  return one.kind === 'empty' ? [one.parent] : [one.parent, one.child]
}

/** The twin: plays the events one after another, and knows at each moment what is affected and in what. */
function played(steps: readonly Step[], starts: ReadonlySet<number>, run: number): Record<string, string> {
  const affected = new Set(starts)
  const inside: { child: number; parent: number; kind: 'pack' | 'fix' }[] = []
  const carried = new Set<number>()
  const places = new Map<number, string>()
  /** Everything reached that is in something, and in what that is. */
  const spread = (memberships: readonly (readonly [number, number])[]) => {
    let grew = true
    while (grew) {
      grew = false
      const add = (set: Set<number>, one: number) => {
        if (set.has(one)) return
        set.add(one)
        grew = true
      }
      for (const { child, parent } of inside) {
        if (affected.has(parent)) add(affected, child)
        if (affected.has(child) || carriesNow(child)) add(carried, parent)
      }
      for (const [lot, one] of memberships) if (affected.has(lot)) add(affected, one)
    }
  }
  const carriesNow = (one: number, seen = new Set<number>()): boolean => {
    if (seen.has(one)) return false
    seen.add(one)
    return inside.some(
      ({ child, parent }) => parent === one && (affected.has(child) || carriesNow(child, seen)),
    )
  }
  const within = (one: number, seen = new Set<number>()): Set<number> => {
    if (seen.has(one)) return seen
    seen.add(one)
    for (const { child, parent } of inside) if (parent === one) within(child, seen)
    return seen
  }
  const memberships: (readonly [number, number])[] = []
  for (const one of steps) {
    if (one.kind === 'pack' || one.kind === 'fix') {
      const known = inside.some(
        (is) => is.child === one.child && is.parent === one.parent && is.kind === one.kind,
      )
      if (!known) inside.push({ child: one.child, parent: one.parent, kind: one.kind })
    }
    if (one.kind === 'born') for (const single of one.items) memberships.push([one.lot, single])
    spread(memberships)
    if (one.kind === 'make' && one.inputs.some((input) => affected.has(input) || carriesNow(input))) {
      for (const output of one.outputs) affected.add(output)
      spread(memberships)
    }
    if (one.kind === 'move') {
      for (const named of one.things) for (const each of within(named)) places.set(each, placeOf(one.place))
    }
    if (one.kind === 'unpack' || one.kind === 'empty') {
      const leaves = (is: (typeof inside)[number]) => {
        return (
          is.kind === 'pack' && is.parent === one.parent && (one.kind === 'empty' || is.child === one.child)
        )
      }
      inside.splice(0, inside.length, ...inside.filter((is) => !leaves(is)))
    }
  }
  const all = new Set([...affected, ...carried])
  return Object.fromEntries(
    [...all].map((one) => {
      const how = affected.has(one) ? 'affected' : carriesNow(one) ? 'holding' : 'held'
      return [idOf(one, run), `${how} ${places.get(one) ?? null}`]
    }),
  )
}

function sorted(record: Record<string, string>): [string, string][] {
  return Object.entries(record)
    .filter(([, value]) => value !== '')
    .sort(([left], [right]) => (left < right ? -1 : 1))
}
