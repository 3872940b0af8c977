import { elevated } from '@ronghe/kit/db'
import type { Ctx } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import { organisationNames } from './shown.ts'
import { appendTrail, type PartyRow } from './store/parties.ts'
import type { RecallRow } from './store/recalls.ts'

type Told = Pick<
  RecallRow,
  'id' | 'number' | 'title' | 'organisationId' | 'organisationName' | 'isDrill' | 'instructions'
>

function linkOf({ id }: Told): string {
  return `/trace/recalls/${id}`
}

/** Tells an organisation that it has something; one for practice says so first. */
export async function tellOrganisation(
  ctx: Ctx,
  row: Told,
  party: Pick<PartyRow, 'organisationId' | 'items'>,
): Promise<void> {
  const { number, title, instructions, organisationName: maker } = row
  const word = `trace.notice.${row.isDrill ? 'drill' : 'recall'}`
  const to = { organisationId: party.organisationId, may: 'trace.recall' }
  await notify(ctx, row, {
    to,
    word,
    blanks: { number, title, maker, instructions, count: String(party.items) },
  })
}

/** Tells those who recall for the maker. */
export async function tellMaker(
  ctx: Ctx,
  row: Told,
  word: string,
  blanks: Record<string, string>,
): Promise<void> {
  const to = { organisationId: row.organisationId, may: 'trace.recall' }
  await notify(ctx, row, { to, word, blanks: { number: row.number, title: row.title, ...blanks } })
}

/** Tells the officials nearest to the maker. */
export async function tellOfficials(ctx: Ctx, row: Told, word = 'trace.notice.official'): Promise<void> {
  const firm = await ctx.read(registry).organisation({ params: { organisationId: row.organisationId } })
  await notify(ctx, row, {
    to: { regionCode: firm.regionCode, may: 'trace.demand' },
    word,
    blanks: { number: row.number, title: row.title, maker: firm.name },
  })
}

type Notice = Omit<Parameters<Ctx['notify']>[0], 'link'>

async function notify(ctx: Ctx, row: Told, notice: Notice): Promise<void> {
  await ctx.notify({ ...notice, link: linkOf(row) })
}

/** Writes down what was done, under whoever did it. */
export async function keepTrail(
  ctx: Ctx,
  row: Pick<RecallRow, 'id' | 'organisationId'>,
  act: string,
  more: { things?: number; note?: string } = {},
): Promise<void> {
  const organisationId = ctx.caller.organisationId ?? row.organisationId
  const names = await organisationNames(ctx, [organisationId])
  await elevated(ctx.sql, ctx.caller, () =>
    appendTrail(ctx.sql, {
      ...{ recallId: row.id, organisationId, organisationName: names.get(organisationId) ?? '', act },
      ...{ at: ctx.now, personName: ctx.caller.personName },
      ...{ things: more.things ?? null, note: more.note ?? null },
    }),
  )
}
