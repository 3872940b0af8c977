import { useMinute, useSearchState } from '@ronghe/kit/ui'

const hourMs = 3_600_000
export const presets = { hour: hourMs, shift: 8 * hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs } as const
export type Preset = keyof typeof presets

export type ShownSpan = {
  preset: string
  from: string
  to: string
  setPreset(preset: string): void
  setRange(from: number, to: number): void
}

/** The span a tab shows, kept in the address: a preset up to now, or two fixed moments. */
export function useSpan(initial: Preset): ShownSpan {
  const [preset, setPreset] = useSearchState('span', initial as string)
  const [range, setRange] = useSearchState('range', '')
  // Whole minutes, so that asking again within one is the same question.
  const now = useMinute()
  const [from, to] = range.split('~').map(Number)
  if (range !== '' && from && to)
    return { preset: '', from: iso(from), to: iso(to), setPreset: choose, setRange: fix }
  const length = presets[preset as Preset] ?? presets[initial]
  return { preset, from: iso(now - length), to: iso(now), setPreset: choose, setRange: fix }

  function choose(next: string): void {
    setRange('')
    setPreset(next)
  }
  function fix(begin: number, end: number): void {
    setRange(`${Math.round(begin)}~${Math.round(end)}`)
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
