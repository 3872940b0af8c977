import type { Ctx } from '@ronghe/kit/module'
import { keepRetention, retentionOf, type Tiers } from '../store/retention.ts'
import { keepRetentionRule } from '../store/retention-rules.ts'

/** How long a sample firm keeps what its signals measured, and its classes of signals in their order. */
export type SampleRetention = Tiers & {
  organisation: string
  classes: readonly (Tiers & {
    name: { zh: string; en: string }
    meaning?: string
    pattern?: string
    equipment?: string
  })[]
}
type Ids = { owner: (code: string) => string; machine: (key: string) => string }

/** Loads what is not there yet; a firm that has said how long it keeps keeps its word. */
export async function keepClasses(ctx: Ctx, list: readonly SampleRetention[], ids: Ids): Promise<void> {
  for (const { organisation, classes, ...tiers } of list) {
    const organisationId = ids.owner(organisation)
    if (await retentionOf(ctx.sql, organisationId)) continue
    await keepRetention(ctx.sql, organisationId, tiers, null, ctx.now)
    for (const [index, { name, meaning, pattern, equipment, ...own }] of classes.entries()) {
      const equipmentId = equipment ? ids.machine(`${organisation}/${equipment}`) : null
      const about = { meaning: meaning ?? null, pattern: pattern ?? null, equipmentId }
      const rule = { ...own, ...about, id: ctx.newId(), rank: index + 1, name: name.zh }
      await keepRetentionRule(ctx.sql, organisationId, rule, null, ctx.now)
    }
  }
}
