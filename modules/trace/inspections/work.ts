import type { Ctx } from '@ronghe/kit/module'
import { captureOwn } from '../capture/own.ts'
import { masterKey } from '../master/key.ts'
import type { RuleSays } from '../rules/contract.ts'
import type { OwnEvent } from '../rules/map.ts'
import { advanceRule, type RuleRow } from '../rules/store.ts'
import { type InspectionStarts, inspectedEvent } from './map.ts'
import { type InspectionRow, inspectionsIn, keepCaptured, waitingInspections } from './store.ts'

/** The rest is for the next round. */
const roundMax = 500
const trialMax = 2000

type InspectionRule = Pick<RuleRow, 'id'> & { says: RuleSays & { starts: InspectionStarts } }

export function startsFromInspections<R extends Pick<RuleRow, 'says'>>(
  rule: R,
): rule is R & { says: RuleSays & { starts: InspectionStarts } } {
  return rule.says.starts?.on === 'inspection'
}

/** Inspections that wait become events, and are marked as captured, in one transaction. */
export async function workInspections(ctx: Ctx, rule: RuleRow & InspectionRule): Promise<number> {
  const rows = await waitingInspections(ctx.sql, wantedBy(rule, rule.since), roundMax)
  if (rows.length > 0) {
    const events = rows.map((row) => inspectedEvent(rule, row))
    await captureOwn(ctx.sql, events, {
      ...{ organisationId: rule.organisationId, source: 'rule', personName: rule.name },
      ...{ now: ctx.now, newId: ctx.newId },
    })
    const made = rows.map(({ id }, at) => ({ id, eventId: events[at]!.eventID }))
    await keepCaptured(ctx.sql, made, { ruleId: rule.id, at: ctx.now })
  }
  await advanceRule(ctx.sql, rule.id, ctx.now, rows.length)
  return rows.length
}

/** What the rule would say of the inspections of a time. */
export async function tryInspections(
  ctx: Ctx,
  rule: InspectionRule & { organisationId: string },
  { from, to }: { from: string; to: string },
): Promise<{ rows: InspectionRow[]; events: OwnEvent[] }> {
  const rows = await inspectionsIn(ctx.sql, wantedBy(rule, new Date(from)), new Date(to), trialMax)
  return { rows, events: rows.map((row) => inspectedEvent(rule, row)) }
}

function wantedBy({ organisationId, says }: InspectionRule & { organisationId: string }, since: Date) {
  const { starts, product } = says
  const key = product === '' ? null : masterKey('product', product)
  return { organisationId, kinds: starts.kinds ?? null, product: key, since }
}
