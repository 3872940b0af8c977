import { buffer } from 'node:stream/consumers'
import { regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import { fileKind } from '@ronghe/kit/files'
import type { Service } from '@ronghe/kit/module'
import type { assess } from '../contract.ts'
import { addDays, chinaDay } from '../days.ts'
import type { Procedure } from '../procedure/procedure.ts'
import * as store from '../store/cases.ts'
import { type CertificateRow, countCertificates, listCertificates } from '../store/certificates.ts'
import { remindDays } from '../watch.ts'
import { oneCase, partiesOf } from './one-case.ts'
import { nameOf, within } from './one-run.ts'
import { mustBeFree } from './runs.ts'

type Routes = Pick<
  Service<typeof assess>,
  | 'addDocument'
  | 'document'
  | 'openNonconformity'
  | 'changeNonconformity'
  | 'certificates'
  | 'certificateCounts'
  | 'certificate'
>

/** What hangs on a case: documents, nonconformities, certificates. */
export const caseParts: Routes = {
  async addDocument(ctx, { params, query }) {
    const { row, procedure } = await oneCase(ctx, params.caseId)
    if (!row.isOpen || !partiesOf(ctx, row).some((party) => ['firm', 'consultant', 'body'].includes(party)))
      throw new Fault('kit.notFound')
    if (!procedure.documents.some(({ code }) => code === query.kind)) throw new Fault('kit.notFound')
    const file = await ctx.upload()
    const fileType = fileKind(file.content)?.mediaType
    if (!fileType)
      throw new Fault('assess.file.kind', {}, [{ field: 'file', rule: 'fault.assess.file.kind' }])
    const about = { caseId: row.id, organisationId: row.organisationId, kind: query.kind, fileType }
    const fileHash = await ctx.house.files.put(file.content)
    const by = { byName: nameOf(ctx.caller), at: ctx.now, fileName: file.name.slice(0, 200) }
    const one = { id: ctx.newId(), fileHash, bytes: file.content.length, ...about, ...by }
    return { version: await within(ctx, () => store.insertDocument(ctx.sql, one)) }
  },

  async document(ctx, { params }) {
    const { row } = await oneCase(ctx, params.caseId)
    const all = await within(ctx, () => store.documentsOf(ctx.sql, row.id))
    const found = all.find(({ id }) => id === params.documentId)
    if (!found) throw new Fault('kit.notFound')
    const content = await buffer(await ctx.house.files.read(found.fileHash))
    return { name: found.fileName, mediaType: found.fileType, content }
  },

  async openNonconformity(ctx, { params, body }) {
    const { row } = await oneCase(ctx, params.caseId)
    if (!row.isOpen || !partiesOf(ctx, row).includes('body')) throw new Fault('kit.notFound')
    await mustBeFree(ctx, row)
    const about = { id: ctx.newId(), caseId: row.id, organisationId: row.organisationId }
    const one = { ...about, ...body, openedBy: nameOf(ctx.caller) }
    return { place: await within(ctx, () => store.insertNonconformity(ctx.sql, one, ctx.now)) }
  },

  async changeNonconformity(ctx, { params, body }) {
    const id = params.nonconformityId
    const [found] = await within(ctx, () => store.nonconformitiesOf(ctx.sql, { id }))
    if (!found) throw new Fault('kit.notFound')
    const { row } = await oneCase(ctx, found.caseId)
    const wanted = body.status === 'corrected' ? 'firm' : 'body'
    if (!partiesOf(ctx, row).includes(wanted)) throw new Fault('kit.notFound')
    if (wanted === 'body') await mustBeFree(ctx, row)
    const from = body.status === 'corrected' ? 'open' : 'corrected'
    const one = { id, from, ...body, byName: nameOf(ctx.caller) }
    const isDone = await within(ctx, () => store.changeNonconformity(ctx.sql, one, ctx.now))
    if (!isDone) throw new Fault('assess.case.changedSince')
    return { done: true }
  },

  async certificates(ctx, { query }) {
    const { isDue, region, organisation, ...rest } = query
    const dueBy = isDue ? { dueBy: addDays(chinaDay(ctx.now), remindDays) } : {}
    const of = organisation ? { organisationId: organisation } : {}
    const filter = { ...rest, ...of, prefix: regionPrefix(region ?? null), ...dueBy }
    const { rows, total } = await listCertificates(ctx.sql, filter)
    return { total, rows: rows.map((row) => shownCertificate(row, chinaDay(ctx.now))) }
  },

  async certificateCounts(ctx, { query }) {
    const rows = await countCertificates(ctx.sql, regionPrefix(query.region ?? null))
    const known = await within(ctx, () => store.listProcedures(ctx.sql))
    const schemes = known.map(({ content, code, underWay }) => {
      const { kind, name } = JSON.parse(content) as Procedure
      return { code, kind, nameZh: name.zh, nameEn: name.en, underWay }
    })
    return { rows: [...rows], schemes, at: ctx.now.toISOString() }
  },

  async certificate(ctx, { params }) {
    const [row] = (await listCertificates(ctx.sql, { number: params.number })).rows
    if (!row) throw new Fault('kit.notFound')
    return shownCertificate(row, chinaDay(ctx.now))
  },
}

export function shownCertificate({ id: _id, caseId: _case, ...row }: CertificateRow, today: string) {
  const isOver = row.status === 'valid' && row.validUntil !== null && row.validUntil < today
  const isOverdue = row.reviewDueOn !== null && row.reviewDueOn < today
  return { ...row, isOverdue, status: isOver ? ('expired' as const) : row.status }
}
