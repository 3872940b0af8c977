import type { Sql } from '@ronghe/kit/db'
import { bindTags, mtconnectRules, type StateRules, tagsOfRules } from '@ronghe/oee'
import { hashOf } from '../canonical.ts'
import { rulesOf } from '../store/rules.ts'
import type { TagRow } from '../store/tags.ts'

export type EffectiveRules = {
  origin: 'equipment' | 'organisation' | 'standard'
  version: number
  rules: StateRules
  note: string | null
  createdAt: Date | null
}

/** The rules that hold for a machine: its own, else its firm's, else the standard ones. */
export async function effectiveRules(
  sql: Sql,
  machine: { id: string; organisationId: string },
): Promise<EffectiveRules> {
  const own = await rulesOf(sql, machine)
  if (!own) return { origin: 'standard', version: 1, rules: mtconnectRules, note: null, createdAt: null }
  const { origin, version, note, createdAt } = own
  return { origin, version, rules: own.rules as StateRules, note, createdAt }
}

export type BoundRules = { rules: StateRules; tags: TagRow[]; hash: string }

/**
 * Rules with a machine's own tags in the place of the names they use. A name is a meaning (EXECUTION) or else
 * a tag's
 * name; of several tags with one meaning the first in the machine's order counts. The hash changes whenever
 * the same
 * signals could give other states.
 */
export function boundRules(rules: StateRules, tags: readonly TagRow[]): BoundRules {
  const binding = new Map<string, TagRow>()
  for (const name of new Set([...tagsOfRules(rules), ...(rules.aliveTags ?? [])])) {
    const tag = tags.find((one) => one.meaning === name) ?? tags.find((one) => one.name === name)
    if (tag) binding.set(name, tag)
  }
  const names = Object.fromEntries([...binding].map(([name, tag]) => [name, tag.id]))
  const scales = [...binding].map(([name, { id, scale, shift }]) => [name, id, scale, shift])
  const bound = [...new Map([...binding.values()].map((tag) => [tag.id, tag])).values()]
  return { rules: bindTags(rules, names), tags: bound, hash: hashOf({ rules, scales }) }
}
