import { factory } from '@ronghe/factory/contract'
import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { dayIn, regionZone } from '@ronghe/kit/working-days'
import type { governance } from '../contract.ts'
import {
  act,
  applicationAt,
  mustCheck,
  mustOwn,
  programmeOf,
  tellCheckers,
  tellFirm,
  tellPayer,
} from './acts.ts'
import type { Request } from './contract-modes.ts'
import { serialKey, subjectKey } from './duplicates.ts'
import { judge } from './eligibility.ts'
import { factsOf } from './facts.ts'
import { mustBeClear } from './hits.ts'
import { mostFen, wrongRequest } from './modes.ts'
import { fillIn } from './prefill.ts'
import { isOpenNow, wrong } from './programmes.ts'
import type { ListedProgramme, SubjectRow } from './rows.ts'
import { shownApplication, shownApplicationRow } from './shown.ts'
import * as store from './store/applications.ts'

type Routes = Pick<
  Service<typeof governance>,
  | 'applications'
  | 'application'
  | 'draftApplication'
  | 'changeApplication'
  | 'moveApplication'
  | 'checkApplication'
>

/** A firm's application up to the formal check. */
export const applications: Routes = {
  async applications(ctx, { query }) {
    const { organisationId, locale } = ctx.caller
    const { rows, total } = await store.listApplications(ctx.sql, query, organisationId, locale)
    return { rows: rows.map(shownApplicationRow), total }
  },

  async application(ctx, { params }) {
    return shownApplication(ctx, await applicationAt(ctx, params.applicationId, null))
  },

  async draftApplication(ctx, { params, body }) {
    const { organisationId, personId } = ctx.caller
    if (!organisationId) throw new Fault('kit.forbidden')
    const programme = await programmeOf(ctx, params.programmeId)
    if (!isOpenNow(ctx, programme)) throw new Fault('governance.programme.closed')
    const id = ctx.newId()
    const number = await elevated(ctx.sql, ctx.caller, () =>
      store.nextNumber(ctx.sql, dayIn(ctx.now, regionZone).slice(0, 4)),
    )
    mustFit(programme, body)
    const subjects = await subjectsOf(ctx, programme, body)
    const own = { id, organisationId, programmeId: programme.id, number, by: personId, isSample: false }
    await store.insertApplication(ctx.sql, { ...body, ...own }, ctx.now)
    await store.setSubjects(ctx.sql, { id, organisationId }, subjects)
    await fillIn(ctx, { id, organisationId })
    return { id, number }
  },

  async changeApplication(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustOwn(ctx, found)
    if (found.state !== 'drafted') throw new Fault('governance.item.notNow')
    const programme = await programmeOf(ctx, found.programmeId)
    mustFit(programme, body)
    const subjects = await subjectsOf(ctx, programme, body)
    await store.changeApplication(ctx.sql, found.id, body)
    await store.setSubjects(ctx.sql, found, subjects)
    await store.moveTo(ctx.sql, found.id, 'drafted', {}, ctx.now)
    return { done: true }
  },

  async moveApplication(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustOwn(ctx, found)
    if (body.act === 'withdraw') {
      await act(ctx, found, 'withdraw')
      return { done: true }
    }
    const programme = await programmeOf(ctx, found.programmeId)
    if (!isOpenNow(ctx, programme)) throw new Fault('governance.programme.closed')
    const { fits, conditions } = judge(programme.conditions, await factsOf(ctx, found.organisationId))
    if (fits === false) {
      const unmet = conditions.filter((one) => one.met === false)
      const facts = unmet.map((one) => ctx.t(`governance.fact.${one.fact}`)).join(ctx.t('kit.listSeparator'))
      throw new Fault('governance.application.unfit', { facts })
    }
    const most = Number(mostFen(programme, found.request, found.investmentFen))
    if (found.askedFen > most) throw wrong('askedFen', 'governance.application.tooMuch')
    // What stands in the form is what the platform knows at this moment.
    await fillIn(ctx, found)
    await act(ctx, found, 'submit', { marks: { judged: conditions } })
    await tellCheckers(ctx, found, 'governance.notice.applied')
    return { done: true }
  },

  async checkApplication(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustCheck(ctx, found)
    if (body.act !== 'pass' && !body.comment) throw new Fault('governance.item.commentNeeded')
    if (body.act === 'pass') await mustBeClear(ctx, found.id)
    await act(ctx, found, body.act, { comment: body.comment })
    await tellFirm(ctx, found, `governance.notice.check.${body.act}`, body.comment)
    if (body.act === 'pass') await tellPayer(ctx, found, 'governance.fund', 'governance.notice.checked')
    return { done: true }
  },
}

type Draft = {
  title: string
  request?: Request | undefined
  equipmentCodes: readonly string[]
  invoiceNumbers: readonly string[]
}

/** What the application says of its loan, guarantee, service or round must be what the mode asks for. */
function mustFit(programme: ListedProgramme, { request }: Pick<Draft, 'request'>): void {
  const code = wrongRequest(programme, request ?? null)
  if (code !== null) throw wrong('request', code)
}

/**
 * What the money is for, each under one spelling; machines must be the firm's own. A grant is for a machine
 * or an invoice; loans and guarantees have a contract, vouchers get an invoice later, a stake has none.
 */
async function subjectsOf(
  ctx: Ctx,
  { mode }: Pick<ListedProgramme, 'mode'>,
  body: Draft,
): Promise<SubjectRow[]> {
  const plain = (kind: SubjectRow['kind'], text: string): SubjectRow => {
    return { kind, key: subjectKey(text), label: text, serialKey: null }
  }
  const subjects = [plain('project', body.title)]
  for (const [place, code] of body.equipmentCodes.entries()) {
    const { rows } = await ctx.read(factory).equipment({ query: { q: code } })
    const machine = rows.find((one) => one.code === code && one.organisationId === ctx.caller.organisationId)
    if (!machine) throw wrong(`equipmentCodes.${place}`, 'governance.application.machineUnknown', { code })
    subjects.push({
      ...{ kind: 'equipment', key: machine.id, serialKey: serialKey(machine) },
      label: `${machine.code} ${machine.name}${machine.serialNumber ? ` · ${machine.serialNumber}` : ''}`,
    })
  }
  for (const number of body.invoiceNumbers) subjects.push(plain('invoice', number))
  if (body.request && 'contractNumber' in body.request)
    subjects.push(plain('contract', body.request.contractNumber))
  if (mode === 'grant' && subjects.length === 1)
    throw wrong('invoiceNumbers', 'governance.application.nothingAskedFor')
  return subjects
}
