import { type Definition, needsOf, type SignalPoint, type Signals } from '@ronghe/alarm'
import type { Condition, StateRules } from '@ronghe/oee'
import { statesFromSignals, tagsOfRules } from '@ronghe/oee'
import { hashOf } from '../canonical.ts'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { readCondition } from '../states/condition-text.ts'
import { boundRules } from '../states/rules.ts'
import type { TagRow } from '../store/tags.ts'
import { definitionOf, ruleSignal } from './body.ts'

/** A definition with one machine's own signals in the place of names. */
export type Bound = {
  definition: Definition
  /** Every signal that is read, each once. */
  tags: TagRow[]
  /** The signal the alarm is about, and the one that carries a reported condition's words. */
  main: TagRow | null
  message: TagRow | null
  /** Whether a reported condition was acknowledged at its controller. */
  answered: TagRow | null
  rule: StateRules | null
  suppress: StateRules | null
  /** Changes whenever the same signals could give other alarms. */
  hash: string
}

/** Binds a body to a machine's tags; names that are no signal of it are told as missing. */
export function bindBody(
  body: AlarmBody,
  tags: readonly TagRow[],
): { bound: Bound | null; missing: string[] } {
  const definition = definitionOf(body)
  const found = new Map<string, TagRow>()
  const missing: string[] = []
  for (const name of needsOf(definition).signals) {
    if (body.kind === 'rule') continue
    const tag = tagNamed(tags, name)
    if (tag) found.set(name, tag)
    else missing.push(name)
  }
  const rule = body.kind === 'rule' ? truthRules(body.when ?? '', tags) : null
  const suppress = body.suppressWhen ? truthRules(body.suppressWhen, tags) : null
  if (rule) missing.push(...rule.absent)
  if (missing.length > 0) return { bound: null, missing }
  const ready = { ...definition, trigger: renamed(definition.trigger, found) as Definition['trigger'] }
  const main = found.get(needsOf(definition).signals[0] ?? '') ?? null
  const message = main ? tagNamed(tags, `${main.name}/message`) : null
  const answered = main && body.kind === 'reported' ? tagNamed(tags, `${main.name}/acknowledged`) : undefined
  const read = [...found.values(), ...(rule?.tags ?? []), ...(suppress?.tags ?? []), answered ?? []].flat()
  const bound = [...new Map(read.map((tag) => [tag.id, tag])).values()]
  const scales = bound.map(({ id, scale, shift }) => [id, scale, shift])
  const hash = hashOf({ ready, rule: rule?.rules, suppress: suppress?.rules, scales })
  return {
    bound: {
      definition: ready,
      tags: bound,
      main,
      message: message ?? null,
      answered: answered ?? null,
      rule: rule?.rules ?? null,
      suppress: suppress?.rules ?? null,
      hash,
    },
    missing: [],
  }
}

/** By its meaning or else its own name, as state rules find it. */
function tagNamed(tags: readonly TagRow[], name: string): TagRow | undefined {
  return tags.find((tag) => tag.meaning === name) ?? tags.find((tag) => tag.name === name)
}

/** The same trigger with tag ids for names. */
function renamed(trigger: Definition['trigger'], found: ReadonlyMap<string, TagRow>): object {
  const idOf = (name: string) => found.get(name)?.id ?? name
  if (trigger.kind === 'discrepancy')
    return { ...trigger, command: idOf(trigger.command), feedback: idOf(trigger.feedback) }
  if (trigger.kind === 'deviation' && 'signal' in trigger.target)
    return { ...trigger, signal: idOf(trigger.signal), target: { signal: idOf(trigger.target.signal) } }
  return { ...trigger, signal: idOf(trigger.signal) }
}

/**
 * A condition as rules of the state engine, so that it means here what it means there: true is `down`, false
 * is `production`, and what cannot be judged is `unknown`.
 */
function truthRules(text: string, tags: readonly TagRow[]) {
  const { condition } = readCondition(text)
  const when: Condition = condition ?? { any: [] }
  const rules: StateRules = {
    id: 'alarm',
    unknownValues: ['UNAVAILABLE'],
    rules: [{ id: 'alarm', state: 'down', when }],
    otherwise: { state: 'production' },
  }
  const bound = boundRules(rules, tags)
  const names = new Set(bound.tags.map((tag) => tag.id))
  const absent = tagsOfRules(bound.rules).filter((name) => !names.has(name) && !hasFallback(when, name))
  return { rules: bound.rules, tags: bound.tags, absent }
}

/** Does every comparison with a name say what holds where there is no such signal? */
function hasFallback(condition: Condition, name: string): boolean {
  if ('all' in condition) return condition.all.every((part) => hasFallback(part, name))
  if ('any' in condition) return condition.any.every((part) => hasFallback(part, name))
  if ('not' in condition) return hasFallback(condition.not, name)
  return condition.tag !== name || condition.ifAbsent !== undefined
}

type Window = { fromMicros: number; toMicros: number }

/** The truth of rules over a window as points of a signal: 1, 0, or bad where nobody knows. */
export function truthPoints(rules: StateRules, signals: Signals, window: Window): SignalPoint[] {
  return statesFromSignals(rules, signals, window).map(({ fromMicros: timeMicros, state }) =>
    state === 'unknown'
      ? { timeMicros, value: null, quality: 'bad' as const }
      : { timeMicros, value: state === 'down' ? 1 : 0, quality: 'good' as const },
  )
}

/** What MTConnect and our edges say where a source knows nothing: no value, whatever its quality. */
const nowhere = 'UNAVAILABLE'

/** What the engine reads: the machine's signals, and a rule's truth beside them. */
export function engineSignals(bound: Bound, signals: Signals, window: Window): Signals {
  const read = Object.fromEntries(
    Object.entries(signals).map(([id, points]) => [
      id,
      points.map((point) =>
        point.value === nowhere ? { ...point, value: null, quality: 'bad' as const } : point,
      ),
    ]),
  )
  return bound.rule ? { ...read, [ruleSignal]: truthPoints(bound.rule, signals, window) } : read
}
