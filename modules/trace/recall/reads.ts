import { elevated } from '@ronghe/kit/db'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { namesOf } from '../story/names.ts'
import { acts } from './acts.ts'
import type { recallRoutes } from './contract.ts'
import { marking } from './marks.ts'
import { ownId, type Part, seenIds, seenRecall } from './reach.ts'
import { scopeOfFinding } from './scope.ts'
import { hazardOf, lineOf, nameOf, organisationNames, wholeOf } from './shown.ts'
import { countsOf, type ItemRow, listItems } from './store/items.ts'
import { listParties, listTrail } from './store/parties.ts'
import { listPublic, listRecalls, type RecallRow } from './store/recalls.ts'

type Routes = Pick<Service<typeof trace>, keyof typeof recallRoutes>

const someMax = 200

/** One function a route, in the contract's order; what changes something lies in `acts.ts` and `marks.ts`. */
export const recall: Routes = {
  async recalls(ctx, { query }) {
    const ids = await seenIds(ctx)
    const { rows, total } = await elevated(ctx.sql, ctx.caller, () => listRecalls(ctx.sql, query, ids))
    return { rows: await linesOf(ctx, rows), total }
  },

  async recall(ctx, { params }) {
    const { row, part } = await seenRecall(ctx, params.recallId)
    const [counts] = await elevated(ctx.sql, ctx.caller, () => countsOf(ctx.sql, [row.id]))
    return wholeOf(row, counts!, part, ctx)
  },

  async previewRecall(ctx, { body }) {
    const began = ctx.house.clock.now()
    const organisationId = ownId(ctx)
    const { items, outside, isTruncated } = await scopeOfFinding(ctx, organisationId, body.finding)
    const live = items.filter(({ how, state }) => how !== 'held' && state !== 'gone')
    const holders = new Map<string, number>()
    for (const one of live) holders.set(one.organisationId, (holders.get(one.organisationId) ?? 0) + 1)
    const organisations = await organisationNames(ctx, [...holders.keys()])
    const mine = items.filter((one) => one.isKnown || one.organisationId === organisationId).slice(0, someMax)
    const ids = mine.flatMap(({ thing, place }) => (place ? [thing, place] : [thing]))
    const names = await namesOf(ctx, [...ids, ...outside.keys()])
    const count = (how: string) => items.filter((one) => one.how === how).length
    return {
      ...{ affected: count('affected'), holding: count('holding'), held: count('held'), isTruncated },
      places: new Set(live.flatMap(({ place }) => place ?? [])).size,
      organisations: [...holders].map(([id, number]) => ({
        name: organisations.get(id) ?? '',
        items: number,
      })),
      outside: [...outside].map(([party, number]) => ({ party, name: names[party] ?? null, items: number })),
      some: mine.map(({ thing, how, place }) => ({
        ...{ thing, how, place },
        ...{ name: names[thing] ?? null, placeName: place ? (names[place] ?? null) : null },
      })),
      seconds: (ctx.house.clock.now().getTime() - began.getTime()) / 1000,
    }
  },

  ...acts,

  async recallItems(ctx, { params, query }) {
    const { row, part } = await seenRecall(ctx, params.recallId)
    const reader = readerOf(ctx, part)
    const { rows, total } = await elevated(ctx.sql, ctx.caller, () =>
      listItems(ctx.sql, row.id, query, reader),
    )
    return { rows: await itemLines(ctx, rows), total }
  },

  ...marking,

  async recallParties(ctx, { params, query }) {
    const { row, part } = await seenRecall(ctx, params.recallId)
    const holder = part === 'party' ? ctx.caller.organisationId : null
    const { rows, total } = await elevated(ctx.sql, ctx.caller, () =>
      listParties(ctx.sql, row.id, query, holder),
    )
    return {
      rows: rows.map(({ recallId: _, organisationId, notifiedAt, answeredAt, ...rest }) => ({
        ...rest,
        organisationId: rest.isOutside ? null : organisationId,
        notifiedAt: notifiedAt?.toISOString() ?? null,
        answeredAt: answeredAt?.toISOString() ?? null,
      })),
      total,
    }
  },

  async recallTrail(ctx, { params, query }) {
    const { row, part } = await seenRecall(ctx, params.recallId)
    const own = part === 'party' ? ctx.caller.organisationId : null
    const { rows, total } = await elevated(ctx.sql, ctx.caller, () => listTrail(ctx.sql, row.id, query, own))
    return { rows: rows.map((one) => ({ ...one, at: one.at.toISOString() })), total }
  },

  async publicRecalls(ctx, { query }) {
    const { rows, total } = await elevated(ctx.sql, ctx.caller, () => listPublic(ctx.sql, query))
    return { rows: rows.map((row) => publicOf(row, nameOf(row, ctx.caller.locale))), total }
  },
}

function readerOf(ctx: Ctx, part: Part): { maker: string } | { holder: string } | null {
  if (part === 'official') return null
  return part === 'maker' ? { maker: ownId(ctx) } : { holder: ownId(ctx) }
}

async function linesOf(ctx: Ctx, rows: readonly RecallRow[]) {
  const ids = rows.map(({ id }) => id)
  const counts = await elevated(ctx.sql, ctx.caller, () => countsOf(ctx.sql, ids))
  const byId = new Map(counts.map((one) => [one.recallId, one]))
  return rows.map((row) => lineOf(row, byId.get(row.id)!, ctx.caller.locale))
}

async function itemLines(ctx: Ctx, rows: readonly ItemRow[]) {
  const holders = await organisationNames(
    ctx,
    rows.map(({ organisationId }) => organisationId),
  )
  const ids = rows.flatMap(({ thing, place }) => (place ? [thing, place] : [thing]))
  const names = await namesOf(ctx, ids)
  return rows.map((row) => ({
    ...{ thing: row.thing, name: names[row.thing] ?? null, how: row.how, kind: row.kind, depth: row.depth },
    ...{ place: row.place, placeName: row.place ? (names[row.place] ?? null) : null, parties: row.parties },
    since: row.since?.toISOString() ?? null,
    placeAt: row.placeAt?.toISOString() ?? null,
    placeEvent: numberOf(row.placeSeq),
    reachedFrom: row.reachedFrom,
    reachedBy: numberOf(row.reachedBy),
    holderId: row.organisationId,
    holderName: holders.get(row.organisationId) ?? '',
    ...{ state: row.state, stateBy: row.stateBy, note: row.note },
    stateAt: row.stateAt?.toISOString() ?? null,
    stateEvent: numberOf(row.stateSeq),
  }))
}

function numberOf(seq: bigint | null): number | null {
  return seq === null ? null : Number(seq)
}

function publicOf(row: Awaited<ReturnType<typeof listPublic>>['rows'][number], organisationName: string) {
  const gtins = row.things.flatMap((id) => /\/01\/(\d{14})/.exec(id)?.[1] ?? [])
  const lots = row.things.flatMap((id) => /\/10\/([^/]+)/.exec(id)?.[1] ?? [])
  return {
    ...{ id: row.id, number: row.number, title: row.title, organisationName, items: row.items },
    ...{ hazard: hazardOf(row.hazard), publicText: row.publicText ?? '', isSample: row.isSample },
    products: [...new Set(gtins)].sort(),
    lots: [...new Set(lots.map(decodeURIComponent))].sort(),
    notifiedAt: row.notifiedAt!.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  }
}
