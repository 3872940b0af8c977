/** The plan as a tree (document → section → task → measure → indicator → target by year → node). */
export const nodeKinds = ['section', 'task', 'measure', 'indicator', 'node'] as const
export type NodeKind = (typeof nodeKinds)[number]

export type Target = { year: number; value: number }

export type PlanNode = {
  key: string
  parentKey: string | null
  kind: NodeKind
  place: number
  clause: string
  titleZh: string
  titleEn: string
  textZh: string
  textEn: string
  /** Codes of bodies in the plan's order; the first leads. */
  units: string[]
  dueOn: string | null
  goalKey: string | null
  targets: Target[]
  planRows: string[]
}

/** The fields of a node, in the order of a sheet's columns; said once for sheets, lists and comparisons. */
export const planFields = [
  ...(['key', 'parentKey', 'kind', 'place', 'clause', 'titleZh', 'titleEn', 'textZh', 'textEn'] as const),
  ...(['units', 'dueOn', 'goalKey', 'targets', 'planRows'] as const),
] as const satisfies readonly (keyof PlanNode)[]

/** What a tree may name: bodies, goals, and tasks that other plans in force already have. */
export type Known = {
  departments: ReadonlySet<string>
  goals: ReadonlySet<string>
  tasksElsewhere: ReadonlySet<string>
}

/** A rule that a node breaks, as a word, with what is named in it. */
export type NodeFault = { key: string; field: keyof PlanNode; rule: string; values: Record<string, string> }

/** Under what a kind may stand; null: under the document itself. */
const parents: Readonly<Record<NodeKind, readonly (NodeKind | null)[]>> = {
  section: [null, 'section'],
  task: ['section'],
  measure: ['task'],
  indicator: ['section', 'task', 'measure'],
  node: ['task', 'measure', 'indicator'],
}

/** Every fault of a tree; none means that it may be approved. */
export function treeFaults(nodes: readonly PlanNode[], known: Known): NodeFault[] {
  const byKey = new Map(nodes.map((one) => [one.key, one]))
  const goals = new Map<string, string>()
  return nodes.flatMap((one) => {
    const faults: NodeFault[] = []
    const bad = (field: keyof PlanNode, rule: string, values: Record<string, string> = {}) =>
      faults.push({ key: one.key, field, rule: `governance.rule.${rule}`, values })
    const parent = one.parentKey === null ? null : byKey.get(one.parentKey)
    if (parent === undefined) bad('parentKey', 'parentUnknown', { parent: one.parentKey ?? '' })
    else if (!parents[one.kind].includes(parent?.kind ?? null) || isUnderItself(one, byKey))
      bad('parentKey', 'parentKind', { parent: one.parentKey ?? '–' })
    for (const unit of one.units) if (!known.departments.has(unit)) bad('units', 'unitUnknown', { unit })
    if (new Set(one.units).size < one.units.length) bad('units', 'unitTwice')
    if (one.kind === 'task' && one.units.length === 0) bad('units', 'unitMissing')
    if ((one.kind === 'task' || one.kind === 'node') && one.dueOn === null) bad('dueOn', 'dueMissing')
    if (one.kind === 'task' && known.tasksElsewhere.has(one.key)) bad('key', 'taskElsewhere')
    if (one.goalKey !== null) {
      if (one.kind !== 'indicator') bad('goalKey', 'goalKind')
      if (!known.goals.has(one.goalKey)) bad('goalKey', 'goalUnknown', { goal: one.goalKey })
      const other = goals.get(one.goalKey)
      if (other !== undefined) bad('goalKey', 'goalTwice', { other })
      goals.set(one.goalKey, one.key)
    }
    if (one.targets.length > 0 && one.kind !== 'indicator') bad('targets', 'targetKind')
    if (new Set(one.targets.map((target) => target.year)).size < one.targets.length)
      bad('targets', 'yearTwice')
    if (one.titleZh.trim() === '') bad('titleZh', 'titleMissing')
    if (one.titleEn.trim() === '') bad('titleEn', 'titleMissing')
    return faults
  })
}

/** Sections may stand in sections, so that one could be put under itself. */
function isUnderItself(node: PlanNode, byKey: ReadonlyMap<string, PlanNode>): boolean {
  let at = node.parentKey
  for (let depth = 0; at !== null && depth <= byKey.size; depth++) {
    if (at === node.key) return true
    at = byKey.get(at)?.parentKey ?? null
  }
  return at !== null
}

/** Depth first, each among its siblings by place; what hangs in the air comes last. */
export function inOrder(nodes: readonly PlanNode[]): (PlanNode & { depth: number })[] {
  const children = Map.groupBy(
    nodes.toSorted((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1)),
    (one) => one.parentKey,
  )
  const seen = new Set<string>()
  const out: (PlanNode & { depth: number })[] = []
  const walk = (key: string | null, depth: number) => {
    for (const one of children.get(key) ?? []) {
      if (seen.has(one.key)) continue
      seen.add(one.key)
      out.push({ ...one, depth })
      walk(one.key, depth + 1)
    }
  }
  walk(null, 0)
  return [...out, ...nodes.filter((one) => !seen.has(one.key)).map((one) => ({ ...one, depth: 0 }))]
}

/** The target that counts in a year: that of the first year not before it, else the last. */
export function targetIn(targets: readonly Target[], year: number): Target | null {
  const sorted = targets.toSorted((a, b) => a.year - b.year)
  return sorted.find((one) => one.year >= year) ?? sorted.at(-1) ?? null
}

type Compared = Exclude<(typeof planFields)[number], 'key' | 'place' | 'planRows'>
const uncompared: readonly string[] = ['key', 'place', 'planRows']
/** By what two versions differ; the key says which node it is, and places move with every insertion. */
export const comparedFields = planFields.filter((field): field is Compared => !uncompared.includes(field))

export type NodeChange = {
  key: string
  kind: NodeKind
  titleZh: string
  titleEn: string
  change: 'added' | 'removed' | 'changed'
  fields: { field: Compared; before: string; after: string }[]
}

/** What differs between two trees, in the order of the new one; what is gone comes last. */
export function difference(before: readonly PlanNode[], after: readonly PlanNode[]): NodeChange[] {
  const old = new Map(before.map((one) => [one.key, one]))
  const kept = new Set(after.map((one) => one.key))
  const about = ({ key, kind, titleZh, titleEn }: PlanNode) => ({ key, kind, titleZh, titleEn })
  const changes = inOrder(after).flatMap((one): NodeChange[] => {
    const was = old.get(one.key)
    if (!was) return [{ ...about(one), change: 'added', fields: [] }]
    const fields = comparedFields
      .map((field) => ({ field, before: cellOf(was, field), after: cellOf(one, field) }))
      .filter((field) => field.before !== field.after)
    return fields.length === 0 ? [] : [{ ...about(one), change: 'changed', fields }]
  })
  const gone = before.filter((one) => !kept.has(one.key))
  return [...changes, ...gone.map((one) => ({ ...about(one), change: 'removed' as const, fields: [] }))]
}

/** A field as one cell of a sheet, the same that `nodeOf` reads. */
export function cellOf(node: PlanNode, field: keyof PlanNode): string {
  const value = node[field]
  if (field === 'targets') return node.targets.map((one) => `${one.year}=${one.value}`).join('; ')
  if (Array.isArray(value)) return value.join('; ')
  return value === null ? '' : String(value)
}

/** `2020=30; 2025=50` as targets; null where it is not that. */
export function targetsOf(text: string): Target[] | null {
  const parts = listOf(text).map((part) => /^(\d{4})\s*=\s*(-?\d+(?:\.\d+)?)$/.exec(part))
  if (parts.some((part) => part === null)) return null
  return parts.map((part) => ({ year: Number(part?.[1]), value: Number(part?.[2]) }))
}

/** `industry; science` as codes; a Chinese sheet may use 、 or ；. */
export function listOf(text: string): string[] {
  return text
    .split(/[;；、]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
