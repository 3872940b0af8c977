import { type Caller, systemCaller } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { takeNumbers } from '../allocation/service.ts'
import { captureOwn } from '../capture/own.ts'
import { startsFromInstrument, workInstrument } from '../inspections/instrument.ts'
import { startsFromInspections, workInspections } from '../inspections/work.ts'
import { ownPrefixOf } from '../master/store/prefixes.ts'
import { startKey } from '../story/details.ts'
import type { RuleSays } from './contract.ts'
import {
  type Begun,
  eventsOf,
  lateVerdicts,
  numbersNeeded,
  type OwnEvent,
  observed,
  type Part,
  packed,
} from './map.ts'
import { alarmsIn, during, happenedIn } from './source.ts'
import * as store from './store.ts'

const everyMs = 5_000
/** A rule that failed is tried again after so long. */
const againMs = 60_000
const spanMs = 86_400_000
const lookBackMs = 120_000
const lateDaysMax = 7
/** The rest comes with the next look back. */
const latePartsMax = 2_000

/** Works off what machines made, rule by rule. */
export function startRules(house: House): () => Promise<void> {
  return startRounds(house.log, { everyMs, failed: 'trace rules', round: () => rulesRound(house) })
}

/**
 * One round: every rule as far as its machine's parts are known; now and then also what came late before
 * that. Answers how many events were captured.
 */
export async function rulesRound(house: House, { looksBack = false } = {}): Promise<number> {
  const failedBefore = new Date(house.clock.now().getTime() - againMs)
  const due = await house.db.transaction(systemCaller, (sql) => store.dueRules(sql, failedBefore))
  let captured = 0
  for (const { id, organisationId } of due) {
    const owner: Caller = { ...systemCaller, organisationId, reach: 'own' }
    try {
      captured += await house.act(owner, (ctx) => work(ctx, id, looksBack))
    } catch (error) {
      const failure = failureOf(error)
      if (!(error instanceof Fault)) house.log.error({ err: error, rule: id }, 'trace rule failed')
      await house.db.transaction(owner, (sql) => store.failRule(sql, id, failure, house.clock.now()))
    }
  }
  return captured
}

/** Events, numbers, items that wait and the moment they go up to: all in one transaction, or none. */
async function work(ctx: Ctx, id: string, looksBack: boolean): Promise<number> {
  const rule = await store.findRule(ctx.sql, id, true)
  if (!rule?.isActive) return 0
  if (startsFromInspections(rule)) return workInspections(ctx, rule)
  if (startsFromInstrument(rule)) return workInstrument(ctx, rule, looksBack)
  const lookedMs = rule.lookedBackAt?.getTime() ?? 0
  const late =
    looksBack || ctx.now.getTime() - lookedMs > lookBackMs ? await cameLate(ctx, rule) : nothingLate
  const end = new Date(Math.min(ctx.now.getTime(), rule.through.getTime() + spanMs))
  const from = rule.through.toISOString()
  const made = await happenedIn(ctx, rule.says, { from, to: end.toISOString() })
  const captured =
    (await captureParts(ctx, rule, [...late.parts, ...made.parts])) +
    (await capture(ctx, rule, [...observed(rule, [...late.states, ...made.states]), ...late.verdicts]))
  const through = new Date(made.until)
  if (captured > 0 || through > rule.through || rule.failure)
    await store.advanceRule(ctx.sql, id, through, captured)
  return captured
}

const nothingLate: Late = { parts: [], states: [], verdicts: [] }
type Late = { parts: Part[]; states: Begun[]; verdicts: OwnEvent[] }

/**
 * What of the last days is known by now and was not when the rule went past it: a machine's history comes
 * behind its newest values when it is connected first, and an alarm behind the parts that it spoils.
 */
async function cameLate(ctx: Ctx, rule: store.RuleRow): Promise<Late> {
  await store.keepLookBack(ctx.sql, rule.id, ctx.now)
  const begin = Math.max(rule.since.getTime(), rule.through.getTime() - lateDaysMax * spanMs)
  const to = rule.through.toISOString()
  const late: Late = { parts: [], states: [], verdicts: [] }
  for (let from = new Date(begin).toISOString(); from < to && late.parts.length < latePartsMax; ) {
    // Signals are read only where a part is new: mostly there is none.
    const seen = await happenedIn(ctx, rule.says, { from, to, measures: false })
    const known = await store.capturedMoments(ctx.sql, rule, from, seen.until)
    late.states.push(...seen.states.filter(({ startsAt }) => !known.has(startsAt)))
    if (seen.parts.some(({ at }) => !known.has(at))) {
      const measured = await happenedIn(ctx, rule.says, { from, to: seen.until })
      late.parts.push(...measured.parts.filter(({ at }) => !known.has(at)))
    }
    if (seen.until === from) break
    from = new Date(seen.until).toISOString()
  }
  if (rule.says.alarmsFail && !rule.says.starts)
    late.verdicts = await verdictsFor(ctx, rule, new Date(begin).toISOString(), to)
  return late
}

/** Items that were captured as good, and were made while an alarm was active that came to be known later. */
async function verdictsFor(ctx: Ctx, rule: store.RuleRow, from: string, to: string): Promise<OwnEvent[]> {
  const alarms = await alarmsIn(ctx, rule.says, from, to)
  if (alarms.length === 0) return []
  const made = await store.unjudged(ctx.sql, rule, from, to)
  const found = made.map((event) => {
    return {
      event,
      alarms: during(alarms, String(event[startKey] ?? event.eventTime), String(event.eventTime)),
    }
  })
  return lateVerdicts(
    rule,
    found.filter((one) => one.alarms.length > 0),
  )
}

async function captureParts(ctx: Ctx, rule: store.RuleRow, parts: readonly Part[]): Promise<number> {
  const count = numbersNeeded(rule.says, parts)
  if (count === 0) return 0
  const numbers = await numbersFor(ctx, rule.says, rule.name, count)
  const { events, items } = eventsOf(rule, parts, numbers)
  const good = items.filter(({ isGood }) => isGood).map(({ thing }) => thing)
  return capture(ctx, rule, [...events, ...(await pack(ctx, rule, good, parts.at(-1)!.at))])
}

async function capture(ctx: Ctx, rule: store.RuleRow, events: readonly OwnEvent[]): Promise<number> {
  if (events.length === 0) return 0
  await captureOwn(ctx.sql, events, {
    ...{ organisationId: rule.organisationId, source: 'rule', personName: rule.name },
    ...{ now: ctx.now, newId: ctx.newId },
  })
  return events.length
}

async function numbersFor(ctx: Ctx, says: RuleSays, name: string, count: number): Promise<string[]> {
  const { numbers } = await takeNumbers(ctx, {
    ...{ numberKind: says.numbering, subject: says.product, scheme: 'sequence' as const },
    ...{ prefix: says.prefix, width: says.width, count, note: name },
  })
  return numbers
}

/** Whole cartons of what waits; an SSCC each, under the prefix of the product. */
async function pack(
  ctx: Ctx,
  rule: store.RuleRow,
  things: readonly string[],
  at: string,
): Promise<OwnEvent[]> {
  const { packEvery, product } = rule.says
  if (packEvery === 0) return []
  await store.keepItems(ctx.sql, rule, things)
  const cartons = Math.floor((await store.waitingItems(ctx.sql, rule.id)) / packEvery)
  if (cartons === 0) return []
  const subject = (await ownPrefixOf(ctx.sql, rule.organisationId, product.padStart(14, '0').slice(1))) ?? ''
  const { numbers } = await takeNumbers(ctx, {
    ...{ numberKind: 'sscc' as const, subject, count: cartons, note: rule.name },
  })
  const taken = await store.takeItems(ctx.sql, rule.id, cartons * packEvery)
  return packed(rule, taken, numbers, at)
}

/** What a person is told of it: the fault's own words, or that something broke. */
function failureOf(error: unknown): store.Failure {
  if (error instanceof Fault) {
    const fields = error.fields.map(({ rule, values = {} }) => ({ rule, values }))
    return { code: error.code, values: error.values, fields }
  }
  return { code: 'kit.unavailable', values: {}, fields: [] }
}
