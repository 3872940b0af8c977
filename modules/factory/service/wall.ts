import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { ownId } from '../policy.ts'
import { listPictures, ownPictures } from '../store/pictures.ts'
import { keepWall, type WallPanel, wallOf } from '../store/wall.ts'

type Routes = Pick<Service<typeof factory>, 'wall' | 'changeWall'>

const picturesMax = 17
const secondsUsual = 20

export const wall: Routes = {
  async wall(ctx) {
    const { organisationId, locale } = ctx.caller
    const own = organisationId
      ? (await listPictures(ctx.sql, locale, { organisation: organisationId, pageSize: picturesMax })).rows
      : []
    // A template shows nothing without a machine.
    const shown = own.filter((one) => one.publishedVersion !== null && !one.isTemplate)
    const known = new Set(shown.map((one) => one.id))
    const kept = await wallOf(ctx.sql, organisationId)
    const usual: WallPanel[] = [
      { kind: 'states' },
      { kind: 'oee' },
      { kind: 'energy' },
      { kind: 'alarms' },
      { kind: 'andon' },
      ...shown.map((one) => ({ kind: 'picture' as const, picture: one.id })),
    ]
    // A picture that was removed leaves the screen.
    const panels = kept?.panels.filter((one) => one.kind !== 'picture' || known.has(one.picture ?? ''))
    return {
      panels: panels && panels.length > 0 ? panels : usual,
      seconds: kept?.seconds ?? secondsUsual,
      organisationName: own[0]?.organisationName ?? null,
      isChosen: kept !== null,
      changedAt: kept?.changedAt.toISOString() ?? null,
      personName: kept?.personName ?? null,
    }
  },

  async changeWall(ctx, { body }) {
    const organisationId = ownId(ctx)
    const named = body.panels.flatMap((one) => one.picture ?? [])
    const known = await ownPictures(ctx.sql, organisationId, named)
    const fields = body.panels.flatMap((one, index) => {
      const isWhole = one.kind === 'picture' ? known.has(one.picture ?? '') : one.picture === undefined
      return isWhole ? [] : [{ field: `panels.${index}.picture`, rule: 'factory.pictureRule.pictureUnknown' }]
    })
    if (fields.length > 0) throw new Fault('factory.wall.invalid', {}, fields)
    const { personName } = ctx.caller
    const before = await wallOf(ctx.sql, organisationId)
    await keepWall(ctx.sql, organisationId, { ...body, personName }, ctx.now)
    const change = { before: before && { panels: before.panels, seconds: before.seconds }, after: body }
    await ctx.audit({
      action: 'factory.wall.changed',
      subject: 'organisation',
      subjectId: organisationId,
      organisationId,
      ...change,
    })
    return { done: true }
  },
}
