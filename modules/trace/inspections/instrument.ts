import { factory } from '@ronghe/factory/contract'
import type { Ctx } from '@ronghe/kit/module'
import type { Check, RuleSays } from '../rules/contract.ts'
import { thingOf } from '../rules/map.ts'
import { advanceRule, keepLookBack, type RuleRow } from '../rules/store.ts'
import type { Finding, Said } from './contract.ts'
import { enter, tellFailed, thingKey } from './enter.ts'
import { knownSources, type NewInspection } from './store.ts'

type InstrumentStarts = Extract<NonNullable<RuleSays['starts']>, { on: 'instrument' }>
type InstrumentSays = RuleSays & { starts: InstrumentStarts }
type InstrumentRule = RuleRow & { says: InstrumentSays }
type Point = { at: string; value: string | number | null; quality: string }

/** Values of one sample come together with its code, or a little behind. */
const settleMs = 5_000
const spanMs = 86_400_000
const lookBackMs = 120_000
const lateDaysMax = 7
/** A value that is older than this says nothing of what lies in the instrument now. */
const staleMs = 3_600_000
const pageSize = 200

export function startsFromInstrument<R extends Pick<RuleRow, 'says'>>(
  rule: R,
): rule is R & { says: InstrumentSays } {
  return rule.says.starts?.on === 'instrument'
}

/**
 * Each code that the instrument tells becomes an inspection of what it names, once, with what was measured
 * since the code before; codes that become known late are looked for among the last days now and then.
 */
export async function workInstrument(ctx: Ctx, rule: InstrumentRule, looksBack: boolean): Promise<number> {
  const nowMs = ctx.now.getTime()
  const isLate = looksBack || nowMs - (rule.lookedBackAt?.getTime() ?? 0) > lookBackMs
  if (isLate) await keepLookBack(ctx.sql, rule.id, ctx.now)
  const earliest = Math.max(
    rule.since.getTime(),
    rule.through.getTime() - (isLate ? lateDaysMax * spanMs : 0),
  )
  const until = Math.max(rule.through.getTime(), nowMs - settleMs)
  const rows = await inspectedIn(ctx, rule, earliest, until)
  await advanceRule(ctx.sql, rule.id, new Date(until), rows.length)
  const failed = rows.filter(({ verdict }) => verdict === 'failed')
  await tellFailed(ctx, rule.organisationId, failed)
  return rows.length
}

async function inspectedIn(ctx: Ctx, rule: InstrumentRule, fromMs: number, untilMs: number) {
  const rows: NewInspection[] = []
  for (let begin = fromMs; begin < untilMs; begin += spanMs) {
    const end = Math.min(begin + spanMs, untilMs)
    const codes = await codesIn(ctx, rule.says.starts.codeTagId, begin - staleMs, end)
    const ids = codes.map(({ at }) => `${rule.id} ${at}`)
    const known = await knownSources(ctx.sql, rule.organisationId, ids)
    for (const [place, code] of codes.entries()) {
      if (Date.parse(code.at) < begin || known.has(ids[place]!)) continue
      const said = await saidOf(ctx, rule.says, code, codes[place - 1]?.at)
      if (!said) continue
      const from = { source: 'signal' as const, sourceId: ids[place]!, isSample: rule.isSample }
      const row = await enter(ctx, rule.organisationId, { ...said, inspector: rule.name }, from)
      if (row) rows.push(row)
    }
  }
  return rows
}

/** The codes of a time, without what is no good and what says the same again. */
async function codesIn(ctx: Ctx, tagId: string, fromMs: number, toMs: number): Promise<Point[]> {
  const points = await pointsOf(ctx, tagId, fromMs, toMs)
  return points.filter(({ value, quality }, at) => {
    return quality === 'good' && String(value ?? '').trim() !== '' && value !== points[at - 1]?.value
  })
}

/** What is told of one code; null where it names nothing, or nothing was measured. */
export async function trySaid(ctx: Ctx, says: InstrumentSays, from: string, to: string) {
  const codes = await codesIn(ctx, says.starts.codeTagId, Date.parse(from), Date.parse(to))
  const said: Said[] = []
  for (const [place, code] of codes.entries()) {
    const one = await saidOf(ctx, says, code, codes[place - 1]?.at)
    if (one) said.push(one)
  }
  return said
}

async function saidOf(
  ctx: Ctx,
  says: InstrumentSays,
  code: Point,
  before: string | undefined,
): Promise<Said | null> {
  const text = String(code.value).trim()
  const thing = thingKey(text) ?? thingKey(thingOf(says, encodeURIComponent(text)))
  if (thing === null) return null
  const at = Date.parse(code.at)
  const sinceMs = Math.max(at - staleMs, before === undefined ? 0 : Date.parse(before) + 1)
  const findings: Finding[] = []
  for (const check of says.checks) {
    const finding = await measured(ctx, says, check, sinceMs, at)
    if (finding) findings.push(finding)
  }
  if (findings.length === 0) return null
  const { inspectionKind } = says.starts
  const place = says.place ? { place: says.place } : {}
  return { inspectionKind, things: [thing], findings, inspectedAt: code.at, ...place }
}

async function measured(ctx: Ctx, says: RuleSays, check: Check, fromMs: number, atMs: number) {
  const points = await pointsOf(ctx, check.tagId, fromMs, atMs + 1)
  const last = points.findLast(({ value, quality }) => typeof value === 'number' && quality === 'good')
  if (!last) return null
  const { rows: tags } = await ctx.read(factory).tags({ params: { equipmentId: says.equipmentId ?? '' } })
  const tag = tags.find(({ id }) => id === check.tagId)
  const { uom, least, most } = check
  const limits = { ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) }
  const hasNone = least === undefined && most === undefined
  const characteristic = (tag?.label || tag?.name || check.type).slice(0, 60)
  const value = Number(last.value)
  return { characteristic, value, uom, ...limits, ...(hasNone ? { isPassed: true } : {}) }
}

async function pointsOf(ctx: Ctx, tagId: string, fromMs: number, toMs: number): Promise<Point[]> {
  const span = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }
  const points: Point[] = []
  for (let page = 1; ; page += 1) {
    const query = { ...span, page, pageSize }
    const { rows, total } = await ctx.read(factory).points({ params: { tagId }, query })
    points.push(...rows)
    if (points.length >= total || rows.length === 0) return points
  }
}
