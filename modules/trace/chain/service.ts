import { Readable } from 'node:stream'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { PublishedDay, trace } from '../contract.ts'
import { chainOf, newestLinks } from '../store/chain.ts'
import { type DayRow, findDay, hashesOf, listDays } from '../store/days.ts'
import { relationsOf } from '../store/relations.ts'
import { makeProof } from './make-proof.ts'
import { verifyTrace } from './verify.ts'

type Routes = Pick<
  Service<typeof trace>,
  'eventRelations' | 'eventProof' | 'eventProofFile' | 'days' | 'day' | 'dayLinks' | 'chain' | 'checkChain'
>

const differencesMax = 200

export const chain: Routes = {
  async eventRelations(ctx, { params }) {
    const found = await relationsOf(ctx.sql, params.seq)
    if (!found) throw new Fault('trace.event.unknown')
    return found
  },

  async eventProof(ctx, { params }) {
    return proofOf(ctx, params.seq)
  },

  async eventProofFile(ctx, { params }) {
    const { proof } = await proofOf(ctx, params.seq)
    const content = Buffer.from(JSON.stringify(proof, null, 2), 'utf8')
    return { name: `event-${params.seq}.proof.json`, mediaType: 'application/json', content }
  },

  async days(ctx, { query }) {
    const { rows, total } = await listDays(ctx.sql, query)
    return { rows: rows.map(dayOf), total }
  },

  async day(ctx, { params }) {
    return dayOf(await knownDay(ctx, params.day))
  },

  async dayLinks(ctx, { params }) {
    const { day } = await knownDay(ctx, params.day)
    // Hashes are nobody's secret; the rows they stand in are not given away.
    const hashes = await hashesOf(ctx.sql, day, ctx.caller)
    const lines = hashes.map((hash) => `${hash.toString('hex')}\n`)
    return { name: `${day}.links.txt`, mediaType: 'text/plain', content: Readable.from(lines) }
  },

  async chain(ctx) {
    const { lastAt, ...rest } = await chainOf(ctx.sql, ownOf(ctx))
    return { ...rest, lastAt: lastAt?.toISOString() ?? null }
  },

  async checkChain(ctx, { body }) {
    const organisationId = ownOf(ctx)
    const links = await newestLinks(ctx.sql, organisationId, (body.links ?? 100) + 1)
    const after = links.length > (body.links ?? 100) ? links.at(-1)! : null
    const { days: _, ...found } = await verifyTrace(ctx.sql, { organisationId, differencesMax, after })
    return found
  },
}

async function proofOf(ctx: Ctx, seq: number) {
  const made = await makeProof(ctx.sql, ctx.caller, seq)
  if (!made) throw new Fault('trace.event.unknown')
  return made
}

function ownOf({ caller }: Ctx): string {
  if (caller.organisationId === null) throw new Fault('kit.forbidden')
  return caller.organisationId
}

async function knownDay(ctx: Ctx, day: string): Promise<DayRow> {
  const row = await findDay(ctx.sql, day)
  if (!row) throw new Fault('trace.day.unknown', { day })
  return row
}

function dayOf(row: DayRow): PublishedDay {
  return { ...row, publishedAt: row.publishedAt.toISOString() }
}
