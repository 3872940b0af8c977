import type { Tone } from '../tones.ts'

/** A stretch of time in one state, [from, to) in milliseconds. */
export type Span = { from: number; to: number; tone: Tone; text: string }

/** Joins neighbours of the same state, so that a long history draws fast; the order is by time. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && last.to === span.from && last.tone === span.tone && last.text === span.text) last.to = span.to
    else joined.push({ ...span })
  }
  return joined
}

/** The states that occur, each once, for the legend. */
export function statesOf(spans: readonly Span[]): { tone: Tone; text: string }[] {
  const found = new Map<string, { tone: Tone; text: string }>()
  for (const { tone, text } of spans) found.set(`${tone} ${text}`, { tone, text })
  return [...found.values()]
}
