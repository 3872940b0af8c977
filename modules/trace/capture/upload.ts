import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import { mayCapture } from '../policy.ts'
import { findJob, insertJob, type JobRow } from '../store/jobs.ts'
import { readingOf } from './clock.ts'
import { deskOf } from './desk.ts'
import { newJob } from './job.ts'
import { captureBatches } from './run.ts'

/** Captures an uploaded document at once; a page shows what became of it. */
export async function capturedNow(ctx: Ctx, behaviour: JobRow['behaviour']): Promise<JobRow> {
  const { house, caller } = ctx
  if (!mayCapture(caller)) throw new Fault('kit.forbidden')
  const { content } = await ctx.upload()
  const format = /^\uFEFF?\s*</.test(content.subarray(0, 100).toString('utf8')) ? 'xml' : 'json'
  const opened = await deskOf(house).open({ format, bytes: content }, readingOf(house, behaviour))
  const { scan: scanned } = opened
  if ('tooMany' in scanned) {
    throw new Fault('trace.document.tooMany', { max: house.config.TRACE_CAPTURE_EVENTS_MAX })
  }
  if ('faults' in scanned) {
    const fields = scanned.faults.map(({ path, rule, found }) => ({
      field: path || 'document',
      rule: `trace.rule.${rule}`,
      values: { found },
    }))
    throw new Fault('trace.document.invalid', {}, fields)
  }
  const job = newJob(house, ctx.newId(), caller.organisationId, behaviour, format, caller.personName)
  // The job is committed before the events, which are in transactions of their own.
  await house.db.transaction(caller, (sql) => insertJob(sql, { ...job, source: 'upload' }))
  await captureBatches(house, job, opened.batches, scanned.head.masterData).finally(opened.close)
  return (await house.db.transaction(caller, (sql) => findJob(sql, job.id)))!
}
