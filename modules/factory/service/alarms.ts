import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import { bindBody } from '../alarms/bind.ts'
import { conditionLine } from '../alarms/body.ts'
import { type AlarmBody, priorities } from '../contract/alarm-shapes.ts'
import type { factory } from '../contract.ts'
import { isoOf } from '../micros.ts'
import * as actions from '../store/alarm-actions.ts'
import { versionBody } from '../store/alarm-definitions.ts'
import * as lists from '../store/alarm-lists.ts'
import { tagsOfMachine } from '../store/tags.ts'
import { withBursts } from './alarm-groups.ts'
import { chattererIds, countedIds } from './alarm-statistics.ts'

type Routes = Pick<
  Service<typeof factory>,
  'currentAlarms' | 'alarmSummary' | 'alarms' | 'oneAlarm' | 'alarmWatches' | 'watchActions'
>
type Priority = (typeof priorities)[number]
type State = Awaited<ReturnType<Routes['oneAlarm']>>['alarm']['state']
type Kind = AlarmBody['kind']

const actionsMax = 200

export const alarms: Routes = {
  async currentAlarms(ctx, { query }) {
    const { rows, total } = await lists.listCurrent(ctx.sql, ctx.caller.locale, filterOf(query), ctx.now)
    return {
      total,
      rows: (await withBursts(ctx, rows)).map((row) => ({
        ...shownAlarm(row),
        unacknowledgedCount: Number(row.unacknowledgedCount),
        response: row.response,
      })),
    }
  },

  async alarmSummary(ctx, { query }) {
    const counted = await lists.countCurrent(ctx.sql, query)
    const quiet = await lists.countQuiet(ctx.sql, query)
    return {
      unacknowledged: Object.fromEntries(
        priorities.map((priority, index) => [
          priority,
          Number(counted.find((row) => row.rank === index + 1)?.unacknowledged ?? 0),
        ]),
      ),
      active: counted.reduce((sum, row) => sum + Number(row.active), 0),
      shelved: Number(quiet.shelved),
      suppressedByDesign: Number(quiet.suppressedByDesign),
      outOfService: Number(quiet.outOfService),
      missing: Number(quiet.missing),
    }
  },

  async alarms(ctx, { query }) {
    const { from, to, fromDay, toDay, activeAt, counted, ...rest } = query
    const begins = [from, fromDay && startOfDay(fromDay, 0)].flatMap((at) => (at ? [Date.parse(at)] : []))
    const ends = [to, toDay && startOfDay(toDay, 1)].flatMap((at) => (at ? [Date.parse(at)] : []))
    const filter = {
      ...filterOf(rest),
      ...(activeAt ? { activeAt: new Date(activeAt) } : {}),
      ...(counted ? { ids: await countedIds(ctx, query, counted) } : {}),
      // What is stale may have begun before the span.
      ...(begins.length > 0 && counted !== 'stale' ? { from: new Date(Math.max(...begins)) } : {}),
      ...(ends.length > 0 ? { to: new Date(Math.min(...ends)) } : {}),
    }
    const { rows, total } = await lists.listAlarms(ctx.sql, ctx.caller.locale, filter, ctx.now)
    return { total, rows: (await withBursts(ctx, rows)).map(shownAlarm) }
  },

  async oneAlarm(ctx, { params }) {
    const row = await lists.alarmById(ctx.sql, ctx.caller.locale, params.alarmId, ctx.now)
    if (!row) throw new Fault('kit.notFound')
    const body = await versionBody(ctx.sql, row.definitionId, row.version)
    if (!body) throw new Fault('kit.notFound')
    const done = await actions.actionsOf(ctx.sql, row.watchId, dateOf(row.raisedMicros), actionsMax)
    const bound = bindBody(body, await tagsOfMachine(ctx.sql, row.equipmentId))
    return {
      alarm: shownAlarm((await withBursts(ctx, [row]))[0]!),
      body,
      version: row.version,
      condition: conditionLine(body),
      actions: done.map(shownAction),
      tagIds: bound.bound?.tags.map((tag) => tag.id) ?? [],
    }
  },

  async alarmWatches(ctx, { query: { chatteredFrom: from, chatteredTo: to, ...query } }) {
    const { organisation, equipment } = query
    const where = { ...(organisation ? { organisation } : {}), ...(equipment ? { equipment } : {}) }
    const counted = from && to ? { ids: await chattererIds(ctx, { ...where, from, to }) } : {}
    const filter = { ...filterOf(query), ...counted }
    const { rows, total } = await lists.listWatches(ctx.sql, ctx.caller.locale, filter, ctx.now)
    return {
      total,
      rows: rows.map(({ body, evaluatedMicros, weekCount, kind, state, ...row }) => ({
        ...row,
        kind: kind as Kind,
        state: state as State,
        priority: (body as AlarmBody).priority,
        condition: conditionLine(body as AlarmBody),
        evaluatedTo: evaluatedMicros === null ? null : isoOf(Number(evaluatedMicros)),
        quietSince: row.quietSince?.toISOString() ?? null,
        quietTo: row.quietTo?.toISOString() ?? null,
        weekCount: Number(weekCount),
      })),
    }
  },

  async watchActions(ctx, { params }) {
    const filter = { id: params.watchId, pageSize: 1 }
    const { rows } = await lists.listWatches(ctx.sql, ctx.caller.locale, filter, ctx.now)
    if (rows.length === 0) throw new Fault('kit.notFound')
    const done = await actions.actionsOf(ctx.sql, params.watchId, new Date(0), actionsMax)
    return { rows: done.map(shownAction) }
  },
}

/** The start of a local day of China, or of the day after it. */
function startOfDay(day: string, after: 0 | 1): string {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + after * 86_400_000).toISOString()
}

/** The query with the priority as its rank. */
export function filterOf<T extends { priority?: Priority | undefined }>({ priority, ...rest }: T) {
  return priority ? { ...rest, rank: priorities.indexOf(priority) + 1 } : rest
}

export function shownAlarm<T extends lists.JournalRow>(row: T) {
  const { rank, version: _version, raisedMicros, announcedMicros, clearedMicros, ...rest } = row
  const iso = (micros: bigint | null) => (micros === null ? null : isoOf(Number(micros)))
  return {
    ...rest,
    kind: row.kind as Kind,
    state: row.state as State,
    priority: priorities[rank - 1] as Priority,
    raisedAt: isoOf(Number(raisedMicros)),
    announcedAt: iso(announcedMicros),
    clearedAt: iso(clearedMicros),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    refutedAt: row.refutedAt?.toISOString() ?? null,
    quiet: row.quiet as 'shelved' | 'suppressedByDesign' | 'outOfService' | null,
  }
}

function shownAction({ at, until, ...row }: actions.ActionRow) {
  return { ...row, at: at.toISOString(), until: until?.toISOString() ?? null }
}

function dateOf(micros: bigint): Date {
  return new Date(Math.floor(Number(micros) / 1000))
}
