import { aiOf } from './dictionary.ts'
import type { Element, ElementFault } from './elements.ts'

/** The same AI twice with different values names two things at once (General Specifications 4.14). */
export function repeated(elements: readonly Element[]): ElementFault | null {
  const values = new Map<string, string>()
  for (const { ai, value } of elements) {
    if ((values.get(ai) ?? value) !== value) return { code: 'repeated', ai, detail: value }
    values.set(ai, value)
  }
  return null
}

/** AIs that must not be together. An AI excludes no other copy of itself though it matches the pattern. */
export function excluded(elements: readonly Element[]): ElementFault | null {
  for (const { ai } of elements) {
    for (const pattern of aiOf(ai)?.excludes ?? []) {
      const other = elements.find((one) => one.ai !== ai && matches(one.ai, pattern))
      if (other) return { code: 'excluded', ai, detail: other.ai }
    }
  }
  return null
}

/** AIs that mean something only beside another one. */
export function missing(elements: readonly Element[]): ElementFault | null {
  const there = (pattern: string) => elements.some(({ ai }) => matches(ai, pattern))
  for (const { ai } of elements) {
    for (const groups of aiOf(ai)?.requires ?? []) {
      if (!groups.some((group) => group.every(there))) {
        return { code: 'missing', ai, detail: groups.map((group) => group.join('+')).join(',') }
      }
    }
  }
  return null
}

/** A digital signature (AI 8030) signs one thing: keys whose serial is optional must have it. */
export function serialMissing(elements: readonly Element[]): ElementFault | null {
  if (!elements.some(({ ai }) => ai === '8030')) return null
  for (const { ai, value } of elements) {
    const bare = ai === '8003' ? 14 : ai === '253' || ai === '255' ? 13 : 0
    if (bare > 0 && value.length <= bare) return { code: 'serialMissing', ai, detail: value }
  }
  return null
}

/** The first fault of AIs that stand together. */
export function togetherFault(elements: readonly Element[]): ElementFault | null {
  return repeated(elements) ?? excluded(elements) ?? missing(elements) ?? serialMissing(elements)
}

function matches(ai: string, pattern: string): boolean {
  if (ai.length !== pattern.length) return false
  for (let at = 0; at < ai.length; at += 1) {
    if (pattern[at] !== 'n' && pattern[at] !== ai[at]) return false
  }
  return true
}
