import {
  Allowed,
  FormDialog,
  Page as Frame,
  Link,
  Nothing,
  Panel,
  Stack,
  say,
  TabBar,
  TrendChart,
  useApi,
  usePhone,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { Approximate } from './approximate.tsx'
import { HistoryCharts } from './history-charts.tsx'
import { type Line, linesOf } from './history-lines.ts'
import { SignalPicker, useSignalName } from './history-picker.tsx'
import { HistorySettings, useWidth } from './history-settings.tsx'
import { compareMs, type HistoryState, useHistoryState } from './history-state.ts'
import { HistoryTable } from './history-table.tsx'
import type { Answered } from './types.ts'

/** History over any span: signals, aggregates, intervals; as a chart, a table or a file; kept charts. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  const state = useHistoryState()
  const { tags } = state.definition
  const known = useQuery({
    ...api.ask.historySignals({ query: { tag: tags, pageSize: 50 } }),
    enabled: tags.length > 0,
    placeholderData: keepPreviousData,
  })
  const signals = new Map((known.data?.rows ?? []).map((one) => [one.tagId, one]))
  return (
    <Frame title={t('factory.page.history')} actions={<HistoryCharts state={state} />}>
      <Stack>
        <Panel title={t('factory.history.question')}>
          <Stack>
            <SignalPicker ids={tags} signals={signals} onChange={(next) => state.change({ tags: next })} />
            <HistorySettings state={state} />
          </Stack>
        </Panel>
        {tags.length === 0 ? (
          <Panel title={t('factory.history.answer')}>
            <Nothing text={t('factory.history.pickFirst')} />
          </Panel>
        ) : (
          <Answer state={state} signals={signals} />
        )}
      </Stack>
    </Frame>
  )
}

function queryOf({ definition, from, to, intervalMs }: HistoryState, shiftMs: number) {
  const { tags, aggregates, isStepped } = definition
  return {
    tag: tags,
    aggregate: aggregates,
    from: new Date(from - shiftMs).toISOString(),
    to: new Date(to - shiftMs).toISOString(),
    intervalMs,
    stepped: isStepped,
  }
}

/** What the page says of an export, and its form does not ask for. */
const asked = ['tags', 'from', 'to', 'intervalMs', 'aggregates', 'isStepped']

function exportOf({ definition, from, to, intervalMs }: HistoryState) {
  const { tags, aggregates, isStepped } = definition
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  return { tags, ...span, intervalMs, aggregates, isStepped }
}

function Answer({ state, signals }: { state: HistoryState; signals: Parameters<typeof linesOf>[1] }) {
  const { t } = useWords()
  const api = useApi(factory)
  const isPhone = usePhone()
  const nameOf = useSignalName()
  const width = useWidth()
  const [view, setView] = useSearchState('view', 'chart')
  const shiftMs = compareMs[state.definition.compare]
  const now = useQuery({
    ...api.ask.aggregates({ query: queryOf(state, 0) }),
    placeholderData: keepPreviousData,
  })
  const earlier = useQuery({
    ...api.ask.aggregates({ query: queryOf(state, shiftMs) }),
    enabled: shiftMs > 0,
    placeholderData: keepPreviousData,
  })
  const texts = {
    nameOf,
    aggregateOf: (name: string) => t(`factory.value.aggregate.${name}`),
    earlier: t(`factory.value.compare.${state.definition.compare}`),
  }
  const lines = [
    ...(now.data ? linesOf(now.data, signals, texts) : []),
    ...(shiftMs > 0 && earlier.data ? linesOf(earlier.data, signals, texts, shiftMs) : []),
  ]
  const title = t('factory.history.title', { width: width(state.intervalMs) })
  const views = ['chart', 'table'].map((key) => ({ key, title: t(`factory.history.${key}`) }))
  return (
    <Panel
      title={t('factory.history.answer')}
      extra={<TabBar label={t('factory.history.answer')} tabs={views} value={view} onChange={setView} />}
    >
      <Stack>
        {now.data && <Marked rows={now.data.rows} signals={signals} />}
        {view === 'table' ? (
          <HistoryTable title={title} at={now.data?.at ?? []} lines={lines} />
        ) : (
          <TrendChart
            title={title}
            from={state.from}
            to={state.to}
            height={isPhone ? 260 : 420}
            loading={now.isPending}
            error={now.error ?? earlier.error}
            retry={() => now.refetch()}
            file="history"
            signals={drawn(lines)}
          />
        )}
        <Files state={state} />
      </Stack>
    </Panel>
  )
}

function drawn(lines: readonly Line[]) {
  return lines.map(({ value, status: _, ...line }) => ({ ...line, mean: value }))
}

/** Which of the shown signals are approximate up to when. */
function Marked({ rows, signals }: { rows: Answered['rows']; signals: Parameters<typeof linesOf>[1] }) {
  const nameOf = useSignalName()
  const marked = rows.flatMap(({ tagId, approximateBefore }) => {
    const signal = signals.get(tagId)
    return signal ? [{ tagId, name: nameOf(signal), approximateBefore }] : []
  })
  return <Approximate rows={marked} />
}

function Files({ state }: { state: HistoryState }) {
  const { t } = useWords()
  const api = useApi(factory)
  const [isAsking, setAsking] = useState(false)
  const save = (format: 'csv' | 'xlsx') =>
    api.download.aggregatesFile({ query: { ...queryOf(state, 0), format } })
  return (
    <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}>
      <Button onClick={() => save('csv')}>{t('factory.history.csv')}</Button>
      <Button onClick={() => save('xlsx')}>{t('factory.history.xlsx')}</Button>
      <Allowed may="factory.write">
        <Button onClick={() => setAsking(true)}>{t('factory.export.ask')}</Button>
        <FormDialog
          open={isAsking}
          onClose={() => setAsking(false)}
          title={t('factory.export.ask')}
          contract={factory}
          route="addExport"
          initial={{ kind: 'points', format: 'parquet', question: exportOf(state) }}
          fields={Object.fromEntries(asked.map((name) => [`question.${name}`, { hidden: true }]))}
          onDone={() => {
            setAsking(false)
            api.forget('exports')
            say.done('factory.export.asked')
          }}
        />
        <Link to="/factory/exports">{t('factory.page.exports')}</Link>
      </Allowed>
    </div>
  )
}
