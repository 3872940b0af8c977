import type { Sql } from '@ronghe/kit/db'
import type { Hour } from '../energy/account.ts'
import type { Demand } from '../energy/demand.ts'
import { type TariffKind, tariffKinds } from '../energy/tariff.ts'
import { microsIn, timeOf } from './parts.ts'

/** Where a day was read: its points, the pieces they were thinned to, or both when they were still there. */
export type DaySource = 'points' | 'pieces' | 'kept'

/** What a day's pieces were made with; null cost where some of it has no price. */
export type Pieces = { count: number; energy: number; cost: bigint; unpriced: number }

/** One local day or month of a meter as it is kept. */
export type KeptSlot = {
  meterId: string
  /** The day, or the first of the month. */
  day: string
  sum: Hour
  demand: Demand | null
  /** Null where no pieces are counted. */
  pieces: Pieces | null
  days: number
  knownDays: number
  /** Days that were not summed from points. */
  coarseDays: number
  /** Of a day: where it was read, and whether it waits to be summed anew. */
  source: DaySource | null
  isWaiting: boolean
}

/** By day, by month, or all of it as one. */
type Grain = 'day' | 'month' | 'whole'
type Cell = bigint | string | number | boolean | null
type Row = Record<string, Cell> & Pick<KeptSlot, 'meterId' | 'day' | 'days' | 'source' | 'isWaiting'>

const sumColumns = ['covered_micros', 'energy', 'unpriced', 'unfactored', 'stateless', 'idle'] as const
const kindOf = (kind: TariffKind) => (kind === 'deepValley' ? 'deep_valley' : kind)
const energyColumns = tariffKinds.map((kind) => `energy_${kindOf(kind)}`)
const costColumns = [...tariffKinds.map((kind) => `cost_${kindOf(kind)}`), 'carbon']
const pieceColumns = ['pieces_energy', 'pieces_cost', 'pieces_unpriced'] as const
const wholes: readonly string[] = [...sumColumns, ...energyColumns, 'pieces_energy', 'pieces_unpriced']
const added = [...sumColumns, ...energyColumns, ...costColumns, ...pieceColumns]
const counted = ['days', 'known_days', 'coarse_days']
const demanded = ['demand_kilowatts', 'demand_at']
const columns = [...counted, ...added, ...demanded, 'pieces']
/** In the order in which days are summed up. */
const monthColumns = [...counted, 'starts_at', 'ends_at', ...added, ...demanded, 'pieces'].join(', ')

/** Sums of rows, named as the columns of months. */
const addedUp = [
  'min(starts_at) as starts_at, max(ends_at) as ends_at',
  ...added.map((name) => `sum(${name})${wholes.includes(name) ? '::bigint' : ''} as ${name}`),
  'max(demand_kilowatts) as demand_kilowatts',
  '(array_agg(demand_at order by demand_kilowatts desc nulls last, demand_at))[1] as demand_at',
  'sum(pieces) as pieces',
].join(', ')
/** Of rows of days. */
const summed = [
  'count(*)::int as days, count(*) filter (where covered_micros > 0)::int as known_days',
  "count(*) filter (where source <> 'points')::int as coarse_days",
  addedUp,
].join(', ')
/** Of rows that are sums already. */
const summedAgain = [...counted.map((name) => `sum(${name})::int as ${name}`), addedUp].join(', ')

/** A row read: whole numbers as text of bigint, exact ones as text. */
function read(sql: Sql) {
  const rest = columns.filter((name) => !demanded.includes(name)).join(', ')
  return sql`${sql.unsafe(rest)}, demand_kilowatts, source, is_waiting as "isWaiting", meter_id as "meterId",
    day::text, ${microsIn(sql, 'starts_at')} as begins, ${microsIn(sql, 'ends_at')} as until,
    ${microsIn(sql, 'demand_at')} as "demandFrom"`
}

/** Whole local days from `fromDay` to before `endDay`, without what was never summed. */
export async function keptSlots(
  sql: Sql,
  meterIds: readonly string[],
  { fromDay, endDay }: { fromDay: string; endDay: string },
  grain: Grain,
): Promise<KeptSlot[]> {
  // Months that are not whole lie before this day or in the last month; a whole one is not read day by day.
  const wholeFrom = fromDay.endsWith('-01') ? fromDay : nextMonth(fromDay)
  const wanted = sql`meter_id = any (${meterIds as string[]}::uuid[])`
  const ofDays = sql`from factory_energy_days where ${wanted} and source is not null
    and day >= ${fromDay}::date and day < ${endDay}::date`
  const slots =
    grain === 'day'
      ? sql`select *, 1 as days, (covered_micros > 0)::int as known_days,
          (source <> 'points')::int as coarse_days, asked <> answered as is_waiting ${ofDays}`
      : sql`select meter_id, day, ${sql.unsafe(monthColumns)}, null as source, false as is_waiting
          from factory_energy_months where ${wanted} and day >= ${fromDay}::date
            and (day + interval '1 month')::date <= ${endDay}::date
        union all select meter_id, date_trunc('month', day)::date, ${sql.unsafe(summed)}, null, false
          ${ofDays}
          and (day < ${wholeFrom}::date or day >= ${`${endDay.slice(0, 7)}-01`}::date)
        group by meter_id, date_trunc('month', day)`
  const asked =
    grain === 'whole'
      ? sql`select meter_id, min(day) as day, ${sql.unsafe(summedAgain)}, null as source,
          false as is_waiting from (${slots}) parts group by meter_id`
      : slots
  const rows = await sql<Row[]>`select ${read(sql)} from (${asked}) slots order by meter_id, day`
  return rows.map(slotOf)
}

/** The first day of the month after a day. */
export function nextMonth(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)).toISOString().slice(0, 10)
}

function slotOf(row: Row): KeptSlot {
  const number = (name: string) => Number(row[name] ?? 0)
  const exact = (name: string) => BigInt((row[name] ?? 0) as bigint | string)
  const byKind: Hour['byKind'] = {}
  const costByKind: Hour['costByKind'] = {}
  let cost = 0n
  for (const kind of tariffKinds) {
    const energy = number(`energy_${kindOf(kind)}`)
    const price = exact(`cost_${kindOf(kind)}`)
    if (energy === 0 && price === 0n) continue
    byKind[kind] = energy
    costByKind[kind] = price
    cost += price
  }
  const [energy, unpriced] = [number('pieces_energy'), number('pieces_unpriced')]
  return {
    ...{ meterId: row.meterId, day: row.day, days: row.days, source: row.source, isWaiting: row.isWaiting },
    ...{ knownDays: number('known_days'), coarseDays: number('coarse_days') },
    sum: {
      ...{ fromMicros: number('begins'), toMicros: number('until'), coveredMicros: number('covered_micros') },
      ...{ energy: number('energy'), unpriced: number('unpriced'), unfactored: number('unfactored') },
      ...{ stateless: number('stateless'), idle: number('idle'), byKind, costByKind, cost },
      carbon: exact('carbon'),
    },
    demand:
      row.demand_kilowatts === null
        ? null
        : { kilowatts: number('demand_kilowatts'), fromMicros: number('demandFrom') },
    pieces:
      row.pieces === null ? null : { count: number('pieces'), energy, unpriced, cost: exact('pieces_cost') },
  }
}

/** How many days of meters wait to be summed. */
export async function countWaiting(
  sql: Sql,
  meterIds: readonly string[],
  { fromDay, endDay }: { fromDay: string; endDay: string },
): Promise<number> {
  const [row] = await sql`select count(*)::int as count from factory_energy_days
    where asked <> answered and meter_id = any (${meterIds as string[]}::uuid[])
      and day >= ${fromDay}::date and day < ${endDay}::date`
  return Number(row?.count ?? 0)
}

export type WaitingDay = {
  meterId: string
  day: string
  timeZone: string
  fromMicros: number
  toMicros: number
  asked: number
  source: DaySource | null
  coveredMicros: number
}

/** Days that wait, the newest of each meter first. */
export async function waitingDays(sql: Sql, limit: number): Promise<WaitingDay[]> {
  const rows = await sql<(Record<'f' | 't' | 'covered', bigint> & WaitingDay)[]>`
    select meter_id as "meterId", day::text, time_zone as "timeZone", ${microsIn(sql, 'starts_at')} as f,
      ${microsIn(sql, 'ends_at')} as t, asked, source, covered_micros as covered
    from factory_energy_days d where asked <> answered
      and exists (select 1 from factory_energy_meters m where m.id = d.meter_id and m.retired_at is null)
    order by meter_id, day desc limit ${limit}`
  return rows.map(({ f, t, covered, ...row }) => ({
    ...row,
    ...{ fromMicros: Number(f), toMicros: Number(t), coveredMicros: Number(covered) },
  }))
}

export type SummedDay = {
  day: string
  asked: number
  source: DaySource
  sum: Hour
  demand: Demand | null
  pieces: number | null
}

/** Keeps days of a meter as summed, and the months they are in. A day kept as it was only stops waiting. */
export async function keepDays(sql: Sql, meterId: string, days: readonly SummedDay[]): Promise<void> {
  const list = JSON.stringify(days.map(valuesOf))
  const set = (names: readonly string[], type: string) =>
    names.map((name) => `${name} = (r->>'${name}')::${type}`).join(', ')
  await sql`update factory_energy_days d set answered = (r->>'asked')::integer, source = r->>'source'
    from jsonb_array_elements(${list}::text::jsonb) r
    where d.meter_id = ${meterId} and d.day = (r->>'day')::date`
  await sql`update factory_energy_days d set ${sql.unsafe(set(wholes, 'bigint'))},
      ${sql.unsafe(set([...costColumns, 'pieces_cost', 'pieces'], 'numeric'))},
      demand_kilowatts = (r->>'demand_kilowatts')::double precision,
      demand_at = timestamptz 'epoch' + (r->>'demand_at')::bigint * interval '1 microsecond'
    from jsonb_array_elements(${list}::text::jsonb) r
    where d.meter_id = ${meterId} and d.day = (r->>'day')::date and r->>'source' <> 'kept'`
  await keepMonths(sql, meterId, [...new Set(days.map(({ day }) => `${day.slice(0, 7)}-01`))])
}

/** Sums up the days that are kept of months, each named by its first day. */
export async function keepMonths(sql: Sql, meterId: string, months: readonly string[]): Promise<void> {
  await sql`delete from factory_energy_months where meter_id = ${meterId}
    and day = any (${[...months]}::text[]::date[])`
  await sql`insert into factory_energy_months (meter_id, organisation_id, day, ${sql.unsafe(monthColumns)})
    select meter_id, organisation_id, month, ${sql.unsafe(monthColumns)}
    from (select meter_id, organisation_id, date_trunc('month', day)::date as month, ${sql.unsafe(summed)}
      from factory_energy_days where meter_id = ${meterId} and source is not null
        and date_trunc('month', day)::date = any (${[...months]}::text[]::date[])
      group by 1, 2, 3) sums`
}

function valuesOf({ day, asked, source, sum, demand, pieces }: SummedDay): Record<string, unknown> {
  const kinds = tariffKinds.flatMap((kind): [string, unknown][] => [
    [`energy_${kindOf(kind)}`, sum.byKind[kind] ?? 0],
    [`cost_${kindOf(kind)}`, String(sum.costByKind[kind] ?? 0n)],
  ])
  const made = pieces === null ? { energy: 0, cost: 0n, unpriced: 0 } : sum
  return {
    ...{ day, asked, source, covered_micros: sum.coveredMicros, energy: sum.energy, idle: sum.idle },
    ...{ unpriced: sum.unpriced, unfactored: sum.unfactored, stateless: sum.stateless },
    ...{ ...Object.fromEntries(kinds), carbon: String(sum.carbon), pieces },
    ...{ pieces_energy: made.energy, pieces_cost: String(made.cost), pieces_unpriced: made.unpriced },
    ...{ demand_kilowatts: demand?.kilowatts ?? null, demand_at: demand?.fromMicros ?? null },
  }
}

/** Meters that count, with the last day there is a row of. */
export async function metersToKeep(sql: Sql) {
  return sql<
    { id: string; unitId: string; tagId: string; lastDay: string | null; timeZone: string | null }[]
  >`select m.id, m.unit_id as "unitId", m.tag_id as "tagId", last.day::text as "lastDay",
      last.time_zone as "timeZone"
    from factory_energy_meters m left join lateral (select day, time_zone from factory_energy_days d
      where d.meter_id = m.id order by day desc limit 1) last on true
    where m.retired_at is null order by m.id`
}

/** Rows for the days of a meter from one to another, both included; they wait to be summed. */
export async function addDays(
  sql: Sql,
  meterId: string,
  { fromDay, toDay, timeZone }: { fromDay: string; toDay: string; timeZone: string },
): Promise<void> {
  await sql`insert into factory_energy_days (meter_id, organisation_id, day, time_zone, starts_at, ends_at)
    select m.id, m.organisation_id, one::date, ${timeZone}, one at time zone ${timeZone},
      (one + interval '1 day') at time zone ${timeZone}
    from factory_energy_meters m,
      generate_series(${fromDay}::timestamp, ${toDay}::timestamp, interval '1 day') one
    where m.id = ${meterId} on conflict do nothing`
}

/** Forgets all days of a meter: it reads otherwise now, or its days begin at other moments. */
export async function dropDays(sql: Sql, meterId: string): Promise<void> {
  await sql`delete from factory_energy_days where meter_id = ${meterId}`
  await sql`delete from factory_energy_months where meter_id = ${meterId}`
}

/** Readings of signals came: days that may end with them wait again, and days before the first are added. */
export async function askDaysOfTags(
  sql: Sql,
  news: readonly { tagId: string; fromMicros: number }[],
): Promise<void> {
  const list = JSON.stringify(news.map(({ tagId, fromMicros }) => [tagId, fromMicros]))
  const given = sql`(select m.id, m.organisation_id, timestamptz 'epoch'
      + (r->>1)::bigint * interval '1 microsecond' as at
    from jsonb_array_elements(${list}::text::jsonb) r
    join factory_energy_meters m on m.tag_id = (r->>0)::uuid and m.retired_at is null)`
  // A counter's next reading tells what it grew until a day's end, and until the end of days not known whole.
  await sql`update factory_energy_days d set asked = asked + 1 from ${given} news
    where d.meter_id = news.id and d.day >= (news.at at time zone 'UTC')::date - 400
      and (d.ends_at > news.at - interval '1 day' or ${isPartial(sql)})`
  await sql`insert into factory_energy_days (meter_id, organisation_id, day, time_zone, starts_at, ends_at)
    select news.id, news.organisation_id, one::date, first.time_zone, one at time zone first.time_zone,
      (one + interval '1 day') at time zone first.time_zone
    from ${given} news
    join lateral (select day, time_zone, starts_at from factory_energy_days d where d.meter_id = news.id
      order by day limit 1) first on news.at < first.starts_at,
      generate_series((news.at at time zone first.time_zone)::date::timestamp,
        first.day::timestamp - interval '1 day', interval '1 day') one
    on conflict do nothing`
}

/** States or pieces of a machine changed in a stretch: days of the meters that feed it wait again. */
export async function askDaysOfMachine(
  sql: Sql,
  equipmentId: string,
  fromMicros: number,
  toMicros: number,
): Promise<void> {
  await sql`update factory_energy_days d set asked = asked + 1 from factory_energy_meters m
    where m.id = d.meter_id and m.retired_at is null and d.ends_at > ${timeOf(sql, fromMicros)}
      and d.starts_at < ${timeOf(sql, toMicros)} and (m.equipment_id = ${equipmentId} or m.tag_id in (
        select id from factory_tags t where t.equipment_id = ${equipmentId}))`
}

/**
 * Days that are not known whole wait again: those that ended lately, whose next reading may still come, and
 * those just before days of a meter that were summed, since a counter's reading in these tells of them.
 */
export async function askPartialDays(sql: Sql, since: Date): Promise<void> {
  await sql`update factory_energy_days d set asked = asked + 1
    where ends_at > ${since} and asked = answered and ${isPartial(sql)}`
}
export async function askDaysBefore(sql: Sql, meterId: string, day: string): Promise<void> {
  await sql`update factory_energy_days d set asked = asked + 1
    where meter_id = ${meterId} and day < ${day}::date and asked = answered and ${isPartial(sql)}
      and day > coalesce((select max(day) from factory_energy_days whole where whole.meter_id = ${meterId}
        and whole.day < ${day}::date and whole.covered_micros > 0), ${day}::date - 400) - 1`
}

/** Of a day `d`: it is not known whole. */
export function isPartial(sql: Sql) {
  return sql`d.covered_micros < extract(epoch from d.ends_at - d.starts_at) * 1000000`
}

/** Prices or factors of a firm changed from a day on. */
export async function askDaysOfFirm(sql: Sql, organisationId: string, fromDay: string): Promise<void> {
  await sql`update factory_energy_days set asked = asked + 1
    where organisation_id = ${organisationId} and day >= ${fromDay}::date`
}
