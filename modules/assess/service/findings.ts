import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { assess } from '../contract.ts'
import { mayCheck } from '../policy.ts'
import * as store from '../store/findings.ts'
import { oneRun, nameOf as personName, within } from './one-run.ts'
import { mustBeFree } from './runs.ts'
import { nameOf } from './scores.ts'

type Routes = Pick<Service<typeof assess>, 'findings' | 'decideFinding'>

/** The queue of who checks: what the rules found, and what was said of it. */
export const findings: Routes = {
  async findings(ctx, { query }) {
    // An agency has the runs that it was given, and their findings hang on other firms' rows.
    const list = () => store.listFindings(ctx.sql, ctx.caller.locale, query)
    const { rows, total } = query.run ? await ofRun(ctx, query.run, list) : await list()
    const shown = []
    for (const row of rows) {
      const { frameworkId: _framework, contentHash: _hash, blanks, at, ...rest } = row
      const questionName = row.question ? await nameIn(ctx, row) : null
      shown.push({
        ...rest,
        questionName,
        text: ctx.t(`assess.finding.${row.kind}`, blanks),
        at: at.toISOString(),
      })
    }
    return { rows: shown, total }
  },

  async decideFinding(ctx, { params, body }) {
    const row = await within(ctx, async () => {
      return (await store.listFindings(ctx.sql, ctx.caller.locale, { id: params.findingId })).rows[0]
    })
    if (!row) throw new Fault('kit.notFound')
    const { run } = await oneRun(ctx, row.runId)
    if (!mayCheck(ctx.caller, run)) throw new Fault('kit.notFound')
    await mustBeFree(ctx, run)
    const decision = { ...body, byName: personName(ctx.caller) }
    await within(ctx, () => store.decideFinding(ctx.sql, row.id, decision, ctx.now))
    await ctx.audit({
      ...{ action: 'assess.finding.decided', subject: 'assess.finding', subjectId: row.id },
      ...{ organisationId: row.organisationId, before: { status: row.status }, after: body },
    })
    return { done: true }
  },
}

async function ofRun(ctx: Ctx, runId: string, list: () => ReturnType<typeof store.listFindings>) {
  const { run } = await oneRun(ctx, runId)
  return mayCheck(ctx.caller, run) ? within(ctx, list) : { rows: [], total: 0 }
}

async function nameIn(ctx: Ctx, row: store.FindingRow) {
  const { form } = await within(ctx, () => oneRun(ctx, row.runId))
  return nameOf(form, row.question ?? '')
}
