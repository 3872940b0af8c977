import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { today } from '../supervision/acts.ts'
import { knownGroups } from './parts.ts'
import { lastDayOf } from './periods.ts'
import { insertPart, type PartKind } from './store/parts.ts'
import * as store from './store.ts'

/** Sample reports of bodies, each accepted; years count from when they are loaded. */
export type SampleReports = {
  person: string
  reports: readonly {
    goal: string
    yearsAgo: number
    value: number
    note: string
    /** Parks by their code. */
    parts: readonly { kind: PartKind; key: string; value: number }[]
  }[]
}

/** Loads the sample once; where there is a report already, nothing. All in one transaction. */
export function loadSampleReports(house: House, { person, reports }: SampleReports): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    if ((await store.listReports(ctx.sql, { pageSize: 1 })).total > 0) return
    const known = await knownGroups(ctx)
    for (const one of reports) await loadReport(ctx, person, known, one)
  })
}

async function loadReport(
  ctx: Ctx,
  person: string,
  known: Awaited<ReturnType<typeof knownGroups>>,
  one: SampleReports['reports'][number],
): Promise<void> {
  const [goal] = (await store.listIndicators(ctx.sql, { key: one.goal })).rows
  const period = String(Number(today(ctx).slice(0, 4)) - one.yearsAgo)
  const periodEndsOn = goal ? lastDayOf(goal.frequency, period) : null
  const { reportDepartment: departmentCode = null, organisationId = null } = goal ?? {}
  if (departmentCode === null || organisationId === null || periodEndsOn === null)
    throw new Error(`the sample reports ${one.goal}, which nobody reports by year`)
  const id = ctx.newId()
  const fileHash = await ctx.house.files.put(tableOf(one.parts))
  const file = { fileHash, fileName: `${one.goal}-${period}.csv`, mediaType: 'text/csv' }
  const by = { reportedBy: null, reportedByName: person, isSample: true }
  const of = { goalKey: one.goal, departmentCode, organisationId, period, periodEndsOn }
  const at = new Date(`${Number(period) + 1}-01-20T02:00:00Z`)
  const then = at < ctx.now ? at : ctx.now
  const { value, note } = one
  if (!(await store.insertReport(ctx.sql, { id, ...of, ...file, ...by, value, note }, then)))
    throw new Error(`the sample reports ${one.goal} of ${period} twice`)
  for (const { kind, key, value } of one.parts) {
    const group = known[kind].get(key)
    if (group === undefined) throw new Error(`the sample names an unknown ${kind} ${key}`)
    await insertPart(ctx.sql, id, { kind, key: group, value })
  }
  const decision = { state: 'accepted', by: person, comment: null, version: 1 } as const
  await store.decideReport(ctx.sql, id, decision, then)
}

/** The document of a sample report is the table of its parts. */
function tableOf(parts: SampleReports['reports'][number]['parts']): Buffer {
  const lines = parts.map(({ kind, key, value }) => `${kind},${key},${value}`)
  return Buffer.from(`\uFEFF${['kind,key,value', ...lines].join('\r\n')}\r\n`)
}
