import { createHash } from 'node:crypto'
import { assess } from '@ronghe/assess/contract'
import { factory, type MachineSummary } from '@ronghe/factory/contract'
import { systemCaller } from '@ronghe/kit/auth'
import type { Figure, Static } from '@ronghe/kit/contract'
import type { Ctx, House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { dayIn, regionZone } from '@ronghe/kit/working-days'
import { registry } from '@ronghe/registry/contract'
import { type AssessSummary, assessedFigures } from './assessed.ts'
import { partOf } from './indicators/parts.ts'
import { acceptedParts } from './indicators/store/parts.ts'
import { acceptedReport } from './indicators/store.ts'
import { maySeeFirms } from './policy.ts'
import type { GoalRow } from './rows.ts'
import { keepCityFigures, keepFigure, listGoals } from './store.ts'
import { proofOf, summaryFigures } from './summary.ts'

const everyMs = 10 * 60_000

/** A goal's two figures, which are never mixed, and the counts behind them. */
export type GoalFigures = {
  evidenced: Figure
  declared: Figure
  counts: { evidenced: number; declared: number; denominator: number } | null
}

type Machines = Static<typeof MachineSummary>

/** What the figures of one division follow from; each is read once, however many goals ask for it. */
export type Reads = {
  region: string
  /** Reports of bodies are for the whole region. */
  isWhole: boolean
  assessed(framework: string | null): Promise<AssessSummary>
  keyMachines(): Promise<Machines | null>
}

/** The reads of a division; the whole region without one. */
export async function readsOf(ctx: Ctx, region?: string): Promise<Reads> {
  const whole = (await ctx.read(registry).me({})).region?.code ?? ''
  const code = region ?? whole
  return {
    ...assessReads(ctx, code),
    isWhole: code === whole,
    keyMachines: once(async () => {
      const query = { region: code, isKey: true }
      return (await ctx.read(factory).machinesByRegion({ query })).total
    }),
  }
}

/** The reads of each city of the region, its machines counted together. */
export async function cityReads(ctx: Ctx, cities: readonly string[], region: string): Promise<Reads[]> {
  const { rows } = await ctx.read(factory).machinesByRegion({ query: { region, isKey: true } })
  return cities.map((code) => ({
    ...assessReads(ctx, code),
    isWhole: false,
    keyMachines: async () => rows.find((one) => one.key === code) ?? null,
  }))
}

function assessReads(ctx: Ctx, region: string): Pick<Reads, 'region' | 'assessed'> {
  const kept = new Map<string, Promise<AssessSummary>>()
  return {
    region,
    assessed(framework) {
      const query = { region, ...(framework === null ? {} : { framework }) }
      const known = kept.get(framework ?? '') ?? ctx.read(assess).summary({ query })
      kept.set(framework ?? '', known)
      return known
    },
  }
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined
  return () => {
    kept ??= read()
    return kept
  }
}

/**
 * What proves a goal today. The rate of numerical control is that of the roster of key enterprises: the mean
 * of the firms' own rates, as the statistics define it. What a body reports is declared, whoever accepted it.
 */
export async function goalFigures(ctx: Ctx, goal: GoalRow, reads?: Reads): Promise<GoalFigures> {
  const from = reads ?? (await readsOf(ctx))
  const at = ctx.now.toISOString()
  const unit = goal.unitCode ?? ''
  if (goal.evidence === 'assess' && goal.proof) {
    const summary = await from.assessed('assessed' in goal.proof ? goal.proof.assessed : null)
    const { count, ...figures } = assessedFigures(summary, goal.proof, {
      ...{ unit, at, goal: goal.key, region: from.region },
      maySee: maySeeFirms(ctx.caller, from.region),
    })
    return { ...figures, counts: { evidenced: count, declared: 0, denominator: goal.target ?? 0 } }
  }
  if (goal.evidence !== 'factory') return reportedFigures(ctx, goal, from, { unit, at })
  const total = await from.keyMachines()
  if (total === null) return noFigures('governance.reason.noKeyProcess', unit, at)
  const { rateEvidenced, rateDeclared } = summaryFigures(total, at, proofOf(ctx.caller, from.region, true))
  return {
    evidenced: { ...rateEvidenced, unit },
    declared: { ...rateDeclared, unit },
    counts: {
      evidenced: total.keyProcessControlledEvidenced,
      declared: total.keyProcessControlledDeclared,
      denominator: total.keyProcess,
    },
  }
}

/** The newest accepted report, declared; nothing evidences it. */
async function reportedFigures(
  ctx: Ctx,
  goal: GoalRow,
  { isWhole, region }: Reads,
  { unit, at }: { unit: string; at: string },
): Promise<GoalFigures> {
  const report = await acceptedReport(ctx.sql, goal.key)
  const value = isWhole ? report?.value : await partHere(ctx, goal, region)
  if (!isWhole && value === undefined) return noFigures('governance.reason.wholeOnly', unit, at)
  const isReported = goal.reportDepartment !== null
  const reason = isReported ? 'governance.reason.onlyReported' : 'governance.reason.noEvidence'
  const none = noFigures(
    goal.target === null && !isReported ? 'governance.reason.noNumber' : reason,
    unit,
    at,
  )
  if (!report || value === undefined) {
    const missing = isReported ? 'governance.reason.notReported' : (none.declared.reason ?? reason)
    return { ...none, declared: { ...none.declared, reason: missing } }
  }
  const method = { key: 'governance.method.reported', values: { year: Number(report.period.slice(0, 4)) } }
  const proof = `/governance/goals/${goal.key}?tab=reports`
  return {
    evidenced: none.evidenced,
    declared: { value, unit, at: report.at.toISOString(), basis: 'declared', proof, method },
    counts: { evidenced: 0, declared: value, denominator: goal.target ?? 0 },
  }
}

/** What the body told of a division; undefined where it told nothing. */
async function partHere(ctx: Ctx, goal: GoalRow, region: string): Promise<number | undefined> {
  const parts = await acceptedParts(ctx.sql, goal.key)
  return partOf(parts, { kind: 'division', key: region }, goal.unitCode === 'P1') ?? undefined
}

function noFigures(reason: string, unit: string, at: string): GoalFigures {
  const none = { value: null, unit, at, reason }
  return {
    evidenced: { ...none, basis: 'evidenced' },
    declared: { ...none, basis: 'declared' },
    counts: null,
  }
}

/** Keeps each day's figure of every goal that something proves, so that its course can be shown. */
export function startFigures(house: House): () => Promise<void> {
  return startRounds(house.log, { everyMs, failed: 'figures', isAtOnce: true, round: () => keepToday(house) })
}

/** Computes and keeps the figures of today, of the region and of each of its cities. */
export function keepToday(house: House): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    const day = dayIn(ctx.now, regionZone)
    const goals = await listGoals(ctx.sql, null)
    const reads = await readsOf(ctx)
    for (const goal of goals) {
      const { evidenced, declared, counts } = await goalFigures(ctx, goal, reads)
      if (!counts) continue
      const inputs = { goal: goal.key, counts, evidenced: evidenced.value, declared: declared.value }
      const inputsHash = createHash('sha256').update(JSON.stringify(inputs)).digest('hex')
      await keepFigure(
        ctx.sql,
        {
          goalKey: goal.key,
          day,
          evidenced: evidenced.value,
          declared: declared.value,
          numeratorEvidenced: counts.evidenced,
          numeratorDeclared: counts.declared,
          denominator: counts.denominator,
          inputsHash,
        },
        ctx.now,
      )
    }
    if (reads.region !== '') await keepCities(ctx, goals, reads.region, day)
  })
}

async function keepCities(ctx: Ctx, goals: readonly GoalRow[], region: string, day: string): Promise<void> {
  const divisions = (await ctx.read(registry).regions({})).rows
  const cities = divisions.filter((one) => one.parentCode === region).map((one) => one.code)
  const figures = []
  for (const reads of await cityReads(ctx, cities, region)) {
    for (const goal of goals) {
      const { evidenced, declared, counts } = await goalFigures(ctx, goal, reads)
      if (!counts) continue
      const values = { evidenced: evidenced.value, declared: declared.value }
      figures.push({ goalKey: goal.key, regionCode: reads.region, ...values })
    }
  }
  await keepCityFigures(ctx.sql, day, figures)
}
