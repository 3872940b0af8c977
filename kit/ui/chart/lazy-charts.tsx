import { lazy, type ReactNode, Suspense } from 'react'
import { Waiting } from '../loaded.tsx'
import type { BarsProps, ParetoProps } from './bars.tsx'
import type { ChartFrameProps } from './chart-frame.tsx'
import type { TimelineProps } from './timeline.tsx'
import type { TrendChartProps } from './trend-chart.tsx'

// Charts stay out of the first view: their code comes when the first of them is drawn, ECharts when it is
// seen.
const LazyFrame = lazy(() => import('./chart-frame.tsx').then((file) => ({ default: file.ChartFrame })))
const LazyTrend = lazy(() => import('./trend-chart.tsx').then((file) => ({ default: file.TrendChart })))
const LazyTimeline = lazy(() => import('./timeline.tsx').then((file) => ({ default: file.Timeline })))
const LazyBars = lazy(() => import('./bars.tsx').then((file) => ({ default: file.Bars })))
const LazyPareto = lazy(() => import('./bars.tsx').then((file) => ({ default: file.Pareto })))

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
