import { canonicalJson } from '@ronghe/scoring'

/** One difference of two versions: the place as a JSON pointer by codes, and what stood and stands there. */
export type Change = {
  path: string
  kind: 'added' | 'removed' | 'changed'
  before: string | null
  after: string | null
}

const changesMax = 2000

/** What differs between two files. Members of lists are known by their code, so that a move is no change. */
export function compareForms(before: unknown, after: unknown): Change[] {
  const changes: Change[] = []
  walk('', before, after, changes)
  return changes.slice(0, changesMax)
}

function walk(path: string, before: unknown, after: unknown, changes: Change[]): void {
  if (textOf(before) === textOf(after)) return
  const [left, right] = [partsOf(before), partsOf(after)]
  if (!left || !right) {
    const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
    changes.push({ path: path || '/', kind, before: shown(before), after: shown(after) })
    return
  }
  for (const key of new Set([...left.keys(), ...right.keys()]))
    walk(`${path}/${key}`, left.get(key), right.get(key), changes)
}

function partsOf(value: unknown): Map<string, unknown> | null {
  if (Array.isArray(value)) return new Map(value.map((one, at) => [keyOf(one, at), one]))
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null
}

function keyOf(one: unknown, at: number): string {
  const code = (one as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : String(at)
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : canonicalJson(value)
}

function shown(value: unknown): string | null {
  return value === undefined ? null : canonicalJson(value).slice(0, 400)
}
