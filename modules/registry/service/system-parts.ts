import { buffer } from 'node:stream/consumers'
import { Fault } from '@ronghe/kit/errors'
import { strangersPaper } from '@ronghe/kit/files'
import type { Service } from '@ronghe/kit/module'
import type { registry } from '../contract.ts'
import * as parts from '../store/system-parts.ts'
import * as store from '../store/systems.ts'
import { knownSystem, noteSystem, ownSystem } from './system-values.ts'

type Routes = Pick<
  Service<typeof registry>,
  'linkSystem' | 'unlinkSystem' | 'addSystemPaper' | 'systemPaper' | 'removeSystemPaper'
>

/** Papers of one system, and how large each may be. */
const papersMax = 20
const paperBytesMax = 10_485_760
const linksMax = 100

/** With what a system exchanges data, and what proves that it is there. Each change unsettles it (M11). */
export const systemParts: Routes = {
  async linkSystem(ctx, { params, body }) {
    const one = await ownSystem(ctx, params.systemId)
    const other = await knownSystem(ctx, body.toId).catch(() => null)
    if (!other || other.organisationId !== one.organisationId || other.id === one.id)
      throw new Fault('kit.input.invalid', {}, [{ field: 'toId', rule: 'registry.systemRule.otherSystem' }])
    if (one.links >= linksMax) throw new Fault('registry.system.full', { max: linksMax })
    const { exchanged, isAutomatic, note = '' } = body
    const link = { id: ctx.newId(), fromId: one.id, toId: other.id, exchanged, isAutomatic, note }
    if (!(await parts.insertLink(ctx.sql, one.organisationId, link, ctx.now)))
      throw new Fault('kit.input.invalid', {}, [{ field: 'exchanged', rule: 'registry.systemRule.linked' }])
    await store.unsettle(ctx.sql, one.id, ctx.now)
    await noteSystem(ctx, one, 'linked', { after: { to: other.name, exchanged, isAutomatic, note } })
    return { id: link.id }
  },

  async unlinkSystem(ctx, { params }) {
    const one = await ownSystem(ctx, params.systemId)
    const link = (await parts.linksOf(ctx.sql, { systemId: one.id })).find(({ id }) => id === params.linkId)
    if (!link || !(await parts.deleteLink(ctx.sql, one.id, link.id))) throw new Fault('kit.notFound')
    await store.unsettle(ctx.sql, one.id, ctx.now)
    const { toName, exchanged, isAutomatic, note } = link
    await noteSystem(ctx, one, 'unlinked', { before: { to: toName, exchanged, isAutomatic, note } })
    return { done: true }
  },

  async addSystemPaper(ctx, { params, query }) {
    const one = await ownSystem(ctx, params.systemId)
    const file = await ctx.upload()
    const kind = strangersPaper(file.content)
    if (!kind) throw wrongFile('registry.systemRule.fileKind')
    if (file.content.length > paperBytesMax) throw wrongFile('registry.systemRule.fileLarge')
    if (one.papers >= papersMax) throw new Fault('registry.system.full', { max: papersMax })
    const fileHash = await ctx.house.files.put(file.content)
    const about = { id: ctx.newId(), systemId: one.id, paperKind: query.paperKind, fileHash }
    const fileName = file.name.slice(0, 200)
    const { mediaType } = kind
    const addedBy = ctx.caller.personName ?? ''
    const paper = { ...about, fileName, mediaType, bytes: file.content.length, addedBy }
    await parts.insertPaper(ctx.sql, one.organisationId, paper, ctx.now)
    await store.unsettle(ctx.sql, one.id, ctx.now)
    await noteSystem(ctx, one, 'paperAdded', { after: { paperKind: query.paperKind, fileName, fileHash } })
    return { id: paper.id }
  },

  async systemPaper(ctx, { params }) {
    const one = await knownSystem(ctx, params.systemId)
    const paper = (await parts.papersOf(ctx.sql, one.id)).find(({ id }) => id === params.paperId)
    if (!paper) throw new Fault('kit.notFound')
    const content = await buffer(await ctx.house.files.read(paper.fileHash))
    return { name: paper.fileName, mediaType: paper.mediaType, content }
  },

  async removeSystemPaper(ctx, { params }) {
    const one = await ownSystem(ctx, params.systemId)
    const paper = (await parts.papersOf(ctx.sql, one.id)).find(({ id }) => id === params.paperId)
    if (!paper) throw new Fault('kit.notFound')
    await parts.deletePaper(ctx.sql, one.id, paper.id)
    await store.unsettle(ctx.sql, one.id, ctx.now)
    const { paperKind, fileName, fileHash } = paper
    await noteSystem(ctx, one, 'paperRemoved', { before: { paperKind, fileName, fileHash } })
    return { done: true }
  },
}

function wrongFile(rule: string): Fault {
  return new Fault('kit.input.invalid', {}, [{ field: 'file', rule }])
}
