import { createHash } from 'node:crypto'
import { type Scope, type ScopeThing, type Start, scope } from '@ronghe/epcis'
import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import { searched } from '../graph.ts'
import { kindOf } from '../story/layout.ts'
import { meaningOf } from '../story.ts'
import type { Finding } from './contract.ts'
import type { ItemRow, NewItem } from './store/items.ts'
import { ownersOfParties } from './store/owners.ts'
import { knownThings, lastOwners, namedBy, thingsOfMachine } from './store/reach.ts'

/** A set larger than this is not one recall; what is found must be exact. */
const thingsMax = 100_000
const depthMax = 100

export type Scoped = {
  items: Omit<NewItem, 'recallId'>[]
  /** Parties that are no organisation of the platform, with how many things went to them. */
  outside: ReadonlyMap<string, number>
  isTruncated: boolean
}

/**
 * The exact set that a finding of an organisation concerns, over the events of all organisations: the caller
 * was checked to speak for this one, and sees of others no more than policy allows.
 */
export async function scopeOfFinding(ctx: Ctx, organisationId: string, finding: Finding): Promise<Scoped> {
  return elevated(ctx.sql, ctx.caller, async () => {
    const starts = await startsOf(ctx, organisationId, finding)
    const search = scope(starts, { depthMax, nodesMax: thingsMax })
    const { found, owners, isCut } = await searched(ctx.sql, search)
    const ids = found.things.map(({ id }) => id)
    const lasts = new Map((await lastOwners(ctx.sql, ids)).map((one) => [one.key, one.organisationId]))
    const known = await namedBy(ctx.sql, organisationId, ids)
    const parties = [...new Set(found.things.flatMap((thing) => thing.parties))]
    const partyOwners = await ownersOfParties(ctx.sql, parties)
    const items = found.things.map((thing) =>
      itemOf(thing, holderOf(thing, owners, partyOwners) ?? lasts.get(thing.id) ?? organisationId, known),
    )
    return { items, outside: outsideOf(found, partyOwners), isTruncated: found.isTruncated || isCut }
  })
}

async function startsOf(ctx: Ctx, organisationId: string, finding: Finding): Promise<Start[]> {
  if (finding.kind === 'machine') {
    const { equipmentId, from, until } = finding
    if (!equipmentId) throw wrong('equipmentId')
    if (!from) throw wrong('from')
    if (!until || until <= from) throw wrong('until')
    const rows = await thingsOfMachine(ctx.sql, organisationId, equipmentId, { from, until })
    if (rows.length === 0) throw new Fault('trace.recall.nothing')
    return rows.map(({ id, at }) => ({ id, at: at.getTime() }))
  }
  const ids = [...new Set((finding.things ?? []).map((text) => meaningOf(text).id))]
  if (ids.length === 0) throw wrong('things')
  const known = new Set(await knownThings(ctx.sql, ids))
  const missing = ids.filter((id) => !known.has(id))
  if (missing.length > 0) {
    const fields = missing.slice(0, 20).map((id) => {
      return { field: 'finding.things', rule: 'trace.rule.recall.unknownThing', values: { id } }
    })
    throw new Fault('trace.recall.finding', {}, fields)
  }
  const at = finding.from ? Date.parse(finding.from) : Number.NEGATIVE_INFINITY
  return ids.map((id) => ({ id, at }))
}

function wrong(field: string): Fault {
  const rule = field === 'until' ? 'trace.rule.recall.span' : 'trace.rule.required'
  return new Fault('trace.recall.finding', {}, [{ field: `finding.${field}`, rule }])
}

/**
 * Who has it: whose event told of it last; or, where it was handed over and nobody else has told since, whom
 * it was handed to.
 */
export function holderOf(
  { last, handover }: Pick<ScopeThing, 'last' | 'handover'>,
  owners: ReadonlyMap<string, string>,
  partyOwners: ReadonlyMap<string, string>,
): string | undefined {
  const teller = last === null ? undefined : owners.get(last)
  if (!handover || owners.get(handover.event) !== teller) return teller
  return partyOwners.get(handover.party) ?? teller
}

function itemOf(thing: ScopeThing, organisationId: string, known: ReadonlySet<string>) {
  const { id, how, depth, since, place, from, event, parties, isGone } = thing
  return {
    ...{ organisationId, thing: id, how, depth, parties: [...parties], isKnown: known.has(id) },
    kind: kindOf(id).kind,
    since: since === null ? null : new Date(since),
    place: place?.id ?? null,
    placeAt: place ? new Date(place.time) : null,
    placeSeq: place ? BigInt(place.event) : null,
    reachedFrom: from,
    reachedBy: event === null ? null : BigInt(event),
    state: isGone ? ('gone' as const) : ('open' as const),
  }
}

function outsideOf({ things }: Scope, partyOwners: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { how, isGone, parties } of things) {
    if (how === 'held' || isGone) continue
    for (const party of parties) {
      if (!partyOwners.has(party)) counts.set(party, (counts.get(party) ?? 0) + 1)
    }
  }
  return counts
}

type Hashed = Pick<ItemRow, 'thing' | 'how' | 'organisationId' | 'place' | 'reachedBy'>

/** SHA-256 over the finding and every thing in the order of ids: who has the rows computes it again. */
export function scopeHash(finding: Finding, items: readonly Hashed[]): string {
  const lines = items.map(({ thing, how, organisationId, place, reachedBy }) => {
    return [thing, how, organisationId, place, reachedBy === null ? null : String(reachedBy)]
  })
  const sorted = lines.sort(([left], [right]) => (String(left) < String(right) ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([canonical(finding), sorted]))
    .digest('hex')
}

function canonical(finding: Finding) {
  const { kind, things = null, equipmentId = null, from = null, until = null } = finding
  return { kind, things, equipmentId, from, until }
}
