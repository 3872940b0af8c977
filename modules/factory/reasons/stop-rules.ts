import type { Sql } from '@ronghe/kit/db'
import { unitChain } from '../store/calendar.ts'
import { type StopRulesRow, stopRulesOf } from '../store/stop-rules.ts'

export type StopRules = Omit<StopRulesRow, 'unitId' | 'equipmentId'> & {
  origin: 'equipment' | 'unit' | 'usual'
  ownerId: string | null
}

/** What holds where nobody said anything: a stop from five minutes on wants a reason, and none is micro. */
export const usualStopRules: StopRules = {
  ...{ microStopSeconds: 0, classifySeconds: 300, isMandatory: false, overSpeedPercent: 110 },
  ...{ origin: 'usual', ownerId: null },
}

/** The rules that hold for a machine, or for a unit itself: the machine's own, else the nearest unit's. */
export async function effectiveStopRules(
  sql: Sql,
  where: { equipmentId: string | null; unitId: string },
): Promise<StopRules> {
  const chain = await unitChain(sql, where.unitId)
  return nearest(await stopRulesOf(sql, where.equipmentId, chain), where.equipmentId, chain)
}

/** Pure: the machine's own, else that of the first unit of the chain that has some. */
export function nearest(
  rows: readonly StopRulesRow[],
  equipmentId: string | null,
  chain: readonly string[],
): StopRules {
  const own = equipmentId === null ? undefined : rows.find((row) => row.equipmentId === equipmentId)
  const ofUnit = chain.flatMap((id) => rows.filter((row) => row.unitId === id))[0]
  const found = own ?? ofUnit
  if (!found) return usualStopRules
  const { unitId, equipmentId: machineId, ...rules } = found
  return { ...rules, origin: machineId ? 'equipment' : 'unit', ownerId: machineId ?? unitId }
}
