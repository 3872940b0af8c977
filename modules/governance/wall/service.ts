import { assess } from '@ronghe/assess/contract'
import { holds } from '@ronghe/kit/auth'
import type { Figure } from '@ronghe/kit/contract'
import { elevated, regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { dayIn, regionZone } from '@ronghe/kit/working-days'
import { registry } from '@ronghe/registry/contract'
import type { governance } from '../contract.ts'
import { goalFigures, readsOf } from '../figures.ts'
import { type CityTarget, cityReachedDays, cityTargets } from '../indicators/store.ts'
import type { GoalRow } from '../rows.ts'
import { listGoals, tilesByRegion } from '../store.ts'
import { listItems } from '../supervision/store/items.ts'
import { rulesOf } from '../supervision/store/trail.ts'
import { goalLight } from './light.ts'
import * as store from './store.ts'

const itemsMax = 12
const movesMax = 12
const percentUnit = 'P1'

/** What is looked at: the region or a city of it, in a year. */
type View = { code: string; isCity: boolean; year: number; isNow: boolean; today: string }

/** The target wall: what the region’s leaders ask at a glance, each number with the way to its proof. */
export const wall: Pick<Service<typeof governance>, 'wall'> = {
  async wall(ctx, { query }) {
    const divisions = (await ctx.read(registry).regions({})).rows
    const { region, sample } = await ctx.read(registry).me({})
    const here = divisions.find((one) => one.code === (query.region ?? region?.code))
    if (!here || here.level === 'county' || !region) throw new Fault('governance.region.unknown')
    const today = dayIn(ctx.now, regionZone)
    const thisYear = Number(today.slice(0, 4))
    const year = query.year ?? thisYear
    const view = { code: here.code, isCity: here.level === 'city', year, isNow: year === thisYear, today }
    const tiles = await tilesByRegion(ctx.sql)
    const lights = await elevated(ctx.sql, ctx.caller, () => store.lightCounts(ctx.sql))
    const cities = divisions.filter((one) => one.parentCode === region.code)
    const years = await store.yearsOf(ctx.sql)
    return {
      ...{ code: here.code, nameZh: here.nameZh, nameEn: here.nameEn },
      ...{ isCity: view.isCity, isSample: sample },
      ...{ at: ctx.now.toISOString(), year, years: years.includes(thisYear) ? years : [thisYear, ...years] },
      goals: await goalsOf(ctx, view),
      cities: cities.map(({ code, nameZh, nameEn }) => ({
        ...{ code, nameZh, nameEn, tiles: tiles.get(code) ?? [] },
        lights: sumOf(lights.filter((one) => one.regionCode === code)),
      })),
      lights: sumOf(view.isCity ? lights.filter((one) => one.regionCode === here.code) : lights),
      items: await itemsOf(ctx),
      movements: await movementsOf(ctx, view),
    }
  },
}

function sumOf(counts: readonly store.LightCount[]) {
  const lights = { green: 0, yellow: 0, red: 0 }
  for (const { light, parts } of counts) lights[light] += parts
  return lights
}

async function goalsOf(ctx: Ctx, view: View) {
  const goals = await goalsFor(ctx, view)
  const reads = await readsOf(ctx, view.code)
  const courses = await store.coursesOf(ctx.sql, view.isCity ? view.code : null, view.year)
  const inCities = {
    figures: view.isCity ? [] : await store.citiesIn(ctx.sql, view.year),
    targets: view.isCity ? [] : await cityTargets(ctx.sql, null),
    reached: await cityReachedDays(ctx.sql),
    before: view.isCity ? [] : await store.citiesBefore(ctx.sql, trendFrom(view)),
  }
  const reached = view.isCity ? await cityReachedDays(ctx.sql) : await store.reachedDays(ctx.sql)
  const { goalWarnPercent } = await rulesOf(ctx.sql)
  const shown = []
  for (const goal of goals) {
    const course = courses.filter((one) => one.goalKey === goal.key)
    const figures = view.isNow ? await goalFigures(ctx, goal, reads) : keptFigures(goal, course.at(-1))
    const lit = litBy(goal, figures, {
      view,
      reachedOn: reached.get(reachedKey(goal, view)) ?? null,
      goalWarnPercent,
    })
    shown.push({
      ...{ key: goal.key, titleZh: goal.titleZh, titleEn: goal.titleEn, dueOn: goal.dueOn },
      unit: ctx.caller.locale === 'zh' ? goal.unitZh : goal.unitEn,
      isRate: goal.unitCode === percentUnit,
      target: goal.target,
      evidenced: figures.evidenced,
      declared: figures.declared,
      light: lit.light,
      lightReason: lit.reason,
      course: course.map(({ day, evidenced, declared }) => ({ day, evidenced, declared })),
      cities: view.isCity ? [] : citiesOf(goal, { ...inCities, view, goalWarnPercent }),
    })
  }
  return shown
}

type InCities = {
  figures: Awaited<ReturnType<typeof store.citiesIn>>
  targets: CityTarget[]
  reached: Map<string, string>
  before: Awaited<ReturnType<typeof store.citiesBefore>>
  view: View
  goalWarnPercent: number
}

/** Every city with a figure or a target of its own: its light, and how the figure moved (G25). */
function citiesOf(goal: GoalRow, of: InCities) {
  const ofGoal = <T extends { goalKey: string }>(list: readonly T[]) =>
    list.filter((one) => one.goalKey === goal.key)
  const codes = new Set([...ofGoal(of.figures), ...ofGoal(of.targets)].map((one) => one.regionCode))
  return [...codes].toSorted().map((code) => {
    const here = <T extends { goalKey: string; regionCode: string }>(list: readonly T[]) =>
      ofGoal(list).find((one) => one.regionCode === code)
    const { evidenced = null, declared = null } = here(of.figures) ?? {}
    const own = here(of.targets)
    const value = evidenced ?? declared
    const earlier = here(of.before)
    const before = earlier ? (earlier.evidenced ?? earlier.declared) : null
    const figures = { evidenced: { value: evidenced }, declared: { value: declared } }
    const reachedOn = of.reached.get(`${goal.key} ${code}`) ?? null
    const lit = own
      ? litBy({ ...goal, target: own.target, dueOn: own.dueOn, baseValue: null }, figures, {
          ...of,
          reachedOn,
        })
      : null
    return {
      ...{ code, evidenced, declared, target: own?.target ?? null, light: lit?.light ?? null },
      change: value === null || before === null ? null : Math.round((value - before) * 100) / 100,
    }
  })
}

/** Thirty days before the day that is looked at. */
function trendFrom({ isNow, today, year }: View): string {
  const at = Date.parse(isNow ? today : `${year}-12-31`)
  return new Date(at - 30 * 86_400_000).toISOString().slice(0, 10)
}

/** The plan’s targets are the region’s; a city has its own, and figures without a light where it has none. */
async function goalsFor(ctx: Ctx, view: View): Promise<GoalRow[]> {
  const goals = await listGoals(ctx.sql, null)
  if (!view.isCity) return goals
  const targets = (await cityTargets(ctx.sql, null)).filter((one) => one.regionCode === view.code)
  return goals.map((goal) => {
    const own = targets.find((one) => one.goalKey === goal.key)
    return { ...goal, target: own?.target ?? null, dueOn: own?.dueOn ?? goal.dueOn, baseValue: null }
  })
}

function reachedKey({ key }: GoalRow, view: View): string {
  return view.isCity ? `${key} ${view.code}` : key
}

function litBy(
  goal: GoalRow,
  { evidenced, declared }: { evidenced: { value: number | null }; declared: { value: number | null } },
  more: { view: View; reachedOn: string | null; goalWarnPercent: number },
) {
  const { view, reachedOn, goalWarnPercent } = more
  const { direction, baseValue, baseOn, dueOn } = goal
  const lastDay = `${view.year}-12-31`
  return goalLight(
    {
      value: evidenced.value ?? declared.value,
      target: goal.target,
      ...{ direction, dueOn, reachedOn },
      base: baseValue === null || baseOn === null ? null : { value: baseValue, on: baseOn },
      today: view.isNow ? view.today : lastDay,
    },
    goalWarnPercent,
  )
}

/** The figures of a past year: the last that was kept in it. */
function keptFigures(goal: GoalRow, last: store.KeptFigure | undefined) {
  const at = `${last?.day ?? goal.dueOn}T00:00:00.000Z`
  const proof = `/governance/goals/${goal.key}`
  const figure = (value: number | null, basis: Figure['basis']): Figure => {
    const about = { unit: goal.unitCode ?? '', at, basis, proof }
    return value === null ? { ...about, value, reason: 'governance.reason.notKept' } : { ...about, value }
  }
  return {
    evidenced: figure(last?.evidenced ?? null, 'evidenced'),
    declared: figure(last?.declared ?? null, 'declared'),
  }
}

/** Red before yellow, for those who may read items; row-level security decides which. */
async function itemsOf(ctx: Ctx) {
  if (!holds(ctx.caller, 'governance.read')) return []
  const red = await listItems(ctx.sql, { light: 'red', state: 'running', pageSize: itemsMax }, null)
  const left = itemsMax - red.rows.length
  const yellow =
    left > 0 ? await listItems(ctx.sql, { light: 'yellow', state: 'running', pageSize: left }, null) : null
  return [...red.rows, ...(yellow?.rows ?? [])].map((one) => ({
    ...{ id: one.id, number: one.number, light: one.light as 'red', dueOn: one.dueOn },
    ...{ titleZh: one.title, titleEn: one.titleEn },
    ...{ leadZh: one.leadZh, leadEn: one.leadEn },
  }))
}

async function movementsOf(ctx: Ctx, view: View) {
  const { code, isCity, year } = view
  const prefix = regionPrefix(code)
  const figures = await store.figureMoves(ctx.sql, isCity ? code : null, year, movesMax)
  const certificates = (await ctx.read(assess).certificates({ query: { pageSize: 50 } })).rows
  const items = holds(ctx.caller, 'governance.read') ? await store.itemMoves(ctx.sql, year, movesMax) : []
  const funds = isCity
    ? []
    : await elevated(ctx.sql, ctx.caller, () => store.fundMoves(ctx.sql, year, movesMax))
  const all = [
    ...figures.map((one) => ({
      ...{ at: `${one.day}T00:00:00.000Z`, kind: 'figure' as const, detail: `${one.before} → ${one.after}` },
      ...{ titleZh: one.titleZh, titleEn: one.titleEn, link: `/governance/goals/${one.goalKey}` },
    })),
    ...certificates
      .filter((one) => one.regionCode.startsWith(prefix) && one.issuedOn.startsWith(String(year)))
      .map((one) => ({
        ...{ at: `${one.issuedOn}T00:00:00.000Z`, kind: 'certificate' as const, detail: one.holder },
        ...{ titleZh: one.nameZh, titleEn: one.nameEn, link: `/assess/certificates/${one.number}` },
      })),
    ...items.map((one) => ({
      ...{ at: one.at.toISOString(), kind: 'item' as const, detail: ctx.t(`governance.event.${one.action}`) },
      ...{ titleZh: one.title, titleEn: one.titleEn, link: `/governance/items/${one.itemId}` },
    })),
    ...funds.map((one) => ({
      ...{ at: one.at.toISOString(), kind: 'fund' as const, detail: String(one.grants) },
      ...{ titleZh: one.titleZh, titleEn: one.titleEn, link: `/governance/programmes/${one.programmeId}` },
    })),
  ]
  return all.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, movesMax)
}
