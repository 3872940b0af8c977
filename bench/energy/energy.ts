import { as, clockAt, factoryHouse, keepMonths, makeMachine, unitId } from '@ronghe/factory/testing'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { milliseconds } from '../firms.ts'
import type { Row } from '../results.ts'

export type Size = { machines: number; years: number; rounds: number }
export const large: Size = { machines: 100, years: 10, rounds: 7 }
export const tiny: Size = { machines: 2, years: 1, rounds: 1 }

const lastDay = '2025-12-31'
const endMicros = Date.parse('2025-12-31T16:00:00Z') * 1000
const sums = 'covered_micros, energy, idle, energy_peak, energy_valley, cost_peak, cost_valley'

/**
 * Energy of a plant over years from the days that are kept, as the page asks it, beside a program that adds
 * up every day.
 */
export async function runEnergy(size: Size): Promise<Row[]> {
  const house = await factoryHouse({ start: false, clock: clockAt(endMicros + 86_400_000_000) })
  try {
    const conditions = await fill(house, size)
    const a = await as(house, 'a')
    const from = `${2026 - size.years}-01-01T00:00:00+08:00`
    const query = { from: new Date(from).toISOString(), to: new Date(endMicros / 1000).toISOString() }
    const meterId = (await a.energyMeters({ query: { q: 'main' } })).rows[0]?.id ?? ''
    const shared = { engine: 'energy', unit: 'ms', conditions }
    let [ours, theirs] = [0, 0]
    const overview = await middle(size.rounds, async () => {
      ours = (await a.energyOverview({ query })).energy.value ?? 0
    })
    const naive = await middle(size.rounds, async () => {
      theirs = await everyDay(house, meterId)
    })
    if (Math.round(ours * 1_000_000) !== theirs) throw new Error(`${ours} kWh, and day by day ${theirs} mWh`)
    const report = await middle(size.rounds, () => a.energyReport({ params: { meterId }, query }))
    const sheet = await middle(size.rounds, () => a.energySums({ query }))
    return [
      {
        ...{ ...shared, name: 'energy page of the plant', value: overview, ratio: naive / overview },
        peer: { name: 'naive: all days read and added up', value: naive },
      },
      { ...shared, name: 'page of one meter', value: report, peer: null, ratio: null },
      { ...shared, name: 'table of all meters', value: sheet, peer: null, ratio: null },
    ]
  } finally {
    await house.close()
  }
}

/** The middle of several times, the first of all not counted. */
async function middle(rounds: number, work: () => Promise<unknown>): Promise<number> {
  await work()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push(await milliseconds(work))
  return times.sort((left, right) => left - right)[Math.floor(rounds / 2)] ?? 0
}

/** A main meter and one of each machine, with kept days; of every fiftieth a part is unknown. */
async function fill(house: TestHouse, { machines, years }: Size): Promise<string> {
  const tags = Array.from({ length: machines + 1 }, (_, index) => ({ name: `e${index}` }))
  const { tags: ids, machine } = await makeMachine(house.house, { code: 'M', tags })
  const site = await unitId(house.house, 'firm-a', 'S1')
  const a = await as(house, 'a')
  const read = { unitId: site, reading: 'counter' as const, measuredIn: 'kWh' as const }
  const { id: parentId } = await a.addEnergyMeter({ body: { ...read, name: 'main', tagId: ids.e0 ?? '' } })
  const meters = [parentId]
  for (let index = 1; index <= machines; index++) {
    const fed = { ...read, name: `machine ${index}`, equipmentId: machine.id, parentId }
    meters.push((await a.addEnergyMeter({ body: { ...fed, tagId: ids[`e${index}`] ?? '' } })).id)
  }
  for (const meterId of meters)
    await house.house.act(systemCaller, async ({ sql }) => {
      const scale = meterId === parentId ? machines * 1.05 : 1
      const days = await sql<{ month: string }[]>`insert into factory_energy_days (meter_id, organisation_id,
          day, time_zone, starts_at, ends_at, asked, answered, source, ${sql.unsafe(sums)})
        select ${meterId}, ${machine.organisationId}, d::date, 'Asia/Shanghai',
          d at time zone 'Asia/Shanghai', (d + interval '1 day') at time zone 'Asia/Shanghai', 1, 1, 'points',
          case when extract(doy from d)::int % 50 = 0 then 80000000000 else 86400000000 end,
          e, e / 10, e / 2, e - e / 2, e::numeric * 90000000, e::numeric * 30000000
        from generate_series((${lastDay}::date - make_interval(years => ${years}) + interval '1 day'),
            ${lastDay}::timestamp, interval '1 day') d,
          lateral (select (100000000 * ${scale}::float8 * (1 + extract(doy from d)::int % 7))::bigint as e) f
        returning date_trunc('month', day)::date::text as month`
      await keepMonths(sql, meterId, [...new Set(days.map(({ month }) => month))])
    })
  await house.house.act(systemCaller, async ({ sql }) => {
    for (const table of ['factory_energy_days', 'factory_energy_months']) await sql`analyze ${sql(table)}`
  })
  return `${machines} machines with a meter each below a main meter, ${years} years of kept days`
}

async function everyDay(house: TestHouse, meterId: string): Promise<number> {
  const rows = await house.house.act(
    systemCaller,
    ({ sql }) => sql`select meter_id, day, ${sql.unsafe(sums)} from factory_energy_days`,
  )
  return rows.reduce((sum, row) => sum + (row.meter_id === meterId ? Number(row.energy) : 0), 0)
}
