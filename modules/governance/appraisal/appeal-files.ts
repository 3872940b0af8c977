import { buffer } from 'node:stream/consumers'
import { Fault } from '@ronghe/kit/errors'
import { mediaTypeOf } from '@ronghe/kit/files'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { note } from './acts.ts'
import type { AppealRow } from './rows.ts'
import * as store from './store/units.ts'

const filesMax = 20

/** What a body puts beside its open appeal, for whoever decides it. */
export const appealFiles: Pick<Service<typeof governance>, 'addAppealFile' | 'appealFile'> = {
  async addAppealFile(ctx, { params }) {
    const appeal = await appealAt(ctx, params.appealId)
    if (appeal.organisationId !== ctx.caller.organisationId) throw new Fault('governance.item.notOurs')
    if (appeal.decision !== null) throw new Fault('governance.appraisal.appealDecided')
    if (appeal.files.length >= filesMax) throw new Fault('governance.appraisal.filesFull', { max: filesMax })
    const file = await ctx.upload()
    const hash = await ctx.house.files.put(file.content)
    const one = { id: ctx.newId(), hash, name: file.name.slice(0, 200) }
    const about = { mediaType: mediaTypeOf(file.content), personName: ctx.caller.personName ?? '' }
    await store.insertAppealFile(ctx.sql, appeal.id, { ...one, ...about }, ctx.now)
    const { departmentCode } = appeal
    await note(ctx, appeal.appraisalId, 'appealFile', { departmentCode, comment: `${one.name} · ${hash}` })
    return { id: one.id }
  },

  async appealFile(ctx, { params }) {
    const { files } = await appealAt(ctx, params.appealId)
    const found = files.find((one) => one.id === params.fileId)
    if (!found) throw new Fault('kit.notFound')
    const content = await buffer(await ctx.house.files.read(found.hash))
    return { name: found.name, mediaType: found.mediaType, content }
  },
}

async function appealAt(ctx: Ctx, id: string): Promise<AppealRow> {
  const appeal = (await store.listAppeals(ctx.sql, { id })).rows[0]
  if (!appeal) throw new Fault('kit.notFound')
  return appeal
}
