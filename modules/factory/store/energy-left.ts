import type { Sql } from '@ronghe/kit/db'
import { isPartial, keptSlots } from './energy-days.ts'

export type Left = { energy: number; days: number }
type Days = { fromDay: string; endDay: string }

/**
 * What the parts of a meter leave of it over whole local days from `fromDay` to before `endDay`, in milliwatt
 * hours: over the days in which all of them are known whole. It is what all days come to, less the few that
 * are not; null where there is no such day.
 */
export async function leftByDays(
  sql: Sql,
  meterId: string,
  partIds: readonly string[],
  asked: Days,
): Promise<Left | null> {
  const ids = [meterId, ...partIds]
  const known = await knownDays(sql, ids, asked)
  if (!known) return null
  const sums = await keptSlots(sql, ids, known, 'whole')
  const all = sums.reduce((sum, one) => sum + (one.meterId === meterId ? 1 : -1) * one.sum.energy, 0)
  const partly = await leftPartly(sql, meterId, ids, known)
  const days = (Date.parse(known.endDay) - Date.parse(known.fromDay)) / 86_400_000 - partly.days
  return days > 0 ? { energy: all - partly.energy, days } : null
}

/** The days of which all meters have a row; none where their days begin at different moments. */
async function knownDays(sql: Sql, ids: readonly string[], { fromDay, endDay }: Days): Promise<Days | null> {
  const [row] = await sql<{ fromDay: string; endDay: string; count: number; zones: number }[]>`
    select greatest(max(first.day), ${fromDay}::date)::text as "fromDay", count(*)::int as count,
      least(min(last.day) + 1, ${endDay}::date)::text as "endDay",
      count(distinct last.time_zone)::int as zones
    from unnest(${[...ids]}::text[]::uuid[]) id
    cross join lateral (select day from factory_energy_days where meter_id = id order by day limit 1) first
    cross join lateral (select day, time_zone from factory_energy_days where meter_id = id
      order by day desc limit 1) last`
  if (!row || row.count !== ids.length || row.zones !== 1 || row.fromDay >= row.endDay) return null
  return { fromDay: row.fromDay, endDay: row.endDay }
}

/** The same of the days that one of the meters does not know whole, and how many they are. */
async function leftPartly(
  sql: Sql,
  meterId: string,
  ids: readonly string[],
  { fromDay, endDay }: Days,
): Promise<Left> {
  const wanted = sql`d.meter_id = any (${[...ids]}::text[]::uuid[])`
  const [row] = await sql`
    select count(distinct day)::int as days,
      coalesce(sum(case when meter_id = ${meterId} then energy else -energy end), 0)::bigint as energy
    from factory_energy_days d where ${wanted} and day = any (array(
      select day from factory_energy_days d where ${wanted} and ${isPartial(sql)}
        and day >= ${fromDay}::date and day < ${endDay}::date))`
  return { energy: Number(row?.energy ?? 0), days: Number(row?.days ?? 0) }
}
