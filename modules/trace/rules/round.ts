import { factory } from '@ronghe/factory/contract'
import { type Caller, systemCaller } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { takeNumbers } from '../allocation/service.ts'
import { captureOwn } from '../capture/own.ts'
import { ownPrefixOf } from '../master/store/prefixes.ts'
import type { RuleSays } from './contract.ts'
import { eventsOf, numbersNeeded, type OwnEvent, type Part, packed } from './map.ts'
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
  const lookedMs = rule.lookedBackAt?.getTime() ?? 0
  const late = looksBack || ctx.now.getTime() - lookedMs > lookBackMs ? await cameLate(ctx, rule) : []
  const end = new Date(Math.min(ctx.now.getTime(), rule.through.getTime() + spanMs))
  const made = await partsOf(ctx, rule, rule.through, end)
  const captured = await captureParts(ctx, rule, [...late, ...made.parts])
  const through = new Date(made.until)
  if (captured > 0 || through > rule.through || rule.failure)
    await store.advanceRule(ctx.sql, id, through, captured)
  return captured
}

function partsOf(ctx: Ctx, { says }: store.RuleRow, from: Date, to: Date, measures = true) {
  return ctx.read(factory).partsMade({
    params: { equipmentId: says.equipmentId },
    query: {
      ...{ from: from.toISOString(), to: to.toISOString() },
      ...(measures ? { tag: says.checks.map(({ tagId }) => tagId) } : {}),
    },
  })
}

/**
 * Parts of the last days that are known by now and were not when the rule went past them: a machine's history
 * comes behind its newest values when it is connected first.
 */
async function cameLate(ctx: Ctx, rule: store.RuleRow): Promise<Part[]> {
  await store.keepLookBack(ctx.sql, rule.id, ctx.now)
  let from = new Date(Math.max(rule.since.getTime(), rule.through.getTime() - lateDaysMax * spanMs))
  const late: Part[] = []
  while (from < rule.through && late.length < latePartsMax) {
    // Signals are read only where a part is new: mostly there is none.
    const { parts, until } = await partsOf(ctx, rule, from, rule.through, false)
    const known = await store.capturedMoments(ctx.sql, rule, from.toISOString(), until)
    if (parts.some(({ at }) => !known.has(at))) {
      const measured = await partsOf(ctx, rule, from, new Date(until))
      late.push(...measured.parts.filter(({ at }) => !known.has(at)))
    }
    if (until === from.toISOString()) break
    from = new Date(until)
  }
  return late
}

async function captureParts(ctx: Ctx, rule: store.RuleRow, parts: readonly Part[]): Promise<number> {
  const count = numbersNeeded(rule.says, parts)
  if (count === 0) return 0
  const numbers = await numbersFor(ctx, rule.says, rule.name, count)
  const { events, items } = eventsOf(rule, parts, numbers)
  const good = items.filter(({ isGood }) => isGood).map(({ thing }) => thing)
  const all = [...events, ...(await pack(ctx, rule, good, parts.at(-1)!.at))]
  await captureOwn(ctx.sql, all, {
    ...{ organisationId: rule.organisationId, source: 'rule', personName: rule.name },
    ...{ now: ctx.now, newId: ctx.newId },
  })
  return all.length
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
