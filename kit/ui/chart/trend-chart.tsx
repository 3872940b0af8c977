import { MinusOutlined, PlusOutlined, UndoOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { EChartsType } from 'echarts/core'
import { useCallback, useEffectEvent, useMemo, useRef } from 'react'
import { useWords } from '../words.tsx'
import { ChartFrame } from './chart-frame.tsx'
import type { Look } from './look.ts'
import { StateLegend } from './timeline.tsx'
import { type TrendData, trendOption, trendTable } from './trend-option.ts'

export type TrendChartProps = TrendData & {
  title: string
  /**
   * Called when a zoom has come to rest, to fetch finer data for what is seen; `from` and `to` of the chart
   * stay.
   */
  onRange?: (from: number, to: number) => void
  loading?: boolean
  error?: unknown
  retry?: () => void
  height?: number
  file?: string
}

/**
 * Mean lines in bands of least and greatest values, several signals beside each other, states beneath, zoom
 * by wheel, finger or key.
 */
export function TrendChart(props: TrendChartProps) {
  const { title, from, to, signals, states, onRange, height = 340 } = props
  const { t } = useWords()
  const chart = useRef<EChartsType | null>(null)
  const tell = useEffectEvent((start: number, end: number) => onRange?.(start, end))
  const hold = useCallback((made: EChartsType) => {
    chart.current = made
    let timer: ReturnType<typeof setTimeout> | undefined
    made.on('datazoom', () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        const range = rangeOf(made)
        if (range) tell(...range)
      }, 300)
    })
  }, [])
  const data = useMemo<TrendData>(
    () => ({ from, to, signals, ...(states ? { states } : {}) }),
    [from, to, signals, states],
  )
  const option = useCallback((look: Look) => trendOption(data, look, t), [data, t])
  const table = useMemo(() => trendTable(data, t), [data, t])
  return (
    <>
      <ChartFrame
        title={title}
        option={option}
        table={table}
        height={states ? height + 40 : height}
        resetKey={`${from} ${to}`}
        onChart={hold}
        extra={<ZoomTools chart={chart} from={from} to={to} />}
        loading={props.loading ?? false}
        error={props.error}
        {...(props.retry ? { retry: props.retry } : {})}
        {...(props.file ? { file: props.file } : {})}
      />
      {states && <StateLegend name={states.name} spans={states.spans} />}
    </>
  )
}

/** What the zoom shows now, in milliseconds. */
function rangeOf(chart: EChartsType): [number, number] | null {
  if (chart.isDisposed()) return null
  const zooms = chart.getOption().dataZoom as { startValue?: number; endValue?: number }[] | undefined
  const { startValue, endValue } = zooms?.[0] ?? {}
  return startValue === undefined || endValue === undefined
    ? null
    : [Math.round(startValue), Math.round(endValue)]
}

type ZoomProps = { chart: { current: EChartsType | null }; from: number; to: number }

/** Zoom for those who use neither wheel nor fingers. */
function ZoomTools({ chart, from, to }: ZoomProps) {
  const { t } = useWords()
  function zoom(factor: number): void {
    const made = chart.current
    const range = made && rangeOf(made)
    if (!made || !range) return
    const middle = (range[0] + range[1]) / 2
    const half = Math.max(((range[1] - range[0]) * factor) / 2, 500)
    const startValue = Math.max(from, middle - half)
    const endValue = Math.min(to, middle + half)
    made.dispatchAction({ type: 'dataZoom', startValue, endValue })
  }
  const tools = [
    { key: 'in', icon: <PlusOutlined />, act: () => zoom(0.5) },
    { key: 'out', icon: <MinusOutlined />, act: () => zoom(2) },
    { key: 'all', icon: <UndoOutlined />, act: () => zoom(Number.POSITIVE_INFINITY) },
  ]
  return (
    <fieldset className="r-group" aria-label={t('ui.chart.zoom')}>
      {tools.map(({ key, icon, act }) => (
        <Button
          key={key}
          type="text"
          size="small"
          icon={icon}
          aria-label={t(`ui.chart.zoom.${key}`)}
          title={t(`ui.chart.zoom.${key}`)}
          onClick={act}
        />
      ))}
    </fieldset>
  )
}
