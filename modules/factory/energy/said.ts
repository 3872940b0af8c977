import type { StateSpan } from './account.ts'

/** What a person said of a stretch; `recorded` in order, the later word counts. */
export type Said = {
  fromMicros: number
  toMicros: number
  state: string | null
  recorded: number
  overProduction?: boolean
}

/** States with what people said of them laid above; over observed production only where that was said. */
export function corrected(states: readonly StateSpan[], said: readonly Said[]): StateSpan[] {
  let spans = [...states]
  for (const word of [...said].sort((left, right) => left.recorded - right.recorded)) {
    const { state } = word
    if (state === null) continue
    spans = spans
      .flatMap((one) => {
        if (one.toMicros <= word.fromMicros || one.fromMicros >= word.toMicros) return [one]
        if (one.state === 'production' && !word.overProduction) return [one]
        return [
          { ...one, toMicros: word.fromMicros },
          {
            state,
            fromMicros: Math.max(one.fromMicros, word.fromMicros),
            toMicros: Math.min(one.toMicros, word.toMicros),
          },
          { ...one, fromMicros: word.toMicros },
        ]
      })
      .filter((one) => one.toMicros > one.fromMicros)
  }
  return spans
}
