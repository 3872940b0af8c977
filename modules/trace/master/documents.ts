import { buffer } from 'node:stream/consumers'
import { Fault } from '@ronghe/kit/errors'
import { fileKind } from '@ronghe/kit/files'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { meaningOf } from '../story.ts'
import type { DocumentLine } from './contract.ts'
import { primaryKey, writtenKey } from './key.ts'
import { fieldFault } from './masters.ts'
import { mustOwn, ownId } from './policy.ts'
import {
  type DocumentRow,
  deleteDocument,
  findDocument,
  insertDocument,
  listDocuments,
  updateDocument,
} from './store/documents.ts'

type Routes = Pick<
  Service<typeof trace>,
  'documents' | 'addDocument' | 'changeDocument' | 'removeDocument' | 'documentFile'
>

/** A consumer's phone shows these. */
const taken = ['pdf', 'png', 'jpg'] as const

export const documents: Routes = {
  async documents(ctx, { query }) {
    const { about, ...filter } = query
    const key = about === undefined ? null : meaningOf(about).id
    const { rows, total } = await listDocuments(ctx.sql, {
      ...filter,
      ...(key === null ? {} : { keys: [...new Set([key, primaryKey(key)])] }),
      today: today(ctx),
    })
    return { rows: rows.map((row) => lineOf(ctx, row)), total }
  },

  async addDocument(ctx, { query }) {
    const organisationId = ownId(ctx)
    const { about, ...rest } = query
    const { id: key } = meaningOf(about)
    if (!key.startsWith('https://id.gs1.org/')) throw fieldFault('about', 'trace.rule.digitalLink')
    const file = await ctx.upload()
    const mediaType = fileKind(file.content, taken)?.mediaType
    if (!mediaType) throw fieldFault('file', 'trace.rule.documentKind')
    const row: DocumentRow = {
      id: ctx.newId(),
      organisationId,
      key,
      ...described({ ...rest, title: rest.title?.trim() || file.name.slice(0, 200) }),
      fileHash: await ctx.house.files.put(file.content),
      fileName: file.name.slice(0, 200),
      mediaType,
      sizeBytes: file.content.length,
      isSample: false,
      addedAt: ctx.now,
      addedBy: ctx.caller.personName,
    }
    await insertDocument(ctx.sql, row)
    await note(ctx, 'trace.document.added', null, row)
    return lineOf(ctx, row)
  },

  async changeDocument(ctx, { params, body }) {
    const before = mustOwn(ctx, await findDocument(ctx.sql, params.documentId), 'trace.document.unknown')
    const row = { ...before, ...described(body) }
    await updateDocument(ctx.sql, row)
    await note(ctx, 'trace.document.changed', before, row)
    return lineOf(ctx, row)
  },

  async removeDocument(ctx, { params }) {
    const row = mustOwn(ctx, await findDocument(ctx.sql, params.documentId), 'trace.document.unknown')
    await deleteDocument(ctx.sql, row.id)
    await note(ctx, 'trace.document.removed', row, null)
    return { done: true }
  },

  async documentFile(ctx, { params }) {
    const row = await findDocument(ctx.sql, params.documentId)
    if (!row) throw new Fault('trace.document.unknown')
    const content = await buffer(await ctx.house.files.read(row.fileHash))
    return { name: row.fileName, mediaType: row.mediaType, content }
  },
}

type About = Pick<DocumentLine, 'kind' | 'title' | 'audience'> & {
  [K in 'titleEn' | 'language' | 'number' | 'issuer' | 'issuedOn' | 'validUntil']?: string
}

function described(given: About) {
  const { kind, title, audience, titleEn, language, number, issuer, issuedOn, validUntil } = given
  if (issuedOn && validUntil && validUntil < issuedOn)
    throw fieldFault('validUntil', 'trace.rule.validBefore')
  return {
    ...{ kind, audience, title: title.trim() },
    titleEn: titleEn?.trim() || null,
    language: language || null,
    number: number?.trim() || null,
    issuer: issuer?.trim() || null,
    issuedOn: issuedOn || null,
    validUntil: validUntil || null,
  }
}

/** The day in China, by which papers end. */
function today(ctx: Ctx): string {
  return new Date(ctx.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}

async function note(ctx: Ctx, action: string, before: DocumentRow | null, after: DocumentRow | null) {
  const { id, organisationId } = (after ?? before)!
  await ctx.audit({ action, subject: 'trace.document', subjectId: id, organisationId, before, after })
}

function lineOf(ctx: Ctx, { organisationId: _, addedAt, ...row }: DocumentRow): DocumentLine {
  return {
    ...row,
    identifier: writtenKey(row.key),
    isExpired: row.validUntil !== null && row.validUntil < today(ctx),
    addedAt: addedAt.toISOString(),
  }
}
