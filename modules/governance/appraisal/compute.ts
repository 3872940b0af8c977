import type { Ctx } from '@ronghe/kit/module'
import { calendarOf } from '../supervision/acts.ts'
import { rulesOf } from '../supervision/store/trail.ts'
import { rescore, unitsMax } from './acts.ts'
import { factsOf } from './facts.ts'
import type { AppraisalRow } from './rows.ts'
import * as units from './store/units.ts'

/** Counts what the records say of every body now, keeps it row by row, and scores it. */
export async function compute(ctx: Ctx, row: AppraisalRow): Promise<void> {
  const [{ signDays }, calendar] = [await rulesOf(ctx.sql), await calendarOf(ctx)]
  const { rows } = await units.unitsOf(ctx.sql, row.id, { pageSize: unitsMax })
  for (const unit of rows) {
    const facts = await factsOf(ctx.sql, unit, { fromOn: row.fromOn, toOn: row.toOn, signDays }, calendar)
    await units.keepFacts(ctx.sql, row.id, unit.departmentCode, facts, ctx.now)
  }
  await rescore(ctx, row)
}
