import { assess } from '@ronghe/assess/contract'
import { factory } from '@ronghe/factory/contract'
import type { Static } from '@ronghe/kit/contract'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Reader, Service } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import { certificatesOf } from '../assessed.ts'
import type { governance } from '../contract.ts'
import { partOf } from '../indicators/parts.ts'
import { acceptedParts, type ReportPart } from '../indicators/store/parts.ts'
import type { GoalRow } from '../rows.ts'
import { listGoals } from '../store.ts'
import type { BreakdownRow } from './contract.ts'
import { type Cut, countedProofs, countedSchemes, nextOf, proofOf } from './links.ts'

type Row = Static<typeof BreakdownRow>
type Machines = Awaited<ReturnType<Reader<typeof factory>['machinesByGroup']>>
type Counts = Awaited<ReturnType<Reader<typeof assess>['countsByGroup']>>['rows'][number]
type Name = { key: string; nameZh: string; nameEn: string }

/** The region's figures by division, trade and park, each with the way to the rows that make it (G40). */
export const breakdown: Pick<Service<typeof governance>, 'breakdown'> = {
  async breakdown(ctx, { query }) {
    const { by = 'division', depth = 'division', trade, park, isKey, goal: goalKey } = query
    const divisions = (await ctx.read(registry).regions({})).rows
    const whole = (await ctx.read(registry).me({})).region
    const here = divisions.find((one) => one.code === (query.region ?? whole?.code))
    if (!here) throw new Fault('governance.region.unknown')
    const goals = await listGoals(ctx.sql, null)
    const goal = goals.find((one) => one.key === goalKey)
    if (goalKey !== undefined && !goal) throw new Fault('governance.goal.unknown')
    const cut: Cut = { by, depth, region: here.code, trade, park, isKey }
    const asked = known({ by, depth, region: here.code, trade, park })
    const read = (of: boolean | undefined) =>
      ctx.read(factory).machinesByGroup({ query: { ...asked, ...known({ isKey: of }) } })
    const machines = await read(isKey)
    const keyMachines = goal?.evidence === 'factory' && isKey !== true ? await read(true) : machines
    const counts = (await ctx.read(assess).countsByGroup({ query: asked })).rows
    const parts = goal && isReported(goal) && !isNarrowed(cut) ? await acceptedParts(ctx.sql, goal.key) : []
    const names = await namesOf(ctx, cut, machines, parts)
    const of = { goals, goal, machines, keyMachines, counts, parts, cut }
    const rows = names.map((name) => ({
      ...rowOf(name, of),
      ...{ proof: proofOf(ctx.caller, cut, name.key), next: nextOf(cut, name.key) },
      ...countedProofs(ctx.caller, cut, name.key, of),
    }))
    const found = sorted(
      rows.filter((row) => hasText(row, query.q)),
      query.sort,
    )
    const { page = 1, pageSize = 20 } = query
    return {
      ...{ rows: found.slice((page - 1) * pageSize, page * pageSize), total: found.length },
      ...{ at: machines.at, isSample: machines.isSample },
      // A firm with sites in several parks stands in each of them, and in one division.
      sum: sumOf({ ...of, counts: by === 'division' ? counts : await countsOnce(ctx, asked) }),
      region: { code: here.code, nameZh: here.nameZh, nameEn: here.nameEn },
    }
  },
}

async function countsOnce(ctx: Ctx, asked: Parameters<Reader<typeof assess>['countsByGroup']>[0]['query']) {
  return (await ctx.read(assess).countsByGroup({ query: { ...asked, by: 'division' } })).rows
}

type Sources = {
  goals: readonly GoalRow[]
  goal: GoalRow | undefined
  machines: Machines
  keyMachines: Machines
  counts: readonly Counts[]
  /** What a body's accepted report tells of the goal. */
  parts: readonly ReportPart[]
  cut: Cut
}

function isReported({ evidence }: GoalRow): boolean {
  return evidence !== 'factory' && evidence !== 'assess'
}

/** Parts are told along one way each: nothing is known of a trade within a park, or of one within a city. */
function isNarrowed({ by, trade, park, isKey, region }: Cut): boolean {
  const isCity = by !== 'division' && !region.endsWith('0000')
  return (
    isCity ||
    isKey === true ||
    (by !== 'trade' && trade !== undefined) ||
    (by !== 'park' && park !== undefined)
  )
}

type Shown = Omit<Row, 'proof' | 'next' | 'assessedProof' | 'certifiedProof' | 'goalProof'>

/** All groups together. */
function sumOf(of: Sources): Omit<Shown, 'key' | 'nameZh' | 'nameEn' | 'keyProcess' | 'isHeld'> {
  const { total, rows } = of.machines
  const add = (pick: (one: Counts) => number) => of.counts.reduce((sum, one) => sum + pick(one), 0)
  const none = { goalEvidenced: null, goalDeclared: null }
  return {
    firms: total?.firms ?? rows.reduce((sum, one) => sum + one.firms, 0),
    machines: total?.machines ?? null,
    machinesConnected: total?.machinesConnected ?? null,
    rateEvidenced: percent(total?.rateEvidenced),
    rateDeclared: percent(total?.rateDeclared),
    assessed: add((one) => assessedOf(one, of.goals)),
    certified: add((one) => certificatesOf(one, { certificates: countedSchemes(of.goals) })),
    ...(of.goal ? goalSum(of.goal, of, add) : none),
  }
}

function goalSum(goal: GoalRow, of: Sources, add: (pick: (one: Counts) => number) => number) {
  const { total } = of.keyMachines
  if (goal.evidence === 'factory')
    return { goalEvidenced: percent(total?.rateEvidenced), goalDeclared: percent(total?.rateDeclared) }
  if (goal.evidence !== 'assess') return { goalEvidenced: null, goalDeclared: partsSum(goal, of) }
  return { goalEvidenced: add((one) => assessOf(goal, one) ?? 0), goalDeclared: null }
}

/** Rates have no sum; of what adds up, all that was told of these groups. */
function partsSum(goal: GoalRow, { parts, cut }: Sources): number | null {
  const own = parts.filter(({ kind }) => kind === cut.by)
  const within = cut.by === 'division' ? partOf(own, { kind: 'division', key: cut.region }, false) : undefined
  if (goal.unitCode === 'P1' || own.length === 0) return null
  return within === undefined ? own.reduce((sum, { value }) => sum + value, 0) : within
}

function rowOf(name: Name, of: Sources): Shown {
  const group = of.machines.rows.find((one) => one.key === name.key)
  const sums = group?.machines ?? null
  const counts = of.counts.find((one) => one.key === name.key)
  const none = { goalEvidenced: null, goalDeclared: null }
  return {
    ...name,
    firms: group?.firms ?? 0,
    machines: sums?.machines ?? null,
    machinesConnected: sums?.machinesConnected ?? null,
    keyProcess: sums?.keyProcess ?? null,
    rateEvidenced: percent(sums?.rateEvidenced),
    rateDeclared: percent(sums?.rateDeclared),
    assessed: counts ? assessedOf(counts, of.goals) : 0,
    certified: counts ? certificatesOf(counts, { certificates: countedSchemes(of.goals) }) : 0,
    ...(of.goal ? goalOf(of.goal, of, counts, name.key) : none),
    isHeld: group !== undefined && sums === null,
  }
}

/** A goal's two figures of a group, as they are computed for the region, or as a body told them (G43). */
function goalOf(
  goal: GoalRow,
  { keyMachines, parts, cut }: Sources,
  counts: Counts | undefined,
  key: string,
) {
  if (goal.evidence === 'factory') {
    const machines = keyMachines.rows.find((one) => one.key === key)?.machines
    return {
      goalEvidenced: percent(machines?.rateEvidenced),
      goalDeclared: percent(machines?.rateDeclared),
    }
  }
  if (isReported(goal))
    return { goalEvidenced: null, goalDeclared: partOf(parts, { kind: cut.by, key }, goal.unitCode === 'P1') }
  if (!goal.proof) return { goalEvidenced: null, goalDeclared: null }
  return { goalEvidenced: assessOf(goal, counts) ?? 0, goalDeclared: null }
}

/** What the records of `assess` count for a goal. */
function assessOf({ proof }: GoalRow, counts: Counts | undefined): number | undefined {
  if (!proof || !counts) return undefined
  if (!('assessed' in proof)) return certificatesOf(counts, proof)
  return counts.assessed.find((one) => one.framework === proof.assessed)?.firms
}

/** Firms assessed by the framework that a goal counts. */
function assessedOf({ assessed }: Counts, goals: readonly GoalRow[]): number {
  const counted = goals.flatMap(({ proof }) => (proof && 'assessed' in proof ? [proof.assessed] : []))
  return assessed.find((one) => counted.includes(one.framework))?.firms ?? 0
}

/** Every city of the region and every park in it, with firms or without; of trades those that firms have. */
async function namesOf(
  ctx: Ctx,
  cut: Cut,
  machines: Machines,
  parts: readonly ReportPart[],
): Promise<Name[]> {
  const keys = new Set(machines.rows.map((one) => one.key))
  if (cut.by === 'division') {
    const { rows } = await ctx.read(registry).regions({})
    return rows
      .filter((one) => one.parentCode === cut.region || keys.has(one.code))
      .map(({ code, nameZh, nameEn }) => ({ key: code, nameZh, nameEn }))
  }
  if (cut.by === 'park') {
    const { rows } = await ctx.read(registry).parks({ query: { region: cut.region, pageSize: 200 } })
    return rows
      .filter((one) => cut.park === undefined || one.id === cut.park)
      .map(({ id, name, nameEn }) => ({ key: id, nameZh: name, nameEn: nameEn ?? name }))
  }
  const trades = (await ctx.read(registry).trades({ query: {} })).rows
  for (const key of tradesOf(parts, cut)) keys.add(key)
  const unsaid = (locale: 'zh' | 'en') => ctx.house.translate(locale, 'governance.breakdown.noTrade')
  return [...keys].map((key) => {
    const trade = trades.find((one) => one.code === key)
    if (key === '') return { key, nameZh: unsaid('zh'), nameEn: unsaid('en') }
    return { key, nameZh: trade?.nameZh ?? key, nameEn: trade?.nameEn ?? trade?.nameZh ?? key }
  })
}

const digits = { section: 1, division: 2, group: 3, class: 4 } as const

/** Trades of which a body told something and no firm is registered, at the depth that is looked at. */
function tradesOf(parts: readonly ReportPart[], { depth, trade }: Cut): string[] {
  return parts
    .filter(({ kind, key }) => kind === 'trade' && (trade === undefined || key.startsWith(trade)))
    .map(({ key }) => key.slice(0, digits[depth]))
    .filter((key) => key.length === digits[depth] && /[A-T]/.test(key) === (depth === 'section'))
}

/** Percent with two decimals. */
function percent(share: number | null | undefined): number | null {
  return share === null || share === undefined ? null : Math.round(share * 10_000) / 100
}

function known<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const told = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries(told) as { [K in keyof T]: Exclude<T[K], undefined> }
}

function hasText(row: Name, text: string | undefined): boolean {
  if (!text) return true
  return [row.key, row.nameZh, row.nameEn].some((one) => one.toLowerCase().includes(text.toLowerCase()))
}

/** By the column asked for, what is unknown last; otherwise by firms, the most first. */
function sorted<T extends Shown>(rows: readonly T[], sort = '-firms'): T[] {
  const key = sort.replace(/^-/, '') as keyof Shown
  const sign = sort.startsWith('-') ? -1 : 1
  return rows.toSorted((a, b) => {
    const [one, other] = [a[key], b[key]]
    if (one === other) return a.key < b.key ? -1 : 1
    if (one === null || one === undefined) return 1
    if (other === null || other === undefined) return -1
    return (one < other ? -1 : 1) * sign
  })
}
