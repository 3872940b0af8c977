import type { EvidenceRow } from '@ronghe/kit/contract'

type Made = { value: string | null; reason: string | null }

/** Steps of CBV 2.0 section 7.1 by the side of the business that records them. */
const sides = {
  purchase: ['receiving', 'accepting'],
  production: ['commissioning', 'creating_class_instance', 'assembling'],
  sale: ['shipping', 'consigning', 'retail_selling', 'dispensing'],
} as const

/** Steps of CBV 2.0 section 7.1 by which a store is kept. */
const storing = [
  'unloading',
  'storing',
  'stocking',
  'cycle_counting',
  'picking',
  'packing',
  'staging_outbound',
  'loading',
]

/** By query and version. A rule that is here is never changed: what was kept by it must come out again. */
const rules: Readonly<Record<string, (rows: readonly EvidenceRow[]) => Made>> = {
  /** Kinds of business steps (CBV 2.0 section 7.1) that a firm has recorded. */
  'trace.recordedSteps@1': (rows) => {
    const recorded = rows.filter(({ facts }) => Number(facts.events) > 0)
    if (recorded.length === 0) return { value: null, reason: 'trace.missing.noEvents' }
    return { value: String(recorded.length), reason: null }
  },
  /** Of purchase, production and sale, how many sides a firm has recorded of what it handles. */
  'trace.chainSides@1': (rows) => {
    const recorded = new Set(
      rows.filter(({ facts }) => Number(facts.events) > 0).map(({ id }) => id.split('BizStep-').at(-1)),
    )
    if (recorded.size === 0) return { value: null, reason: 'trace.missing.noEvents' }
    const found = Object.values(sides).filter((steps) => steps.some((step) => recorded.has(step)))
    return { value: String(found.length), reason: null }
  },
  /** Of the steps by which a store is kept, how many kinds a firm has recorded. */
  'trace.storingSteps@1': (rows) => {
    const found = rows.filter(({ id, facts }) => {
      return Number(facts.events) > 0 && storing.includes(id.split('BizStep-').at(-1) ?? '')
    })
    if (found.length === 0) return { value: null, reason: 'trace.missing.noStoring' }
    return { value: String(found.length), reason: null }
  },
  /** Organisations to which a firm has opened its events, and which may read them now. */
  'trace.partners@1': (rows) => {
    const granted = rows.filter(({ facts }) => facts.state === 'granted')
    if (granted.length === 0) return { value: null, reason: 'trace.missing.noPartner' }
    return { value: String(granted.length), reason: null }
  },
}

export const traceEvidenceQueries: readonly string[] = Object.keys(rules)

/** What the rows prove by the rule of a version; null for a rule that this room does not have. */
export function traceEvidence(query: string, version: number, rows: readonly EvidenceRow[]): Made | null {
  return rules[`${query}@${version}`]?.(rows) ?? null
}
