import { Stack, TabBar, useWords } from '@ronghe/kit/ui'
import { DatePicker, Segmented, Select } from 'antd'
import dayjs from 'dayjs'
import { compareMs, type HistoryState, intervalChoices, spanMs } from './history-state.ts'
import type { AggregateName } from './types.ts'

/** The order in which people look for them: what is asked most comes first. */
const aggregateNames: readonly AggregateName[] = [
  ...(['timeAverage2', 'average', 'minimum', 'maximum', 'range', 'count', 'total2', 'delta'] as const),
  ...(['interpolative', 'start', 'end', 'timeAverage', 'total'] as const),
  ...(['percentGood', 'percentBad', 'durationGood', 'durationBad', 'worstQuality'] as const),
  ...(['durationInStateNonZero', 'durationInStateZero', 'numberOfTransitions'] as const),
  ...(['standardDeviationSample', 'standardDeviationPopulation'] as const),
  ...(['varianceSample', 'variancePopulation'] as const),
]
const aggregatesMax = 8

/** Span, intervals, aggregates and comparison of a question. */
export function HistorySettings({ state }: { state: HistoryState }) {
  const { t } = useWords()
  const { definition, change } = state
  const moments = definition.span === 'fixed' ? [dayjs(definition.from), dayjs(definition.to)] : null
  return (
    <Stack>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
        <TabBar
          label={t('factory.span.label')}
          tabs={Object.keys(spanMs).map((key) => ({ key, title: t(`factory.span.${key}`) }))}
          value={definition.span}
          onChange={(span) => change({ span: span as keyof typeof spanMs })}
        />
        <DatePicker.RangePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          value={moments as [dayjs.Dayjs, dayjs.Dayjs] | null}
          aria-label={t('factory.span.fixed')}
          onChange={(next) => {
            const [from, to] = next ?? []
            if (from && to?.isAfter(from))
              change({ span: 'fixed', from: from.toISOString(), to: to.toISOString() })
          }}
        />
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        <Select
          mode="multiple"
          maxCount={aggregatesMax}
          value={definition.aggregates}
          aria-label={t('factory.field.aggregates')}
          optionFilterProp="label"
          onChange={(aggregates) => {
            if (aggregates.length > 0) change({ aggregates })
          }}
          options={aggregateNames.map((value) => ({ value, label: t(`factory.value.aggregate.${value}`) }))}
          style={{ flex: '1 1 260px', minWidth: 200 }}
        />
        <IntervalChoice state={state} />
        <Segmented
          value={definition.isStepped ? 'step' : 'line'}
          onChange={(value) => change({ isStepped: value === 'step' })}
          options={['step', 'line'].map((value) => ({ value, label: t(`factory.history.${value}`) }))}
        />
        <Select
          value={definition.compare}
          aria-label={t('factory.field.compare')}
          onChange={(compare) => change({ compare })}
          options={Object.keys(compareMs).map((value) => ({
            value,
            label: t(`factory.value.compare.${value}`),
          }))}
          style={{ minWidth: 150 }}
        />
      </div>
    </Stack>
  )
}

function IntervalChoice({ state }: { state: HistoryState }) {
  const { t } = useWords()
  const width = useWidth()
  const fitting = t('factory.history.fitting', { width: width(state.intervalMs) })
  return (
    <Select
      value={state.definition.intervalMs ?? 0}
      aria-label={t('factory.field.intervalMs')}
      onChange={(value) => state.change({ intervalMs: value })}
      options={[
        { value: 0, label: state.definition.intervalMs ? t('factory.history.auto') : fitting },
        ...intervalChoices.map((value) => ({ value, label: width(value) })),
      ]}
      style={{ minWidth: 150 }}
    />
  )
}

/** The width of an interval in words. */
export function useWidth(): (ms: number) => string {
  const { t } = useWords()
  return (ms) => {
    if (ms % 86_400_000 === 0) return t('factory.history.days', { count: ms / 86_400_000 })
    if (ms % 3_600_000 === 0) return t('factory.history.hours', { count: ms / 3_600_000 })
    if (ms % 60_000 === 0) return t('factory.history.minutes', { count: ms / 60_000 })
    return t('factory.history.seconds', { count: ms / 1000 })
  }
}
