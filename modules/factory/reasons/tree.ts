import { Fault } from '@ronghe/kit/errors'
import type { BigLossName, ReasonCatalogue } from '@ronghe/oee'

/** One reason of a firm's tree; the list's order is the order among brothers. */
export type Reason = {
  code: string
  parentCode: string | null
  name: string
  nameEn: string | null
  /** `#rrggbb`; null takes the parent's. */
  colour: string | null
  /** The state a stretch with this reason usually has; null takes the parent's. */
  state: 'production' | 'setup' | 'delay' | 'down' | 'idle' | null
  /** Which of the big losses its time is; null takes the parent's. */
  loss: BigLossName | null
  isPlanned: boolean
  isRetired: boolean
}

/** A reason with what it takes from those above it. */
export type Placed = Reason & {
  depth: number
  /** Codes from the root down to the reason itself. */
  path: string[]
  hasChildren: boolean
}

export const reasonsMax = 500
export const depthMax = 6

/** The tree depth first, each with its effective colour, state and loss. */
export function placed(tree: readonly Reason[]): Placed[] {
  const children = Map.groupBy(tree, (one) => one.parentCode)
  const walk = (parent: Placed | null): Placed[] =>
    (children.get(parent?.code ?? null) ?? []).flatMap((one) => {
      const here: Placed = {
        ...one,
        colour: one.colour ?? parent?.colour ?? null,
        state: one.state ?? parent?.state ?? null,
        loss: one.loss ?? parent?.loss ?? null,
        isRetired: one.isRetired || (parent?.isRetired ?? false),
        depth: (parent?.depth ?? -1) + 1,
        path: [...(parent?.path ?? []), one.code],
        hasChildren: children.has(one.code),
      }
      return [here, ...walk(here)]
    })
  return walk(null)
}

/** What the OEE engine is to know of each reason, retired ones too: the past keeps its meaning. */
export function catalogueOf(tree: readonly Reason[]): ReasonCatalogue {
  const entries = placed(tree).map(({ code, loss }) => {
    const failure = loss === 'equipmentFailure'
    return [code, loss ? { loss, failure } : {}] as const
  })
  return Object.fromEntries(entries)
}

/** Adds a reason as the last of its brothers. */
export function withReason(tree: readonly Reason[], reason: Reason): Reason[] {
  if (tree.some((one) => one.code === reason.code)) throw treeFault('codeTaken', 'code')
  return sound([...tree, reason])
}

/** Changes what a reason says; its code and place stay. */
export function changedReason(
  tree: readonly Reason[],
  code: string,
  patch: Partial<Omit<Reason, 'code' | 'parentCode' | 'isRetired'>>,
): Reason[] {
  mustHave(tree, code)
  return sound(tree.map((one) => (one.code === code ? { ...one, ...patch } : one)))
}

/** Moves a reason with all below it under a parent (null: to the top), before a brother or to the end. */
export function movedReason(
  tree: readonly Reason[],
  code: string,
  parentCode: string | null,
  before: string | null,
): Reason[] {
  const reason = mustHave(tree, code)
  if (parentCode !== null) {
    mustHave(tree, parentCode, 'parentCode')
    if (below(tree, code).has(parentCode)) throw treeFault('circle', 'parentCode')
  }
  if (before !== null && mustHave(tree, before, 'before').parentCode !== parentCode)
    throw treeFault('unknown', 'before')
  const others = tree.filter((one) => one.code !== code)
  const at = before === null || before === code ? -1 : others.findIndex((one) => one.code === before)
  const moved = { ...reason, parentCode }
  return sound(at < 0 ? [...others, moved] : others.toSpliced(at, 0, moved))
}

/** Retires a reason, and so all below it, or brings it back with all above it. Nothing is deleted. */
export function retiredReason(tree: readonly Reason[], code: string, isRetired: boolean): Reason[] {
  mustHave(tree, code)
  const above = new Set(placed(tree).find((one) => one.code === code)?.path)
  const touched = isRetired ? new Set([code]) : above
  return sound(tree.map((one) => (touched.has(one.code) ? { ...one, isRetired } : one)))
}

/** The codes of a reason and of all below it. */
export function below(tree: readonly Reason[], code: string): Set<string> {
  return new Set(
    placed(tree)
      .filter((one) => one.path.includes(code))
      .map((one) => one.code),
  )
}

/** The tree itself, or a fault at the field that breaks it. */
export function sound(tree: readonly Reason[]): Reason[] {
  if (tree.length > reasonsMax) throw treeFault('tooMany', 'code', { limit: reasonsMax })
  const codes = new Set(tree.map((one) => one.code))
  if (codes.size < tree.length) throw treeFault('codeTaken', 'code')
  for (const one of tree)
    if (one.parentCode !== null && !codes.has(one.parentCode)) throw treeFault('unknown', 'parentCode')
  const all = placed(tree)
  if (all.length < tree.length) throw treeFault('circle', 'parentCode')
  if (all.some((one) => one.depth >= depthMax)) throw treeFault('tooDeep', 'parentCode', { limit: depthMax })
  const names = tree.filter((one) => !one.isRetired).map((one) => JSON.stringify([one.parentCode, one.name]))
  if (new Set(names).size < names.length) throw treeFault('nameTaken', 'name')
  return [...tree]
}

function mustHave(tree: readonly Reason[], code: string, field = 'code'): Reason {
  const found = tree.find((one) => one.code === code)
  if (!found) throw field === 'code' ? new Fault('kit.notFound') : treeFault('unknown', field)
  return found
}

const faults = {
  codeTaken: 'factory.reason.codeTaken',
  nameTaken: 'factory.reason.nameTaken',
  unknown: 'factory.reason.unknown',
  circle: 'factory.reason.circle',
  tooDeep: 'factory.reason.tooDeep',
  tooMany: 'factory.reason.tooMany',
} as const

function treeFault(kind: keyof typeof faults, field: string, values: Record<string, number> = {}): Fault {
  const code = faults[kind]
  return new Fault(code, values, [{ field, rule: `fault.${code}`, values }])
}
