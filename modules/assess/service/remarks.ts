import { buffer } from 'node:stream/consumers'
import { Fault } from '@ronghe/kit/errors'
import { fileKind } from '@ronghe/kit/files'
import type { Service } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { assess } from '../contract.ts'
import { mayCheck, mayFill } from '../policy.ts'
import * as store from '../store/remarks.ts'
import { mustAnswer } from './answers.ts'
import { nameOf, oneRun, openRun, within } from './one-run.ts'

type Routes = Pick<Service<typeof assess>, 'addComment' | 'addAttachment' | 'attachment' | 'removeAttachment'>

/** What is said of a run, and the papers that go with its answers. */
export const remarks: Routes = {
  async addComment(ctx, { params, body }) {
    const { run } = await oneRun(ctx, params.runId)
    if (!mayFill(ctx.caller, run) && !mayCheck(ctx.caller, run)) throw new Fault('kit.forbidden')
    const { organisation } = await ctx.read(registry).me({})
    const one = {
      id: ctx.newId(),
      question: body.question ?? null,
      text: body.text.trim(),
      byName: nameOf(ctx.caller),
      byOrganisation: organisation?.name ?? null,
      at: ctx.now,
    }
    const about = { runId: run.id, organisationId: run.organisationId, byId: ctx.caller.personId }
    await within(ctx, () => store.insertComment(ctx.sql, { ...one, ...about }))
    return { ...one, at: one.at.toISOString() }
  },

  async addAttachment(ctx, { params, query }) {
    const { run, form } = await openRun(ctx, params.runId)
    mustAnswer(form, run.facts, query.question, null)
    const file = await ctx.upload()
    const fileType = fileKind(file.content)?.mediaType
    if (!fileType)
      throw new Fault('assess.file.kind', {}, [{ field: 'file', rule: 'fault.assess.file.kind' }])
    const id = ctx.newId()
    await store.insertAttachment(ctx.sql, {
      ...{ id, runId: run.id, organisationId: run.organisationId, question: query.question, fileType },
      ...{ fileHash: await ctx.house.files.put(file.content), fileName: file.name.slice(0, 200) },
      ...{ bytes: file.content.length, byName: nameOf(ctx.caller), at: ctx.now },
    })
    return { id }
  },

  async attachment(ctx, { params }) {
    const { run } = await oneRun(ctx, params.runId)
    const all = await within(ctx, () => store.attachmentsOf(ctx.sql, run.id))
    const found = all.find(({ id }) => id === params.attachmentId)
    if (!found) throw new Fault('kit.notFound')
    const content = await buffer(await ctx.house.files.read(found.fileHash))
    return { name: found.fileName, mediaType: found.fileType, content }
  },

  async removeAttachment(ctx, { params }) {
    const { run } = await openRun(ctx, params.runId)
    if (!(await store.removeAttachment(ctx.sql, run.id, params.attachmentId, ctx.now)))
      throw new Fault('kit.notFound')
    return { done: true }
  },
}
