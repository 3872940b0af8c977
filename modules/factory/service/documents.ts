import { buffer } from 'node:stream/consumers'
import { Fault } from '@ronghe/kit/errors'
import { fileKind } from '@ronghe/kit/files'
import type { Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { mustOwn } from '../policy.ts'
import * as files from '../store/files.ts'
import { known, note } from './equipment.ts'

type Routes = Pick<
  Service<typeof factory>,
  'photo' | 'setPhoto' | 'documents' | 'addDocument' | 'document' | 'removeDocument'
>

export const documents: Routes = {
  async photo(ctx, { params }) {
    await known(ctx, params.equipmentId)
    const hash = await files.photoOf(ctx.sql, params.equipmentId)
    if (!hash) throw new Fault('kit.notFound')
    const content = await buffer(await ctx.house.files.read(hash))
    const kind = fileKind(content)
    return {
      name: `photo.${kind?.ending ?? 'bin'}`,
      mediaType: kind?.mediaType ?? 'application/octet-stream',
      content,
    }
  },

  async setPhoto(ctx, { params }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const { content } = await ctx.upload()
    const kind = fileKind(content)
    if (!kind?.isPicture) throw fileFault('factory.photo.kind')
    await files.setPhoto(ctx.sql, machine.id, await ctx.house.files.put(content))
    await note(ctx, 'factory.equipment.photo', machine.id, machine.organisationId, {})
    return { done: true }
  },

  async documents(ctx, { params }) {
    await known(ctx, params.equipmentId)
    const rows = await files.documentsOf(ctx.sql, params.equipmentId)
    return {
      rows: rows.map(({ fileHash: _hash, ...row }) => ({ ...row, createdAt: row.createdAt.toISOString() })),
    }
  },

  async addDocument(ctx, { params }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const file = await ctx.upload()
    const kind = fileKind(file.content)
    if (!kind) throw fileFault('factory.document.kind')
    const id = ctx.newId()
    const fileHash = await ctx.house.files.put(file.content)
    const document = {
      id,
      name: file.name.slice(0, 200),
      mediaType: kind.mediaType,
      sizeBytes: file.content.length,
      fileHash,
    }
    await files.insertDocument(ctx.sql, { ...document, machine, by: ctx.caller.personId }, ctx.now)
    await note(ctx, 'factory.document.added', machine.id, machine.organisationId, {
      after: { name: file.name, fileHash },
    })
    return { id }
  },

  async document(ctx, { params }) {
    const found = await files.documentById(ctx.sql, params.documentId)
    if (!found) throw new Fault('kit.notFound')
    return {
      name: found.name,
      mediaType: found.mediaType,
      content: await buffer(await ctx.house.files.read(found.fileHash)),
    }
  },

  async removeDocument(ctx, { params }) {
    const found = await files.documentById(ctx.sql, params.documentId)
    mustOwn(ctx, found)
    if (!found || !(await files.removeDocument(ctx.sql, found.id, ctx.now))) throw new Fault('kit.notFound')
    await note(ctx, 'factory.document.removed', found.equipmentId, found.organisationId, {
      before: { name: found.name },
    })
    return { done: true }
  },
}

function fileFault(code: string): Fault {
  return new Fault(code, {}, [{ field: 'file', rule: `fault.${code}` }])
}
