import { createHash } from 'node:crypto'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { canonical } from '../canonical.ts'
import type { factory } from '../contract.ts'
import { scopeOf } from '../losses/scope.ts'
import { isoOf, microsOf } from '../micros.ts'
import { unitNames } from '../store/scope.ts'
import { alarmsOfShift } from '../store/shift-alarms.ts'
import { shiftFactsAt } from '../store/shift-facts.ts'
import * as store from '../store/shift-reports.ts'
import { entriesOf, ownUnit } from './handover.ts'
import { summaryOf } from './losses.ts'
import { reportRows } from './shift-sheet.ts'
import { stopsOf } from './stops.ts'

type Routes = Pick<
  Service<typeof factory>,
  'shiftReport' | 'signShiftReport' | 'shiftReportSheet' | 'shiftReports'
>

/** The longest stops that a report names; the rest stands in its reasons. */
const stopsMax = 30
const entriesMax = 200
const alarmsMax = 30

export type Report = Awaited<ReturnType<typeof reportOf>>

export const shiftReport: Routes = {
  async shiftReport(ctx, { params, query }) {
    const signed = await store.signedReport(ctx.sql, params.unitId, microsOf(query.startsAt))
    const fresh = await reportOf(ctx, params.unitId, query.startsAt)
    if (!signed) return { report: fresh, signature: null }
    const report = JSON.parse(signed.report) as Report
    return {
      report,
      signature: {
        signedAt: signed.signedAt.toISOString(),
        signedName: signed.signedName,
        comment: signed.comment,
        hash: signed.hash,
        isSound: sha256(signed.report) === signed.hash,
        isUnchanged: report.inputsHash === fresh.inputsHash,
      },
    }
  },

  async signShiftReport(ctx, { params, body }) {
    const { organisationId } = await ownUnit(ctx, params.unitId)
    const made = await reportOf(ctx, params.unitId, body.startsAt)
    if (Date.parse(made.endsAt) > ctx.now.getTime()) throw new Fault('factory.shift.goesOn')
    const { mandatory } = made.openStops
    if (mandatory > 0) throw new Fault('factory.shift.unexplained', { count: mandatory })
    const report = canonical(made)
    const hash = sha256(report)
    const one = {
      ...{ id: ctx.newId(), organisationId, unitId: params.unitId, day: made.day, name: made.name },
      ...{ fromMicros: microsOf(made.startsAt), toMicros: microsOf(made.endsAt) },
      ...{ report, hash, comment: body.comment || null },
    }
    const by = { id: ctx.caller.personId, name: ctx.caller.personName }
    if (!(await store.insertReport(ctx.sql, one, by, ctx.now))) throw new Fault('factory.shift.signed')
    await ctx.audit({
      action: 'factory.shift.signed',
      subject: 'shiftReport',
      subjectId: one.id,
      organisationId,
      after: { unitId: params.unitId, startsAt: made.startsAt, hash, comment: one.comment },
    })
    return { hash }
  },

  async shiftReportSheet(ctx, { params, query }) {
    const signed = await store.signedReport(ctx.sql, params.unitId, microsOf(query.startsAt))
    const report = signed
      ? (JSON.parse(signed.report) as Report)
      : await reportOf(ctx, params.unitId, query.startsAt)
    const keys = ['section', 'item', 'value', 'unit', 'note'] as const
    return sheetOf({
      title: `${ctx.t('factory.page.shiftReport')} ${report.day} ${report.name}`,
      columns: keys.map((key) => ({ key, title: ctx.t(`factory.sheet.${key}`) })),
      rows: reportRows(ctx, report, signed),
      format: 'xlsx',
    })
  },

  async shiftReports(ctx, { query }) {
    const { organisationId } = ctx.caller
    const filter = { ...query, ...(organisationId ? { organisation: organisationId } : {}) }
    const { rows, total } = await store.listReports(ctx.sql, ctx.caller.locale, filter)
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        startsAt: row.startsAt.toISOString(),
        signedAt: row.signedAt.toISOString(),
      })),
    }
  },
}

/** The report of a unit's shift as it is now. */
async function reportOf(ctx: Ctx, unitId: string, startsAt: string) {
  const scope = await scopeOf(ctx, { unit: unitId })
  const ids = scope.machines.map((one) => one.id)
  const rows = await shiftFactsAt(ctx.sql, ids, microsOf(startsAt))
  const [first] = rows
  if (!first) throw new Fault('kit.notFound')
  const { fromMicros, toMicros, day, name, crew } = first
  const span = { fromMicros, toMicros: Math.min(toMicros, ctx.now.getTime() * 1000) }
  const asked = { unit: unitId, shift: name, fromDay: day, toDay: day, weighting: 'plannedTime' as const }
  const summary = await summaryOf(ctx, scope, rows, asked)
  const stops = await stopsOf(ctx, scope.machines, span)
  const entries = await entriesOf(ctx, {
    ...{ unit: unitId, pageSize: entriesMax },
    ...{ from: new Date(span.fromMicros / 1000), to: new Date(toMicros / 1000 + 1_800_000) },
  })
  const { factors, target, parts, bigLosses, reasons, inputsHash } = summary
  return {
    unitId,
    unitName: (await unitNames(ctx.sql, ctx.caller.locale, [unitId])).get(unitId) ?? '',
    startsAt: isoOf(fromMicros),
    endsAt: isoOf(toMicros),
    ...{ day, name, crew, factors, target, machines: parts, bigLosses, reasons },
    stops: stops
      .filter((one) => !one.isMicro)
      .sort((left, right) => right.seconds - left.seconds)
      .slice(0, stopsMax),
    openStops: {
      count: stops.filter((one) => one.isOpen).length,
      mandatory: stops.filter((one) => one.isMandatory).length,
    },
    alarms: await alarmsOfShift(ctx.sql, ctx.caller.locale, ids, span, alarmsMax),
    entries: entries.rows,
    inputsHash,
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
