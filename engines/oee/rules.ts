import { type Condition, tagsOf } from './kleene.ts'
import type { StateKind } from './model.ts'

/** One rule: while `when` is true the machine is in `state`. */
export type StateRule = { id: string; state: StateKind; when: Condition; reason?: string }

/** States from signals by rules as data (OEE-30 to OEE-37). All of it is JSON. */
export type StateRules = {
  id: string
  /** The first rule that is true wins. */
  rules: readonly StateRule[]
  /** The state when every rule is false. */
  otherwise: { state: StateKind; reason?: string }
  /** Values that say the source knows nothing, such as MTConnect's UNAVAILABLE. */
  unknownValues?: readonly string[]
  /**
   * A tag is unknown this long after its last sign of life; null or left out: only bad quality ends a
   * value.
   */
  silenceMicrosMax?: number | null
  /** Tags any good point of which is a sign of life of the whole machine, such as a heartbeat. */
  aliveTags?: readonly string[]
}

/** A fault of a rule set: where it is and what is wrong with it. */
export type RuleFault = { path: string; fault: string }

const states: readonly string[] = ['production', 'setup', 'delay', 'down', 'idle', 'unknown']
const operators: readonly string[] = ['=', '!=', '>', '>=', '<', '<=', 'in']
/** A deeper condition is a mistake, and would let data exhaust the stack. */
const depthMax = 32

/** Every tag the rules read, in the order of first appearance. */
export function tagsOfRules(rules: StateRules): string[] {
  return [...new Set(rules.rules.flatMap((rule) => tagsOf(rule.when)))]
}

/**
 * Puts a machine's own tag names in the place of the names the rules use, `{ EXECUTION: 'tag-17' }`. A name
 * that is not in the map stays.
 */
export function bindTags(rules: StateRules, tagOf: Readonly<Record<string, string>>): StateRules {
  const bound = (tag: string): string => (Object.hasOwn(tagOf, tag) ? tagOf[tag]! : tag)
  const bindCondition = (condition: Condition): Condition => {
    if ('all' in condition) return { all: condition.all.map(bindCondition) }
    if ('any' in condition) return { any: condition.any.map(bindCondition) }
    if ('not' in condition) return { not: bindCondition(condition.not) }
    return { ...condition, tag: bound(condition.tag) }
  }
  return {
    ...rules,
    rules: rules.rules.map((rule) => ({ ...rule, when: bindCondition(rule.when) })),
    ...(rules.aliveTags ? { aliveTags: rules.aliveTags.map(bound) } : {}),
  }
}

/** Every fault of a rule set that came as data; none means it can be used as `StateRules` (OEE-30). */
export function ruleFaults(data: unknown): RuleFault[] {
  const faults: RuleFault[] = []
  if (!isRecord(data)) return [{ path: '', fault: 'not an object' }]
  if (!isText(data.id)) faults.push({ path: 'id', fault: 'not a text' })
  if (!Array.isArray(data.rules)) return [...faults, { path: 'rules', fault: 'not a list' }]
  const ids = new Set<unknown>()
  data.rules.forEach((rule: unknown, index) => {
    faults.push(...faultsOfRule(rule, `rules.${index}`))
    if (!isRecord(rule)) return
    if (ids.has(rule.id)) faults.push({ path: `rules.${index}.id`, fault: 'used twice' })
    ids.add(rule.id)
  })
  if (!isRecord(data.otherwise) || !states.includes(data.otherwise.state as string)) {
    faults.push({ path: 'otherwise.state', fault: 'not a state' })
  }
  const silence = data.silenceMicrosMax
  if (silence !== undefined && silence !== null && !(Number.isSafeInteger(silence) && Number(silence) > 0)) {
    faults.push({ path: 'silenceMicrosMax', fault: 'not a positive integer' })
  }
  for (const name of ['unknownValues', 'aliveTags']) {
    const list = data[name]
    if (list !== undefined && !(Array.isArray(list) && list.every(isText))) {
      faults.push({ path: name, fault: 'not a list of texts' })
    }
  }
  return faults
}

function faultsOfRule(rule: unknown, path: string): RuleFault[] {
  if (!isRecord(rule)) return [{ path, fault: 'not an object' }]
  const faults: RuleFault[] = []
  if (!isText(rule.id)) faults.push({ path: `${path}.id`, fault: 'not a text' })
  if (!states.includes(rule.state as string)) faults.push({ path: `${path}.state`, fault: 'not a state' })
  if (rule.reason !== undefined && !isText(rule.reason))
    faults.push({ path: `${path}.reason`, fault: 'not a text' })
  return [...faults, ...faultsOfCondition(rule.when, `${path}.when`, 1)]
}

function faultsOfCondition(condition: unknown, path: string, depth: number): RuleFault[] {
  if (depth > depthMax) return [{ path, fault: `deeper than ${depthMax}` }]
  if (!isRecord(condition)) return [{ path, fault: 'not an object' }]
  for (const word of ['all', 'any']) {
    if (!(word in condition)) continue
    const list = condition[word]
    if (!Array.isArray(list)) return [{ path: `${path}.${word}`, fault: 'not a list' }]
    return list.flatMap((part, index) => faultsOfCondition(part, `${path}.${word}.${index}`, depth + 1))
  }
  if ('not' in condition) return faultsOfCondition(condition.not, `${path}.not`, depth + 1)
  const faults: RuleFault[] = []
  if (!isText(condition.tag)) faults.push({ path: `${path}.tag`, fault: 'not a text' })
  if (!operators.includes(condition.op as string))
    faults.push({ path: `${path}.op`, fault: 'not an operator' })
  const list = condition.op === 'in'
  const good = list
    ? Array.isArray(condition.value) && condition.value.every(isValue)
    : isValue(condition.value)
  if (!good) faults.push({ path: `${path}.value`, fault: list ? 'not a list of values' : 'not a value' })
  if (condition.ifAbsent !== undefined && typeof condition.ifAbsent !== 'boolean') {
    faults.push({ path: `${path}.ifAbsent`, fault: 'not true or false' })
  }
  return faults
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

function isText(data: unknown): data is string {
  return typeof data === 'string' && data.length > 0
}

function isValue(data: unknown): boolean {
  return typeof data === 'string' || (typeof data === 'number' && Number.isFinite(data))
}
