import type { Ctx } from '@ronghe/kit/module'
import { machinesIn, type ScopeMachine, unitsIn } from '../store/scope.ts'

/** What figures of several machines are about: the machines, and the parts they fall into. */
export type Scope = {
  machines: ScopeMachine[]
  parts: { id: string; kind: 'unit' | 'equipment'; name: string; machines: ScopeMachine[] }[]
}

type Asked = { unit?: string; equipment?: string; organisation?: string }

/** Connected machines of a unit, a firm or one machine; by the units right below, and single machines. */
export async function scopeOf(ctx: Ctx, asked: Asked): Promise<Scope> {
  const own = asked.unit || asked.equipment ? null : (asked.organisation ?? ctx.caller.organisationId)
  if (!asked.unit && !asked.equipment && !own) return { machines: [], parts: [] }
  const { locale } = ctx.caller
  const where = {
    ...(asked.unit ? { unit: asked.unit } : {}),
    ...(asked.equipment ? { equipment: asked.equipment } : {}),
    ...(own ? { organisation: own } : {}),
  }
  const machines = (await machinesIn(ctx.sql, locale, where, ctx.now)).filter((one) => one.isConnected)
  const alone = (one: ScopeMachine) => ({
    id: one.id,
    kind: 'equipment' as const,
    name: one.name,
    machines: [one],
  })
  if (asked.equipment) return { machines, parts: machines.map(alone) }
  const units = await unitsIn(
    ctx.sql,
    locale,
    asked.unit ? { unit: asked.unit } : { organisation: own ?? '' },
  )
  const parentOf = new Map(units.map((unit) => [unit.id, unit.parentId]))
  const top = asked.unit ?? null
  const childOf = (unitId: string): string | null => {
    let at: string | null = unitId
    while (at !== null && at !== top) {
      const parent: string | null = parentOf.get(at) ?? null
      if (parent === top) return at
      at = parent
    }
    return null
  }
  const byChild = Map.groupBy(machines, (one) => childOf(one.unitId))
  const below = units.flatMap((unit) => {
    const found = byChild.get(unit.id)
    return found ? [{ id: unit.id, kind: 'unit' as const, name: unit.name, machines: found }] : []
  })
  return { machines, parts: [...below, ...(byChild.get(null) ?? []).map(alone)] }
}
