import { buffer } from 'node:stream/consumers'
import { type Caller, holds } from '@ronghe/kit/auth'
import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, House, Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { primaryKey, writtenKey } from '../master/key.ts'
import { meaningOf } from '../story.ts'
import type { PartnerPaper } from './contract.ts'
import { listPapers, type PaperRow, paperFor } from './store/papers.ts'
import { findPartner } from './store/partners.ts'

type Routes = Pick<Service<typeof trace>, 'partnerPapers' | 'partnerPaper'>

/**
 * Test reports and certificates that organisations mean for their partners. Whoever asks acts for a partner
 * that was granted; the question itself names it, so that no parameter widens what is seen.
 */
export const papers: Routes = {
  async partnerPapers(ctx, { query }) {
    const own = ctx.caller.organisationId
    if (own === null) return { rows: [], total: 0 }
    const { about, ...filter } = query
    const key = about === undefined ? null : meaningOf(about).id
    const keys = key === null ? {} : { keys: [...new Set([key, primaryKey(key)])] }
    const day = today(ctx)
    const { rows, total } = await elevated(ctx.sql, ctx.caller, () =>
      listPapers(ctx.sql, own, { ...filter, ...keys, today: day }),
    )
    return { rows: rows.map((row) => lineOf(row, day)), total }
  },

  async partnerPaper(ctx, { params }) {
    const own = ctx.caller.organisationId
    const row = own
      ? await elevated(ctx.sql, ctx.caller, () => paperFor(ctx.sql, own, params.documentId))
      : null
    if (!row) throw new Fault('trace.document.unknown')
    const content = await buffer(await ctx.house.files.read(row.fileHash))
    return { name: row.fileName, mediaType: row.mediaType, content }
  },
}

/** May whoever asks read what the owner means for partners? The owner's own people may. */
export async function isPartner(house: House, caller: Caller, owner: string): Promise<boolean> {
  const { organisationId } = caller
  if (!holds(caller, 'trace.read') || organisationId === null) return false
  if (organisationId === owner) return true
  const system = { ...caller, reach: 'own' as const, organisationId: owner }
  const row = await house.db.transaction(system, (sql) => findPartner(sql, owner, organisationId))
  return row?.state === 'granted'
}

/** The day in China, by which papers end. */
function today(ctx: Ctx): string {
  return new Date(ctx.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}

function lineOf({ addedAt, fileHash: _, ...row }: PaperRow, day: string): PartnerPaper {
  return {
    ...row,
    identifier: writtenKey(row.key),
    isExpired: row.validUntil !== null && row.validUntil < day,
    addedAt: addedAt.toISOString(),
  }
}
