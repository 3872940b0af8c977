import { buffer } from 'node:stream/consumers'
import { Fault } from '@ronghe/kit/errors'
import { mediaTypeOf } from '@ronghe/kit/files'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { itemAt, keepLights, mustSupervise, noteAct, tellDepartment, tellSupervisor, today } from './acts.ts'
import type { ItemListRow, PartRow } from './rows.ts'
import { movePart, type PartAction } from './steps.ts'
import * as store from './store/items.ts'
import * as trail from './store/trail.ts'

type Routes = Pick<
  Service<typeof governance>,
  'reviewPart' | 'handlePart' | 'askExtension' | 'decideExtension' | 'addItemFile' | 'itemFile'
>

const reviews = { accept: 'accept', return: 'returnReport' } as const

/** A body's part of an item: handling, review, extension, and the files that prove it. */
export const itemParts: Routes = {
  async reviewPart(ctx, { params, body }) {
    const item = await itemAt(ctx, params.itemId, body.version)
    mustSupervise(ctx, item)
    const part = await partOf(ctx, item, params.departmentCode)
    const { action, comment } = body
    if (action !== 'accept' && !comment) throw new Fault('governance.item.commentNeeded')
    if (action === 'urge') await urge(ctx, item, part, comment ?? '')
    else {
      await move(ctx, item, part, reviews[action])
      const word = `governance.notice.${action === 'accept' ? 'accepted' : 'reportReturned'}`
      await tellDepartment(ctx, item, part, word, { comment: comment ?? '' })
    }
    await noteAct(ctx, item, { action, departmentCode: part.departmentCode, comment })
    return { done: true }
  },

  async handlePart(ctx, { params, body }) {
    const item = await itemAt(ctx, params.itemId, body.version)
    const part = await partOf(ctx, item, params.departmentCode)
    const isOnBehalf = mustHandle(ctx, item, part)
    const { action, comment, explanation } = body
    if (action !== 'sign' && !comment) throw new Fault('governance.item.commentNeeded')
    const isLate = today(ctx) > part.dueOn
    if (action === 'report' && isLate && !explanation) {
      const rule = 'fault.governance.item.explanationNeeded'
      throw new Fault('governance.item.explanationNeeded', {}, [{ field: 'explanation', rule }])
    }
    await move(ctx, item, part, action)
    await noteAct(ctx, item, {
      ...{ action, departmentCode: part.departmentCode, comment, explanation, isOnBehalf },
    })
    if (action === 'report') {
      const blanks = { department: part.nameZh }
      await tellSupervisor(ctx, item, 'governance.supervise', 'governance.notice.reported', blanks)
    }
    return { done: true }
  },

  async askExtension(ctx, { params, body }) {
    const item = await itemAt(ctx, params.itemId, null)
    const part = await partOf(ctx, item, params.departmentCode)
    mustHandle(ctx, item, part)
    if (item.state !== 'running' || part.state === 'reported' || part.state === 'accepted')
      throw new Fault('governance.item.notNow')
    if (body.until <= part.dueOn || body.until < today(ctx)) {
      const rule = 'fault.governance.extension.earlier'
      throw new Fault('governance.extension.earlier', {}, [{ field: 'until', rule }])
    }
    const one = { id: ctx.newId(), itemId: item.id, departmentCode: part.departmentCode, ...body }
    const by = ctx.caller.personName ?? ''
    if (!(await trail.insertExtension(ctx.sql, { ...one, by }, ctx.now)))
      throw new Fault('governance.extension.open')
    const act = { action: 'askExtension', departmentCode: part.departmentCode, comment: body.reason }
    await noteAct(ctx, item, act)
    const blanks = { department: part.nameZh, day: body.until }
    await tellSupervisor(ctx, item, 'governance.approve', 'governance.notice.extensionAsked', blanks)
    return { id: one.id }
  },

  async decideExtension(ctx, { params, body }) {
    const found = await trail.extensionById(ctx.sql, params.extensionId)
    if (!found) throw new Fault('kit.notFound')
    const item = await itemAt(ctx, found.itemId, null)
    mustSupervise(ctx, item)
    if (found.decision !== null) throw new Fault('governance.extension.decided')
    if (body.decision === 'refused' && !body.comment) throw new Fault('governance.item.commentNeeded')
    const by = ctx.caller.personName ?? ''
    await trail.decideExtension(ctx.sql, found, { ...body, by, comment: body.comment ?? null }, ctx.now)
    await store.moveItemTo(ctx.sql, item.id, item.state, ctx.now)
    const part = await partOf(ctx, item, found.departmentCode)
    await keepLights(ctx, [part])
    const { decision, comment } = body
    await noteAct(ctx, item, { action: decision, departmentCode: part.departmentCode, comment })
    await tellDepartment(ctx, item, part, `governance.notice.${decision}`, { day: found.until })
    return { done: true }
  },

  async addItemFile(ctx, { params }) {
    const item = await itemAt(ctx, params.itemId, null)
    const parts = await store.partsOf(ctx.sql, item.id)
    const isSupervisor = item.organisationId === ctx.caller.organisationId
    if (!isSupervisor && !parts.some((one) => one.organisationId === ctx.caller.organisationId))
      throw new Fault('governance.item.notOurs')
    if (item.state !== 'running') throw new Fault('governance.item.notNow')
    const file = await ctx.upload()
    const fileHash = await ctx.house.files.put(file.content)
    const one = {
      id: ctx.newId(),
      fileHash,
      name: file.name.slice(0, 200),
      mediaType: mediaTypeOf(file.content),
    }
    await trail.insertFile(ctx.sql, item.id, { ...one, personName: ctx.caller.personName ?? '' }, ctx.now)
    await noteAct(ctx, item, { action: 'addFile', comment: `${one.name} · ${fileHash}` })
    return { id: one.id }
  },

  async itemFile(ctx, { params }) {
    const item = await itemAt(ctx, params.itemId, null)
    const found = (await trail.filesOf(ctx.sql, item.id)).find((one) => one.id === params.fileId)
    if (!found) throw new Fault('kit.notFound')
    const content = await buffer(await ctx.house.files.read(found.fileHash))
    return { name: found.name, mediaType: found.mediaType, content }
  },
}

async function partOf(ctx: Ctx, item: ItemListRow, departmentCode: string): Promise<PartRow> {
  const part = (await store.partsOf(ctx.sql, item.id)).find((one) => one.departmentCode === departmentCode)
  if (!part) throw new Fault('kit.notFound')
  return part
}

/** True where the supervisor records for a body that is not on the platform. */
function mustHandle(ctx: Ctx, item: ItemListRow, part: PartRow): boolean {
  const own = ctx.caller.organisationId
  if (own !== null && part.organisationId === own) return false
  if (part.organisationId === null && own !== null && item.organisationId === own) return true
  throw new Fault('governance.item.notOurs')
}

async function move(ctx: Ctx, item: ItemListRow, part: PartRow, action: PartAction): Promise<void> {
  const next = movePart(item.state, part.state, action)
  if (next === null) throw new Fault('governance.item.notNow')
  await store.movePartTo(ctx.sql, part, next, today(ctx))
  await store.moveItemTo(ctx.sql, item.id, item.state, ctx.now)
  await keepLights(ctx, [await partOf(ctx, item, part.departmentCode)])
}

async function urge(ctx: Ctx, item: ItemListRow, part: PartRow, comment: string): Promise<void> {
  if (item.state !== 'running' || part.state === 'accepted') throw new Fault('governance.item.notNow')
  await store.moveItemTo(ctx.sql, item.id, item.state, ctx.now)
  await tellDepartment(ctx, item, part, 'governance.notice.urged', { comment, day: part.dueOn })
}
