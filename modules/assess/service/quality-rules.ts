import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import type { QualityRule } from '../contract/findings.ts'
import type { assess } from '../contract.ts'
import { ruleFaults } from '../quality/rules.ts'
import * as store from '../store/quality-rules.ts'
import { nameOf } from './one-run.ts'

type Routes = Pick<Service<typeof assess>, 'qualityRules' | 'changeQualityRule'>

/** The thresholds by which findings are made: data, each change a version. */
export const qualityRules: Routes = {
  async qualityRules(ctx, { query }) {
    const { rows, total } = await store.listRules(ctx.sql, query)
    return { rows: rows.map(shownRule), total }
  },

  async changeQualityRule(ctx, { params, body }) {
    const { kind } = params
    const { threshold, revision, least = null, ...about } = body
    const faults = ruleFaults(kind, least, threshold)
    if (faults.length > 0) {
      const fields = faults.map(({ field, low, high }) => {
        return { field, rule: 'assess.rule.range', values: { low: String(low), high: String(high) } }
      })
      throw new Fault('kit.input.invalid', {}, fields)
    }
    const [before] = (await store.listRules(ctx.sql, { kind, isNewest: true })).rows
    if ((before?.version ?? 0) !== revision) throw new Fault('assess.quality.changedSince')
    const version = revision + 1
    const one = { kind, version, least, threshold, ...about, byName: nameOf(ctx.caller) }
    if (!(await store.insertRule(ctx.sql, one, ctx.now))) throw new Fault('assess.quality.changedSince')
    await ctx.audit({
      ...{ action: 'assess.quality.changed', subject: 'assess.quality', subjectId: kind },
      ...{ organisationId: null, reason: body.reason },
      before: before ? { version: before.version, least: before.least, threshold: before.threshold } : null,
      after: { version, least, threshold, isExample: body.isExample },
    })
    return { version }
  },
}

export function shownRule({ sourceZh, sourceEn, at, ...rest }: store.RuleRow): QualityRule {
  return { ...rest, source: { zh: sourceZh, en: sourceEn }, at: at.toISOString() }
}
