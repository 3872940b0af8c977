import { type ReactNode, Suspense } from 'react'
import { lazyPart } from '../lazy-part.tsx'
import { Waiting } from '../loaded.tsx'
import type { BarsProps, ParetoProps } from './bars.tsx'
import type { ChartFrameProps } from './chart-frame.tsx'
import type { TimelineProps } from './timeline.tsx'
import type { TrendChartProps } from './trend-chart.tsx'

// Charts stay out of the first view: their code comes when the first of them is drawn, ECharts when it is
// seen.
const LazyFrame = lazyPart(() => import('./chart-frame.tsx').then((file) => file.ChartFrame))
const LazyTrend = lazyPart(() => import('./trend-chart.tsx').then((file) => file.TrendChart))
const LazyTimeline = lazyPart(() => import('./timeline.tsx').then((file) => file.Timeline))
const LazyBars = lazyPart(() => import('./bars.tsx').then((file) => file.Bars))
const LazyPareto = lazyPart(() => import('./bars.tsx').then((file) => file.Pareto))

function Later({ children }: { children: ReactNode }) {
  return <Suspense fallback={<Waiting lines={6} />}>{children}</Suspense>
}

/** Any chart with its table, exports, look and states. */
export function ChartFrame(props: ChartFrameProps) {
  return (
    <Later>
      <LazyFrame {...props} />
    </Later>
  )
}

/** Signals over time with bands, states beneath and zoom. */
export function TrendChart(props: TrendChartProps) {
  return (
    <Later>
      <LazyTrend {...props} />
    </Later>
  )
}

/** States over time, one lane a machine. */
export function Timeline(props: TimelineProps) {
  return (
    <Later>
      <LazyTimeline {...props} />
    </Later>
  )
}

/** Bars of one or several series. */
export function Bars(props: BarsProps) {
  return (
    <Later>
      <LazyBars {...props} />
    </Later>
  )
}

/** Losses by size with their cumulative share. */
export function Pareto(props: ParetoProps) {
  return (
    <Later>
      <LazyPareto {...props} />
    </Later>
  )
}
