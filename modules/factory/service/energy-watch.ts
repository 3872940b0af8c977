import { systemCaller } from '@ronghe/kit/auth'
import { emitEvent } from '@ronghe/kit/bus'
import type { Ctx, House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { dayWindow, localDay } from '../calendar/expand.ts'
import { timeZoneOf } from '../calendar/planned.ts'
import { millionthsOf } from '../energy/decimal.ts'
import { startEnergyDays } from '../energy/keep.ts'
import { validOn } from '../energy/tariff.ts'
import { meterById } from '../store/energy-meters.ts'
import { insertPass, isPassed, listTargets, type TargetRow } from '../store/energy-targets.ts'
import { energyIn } from './energy-sums.ts'

const roundMs = 60_000
const targetsMax = 10_000

/** Looks every minute whether a target of the present day or month has been passed, and tells it once. */
function startTargets(house: House): () => Promise<void> {
  return startRounds(house.log, {
    everyMs: roundMs,
    failed: 'energy targets not watched',
    round: () => watchTargets(house),
  })
}

/** Watches targets, and keeps what every day came to. */
export function startWatching(house: House): () => Promise<void> {
  const stops = [startTargets(house), startEnergyDays(house)]
  return async () => {
    for (const stop of stops) await stop()
  }
}

/** One round over all targets, each in a transaction of its own. */
export async function watchTargets(house: House): Promise<void> {
  const { rows } = await house.act(systemCaller, ({ sql }) =>
    listTargets(sql, 'zh', { pageSize: targetsMax }),
  )
  const groups = Map.groupBy(rows, (row) => `${row.meterId} ${row.period}`)
  for (const group of groups.values()) await house.act(systemCaller, (ctx) => watchOne(ctx, group))
}

/** `versions`: the targets of one meter and period. */
async function watchOne(ctx: Ctx, versions: readonly TargetRow[]): Promise<void> {
  const [first] = versions
  if (!first || first.period === 'piece') return
  const meter = await meterById(ctx.sql, 'zh', first.meterId)
  if (!meter) return
  const timeZone = await timeZoneOf(ctx.sql, meter.unitId)
  const now = ctx.now.getTime() * 1000
  const today = localDay(now, timeZone)
  const target = validOn(versions, today)
  const day = first.period === 'day' ? today : `${today.slice(0, 8)}01`
  if (!target || (await isPassed(ctx.sql, target.id, day))) return
  const window = { fromMicros: dayWindow(day, timeZone).fromMicros, toMicros: now }
  if (window.toMicros <= window.fromMicros) return
  const energy = await energyIn(ctx, meter, window, timeZone)
  // Milliwatt hours against millionths of a kilowatt hour: the same unit.
  if (BigInt(energy) <= millionthsOf(target.kwh)) return
  const { organisationId } = meter
  const kwh = energy / 1_000_000
  const pass = { targetId: target.id, meterId: meter.id, organisationId, day, kwh }
  if (!(await insertPass(ctx.sql, pass, ctx.now))) return
  const event = { ...pass, period: first.period, limitKwh: target.kwh }
  await emitEvent(ctx.sql, 'factory.energy.targetPassed', event, ctx.now, ctx.requestId)
  await ctx.notify({
    to: { organisationId, may: 'factory.write' },
    word: `factory.notice.target.${first.period}`,
    blanks: { meter: meter.name, day, kwh: kwh.toFixed(1), limit: target.kwh },
    link: `/factory/energy/meters/${meter.id}?tab=days`,
  })
  ctx.house.publish({ name: 'factory.energy', may: 'factory.read', organisationId }, { targetId: target.id })
}
