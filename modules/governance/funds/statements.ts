import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { applicationAt, mustOwn, noteOnly } from './acts.ts'
import { entryKinds, isSayable } from './entries.ts'
import { fillIn } from './prefill.ts'
import { wrong } from './programmes.ts'
import type { ApplicationRow } from './rows.ts'
import * as store from './store/entries.ts'

type Routes = Pick<Service<typeof governance>, 'fillEntries' | 'sayEntry'>

/** The entries of a draft: what the platform knows, and what the firm says instead (G26). */
export const statements: Routes = {
  async fillEntries(ctx, { params, body }) {
    const found = await draftAt(ctx, params.applicationId, body.version)
    await fillIn(ctx, found)
    await noteOnly(ctx, found, 'fill')
    return { done: true }
  },

  async sayEntry(ctx, { params, body }) {
    const found = await draftAt(ctx, params.applicationId, body.version)
    const { key } = params
    if (entryKinds[key].isFixed) throw wrong('said', 'governance.entry.fixed')
    const standing = (await store.entriesOf(ctx.sql, found.id)).find((one) => one.key === key)
    if (!standing) throw new Fault('kit.notFound')
    const { said, reason } = body
    if (said !== undefined && !isSayable(key, said)) throw wrong('said', 'governance.entry.unsayable')
    if (said !== undefined && standing.value !== null && !reason)
      throw wrong('reason', 'governance.entry.reasonNeeded')
    const by = ctx.caller.personName ?? ''
    const text = said === undefined ? null : { text: said.trim(), reason: reason ?? null, by }
    await store.sayEntry(ctx.sql, found.id, key, text, ctx.now)
    const comment = `${ctx.t(`governance.entry.${key}`)}: ${standing.value ?? '–'} → ${said ?? '–'}`
    await noteOnly(ctx, found, said === undefined ? 'unsay' : 'say', { comment })
    return { done: true }
  },
}

async function draftAt(ctx: Ctx, id: string, version: number): Promise<ApplicationRow> {
  const found = await applicationAt(ctx, id, version)
  mustOwn(ctx, found)
  if (found.state !== 'drafted') throw new Fault('governance.item.notNow')
  return found
}
