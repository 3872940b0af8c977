import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import { shiftsIn, timeZoneOf } from '../calendar/planned.ts'
import type { AlarmRouteBody } from '../contract/alarm-routing.ts'
import * as store from '../store/alarm-routes.ts'
import { unitChain } from '../store/calendar.ts'
import { dueLevels, minuteOfDay, type Waiting } from './routing.ts'

type Person = { personId: string; name: string; roleCode: string }
type Told = { at: Date; place: Place }
type Place = { units: string[]; shifts: string[]; crews: string[]; timeZone: string }

/** Tells people of announcements that wait, level by level; once each, whatever happens in between. */
export async function callPeople(house: House): Promise<void> {
  const owners = await house.act(systemCaller, ({ sql }) => store.organisationsWaiting(sql))
  for (const organisationId of owners) {
    // Acting for the firm, so that its members are those that are read.
    await house.act({ ...systemCaller, organisationId }, (ctx) => callOf(ctx, organisationId))
  }
}

async function callOf(ctx: Ctx, organisationId: string): Promise<void> {
  const routes = await store.routesOf(ctx.sql, organisationId)
  const [first] = routes
  if (!first) return
  const waiting = await store.waitingAlarms(ctx.sql, organisationId, first.createdAt)
  if (waiting.length === 0) return
  const told = await store.toldLevels(
    ctx.sql,
    waiting.map((one) => one.id),
  )
  const places = new Map<string, Place>()
  let people: Person[] | null = null
  for (const alarm of waiting) {
    const place = places.get(alarm.unitId) ?? (await placeOf(ctx, alarm.unitId))
    places.set(alarm.unitId, place)
    for (const route of routes) {
      // What was announced before the route was made is not told anew: the list has it.
      if (alarm.announcedAt < route.createdAt) continue
      const done = new Set(
        told.filter((one) => one.alarmId === alarm.id && one.routeId === route.id).map((one) => one.level),
      )
      for (const level of levelsOf(route.body, alarm, { at: ctx.now, place }, done)) {
        people ??= await membersOf(ctx)
        await tell(ctx, alarm, route, level, people)
      }
    }
  }
}

function levelsOf(
  route: AlarmRouteBody,
  alarm: store.WaitingRow,
  { at, place }: Told,
  done: Set<number>,
): number[] {
  const waiting: Waiting = { rank: alarm.rank, announcedMs: alarm.announcedAt.getTime(), ...place }
  return dueLevels(route, waiting, done, at.getTime(), minuteOfDay(at, place.timeZone))
}

async function placeOf(ctx: Ctx, unitId: string): Promise<Place> {
  const now = ctx.now.getTime() * 1000
  const working = await shiftsIn(ctx.sql, unitId, { fromMicros: now, toMicros: now + 1 })
  return {
    units: await unitChain(ctx.sql, unitId),
    shifts: working.map((shift) => shift.name),
    crews: working.flatMap((shift) => shift.crew ?? []),
    timeZone: await timeZoneOf(ctx.sql, unitId),
  }
}

async function membersOf(ctx: Ctx): Promise<Person[]> {
  const { rows } = await ctx.read(registry).members({ query: { pageSize: 1000 } })
  return rows.map(({ personId, name, roleCode }) => ({ personId, name, roleCode }))
}

async function tell(
  ctx: Ctx,
  alarm: store.WaitingRow,
  route: store.RouteRow,
  level: number,
  people: readonly Person[],
): Promise<void> {
  const { roles = [], personIds = [] } = route.body.levels[level - 1] ?? {}
  const whom = people.filter(
    ({ personId, roleCode }) => personIds.includes(personId) || roles.includes(roleCode),
  )
  const one = { organisationId: alarm.organisationId, alarmId: alarm.id, routeId: route.id, level }
  for (const { personId, name } of whom) {
    await store.insertCall(ctx.sql, { ...one, id: ctx.newId(), personId, personName: name }, ctx.now)
  }
  // A level that finds nobody is noted too, so that it is seen and not tried again.
  if (whom.length === 0)
    return store.insertCall(ctx.sql, { ...one, id: ctx.newId(), personId: null, personName: null }, ctx.now)
  await ctx.notify({
    to: { people: whom.map(({ personId }) => personId) },
    word: wordOf(level === 1 ? 'alarm' : 'alarmEscalated'),
    blanks: { alarm: `${alarm.code} ${alarm.name}`, machine: alarm.machine, level: String(level) },
    link: `/factory/alarms/${alarm.id}`,
  })
}

/** Subject and text stand below it. */
function wordOf(notice: 'alarm' | 'alarmEscalated'): string {
  return `factory.notice.${notice}`
}
