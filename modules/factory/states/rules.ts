import { createHash } from 'node:crypto'
import type { Sql } from '@ronghe/kit/db'
import { mtconnectRules, type StateRules } from '@ronghe/oee'
import { rulesOf } from '../store/states.ts'

export type EffectiveRules = {
  origin: 'equipment' | 'organisation' | 'standard'
  version: number
  rules: StateRules
  hash: string
  note: string | null
  createdAt: Date | null
}

/** The rules that hold for a machine: its own, else its firm's, else the standard ones. */
export async function effectiveRules(
  sql: Sql,
  machine: { id: string; organisationId: string },
): Promise<EffectiveRules> {
  const own = await rulesOf(sql, machine)
  const rules = own ? (own.rules as StateRules) : mtconnectRules
  const hash = createHash('sha256').update(JSON.stringify(rules)).digest('hex')
  if (!own) return { origin: 'standard', version: 1, rules, hash, note: null, createdAt: null }
  return { origin: own.origin, version: own.version, rules, hash, note: own.note, createdAt: own.createdAt }
}

/** Meanings by the names that machines often give; people may say otherwise of each tag. */
const meanings: Readonly<Record<string, string>> = {
  execution: 'EXECUTION',
  mode: 'CONTROLLER_MODE',
  controllermode: 'CONTROLLER_MODE',
  controller_mode: 'CONTROLLER_MODE',
  avail: 'AVAILABILITY',
  availability: 'AVAILABILITY',
  estop: 'EMERGENCY_STOP',
  emergency_stop: 'EMERGENCY_STOP',
  partcount: 'PART_COUNT',
  part_count: 'PART_COUNT',
  partcountact: 'PART_COUNT',
  program: 'PROGRAM',
}

export function meaningOf(tagName: string): string | null {
  return meanings[tagName.toLowerCase()] ?? null
}

/** Meanings that only a numerical control sends: what proves that a machine has one. */
export const controllerMeanings: ReadonlySet<string> = new Set(['EXECUTION', 'CONTROLLER_MODE', 'PROGRAM'])
