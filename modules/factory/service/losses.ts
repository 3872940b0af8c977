import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { BigLossName } from '@ronghe/oee'
import { timesOf, toNumber } from '@ronghe/oee'
import { hashOf } from '../canonical.ts'
import type { factory } from '../contract.ts'
import type { FactLoss } from '../losses/facts.ts'
import { type Scope, scopeOf } from '../losses/scope.ts'
import * as sums from '../losses/sum.ts'
import { type FirmWords, wordsOf } from '../losses/words.ts'
import { isoOf } from '../micros.ts'
import { mustOwn } from '../policy.ts'
import { usualStopRules } from '../reasons/stop-rules.ts'
import { unitChain } from '../store/calendar.ts'
import { unitById } from '../store/equipment.ts'
import { type ShiftFactsRow, shiftFactsOf } from '../store/shift-facts.ts'
import { speedBounds } from '../store/stop-rules.ts'
import { keepTarget, targetAt } from '../store/targets.ts'
import { factorsOf, mustBeDays, partProof } from './loss-figures.ts'

type Routes = Pick<Service<typeof factory>, 'losses' | 'oeeTarget'>

const hourMicros = 3_600_000_000

export const losses: Routes = {
  async losses(ctx, { query }) {
    mustBeDays(query)
    const { weighting = 'plannedTime', shift = null } = query
    if (query.unit && !(await unitById(ctx.sql, query.unit))) throw new Fault('kit.notFound')
    const scope = await scopeOf(ctx, query)
    const ids = scope.machines.map((one) => one.id)
    const rows = await shiftFactsOf(ctx.sql, ids, query, shift)
    const { all: _, ...summary } = await summaryOf(ctx, scope, rows, { ...query, weighting })
    return {
      fromDay: query.fromDay,
      toDay: query.toDay,
      weighting,
      ...summary,
      span: spanOf(rows, shift !== null),
      shiftNames: [...new Set(rows.map((row) => row.name))],
    }
  },

  async oeeTarget(ctx, { params, body }) {
    const unit = await unitById(ctx.sql, params.unitId)
    mustOwn(ctx, unit)
    const organisationId = unit?.organisationId ?? ''
    const one = { unitId: params.unitId, organisationId, ...body }
    await keepTarget(ctx.sql, one, ctx.caller.personId, ctx.now)
    await ctx.audit({
      action: 'factory.oeeTarget.changed',
      subject: 'unit',
      subjectId: params.unitId,
      organisationId,
      after: body,
    })
    return { done: true }
  },
}

/** The stretch whose stops make the losses; none where other shifts lie in it. */
function spanOf(rows: readonly ShiftFactsRow[], isOfOneShift: boolean) {
  const days = new Set(rows.map((row) => row.day))
  if (rows.length === 0 || (isOfOneShift && days.size > 1)) return null
  const [from, to] = [
    rows.reduce((first, row) => Math.min(first, row.fromMicros), Number.POSITIVE_INFINITY),
    rows.reduce((last, row) => Math.max(last, row.toMicros), 0),
  ]
  return { from: isoOf(from), to: isoOf(to) }
}

type Asked = {
  fromDay: string
  toDay: string
  unit?: string
  shift?: string
  weighting: 'plannedTime' | 'volume' | 'plain'
}

/** Figures, parts and losses of some shifts of the machines of a scope. */
export async function summaryOf(ctx: Ctx, scope: Scope, rows: readonly ShiftFactsRow[], query: Asked) {
  const byMachine = Map.groupBy(rows, (row) => row.equipmentId)
  const parts = scope.machines.map((one) => ({ id: one.id, sum: sums.sumOf(byMachine.get(one.id) ?? []) }))
  const known = parts.filter((one) => (byMachine.get(one.id) ?? []).length > 0)
  const whole = sums.together(known, query.weighting)
  const firm = await wordsOf(ctx).firm(scope.machines[0]?.organisationId ?? ctx.caller.organisationId ?? '')
  const at = ctx.now.toISOString()
  const bounds = await speedBounds(
    ctx.sql,
    known.map((one) => one.id),
  )
  const busy = Number(timesOf(whole.all.elements.time).plannedBusy)
  return {
    all: whole.all,
    factors: factorsOf(whole.factors, whole.counted.basis, { at, proof: partProof(query, query) }),
    target: await targetOf(ctx, query.unit ?? scope.machines[0]?.unitId, query.toDay),
    coverage: whole.coverage,
    without: withoutOf(scope, known, whole.figureOf),
    parts: partsOf(ctx, scope, known, { oee: whole.weights, bounds }, query),
    bigLosses: sums.bigLossesOf(whole.all, lossNamer(firm), whole.counted),
    reasons: reasonRows(whole.all.losses, firm, busy),
    waterfall: sums.waterfallOf(whole.counted.elements.output ? whole.counted : whole.all),
    openStops: { count: whole.all.open.count, seconds: whole.all.open.micros / 1_000_000 },
    /** Over the hashes of all shifts that make the figures. */
    inputsHash: hashOf(rows.map((row) => row.inputsHash)),
  }
}

/** Which of the big losses a reason's time is, by the firm's tree. */
export function lossNamer({ catalogue }: FirmWords): (one: FactLoss) => BigLossName {
  return (one) => {
    if (one.isMicro) return 'idlingMinorStop'
    if (one.timeClass === 'unknown' || one.reason === null) return one.usualLoss
    return (Object.hasOwn(catalogue, one.reason) && catalogue[one.reason]?.loss) || one.usualLoss
  }
}

/** Lost time by reason, the greatest first, with its place in the firm's tree. */
function reasonRows(list: readonly FactLoss[], firm: FirmWords, busyMicros: number) {
  const lossOf = lossNamer(firm)
  const rows = new Map<string, ReturnType<typeof rowOf>>()
  function rowOf(one: FactLoss) {
    const known = firm.reasonOf.get(one.reason ?? '')
    return {
      reason: one.reason,
      name: firm.nameOf(one.reason),
      colour: known?.colour ?? null,
      path: known?.path ?? [],
      timeClass: one.timeClass,
      loss: lossOf(one),
      isPlanned: known?.isPlanned ?? false,
      isMicro: one.isMicro,
      seconds: 0,
      count: 0,
      points: null as number | null,
      declaredSeconds: 0,
    }
  }
  for (const one of list) {
    const key = JSON.stringify([one.timeClass, one.reason, one.isMicro, lossOf(one)])
    const row = rows.get(key) ?? rowOf(one)
    row.seconds += one.micros / 1_000_000
    row.count += one.events
    row.declaredSeconds += one.declaredMicros / 1_000_000
    row.points = busyMicros > 0 ? ((row.seconds * 1_000_000) / busyMicros) * 100 : null
    rows.set(key, row)
  }
  return [...rows.values()].sort((left, right) => right.seconds - left.seconds)
}

/** The target of the nearest unit of the chain, in per cent. */
export async function targetOf(ctx: Ctx, unitId: string | undefined, day: string): Promise<number | null> {
  if (!unitId) return null
  return (await targetAt(ctx.sql, await unitChain(ctx.sql, unitId), day))?.targetPercent ?? null
}

/** Machines of the scope that have no OEE, and why. */
function withoutOf(
  scope: Scope,
  known: readonly sums.Part[],
  figureOf: ReadonlyMap<string, { oee: { missing: string | null } }>,
) {
  const there = new Set(known.map((one) => one.id))
  return scope.machines.flatMap(({ id, name }) => {
    const missing = there.has(id) ? figureOf.get(id)?.oee.missing : 'noShifts'
    return missing ? [{ id, name, reason: `factory.missing.${missing}` }] : []
  })
}

function partsOf(
  ctx: Ctx,
  scope: Scope,
  known: readonly sums.Part[],
  {
    oee: oeeWeights,
    bounds,
  }: { oee: ReadonlyMap<string, number | null>; bounds: ReadonlyMap<string, number> },
  query: { fromDay: string; toDay: string; shift?: string; weighting?: 'plannedTime' | 'volume' | 'plain' },
) {
  const byId = new Map(known.map((one) => [one.id, one]))
  const ofShift = query.shift ? { shift: query.shift } : {}
  const grouped = scope.parts.map((part) => {
    const own = part.machines.flatMap((machine) => byId.get(machine.id) ?? [])
    return { ...part, own, whole: sums.together(own, query.weighting ?? 'plannedTime') }
  })
  const shares = sums.sharesOf(grouped.map(({ id, whole }) => ({ id, sum: whole.all })))
  return grouped.map(({ id, kind, name, machines, own, whole }) => {
    const { elements, open } = whole.all
    const about = { at: ctx.now.toISOString(), proof: partProof({ ...ofShift, [kind]: id }, query) }
    const weights = own.map((one) => oeeWeights.get(one.id) ?? null).filter((one) => one !== null)
    const times = timesOf(elements.time)
    return {
      ...{ id, kind, name, machines: machines.length },
      factors: factorsOf(whole.factors, whole.counted.basis, about),
      weights: {
        ...(shares.get(id) ?? { availability: null, effectiveness: null, quality: null }),
        oee: weights.length > 0 ? weights.reduce((sum, one) => sum + one, 0) : null,
      },
      plannedHours: Number(times.plannedBusy) / hourMicros,
      productionHours: Number(times.production) / hourMicros,
      parts: elements.output ? Number(elements.output.produced) : null,
      overSpeed: own.some((one) =>
        sums.isTooFast(one.sum, bounds.get(one.id) ?? usualStopRules.overSpeedPercent),
      ),
      openStops: open.count,
    }
  })
}

/** Seconds of speed and rejects where they are known, for a comparison's own rows. */
export function topLosses(rows: readonly ShiftFactsRow[], firm: FirmWords, max: number) {
  const sum = sums.sumOf(rows)
  const stops = reasonRows(sum.losses, firm, 0).map(({ name, seconds }) => ({ name, seconds }))
  const { output, time } = sum.elements
  const speed = output?.ideal ? (Number(time.production) - toNumber(output.ideal)) / 1_000_000 : 0
  return { stops: stops.slice(0, max), speed }
}
