import type { Mode } from '../look.tsx'
import type { LocaleChoice } from '../settings.ts'
import { seriesColors, type Tone, toneColor } from '../tones.ts'

/** What an option needs to look right: colours of the page's mode, the language, how wide the chart is. */
export type Look = {
  readonly mode: Mode
  readonly locale: LocaleChoice
  readonly narrow: boolean
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly surface: string
  readonly series: readonly string[]
  tone(tone: Tone): string
}

const inks = {
  light: { text: '#1c2430', muted: '#5b6675', line: '#e3e8ee', surface: '#ffffff' },
  dark: { text: '#e6eaf0', muted: '#9aa7b8', line: '#2c3644', surface: '#171d26' },
} as const

export function lookOf(mode: Mode, locale: LocaleChoice, narrow: boolean): Look {
  return {
    mode,
    locale,
    narrow,
    ...inks[mode],
    series: seriesColors[mode],
    tone: (tone) => toneColor(tone, mode),
  }
}

type Parts = Record<string, unknown>

/** A chart's own option over fonts, colours, legend and tooltip as the rest of the page has them. */
export function optionWith(look: Look, own: Parts): Parts {
  const base = baseOption(look)
  const tooltip = { ...(base.tooltip as Parts), ...(own.tooltip as Parts | undefined) }
  const legend = { ...(base.legend as Parts), ...(own.legend as Parts | undefined) }
  return { ...base, ...own, tooltip, legend }
}

function baseOption(look: Look): Parts {
  return {
    animationDuration: 300,
    animationDurationUpdate: 200,
    color: look.series,
    textStyle: { fontFamily: fonts, color: look.text },
    tooltip: {
      confine: true,
      backgroundColor: look.surface,
      borderColor: look.line,
      textStyle: { color: look.text, fontSize: 12 },
    },
    legend: {
      textStyle: { color: look.text },
      icon: 'roundRect',
      itemWidth: 12,
      itemHeight: 8,
      type: 'scroll',
      top: 0,
    },
  }
}

export const fonts =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif'

/** An axis in the page's colours, to spread and add to. */
export function axis(look: Look): Record<string, unknown> {
  return {
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { lineStyle: { color: look.line } },
    axisLabel: { color: look.muted, hideOverlap: true },
    nameTextStyle: { color: look.muted },
    splitLine: { lineStyle: { color: look.line } },
  }
}
