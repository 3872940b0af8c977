type Reason = {
  reason: string | null
  name: string
  colour: string | null
  path: string[]
  timeClass: string
  loss: string
  isPlanned: boolean
  isMicro: boolean
  seconds: number
  count: number
  points: number | null
  declaredSeconds: number
}
type Words = {
  nameOf: (code: string) => string
  micro: string
  classOf: (timeClass: string) => string
}
export type LevelRow = Omit<Reason, 'reason' | 'path' | 'timeClass' | 'isMicro'> & {
  key: string
  /** Code of the branch that can be opened; null where stops follow. */
  branch: string | null
  /** What of the list of stops is meant. */
  filter: Record<string, string>
}

/**
 * Lost time one level below a branch of the tree. At the top stand the branches, micro-stops as one, and what
 * is no reason of the tree by its class and reason. Time on a reason that has children itself is a row of its
 * own below it.
 */
export function atLevel(reasons: readonly Reason[], path: readonly string[], words: Words): LevelRow[] {
  const depth = path.length
  const rows = new Map<string, LevelRow>()
  for (const one of reasons) {
    if (!path.every((code, at) => one.path[at] === code && !one.isMicro)) continue
    const row = rowOf(one, depth, words)
    const known = rows.get(row.key)
    if (!known) rows.set(row.key, row)
    else {
      known.seconds += one.seconds
      known.count += one.count
      known.declaredSeconds += one.declaredSeconds
      known.points = known.points === null || one.points === null ? null : known.points + one.points
    }
  }
  return [...rows.values()].sort((left, right) => right.seconds - left.seconds)
}

function rowOf(one: Reason, depth: number, words: Words): LevelRow {
  const { reason, path, timeClass, isMicro, ...rest } = one
  if (isMicro)
    return {
      ...rest,
      key: 'micro',
      name: words.micro,
      colour: null,
      branch: null,
      filter: { isMicro: 'true' },
    }
  const next = path[depth]
  if (next !== undefined && next !== reason)
    return { ...rest, key: `branch ${next}`, name: words.nameOf(next), branch: next, filter: {} }
  const filter = { timeClass, ...(reason ? { reason } : {}), isMicro: 'false' }
  const name = path.length > 0 ? one.name : `${words.classOf(timeClass)} · ${one.name}`
  return { ...rest, key: `${timeClass} ${reason}`, name, branch: null, filter }
}
