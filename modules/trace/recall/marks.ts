import type { EventJson } from '@ronghe/epcis'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { captureOwn } from '../capture/own.ts'
import type { trace } from '../contract.ts'
import { sampleKey } from '../story/details.ts'
import { ownId, seenRecall } from './reach.ts'
import { type Mark, mayMark, moved } from './steps.ts'
import { type ItemRow, lockItems, markItems } from './store/items.ts'
import type { RecallRow } from './store/recalls.ts'
import { keepTrail } from './tell.ts'

/** What a mark says in EPCIS; what was not found, no event tells. */
const said: Readonly<Record<Exclude<Mark, 'notFound'>, object>> = {
  quarantined: {
    ...{ action: 'OBSERVE', bizStep: 'holding', disposition: 'recalled' },
    persistentDisposition: { set: ['recalled'] },
  },
  returned: { action: 'OBSERVE', bizStep: 'receiving', disposition: 'returned' },
  destroyed: { action: 'DELETE', bizStep: 'destroying', disposition: 'destroyed' },
  released: {
    ...{ action: 'OBSERVE', bizStep: 'inspecting', disposition: 'conformant' },
    persistentDisposition: { unset: ['recalled'] },
  },
}
/** The recall for which a mark was made. */
const recallKey = 'ronghe:recall'

export const marking: Pick<Service<typeof trace>, 'markItems'> = {
  async markItems(ctx, { params, body }) {
    const organisationId = ownId(ctx)
    const { row } = await seenRecall(ctx, params.recallId)
    if (moved(row.state, 'mark') === null) throw new Fault('trace.recall.step')
    const things = [...new Set(body.things)]
    // Row-level security holds back what another organisation has.
    const items = await lockItems(ctx.sql, row.id, things)
    refuseOthers(things, items, organisationId, body.state)
    const seqs = row.isDrill ? new Map<string, bigint>() : await captured(ctx, row, items, body.state)
    const groups = Map.groupBy(items, ({ thing }) => seqs.get(thing) ?? null)
    for (const [seq, some] of groups) {
      const ids = some.map(({ thing }) => thing)
      const mark = { state: body.state, at: ctx.now, by: ctx.caller.personName, note: body.note ?? null }
      await markItems(ctx.sql, row.id, ids, { ...mark, seq })
    }
    const note = `${ctx.t(`trace.value.state.${body.state}`)}${body.note ? ` — ${body.note}` : ''}`
    await keepTrail(ctx, row, 'marked', { things: items.length, note })
    return { marked: items.length, events: new Set(seqs.values()).size }
  },
}

/** All or nothing, with each thing that does not fit named. */
function refuseOthers(
  things: readonly string[],
  items: readonly ItemRow[],
  organisationId: string,
  mark: Mark,
): void {
  const byThing = new Map(items.map((item) => [item.thing, item]))
  const wrong = things.flatMap((thing) => {
    const item = byThing.get(thing)
    if (!item || item.organisationId !== organisationId) return [{ thing, rule: 'notHeld' }]
    if (item.how === 'held') return [{ thing, rule: 'onlyHeld' }]
    return mayMark(item.state, mark) ? [] : [{ thing, rule: 'state' }]
  })
  if (wrong.length === 0) return
  const fields = wrong.slice(0, 50).map(({ thing, rule }) => {
    return { field: thing, rule: `trace.rule.recall.${rule}` }
  })
  throw new Fault('trace.recall.items', {}, fields)
}

/** One event a place; answers which event tells of which thing. */
async function captured(
  ctx: Ctx,
  row: RecallRow,
  items: readonly ItemRow[],
  mark: Mark,
): Promise<Map<string, bigint>> {
  if (mark === 'notFound') return new Map()
  const places = [...Map.groupBy(items, ({ place }) => place)]
  const events = places.map(([place, some]) => eventOf(ctx, row, place, some, said[mark]))
  const seqs = await captureOwn(ctx.sql, events, {
    ...{ organisationId: ownId(ctx), source: 'recall', personName: ctx.caller.personName },
    ...{ now: ctx.now, newId: ctx.newId },
  })
  return new Map(places.flatMap(([, some], at) => some.map(({ thing }) => [thing, seqs[at]!] as const)))
}

function eventOf(
  ctx: Ctx,
  row: RecallRow,
  place: string | null,
  items: readonly ItemRow[],
  what: object,
): EventJson & { eventID: string } {
  const lots = items.filter(({ kind }) => kind === 'lot').map(({ thing }) => ({ epcClass: thing }))
  const single = items.filter(({ kind }) => kind !== 'lot').map(({ thing }) => thing)
  return {
    type: 'ObjectEvent',
    eventID: `urn:uuid:${ctx.newId()}`,
    eventTime: ctx.now.toISOString(),
    eventTimeZoneOffset: '+08:00',
    ...(single.length > 0 ? { epcList: single } : {}),
    ...(lots.length > 0 ? { quantityList: lots } : {}),
    ...what,
    ...(place ? { readPoint: { id: place } } : {}),
    [recallKey]: row.number,
    ...(row.isSample ? { [sampleKey]: true } : {}),
  }
}
