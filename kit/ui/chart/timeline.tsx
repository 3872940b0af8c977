import { useCallback, useMemo } from 'react'
import { formatInstant } from '../format.ts'
import { useMode } from '../look.tsx'
import { toneColor } from '../tones.ts'
import { type T, useWords } from '../words.tsx'
import { ChartFrame } from './chart-frame.tsx'
import { laneSeries } from './lanes.ts'
import { axis, type Look } from './look.ts'
import { joinSpans, type Span, statesOf } from './spans.ts'
import { timeLabel } from './trend-option.ts'

export type Lane = { name: string; spans: readonly Span[] }

export type TimelineProps = {
  title: string
  from: number
  to: number
  lanes: readonly Lane[]
  loading?: boolean
  error?: unknown
  retry?: () => void
  file?: string
}

type Joined = readonly { name: string; spans: readonly Span[] }[]

/** States over time, one lane a machine. */
export function Timeline(props: TimelineProps) {
  const { title, from, to, lanes } = props
  const { t } = useWords()
  const joined = useMemo(
    () => lanes.map((lane) => ({ name: lane.name, spans: joinSpans(lane.spans) })),
    [lanes],
  )
  const option = useCallback((look: Look) => optionOf(joined, from, to, look, t), [from, to, joined, t])
  const table = useMemo(() => tableOf(joined, t), [joined, t])
  return (
    <>
      <ChartFrame
        title={title}
        option={option}
        table={table}
        height={44 + lanes.length * 32}
        resetKey={`${from} ${to}`}
        loading={props.loading ?? false}
        error={props.error}
        {...(props.retry ? { retry: props.retry } : {})}
        {...(props.file ? { file: props.file } : {})}
      />
      <StateLegend name={title} spans={joined.flatMap((lane) => lane.spans)} />
    </>
  )
}

function optionOf(joined: Joined, from: number, to: number, look: Look, t: T) {
  return {
    grid: { left: look.narrow ? 76 : 120, right: 16, top: 8, bottom: 28 },
    xAxis: {
      ...axis(look),
      type: 'time',
      min: from,
      max: to,
      axisLabel: { color: look.muted, hideOverlap: true, formatter: timeLabel(from, to) },
    },
    yAxis: {
      ...axis(look),
      type: 'category',
      inverse: true,
      data: joined.map((lane) => lane.name),
      axisLabel: { color: look.text, width: look.narrow ? 68 : 110, overflow: 'truncate' },
      splitLine: { show: false },
    },
    tooltip: { trigger: 'item', confine: true },
    series: [
      laneSeries(
        joined.map((lane) => lane.spans),
        look,
        t,
      ),
    ],
  }
}

/** The same as rows, for who reads a table and for export. */
function tableOf(joined: Joined, t: T) {
  return {
    columns: ['name', 'from', 'to', 'state', 'seconds'].map((key) => t(`ui.chart.${key}`)),
    rows: joined.flatMap((lane) =>
      lane.spans.map((span) => [
        lane.name,
        formatInstant(span.from),
        formatInstant(span.to),
        span.text,
        (span.to - span.from) / 1000,
      ]),
    ),
  }
}

/** The states' colours and words, as a list that can be read aloud. */
export function StateLegend({ name, spans }: { name: string; spans: readonly Span[] }) {
  const mode = useMode()
  const states = useMemo(() => statesOf(spans), [spans])
  return (
    <ul className="r-legend" aria-label={name}>
      {states.map(({ tone, text }) => (
        <li key={`${tone} ${text}`}>
          <span className="r-legend-mark" style={{ background: toneColor(tone, mode) }} />
          {text}
        </li>
      ))}
    </ul>
  )
}
