import { everyFault } from '@ronghe/kit/config'
import { type Static, Type } from '@ronghe/kit/contract'
import { RuleKind } from '../contract/findings.ts'

const Text = Type.String({ minLength: 2, maxLength: 500, pattern: '\\S' })
const Shape = Type.Array(
  Type.Object(
    {
      kind: RuleKind,
      least: Type.Union([Type.Integer({ minimum: 2, maximum: 1000 }), Type.Null()]),
      threshold: Type.String({ pattern: '^[0-9]{1,3}(\\.[0-9]{1,4})?$' }),
      source: Type.Object({ zh: Text, en: Text }, { additionalProperties: false }),
      isExample: Type.Boolean(),
    },
    { additionalProperties: false },
  ),
)
/** The rules of a region's file: what stands until somebody changes it. */
export type QualityRules = Static<typeof Shape>

type Range = readonly [number, number]

/** Between what the two numbers of a rule may lie; `least` null where the rule has none. */
export const bounds = {
  /** Firms, and quartile ranges beyond the quartiles. */
  outlier: { least: [4, 1000], threshold: [0.5, 20] },
  /** Answers that both firms declare, and the share of them that is the same. */
  copied: { least: [2, 500], threshold: [0.5, 1] },
  /** The share of the whole range by which a part may move within a year. */
  jump: { least: null, threshold: [0.01, 1] },
} as const satisfies Record<RuleKind, { least: Range | null; threshold: Range }>

export type RuleFault = { field: 'least' | 'threshold'; low: number; high: number }

/** What of a rule's two numbers is outside of its bounds. */
export function ruleFaults(kind: RuleKind, least: number | null, threshold: number): RuleFault[] {
  const { least: counts, threshold: limits } = bounds[kind]
  const isCounted = counts === null ? least === null : least !== null && isWithin(least, counts)
  return [
    ...(isCounted ? [] : [{ field: 'least' as const, low: counts?.[0] ?? 0, high: counts?.[1] ?? 0 }]),
    ...(isWithin(threshold, limits)
      ? []
      : [{ field: 'threshold' as const, low: limits[0], high: limits[1] }]),
  ]
}

/** The rules of a file, or every fault of it. */
export function readRules(file: unknown): { rules: QualityRules } | { faults: string[] } {
  const shape = everyFault(Shape, file).map(({ instancePath, message }) => `${instancePath} ${message}`)
  if (shape.length > 0) return { faults: shape }
  const rules = file as QualityRules
  const faults = rules.flatMap(({ kind, least, threshold }) =>
    ruleFaults(kind, least, Number(threshold)).map(
      ({ field, low, high }) => `${kind}.${field}: ${low}–${high}`,
    ),
  )
  return faults.length > 0 ? { faults } : { rules }
}

function isWithin(value: number, [low, high]: Range): boolean {
  return low <= value && value <= high
}
