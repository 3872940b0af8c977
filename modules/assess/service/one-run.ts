import type { Caller } from '@ronghe/kit/auth'
import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import type { Answer, Run } from '../contract/runs.ts'
import { evidenceAnswer } from '../form/evidence-answer.ts'
import { type Form, formOf, readyForm } from '../form/form.ts'
import { mayFill } from '../policy.ts'
import { frameworkById } from '../store/frameworks.ts'
import { type AnswerRow, type HeldRun, heldRun, type RunRow, runById } from '../store/runs.ts'

/** A run that was returned may be changed as long, also after its window has closed. */
const returnedMs = 10 * 86_400_000

export type OneRun = { run: RunRow; form: Form }
/** A run that is written into, held until the transaction ends. */
export type OpenRun = { run: HeldRun; form: Form }

/** A run that the caller may see, with its form; 404 otherwise. */
export async function oneRun(ctx: Ctx, id: string): Promise<OneRun> {
  const run = await runById(ctx.sql, ctx.caller.locale, id)
  if (!run) throw new Fault('kit.notFound')
  return { run, form: await formOfRun(ctx, run) }
}

async function formOfRun(ctx: Ctx, run: Pick<RunRow, 'frameworkId' | 'contentHash'>): Promise<Form> {
  const ready = readyForm(run.contentHash)
  if (ready) return ready
  const framework = await frameworkById(ctx.sql, run.frameworkId)
  if (!framework) throw new Fault('kit.notFound')
  return formOf(framework.content, framework.contentHash)
}

/** The run's id to whoever may open it. */
export async function openedBy(ctx: Ctx, id: string | null): Promise<string | null> {
  return id !== null && (await runById(ctx.sql, ctx.caller.locale, id)) ? id : null
}

/** Reads what hangs on a run that the caller may see, though it is another firm's (an agency's case). */
export function within<T>(ctx: Ctx, work: () => Promise<T>): Promise<T> {
  return elevated(ctx.sql, ctx.caller, work)
}

/** Until when a run may be changed: its window's end, or ten days after it was returned. */
export function closesAt(run: Pick<RunRow, 'status' | 'decidedAt' | 'closesAt'>): Date {
  const again = run.status === 'returned' && run.decidedAt ? run.decidedAt.getTime() + returnedMs : 0
  return new Date(Math.max(run.closesAt.getTime(), again))
}

/** The run and its form, nobody submitting it meanwhile; null where it is not the caller's own. */
export async function heldOne(ctx: Ctx, id: string): Promise<OpenRun | null> {
  const run = await heldRun(ctx.sql, id)
  return run && { run, form: await formOfRun(ctx, run) }
}

/** Is the run the caller's to change now? The server's clock at the start of the request decides (A6). */
export async function openRun(ctx: Ctx, id: string): Promise<OpenRun> {
  const now = await heldOne(ctx, id)
  if (!now || !mayFill(ctx.caller, now.run)) throw new Fault('kit.notFound')
  if (now.run.status !== 'draft' && now.run.status !== 'returned') throw new Fault('assess.run.stands')
  const isOpen = now.run.opensAt <= ctx.now && ctx.now < closesAt(now.run)
  if (!isOpen) throw new Fault('assess.window.closed', { at: closesAt(now.run).toISOString() })
  return now
}

export function nameOf(caller: Caller): string {
  return caller.personName ?? (caller.apiKeyId ? `apiKey:${caller.apiKeyId}` : '')
}

export function shownAnswer(form: Form, row: AnswerRow): Answer {
  const { evidenceText, at, ...rest } = row
  return {
    ...rest,
    evidenceValue: evidenceAnswer(form, row.question, evidenceText),
    at: at.toISOString(),
  }
}

export function shownRun(run: RunRow): Run {
  return {
    id: run.id,
    organisationId: run.organisationId,
    organisationName: run.organisationName,
    regionCode: run.regionCode,
    frameworkId: run.frameworkId,
    frameworkCode: run.frameworkCode,
    nameZh: run.nameZh,
    nameEn: run.nameEn,
    year: run.year,
    status: run.status,
    answered: run.answered,
    evidenced: run.evidenced,
    questions: run.questions,
    total: run.total,
    reached: run.reached,
    closesAt: closesAt(run).toISOString(),
    submittedAt: run.submittedAt?.toISOString() ?? null,
    reason: run.reason,
    assessorId: run.assessorId,
    isSample: run.isSample,
    revision: run.revision,
  }
}
