import type { Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { mustOwn } from '../master/policy.ts'
import type { ReportLine } from './contract.ts'
import { closeReport, findReport, listReports, listScanned, type ReportRow, scansOf } from './store.ts'
import { suspicionsOf } from './verdict.ts'

type Routes = Pick<Service<typeof trace>, 'reports' | 'answerReport' | 'scanned'>

/** What people did with the codes of an organisation's goods. */
export const consumer: Routes = {
  async reports(ctx, { query }) {
    const { reportState, ...rest } = query
    const { rows, total } = await listReports(ctx.sql, {
      ...rest,
      ...(reportState ? { state: reportState } : {}),
    })
    return { rows: rows.map(lineOf), total }
  },

  async answerReport(ctx, { params, body }) {
    const before = mustOwn(ctx, await findReport(ctx.sql, params.reportId), 'trace.report.unknown')
    const answer = body.answer.trim()
    await closeReport(ctx.sql, before.id, answer, ctx.now, ctx.caller.personName)
    await ctx.audit({
      action: 'trace.report.answered',
      subject: 'trace.report',
      subjectId: before.id,
      organisationId: before.organisationId,
      after: { answer },
    })
    return lineOf((await findReport(ctx.sql, before.id)) ?? before)
  },

  async scanned(ctx, { query }) {
    const { rows, total } = await listScanned(ctx.sql, query)
    const lines = []
    for (const { key, firstAt, lastAt, ...row } of rows) {
      const isSerial = /\/21\//.test(key)
      const { scans } = isSerial && row.scans > 1 ? await scansOf(ctx.sql, key) : { scans: [] }
      lines.push({
        ...{ ...row, identifier: pathOf(key), warnings: suspicionsOf(isSerial, scans) },
        ...{ firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() },
      })
    }
    return { rows: lines, total }
  },
}

function pathOf(key: string): string {
  return key.replace('https://id.gs1.org', '')
}

function lineOf({ organisationId: _, key, kind, state, at, answeredAt, ...row }: ReportRow): ReportLine {
  return {
    ...row,
    identifier: pathOf(key),
    problem: kind,
    reportState: state,
    at: at.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
  }
}
