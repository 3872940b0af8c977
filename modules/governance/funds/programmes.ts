import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { programmeOf } from './acts.ts'
import { isSound, judge } from './eligibility.ts'
import { factsOf } from './facts.ts'
import type { ListedProgramme } from './rows.ts'
import * as store from './store/programmes.ts'

type Routes = Pick<
  Service<typeof governance>,
  'programmes' | 'programme' | 'addProgramme' | 'moveProgramme' | 'fittingProgrammes'
>

/** Fund programmes: guide, budget, window and conditions as data. */
export const programmes: Routes = {
  async programmes(ctx, { query }) {
    const { rows, total } = await elevated(ctx.sql, ctx.caller, () =>
      store.listProgrammes(ctx.sql, query, ctx.caller.organisationId),
    )
    return { rows: rows.map((row) => shownProgramme(ctx, row)), total }
  },

  programme: async (ctx, { params }) => shownProgramme(ctx, await programmeOf(ctx, params.programmeId)),

  async addProgramme(ctx, { body }) {
    const { organisationId } = ctx.caller
    if (!organisationId) throw new Fault('kit.forbidden')
    const [opensAt, closesAt] = [new Date(body.opensAt), new Date(body.closesAt)]
    if (closesAt <= opensAt) throw wrong('closesAt', 'governance.programme.window')
    if (body.capFen > body.budgetFen) throw wrong('capFen', 'governance.programme.cap')
    for (const [place, one] of body.conditions.entries())
      if (!isSound(one)) throw wrong(`conditions.${place}.value`, 'governance.programme.condition')
    if ((body.terms?.mode ?? 'grant') !== body.mode) throw wrong('terms', 'governance.programme.terms')
    const terms = body.terms ?? null
    const id = ctx.newId()
    const own = { id, organisationId, opensAt, closesAt, state: 'draft' as const, isSample: false }
    if (!(await store.insertProgramme(ctx.sql, { ...body, ...own, terms }, ctx.now)))
      throw wrong('code', 'governance.programme.codeTaken')
    await note(ctx, 'added', id, organisationId, body)
    return { id }
  },

  async moveProgramme(ctx, { params, body }) {
    const found = await programmeOf(ctx, params.programmeId)
    if (found.organisationId !== ctx.caller.organisationId) throw new Fault('governance.application.notOurs')
    if (!(await store.moveProgramme(ctx.sql, found.id, body.state))) throw new Fault('governance.item.notNow')
    await note(ctx, body.state, found.id, found.organisationId, body)
    return { done: true }
  },

  async fittingProgrammes(ctx) {
    const { organisationId } = ctx.caller
    if (!organisationId) throw new Fault('kit.forbidden')
    const facts = await factsOf(ctx, organisationId)
    const { rows } = await elevated(ctx.sql, ctx.caller, () =>
      store.listProgrammes(ctx.sql, { pageSize: 200 }, null),
    )
    const shown = rows.map((row) => {
      const { id: programmeId, titleZh, titleEn } = row
      return {
        programmeId,
        titleZh,
        titleEn,
        isOpenNow: isOpenNow(ctx, row),
        opensAt: row.opensAt.toISOString(),
        closesAt: row.closesAt.toISOString(),
        ...judge(row.conditions, facts),
      }
    })
    const rank = (fits: boolean | null) => (fits === true ? 0 : fits === null ? 1 : 2)
    // What a firm can apply for stands before what it cannot, the first to close before the others.
    const order = (a: (typeof shown)[number], b: (typeof shown)[number]) =>
      Number(b.isOpenNow) - Number(a.isOpenNow) ||
      rank(a.fits) - rank(b.fits) ||
      (a.isOpenNow ? 1 : -1) * (a.closesAt < b.closesAt ? -1 : 1)
    return { rows: shown.toSorted(order) }
  },
}

/** Published, and the server's clock lies within the window. */
export function isOpenNow(
  { now }: Pick<Ctx, 'now'>,
  one: Pick<ListedProgramme, 'state' | 'opensAt' | 'closesAt'>,
): boolean {
  return one.state === 'open' && now >= one.opensAt && now < one.closesAt
}

function shownProgramme(ctx: Ctx, { organisationId, ...row }: ListedProgramme) {
  return {
    ...row,
    opensAt: row.opensAt.toISOString(),
    closesAt: row.closesAt.toISOString(),
    isOpenNow: isOpenNow(ctx, row),
    isOurs: organisationId === ctx.caller.organisationId,
  }
}

/** A fault of the contract that stands at a field. */
export function wrong(field: string, code: string, values: Record<string, string> = {}): Fault {
  return new Fault(code, values, [{ field, rule: `fault.${code}`, values }])
}

function note(ctx: Ctx, action: string, id: string, organisationId: string, after: unknown): Promise<void> {
  return ctx.audit({
    action: `governance.programme.${action}`,
    subject: 'governance.programme',
    subjectId: id,
    organisationId,
    after,
  })
}
