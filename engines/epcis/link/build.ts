import { aiOf } from '../ai/dictionary.ts'
import type { Element, ElementOptions } from '../ai/elements.ts'
import { escapePath, escapeQuery } from './escape.ts'
import { type LinkFault, sequenceOf } from './parse.ts'

/** GS1's own resolver: the domain of canonical links. */
export const canonicalStem = 'https://id.gs1.org'

/**
 * Makes a digital link of elements in any order: the first primary key is the path, its qualifiers follow in
 * the order of the standard, all others become the query, those of predefined length first.
 */
export function buildLink(
  elements: readonly Element[],
  stem: string = canonicalStem,
  options: ElementOptions = {},
): { uri: string } | { fault: LinkFault } {
  const list = elements.filter(({ ai, value }, at) => {
    return elements.findIndex((one) => one.ai === ai && one.value === value) === at
  })
  const key = list.find(({ ai }) => aiOf(ai)?.qualifiers)
  if (!key) return { fault: { code: 'noKey', ai: '', detail: list.map(({ ai }) => ai).join(',') } }
  const qualifiers = qualifiersOf(key, list)
  const rest = list.filter((one) => one !== key && !qualifiers.includes(one))
  const sequence = sequenceOf(key.ai, qualifiers) ?? []
  for (const { ai, value } of rest) {
    const entry = aiOf(ai)
    const isAllowed = entry ? entry.attribute && !sequence.includes(ai) : options.unknownAis === true
    if (!isAllowed) return { fault: { code: 'attribute', ai, detail: value } }
  }
  const path = [key, ...qualifiers].map(({ ai, value }) => `/${ai}/${escapePath(value)}`).join('')
  const fixedFirst = [
    ...rest.filter(({ ai }) => aiOf(ai)?.fixed),
    ...rest.filter(({ ai }) => !aiOf(ai)?.fixed),
  ]
  const query = fixedFirst.map(({ ai, value }) => `${ai}=${escapeQuery(value)}`).join('&')
  return { uri: `${stem.replace(/\/$/, '')}${path}${query === '' ? '' : `?${query}`}` }
}

/** The qualifiers of the sequence that takes most of what is there. */
function qualifiersOf(key: Element, elements: readonly Element[]): Element[] {
  const sequences = aiOf(key.ai)?.qualifiers ?? []
  const taken = sequences.map((sequence) =>
    sequence.flatMap((ai) => elements.find((one) => one.ai === ai && one !== key) ?? []),
  )
  return taken.reduce((best, one) => (one.length > best.length ? one : best), [])
}
