/** A value of a signal: a number or a text; undefined where it is not known. */
export type Value = number | string

/** A comparison of one tag's value with a constant. */
export type Comparison = {
  tag: string
  op: '=' | '!=' | '>' | '>=' | '<' | '<='
  value: Value
  /** What holds on a machine that has no such tag at all; left out, an absent tag is unknown. */
  ifAbsent?: boolean
}

/** Whether one tag's value is among several constants. */
export type Membership = { tag: string; op: 'in'; value: readonly Value[]; ifAbsent?: boolean }

/** A condition as JSON. */
export type Condition =
  | Comparison
  | Membership
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition }

/** Kleene's strong three-valued logic: null is unknown. */
export type Truth = true | false | null

/** What a condition is judged on: whether the machine has a tag, and its value now (undefined: unknown). */
export type Reading = { has(tag: string): boolean; value(tag: string): Value | undefined }

/** Judges a condition in Kleene's three-valued logic (rule OEE-32). Pure; O(size of the condition). */
export function evaluate(condition: Condition, reading: Reading): Truth {
  if ('all' in condition) return conjunction(condition.all, reading)
  if ('any' in condition) return disjunction(condition.any, reading)
  if ('not' in condition) {
    const inner = evaluate(condition.not, reading)
    return inner === null ? null : !inner
  }
  if (!reading.has(condition.tag)) return condition.ifAbsent ?? null
  const value = reading.value(condition.tag)
  if (value === undefined) return null
  return condition.op === 'in' ? among(value, condition.value) : compared(value, condition)
}

/** Every tag a condition names, in the order of first appearance. */
export function tagsOf(condition: Condition): string[] {
  if ('all' in condition) return [...new Set(condition.all.flatMap(tagsOf))]
  if ('any' in condition) return [...new Set(condition.any.flatMap(tagsOf))]
  if ('not' in condition) return tagsOf(condition.not)
  return [condition.tag]
}

function conjunction(conditions: readonly Condition[], reading: Reading): Truth {
  let result: Truth = true
  for (const condition of conditions) {
    const truth = evaluate(condition, reading)
    if (truth === false) return false
    if (truth === null) result = null
  }
  return result
}

function disjunction(conditions: readonly Condition[], reading: Reading): Truth {
  let result: Truth = false
  for (const condition of conditions) {
    const truth = evaluate(condition, reading)
    if (truth === true) return true
    if (truth === null) result = null
  }
  return result
}

function among(value: Value, constants: readonly Value[]): Truth {
  if (constants.includes(value)) return true
  // A text among numbers, or the reverse, is a fault of wiring: it decides nothing.
  return constants.some((constant) => typeof constant === typeof value) || constants.length === 0
    ? false
    : null
}

function compared(value: Value, comparison: Comparison): Truth {
  const constant = comparison.value
  if (typeof value !== typeof constant) return null
  switch (comparison.op) {
    case '=':
      return value === constant
    case '!=':
      return value !== constant
    case '>':
      return value > constant
    case '>=':
      return value >= constant
    case '<':
      return value < constant
    case '<=':
      return value <= constant
  }
}
