import { TabBar, useMinute, useSearchState, useWords } from '@ronghe/kit/ui'

const dayMs = 86_400_000
const presets = ['today', 'yesterday', 'week', 'month', 'lastMonth', 'year', 'lastYear', 'decade'] as const
type Preset = (typeof presets)[number]

export type EnergySpan = { preset: string; from: string; to: string; choose(preset: string): void }

/** A span of whole local days, kept in the address: a preset, or two fixed moments. */
export function useEnergySpan(initial: Preset = 'week'): EnergySpan {
  const [preset, setPreset] = useSearchState('span', initial as string)
  const [range, setRange] = useSearchState('range', '')
  const now = useMinute()
  const choose = (next: string) => {
    setRange('')
    setPreset(next)
  }
  const [from, to] = range.split('~').map(Number)
  if (range !== '' && from && to) return { preset: '', ...spanOf(from, to), choose }
  return { preset, ...presetSpan(presets.find((one) => one === preset) ?? initial, now), choose }
}

function spanOf(from: number, to: number) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

/** A preset up to the present hour, so that asking again soon is the same question. */
function presetSpan(preset: Preset, now: number) {
  const date = new Date(now)
  const midnight = new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
  const month = (offset: number) => new Date(date.getFullYear(), date.getMonth() + offset, 1).getTime()
  if (preset === 'yesterday') return spanOf(midnight - dayMs, midnight)
  if (preset === 'lastMonth') return spanOf(month(-1), month(0))
  const year = (offset: number) => new Date(date.getFullYear() + offset, 0, 1).getTime()
  if (preset === 'lastYear') return spanOf(year(-1), year(0))
  const starts = { today: midnight, week: midnight - 6 * dayMs, month: month(0), year: year(0) }
  const from = { ...starts, decade: year(-9) }[preset]
  return spanOf(from, Math.max(now, from + 60_000))
}

export function EnergySpanTabs({ span }: { span: EnergySpan }) {
  const { t } = useWords()
  return (
    <TabBar
      label={t('factory.span.label')}
      tabs={presets.map((key) => ({ key, title: t(`factory.energy.span.${key}`) }))}
      value={span.preset}
      onChange={span.choose}
    />
  )
}
