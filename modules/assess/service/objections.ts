import { timingSafeEqual } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { Fault } from '@ronghe/kit/errors'
import { strangersPaper } from '@ronghe/kit/files'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { assess } from '../contract.ts'
import { chinaDay } from '../days.ts'
import { sha256 } from '../form/form.ts'
import type { Procedure } from '../procedure/procedure.ts'
import { listCases } from '../store/cases.ts'
import * as store from '../store/objections.ts'
import { oneCase, partiesOf } from './one-case.ts'
import { nameOf, within } from './one-run.ts'

type Routes = Pick<
  Service<typeof assess>,
  'notices' | 'object' | 'objection' | 'addObjectionFile' | 'objectionFile' | 'answerObjection'
>

/** Papers beside one objection, and how large each may be: anybody may send them. */
const filesMax = 5
const fileBytesMax = 5_242_880

/** Public notice, and what anybody has against it: with papers, answered by the officials. */
export const objections: Routes = {
  async notices(ctx) {
    const filter = { onNotice: chinaDay(ctx.now), pageSize: 200 }
    const { rows } = await within(ctx, () => listCases(ctx.sql, ctx.caller.locale, filter))
    return {
      rows: rows.map((row) => {
        const { organisationName: holder, isSample } = row
        const days = { from: row.noticeFrom ?? '', until: row.noticeUntil ?? '' }
        return { caseId: row.id, ...namesOf(row), holder, isSample, ...days }
      }),
    }
  },

  async object(ctx, { params, body }) {
    const row = await onNotice(ctx, params.caseId)
    if (!row) throw new Fault('kit.notFound')
    const id = ctx.newId()
    const receipt = Buffer.from(ctx.house.clock.randomBytes(16)).toString('hex')
    const about = { id, caseId: row.id, organisationId: row.organisationId, receiptHash: sha256(receipt) }
    await within(ctx, () => store.insertObjection(ctx.sql, { ...about, ...body }, ctx.now))
    await ctx.notify({
      to: { regionCode: row.regionCode, may: 'assess.decide' },
      word: noticeOf('objected'),
      blanks: { procedure: namesOf(row).nameZh, holder: row.organisationName },
      link: `/assess/cases/${row.id}`,
    })
    return { id, receipt }
  },

  async objection(ctx, { params, query }) {
    const { found, row } = await ownObjection(ctx, params.objectionId, query.receipt)
    const files = await within(ctx, () => store.filesOf(ctx.sql, [found.id]))
    const { text, answer, upheld } = found
    return {
      ...namesOf(row),
      ...{ holder: row.organisationName, text, answer, upheld, files: files.map(shownFile) },
      at: found.at.toISOString(),
      answeredAt: found.answeredAt?.toISOString() ?? null,
      mayAdd: found.answeredAt === null && row.isOpen && files.length < filesMax,
    }
  },

  async addObjectionFile(ctx, { params, query }) {
    const { found, row } = await ownObjection(ctx, params.objectionId, query.receipt)
    if (found.answeredAt !== null || !row.isOpen) throw new Fault('assess.objection.answered')
    const file = await ctx.upload()
    const kind = strangersPaper(file.content)
    if (!kind) throw wrongFile('assess.objection.kind')
    if (file.content.length > fileBytesMax) throw wrongFile('assess.objection.large')
    const fileHash = await ctx.house.files.put(file.content)
    const about = { id: ctx.newId(), objectionId: found.id, organisationId: row.organisationId, fileHash }
    const { mediaType } = kind
    const one = { ...about, mediaType, fileName: file.name.slice(0, 200), bytes: file.content.length }
    const isKept = await within(ctx, () => store.insertFile(ctx.sql, one, filesMax, ctx.now))
    if (!isKept) throw new Fault('assess.objection.full', { max: filesMax })
    return { id: one.id }
  },

  async objectionFile(ctx, { params }) {
    const found = await judgedObjection(ctx, params.objectionId)
    const file = (await store.filesOf(ctx.sql, [found.id])).find(({ id }) => id === params.fileId)
    if (!file) throw new Fault('kit.notFound')
    const content = await buffer(await ctx.house.files.read(file.fileHash))
    return { name: file.fileName, mediaType: file.mediaType, content }
  },

  async answerObjection(ctx, { params, body }) {
    const found = await judgedObjection(ctx, params.objectionId)
    const one = { ...body, by: nameOf(ctx.caller) }
    const isDone = await within(ctx, () => store.answerObjection(ctx.sql, found.id, one, ctx.now))
    if (!isDone) throw new Fault('assess.case.changedSince')
    const about = { subject: 'assess.case', subjectId: found.caseId, organisationId: found.organisationId }
    await ctx.audit({ action: 'assess.objection.answered', ...about, after: body })
    return { done: true }
  },
}

/** Objections to a case with their papers, for its officials. */
export async function objectionsTo(ctx: Ctx, caseId: string) {
  const rows = await store.objectionsOf(ctx.sql, { caseId })
  const files = await store.filesOf(
    ctx.sql,
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, name, contact, text, at, answer, upheld }) => {
    const own = files.filter(({ objectionId }) => objectionId === id).map(shownFile)
    return { id, name, contact, text, answer, upheld, at: at.toISOString(), files: own }
  })
}

function shownFile({ id, fileName, bytes, at }: store.FileRow) {
  return { id, fileName, bytes, at: at.toISOString() }
}

async function onNotice(ctx: Ctx, id: string) {
  const filter = { onNotice: chinaDay(ctx.now), id }
  return (await within(ctx, () => listCases(ctx.sql, ctx.caller.locale, filter))).rows[0]
}

function namesOf({ content }: { content: string }) {
  const { name } = JSON.parse(content) as Procedure
  return { nameZh: name.zh, nameEn: name.en }
}

/** The objection that the receipt was given for, and its case; 404 for every other receipt. */
async function ownObjection(ctx: Ctx, id: string, receipt: string) {
  return within(ctx, async () => {
    const [found] = await store.objectionsOf(ctx.sql, { id })
    const known = Buffer.from(found?.receiptHash ?? '', 'hex')
    const given = Buffer.from(sha256(receipt), 'hex')
    if (!found || known.length !== given.length || !timingSafeEqual(known, given))
      throw new Fault('kit.notFound')
    const { row } = await oneCase(ctx, found.caseId)
    return { found, row }
  })
}

/** An objection to a case that the caller decides as an official. */
async function judgedObjection(ctx: Ctx, id: string) {
  const [found] = await store.objectionsOf(ctx.sql, { id })
  if (!found) throw new Fault('kit.notFound')
  const { row } = await oneCase(ctx, found.caseId)
  if (!partiesOf(ctx, row).some((party) => party === 'city' || party === 'region'))
    throw new Fault('kit.notFound')
  return { ...found, organisationId: row.organisationId }
}

function wrongFile(code: 'assess.objection.kind' | 'assess.objection.large'): Fault {
  return new Fault(code, {}, [{ field: 'file', rule: `fault.${code}` }])
}

function noticeOf(what: 'objected'): string {
  return `assess.notice.${what}`
}
