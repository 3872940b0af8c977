import {
  Bars,
  Page as Frame,
  Panel,
  Pareto,
  type Signal,
  type Span,
  Sparkline,
  Timeline,
  TrendChart,
  useWords,
} from '@ronghe/kit/ui'
import { useMemo, useState } from 'react'

const start = Date.UTC(2026, 2, 5, 0, 0, 0)
const hour = 3_600_000

/** Every chart on computed waves. */
export function Page() {
  const { t } = useWords()
  const [range, setRange] = useState<[number, number]>([start, start + 8 * hour])
  const signals = useMemo(() => waves(range, t), [range, t])
  const spans = useMemo(() => states(t), [t])
  const losses = [
    { name: t('gallery.state.idle'), value: 5400 },
    { name: t('gallery.state.fault'), value: 3600 },
    { name: t('gallery.state.unknown'), value: 900 },
  ]
  return (
    <Frame title={t('gallery.page.charts')}>
      <Panel>
        <TrendChart
          title={t('gallery.page.charts')}
          from={start}
          to={start + 8 * hour}
          signals={signals}
          states={{ name: t('gallery.text.states'), spans }}
          onRange={(from, to) => setRange([from, to])}
        />
        <p data-testid="range">{Math.round((range[1] - range[0]) / 1000)}</p>
      </Panel>
      <Panel>
        <Pareto title={t('gallery.text.losses')} unit="SEC" rows={losses} />
      </Panel>
      <Panel>
        <Bars
          title={t('gallery.text.count')}
          unit="SET"
          stacked
          horizontal
          series={[t('gallery.state.running'), t('gallery.state.idle')]}
          tones={['running', 'idle']}
          rows={['A', 'B', 'C'].map((name, index) => ({ name, values: [5 + index, 3] }))}
        />
      </Panel>
      <Panel>
        <Timeline
          title={t('gallery.text.states')}
          from={start}
          to={start + 8 * hour}
          lanes={[
            { name: 'VF-2', spans },
            { name: 'DMU 50', spans: spans.slice(2) },
          ]}
        />
      </Panel>
      <Panel title={t('gallery.text.load')}>
        <Sparkline values={[1, 3, 2, null, 5, 4, 6]} label={t('gallery.text.load')} />
      </Panel>
      <Panel>
        <Pareto title={t('gallery.text.losses')} unit="SEC" rows={[]} />
      </Panel>
    </Frame>
  )
}

function waves([from, to]: [number, number], t: (key: string) => string): Signal[] {
  const count = 240
  const at = Array.from({ length: count }, (_, index) => from + ((to - from) * index) / count)
  const wave = (height: number, middle: number) =>
    at.map((time, index) =>
      index > 100 && index < 118 ? null : middle + height * Math.sin(time / 1_500_000),
    )
  const speed = wave(1800, 4200)
  const load = wave(20, 45)
  const shift = (values: (number | null)[], by: number) =>
    values.map((value) => (value === null ? null : value + by))
  return [
    {
      key: 'speed',
      name: t('gallery.text.spindle'),
      unit: 'RPM',
      at,
      mean: speed,
      min: shift(speed, -300),
      max: shift(speed, 260),
    },
    {
      key: 'load',
      name: t('gallery.text.load'),
      unit: 'P1',
      at,
      mean: load,
      min: shift(load, -6),
      max: shift(load, 5),
    },
  ]
}

function states(t: (key: string) => string): Span[] {
  const tones = ['running', 'idle', 'running', 'fault', 'unknown', 'running'] as const
  return tones.map((tone, index) => ({
    from: start + (index * 8 * hour) / 6,
    to: start + ((index + 1) * 8 * hour) / 6,
    tone,
    text: t(`gallery.state.${tone}`),
  }))
}
