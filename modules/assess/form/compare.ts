import type { FormShape } from './form.ts'
import type { Words } from './outline.ts'
import { type About, type Subject, subjectsOf } from './statements.ts'

/** One difference of two versions, in words: of what, which aspect, and what it said and says. */
export type Change = {
  key: string
  kind: 'added' | 'removed' | 'changed'
  about: About
  place: Words[]
  /** Null where the whole thing was added or removed. */
  aspect: string | null
  before: string | null
  after: string | null
}

const changesMax = 2000
type Say = Parameters<typeof subjectsOf>[1]

/**
 * What differs between two files, as their readers know it. Things are known by their codes, so that another
 * order of questions is no change, and a question that went to another section is one.
 */
export function compareForms(before: FormShape, after: FormShape, say: Say, locale: 'zh' | 'en'): Change[] {
  const [left, right] = [before, after].map((file) => {
    return new Map(subjectsOf(file, say, locale).map((one) => [one.key, one]))
  })
  const keys = new Set([...(right?.keys() ?? []), ...(left?.keys() ?? [])])
  const changes = [...keys].flatMap((key) => changesOf(left?.get(key), right?.get(key), say))
  return changes.slice(0, changesMax)
}

function changesOf(was: Subject | undefined, is: Subject | undefined, say: Say): Change[] {
  const known = is ?? was
  if (!known) return []
  const { key, about, place } = known
  if (!was || !is) {
    const text = wholeText(known, say)
    const kind = is ? ('added' as const) : ('removed' as const)
    const sides = is ? { before: null, after: text } : { before: text, after: null }
    return [{ key, kind, about, place, aspect: null, ...sides }]
  }
  const aspects = new Set([...Object.keys(was.aspects), ...Object.keys(is.aspects)])
  return [...aspects].flatMap((aspect): Change[] => {
    const [old, now] = [was.aspects[aspect] ?? [], is.aspects[aspect] ?? []]
    if (old.join('\n') === now.join('\n')) return []
    const [before, after] = onlyDiffering(old, now)
    return [{ key: `${key}#${aspect}`, kind: 'changed', about, place, aspect, before, after }]
  })
}

/** Of two long lists only the lines that the other has not; both whole where only the order differs. */
function onlyDiffering(old: readonly string[], now: readonly string[]): [string | null, string | null] {
  const [gone, come] = [old.filter((one) => !now.includes(one)), now.filter((one) => !old.includes(one))]
  const isOrder = gone.length === 0 && come.length === 0
  return [textOf(isOrder ? old : gone), textOf(isOrder ? now : come)]
}

function textOf(lines: readonly string[]): string | null {
  return lines.length === 0 ? null : lines.join('\n')
}

function wholeText({ aspects }: Subject, say: Say): string {
  const said = Object.entries(aspects).filter(([aspect, lines]) => lines.length > 0 && aspect !== 'options')
  return said.map(([aspect, lines]) => `${say(`assess.aspect.${aspect}`)}: ${lines.join('; ')}`).join('\n')
}
