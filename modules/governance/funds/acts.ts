import { elevated, regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import type { ApplicationRow, ListedProgramme } from './rows.ts'
import { type ApplicationAct, moveApplication } from './steps.ts'
import * as store from './store/applications.ts'
import { programmeById } from './store/programmes.ts'

/**
 * The application in the version that was seen, held until this transaction ends; only to be read, without a
 * version, it names the firm in the reader's language.
 */
export async function applicationAt(ctx: Ctx, id: string, version: number | null): Promise<ApplicationRow> {
  const found = await elevated(ctx.sql, ctx.caller, () =>
    version === null
      ? store.applicationById(ctx.sql, id, false, ctx.caller.locale)
      : store.applicationById(ctx.sql, id, true),
  )
  if (!found || !maySee(ctx, found)) throw new Fault('governance.application.unknown')
  if (version !== null && found.version !== version) throw new Fault('governance.item.changedSince')
  return found
}

type Seen = Pick<ApplicationRow, 'organisationId' | 'regionCode' | 'payerId' | 'state'>

/** The firm itself, who runs the programme, and the officials of the firm's region; drafts the firm alone. */
export function maySee({ caller }: Ctx, one: Seen): boolean {
  if (caller.organisationId !== null && one.organisationId === caller.organisationId) return true
  if (one.state === 'drafted') return false
  if (caller.reach === 'all' || one.payerId === caller.organisationId) return true
  return caller.reach === 'region' && one.regionCode.startsWith(regionPrefix(caller.regionCode))
}

export function mustOwn(ctx: Ctx, one: ApplicationRow): void {
  if (one.organisationId !== ctx.caller.organisationId) throw new Fault('governance.application.notOurs')
}

/** Is the caller's organisation the one that runs the programme? */
export function mustRun(ctx: Ctx, one: Pick<ApplicationRow, 'payerId'>): void {
  if (one.payerId !== ctx.caller.organisationId) throw new Fault('governance.application.notOurs')
}

/** An official checks firms and not its own organisation's application. */
export function mustCheck(ctx: Ctx, one: ApplicationRow): void {
  if (one.organisationId === ctx.caller.organisationId || ctx.caller.reach === 'own')
    throw new Fault('governance.application.notOurs')
}

export async function programmeOf(ctx: Ctx, id: string): Promise<ListedProgramme> {
  const found = await elevated(ctx.sql, ctx.caller, () =>
    programmeById(ctx.sql, id, ctx.caller.organisationId),
  )
  if (!found) throw new Fault('kit.notFound')
  return found
}

export type Told = { comment?: string | undefined; amountFen?: number; marks?: store.Marks }

/** Does an act: the new state with what it sets, the trail, and the audit, in one transaction. */
export async function act(
  ctx: Ctx,
  one: ApplicationRow,
  name: ApplicationAct,
  told: Told = {},
): Promise<void> {
  const next = moveApplication(one.state, name)
  if (next === null) throw new Fault('governance.item.notNow')
  await elevated(ctx.sql, ctx.caller, () => store.moveTo(ctx.sql, one.id, next, told.marks ?? {}, ctx.now))
  await note(ctx, one, name, told)
}

/** An act that leaves the state as it is. */
export async function noteOnly(ctx: Ctx, one: ApplicationRow, name: string, told: Told = {}): Promise<void> {
  await elevated(ctx.sql, ctx.caller, () =>
    store.moveTo(ctx.sql, one.id, one.state, told.marks ?? {}, ctx.now),
  )
  await note(ctx, one, name, told)
}

async function note(ctx: Ctx, one: ApplicationRow, name: string, told: Told): Promise<void> {
  const event = {
    ...{ id: ctx.newId(), personName: ctx.caller.personName ?? '', act: name },
    ...{ comment: told.comment ?? null, amountFen: told.amountFen ?? null },
  }
  await elevated(ctx.sql, ctx.caller, () => store.insertFundEvent(ctx.sql, one, event, ctx.now))
  await ctx.audit({
    action: `governance.application.${name}`,
    subject: 'governance.application',
    subjectId: one.id,
    organisationId: one.organisationId,
    after: { ...told.marks, amountFen: told.amountFen },
    ...(told.comment ? { reason: told.comment } : {}),
  })
}

export function applicationPage(id: string): string {
  return `/governance/applications/${id}`
}

/** Tells the firm's people what became of its application. */
export function tellFirm(ctx: Ctx, one: ApplicationRow, word: string, comment = ''): Promise<void> {
  return ctx.notify({
    to: { organisationId: one.organisationId, may: 'governance.apply' },
    word,
    blanks: { number: one.number, title: one.title, comment },
    link: applicationPage(one.id),
  })
}

/** Tells the officials who check firms of the applicant's division. */
export function tellCheckers(ctx: Ctx, one: ApplicationRow, word: string): Promise<void> {
  return ctx.notify({
    to: { regionCode: one.regionCode, may: 'governance.check' },
    word,
    blanks: { number: one.number, title: one.title, organisation: one.organisationName },
    link: applicationPage(one.id),
  })
}

/** Tells experts what was drawn for them; not by whom it was applied for. */
export function tellExperts(
  ctx: Ctx,
  one: ApplicationRow,
  people: readonly string[],
  word: string,
): Promise<void> {
  return ctx.notify({ to: { people }, word, blanks: { title: one.title }, link: '/governance/reviews' })
}

/** Tells who runs the programme. */
export function tellPayer(
  ctx: Ctx,
  one: ApplicationRow,
  may: 'governance.fund' | 'governance.approve',
  word: string,
): Promise<void> {
  return ctx.notify({
    to: { organisationId: one.payerId, may },
    word,
    blanks: { number: one.number, title: one.title },
    link: applicationPage(one.id),
  })
}
