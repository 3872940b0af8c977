import {
  Allowed,
  ConfirmButton,
  Facts,
  FormDialog,
  Page as Frame,
  Link,
  LiveBadge,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  TabBar,
  Time,
  TrendChart,
  unitText,
  useApi,
  useGo,
  useLive,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { Score, WatchState } from './anomalies.tsx'
import { AnomalyForm } from './anomaly-form.tsx'
import { AnomalyList } from './anomaly-list.tsx'
import { presets, type ShownSpan, useSpan } from './span.ts'
import type { OneAnomalyWatch } from './types.ts'

const rowsMax = 3000
const signalsShown = 4

/** One watch: its score, which signals deviate, and what people say. */
export function Page() {
  const { t } = useWords()
  const { watchId } = useParams('watchId')
  const api = useApi(factory)
  const watch = useQuery(api.ask.oneAnomalyWatch({ params: { watchId } }))
  const { status, lastAt } = useLive('factory.anomalies', (message) => {
    if ((message as { watchId?: string }).watchId === watchId)
      api.forget('oneAnomalyWatch', 'anomalies', 'anomalyScores')
  })
  return (
    <Loaded ask={watch}>
      {(one) => (
        <Frame
          title={one.name}
          breadcrumbs={[{ title: t('factory.page.anomalies'), to: '/factory/anomalies' }]}
          tags={
            <>
              <LiveBadge status={status} lastAt={lastAt} />
              {one.isSample ? <SampleTag /> : null}
            </>
          }
          actions={<Actions watch={one} />}
        >
          <Watched watch={one} />
        </Frame>
      )}
    </Loaded>
  )
}

function Watched({ watch }: { watch: OneAnomalyWatch }) {
  const { t } = useWords()
  const span = useSpan('hour')
  return (
    <Stack>
      <Panel title={t('factory.anomaly.about')}>
        <About watch={watch} />
      </Panel>
      {watch.components === null ? null : <Plots watch={watch} span={span} />}
      <Panel title={t('factory.route.anomalies')}>
        <AnomalyList watchId={watch.id} onShow={span.setRange} />
      </Panel>
    </Stack>
  )
}

function About({ watch }: { watch: OneAnomalyWatch }) {
  const { t } = useWords()
  const { settings } = watch
  const moved = watch.moved === null ? '–' : `${Math.round((watch.moved - 1) * 100)}%`
  return (
    <Facts
      items={[
        {
          label: t('factory.column.equipmentName'),
          value: <Link to={`/factory/equipment/${watch.equipmentId}`}>{watch.equipmentName}</Link>,
        },
        { label: t('factory.column.state'), value: <WatchState watch={watch} /> },
        { label: t('factory.column.score'), value: <Score value={watch.score} /> },
        {
          label: t('factory.column.evaluatedTo'),
          value: watch.evaluatedTo ? <Time at={watch.evaluatedTo} /> : '–',
        },
        {
          label: t('factory.anomaly.learnedFrom'),
          value: (
            <>
              <Time at={settings.learnFrom} /> – <Time at={settings.learnTo} />
              {watch.rowsLearned ? ` · ${t('factory.anomaly.rows', { count: watch.rowsLearned })}` : ''}
            </>
          ),
        },
        {
          label: t('factory.anomaly.step'),
          value: t('factory.anomaly.seconds', { count: settings.stepSeconds }),
        },
        {
          label: t('factory.anomaly.sensitivity'),
          value: t(`factory.value.sensitivity.${settings.sensitivity}`),
        },
        { label: t('factory.anomaly.moved'), value: moved },
        {
          label: t('factory.page.alarms'),
          value:
            watch.alarms.length === 0
              ? t('factory.anomaly.noAlarm')
              : watch.alarms.map((one) => (
                  <Link key={one.definitionId} to={`/factory/alarms/definitions/${one.definitionId}`}>
                    {one.alarmCode}{' '}
                  </Link>
                )),
        },
      ]}
    />
  )
}

function Actions({ watch }: { watch: OneAnomalyWatch }) {
  const { t } = useWords()
  const go = useGo()
  const { tell } = useApi(factory)
  const [open, setOpen] = useState<'learn' | 'missed' | null>(null)
  const forgets = ['anomalyWatches', 'oneAnomalyWatch', 'anomalies'] as const
  const pause = useMutation(tell.pauseAnomalyWatch({ forgets }))
  const retire = useMutation(tell.retireAnomalyWatch({ forgets }))
  const params = { watchId: watch.id }
  return (
    <span className="factory-buttons">
      <Allowed may="factory.operate">
        <Button onClick={() => setOpen('missed')}>{t('factory.route.addAnomaly')}</Button>
      </Allowed>
      <Allowed may="factory.write">
        <Button onClick={() => setOpen('learn')}>{t('factory.route.learnAnomalyWatch')}</Button>
        <Button
          loading={pause.isPending}
          onClick={() => pause.mutate({ params, body: { isPaused: !watch.isPaused } })}
        >
          {t(watch.isPaused ? 'factory.anomaly.resume' : 'factory.anomaly.pause')}
        </Button>
        <ConfirmButton
          danger
          title={t('factory.anomaly.retireAsk', { name: watch.name })}
          onConfirm={async () => {
            await retire.mutateAsync({ params })
            go('/factory/anomalies')
          }}
        >
          {t('factory.route.retireAnomalyWatch')}
        </ConfirmButton>
      </Allowed>
      <Drawer
        open={open === 'learn'}
        onClose={() => setOpen(null)}
        title={t('factory.route.learnAnomalyWatch')}
        size="large"
        destroyOnHidden
      >
        <AnomalyForm
          watch={{ watchId: watch.id, equipmentId: watch.equipmentId, settings: watch.settings }}
          onDone={() => setOpen(null)}
        />
      </Drawer>
      <FormDialog
        contract={factory}
        open={open === 'missed'}
        onClose={() => setOpen(null)}
        title={t('factory.route.addAnomaly')}
        route="addAnomaly"
        input={{ params }}
        forgets={forgets}
      />
    </span>
  )
}

/** The score, and beneath it the signals that deviate most, with the share of each. */
function Plots({ watch, span }: { watch: OneAnomalyWatch; span: ShownSpan }) {
  const { t } = useWords()
  const { from, to } = span
  const stepMs = watch.settings.stepSeconds * 1000
  const fitting = Object.entries(presets).filter(([, length]) => length / stepMs <= rowsMax)
  const scores = useQuery({
    ...useApi(factory).ask.anomalyScores({ params: { watchId: watch.id }, query: { from, to } }),
    placeholderData: (former) => former,
  })
  const shown = scores.data
  const at = shown?.at ?? []
  const ranked = (shown?.signals ?? [])
    .map((signal) => ({ ...signal, part: partOf(signal.share, shown?.score ?? []) }))
    .toSorted((one, other) => other.part - one.part)
  const limit = at.map(() => 100)
  const isScored = (shown?.score ?? []).some((one) => one !== null)
  const isSilent = shown !== undefined && !isScored
  const shownSpan = { from: Date.parse(from), to: Date.parse(to) }
  const frame = { loading: scores.isLoading, error: scores.error }
  return (
    <Panel title={t('factory.anomaly.scores')}>
      <Stack>
        <TabBar
          label={t('factory.anomaly.scores')}
          tabs={fitting.map(([key]) => ({ key, title: t(`factory.anomaly.span.${key}`) }))}
          value={span.preset}
          onChange={span.setPreset}
        />
        <TrendChart
          title={t('factory.anomaly.scoreOf')}
          {...shownSpan}
          {...frame}
          height={220}
          signals={[
            {
              key: 'score',
              name: t('factory.anomaly.scoreOf'),
              unit: 'P1',
              at,
              mean: (shown?.score ?? []).map(capped),
            },
            { key: 'limit', name: t('factory.anomaly.threshold'), unit: 'P1', at, mean: limit },
          ]}
        />
        {isSilent ? <p role="status">{t('factory.anomaly.silent')}</p> : null}
        <Deviating rows={ranked} watch={watch} isScored={isScored} />
        {ranked.slice(0, signalsShown).map(({ tagId, name, unit, value }) => (
          <TrendChart
            key={tagId}
            title={name}
            {...shownSpan}
            height={160}
            signals={[{ key: tagId, name, unit: unit ?? '', at, mean: value }]}
          />
        ))}
      </Stack>
    </Panel>
  )
}

type Ranked = {
  tagId: string
  name: string
  unit: string | null
  part: number
  value: readonly (number | null)[]
}

function Deviating(props: { rows: readonly Ranked[]; watch: OneAnomalyWatch; isScored: boolean }) {
  const { rows, watch, isScored } = props
  const { t } = useWords()
  const withUnit = (text: string, unit: string | null) =>
    text === '–' || !unit ? text : `${text} ${unitText(unit, t)}`
  return (
    <SimpleTable
      caption={t('factory.anomaly.deviating')}
      rowKey="tagId"
      rows={rows.slice(0, 10)}
      columns={[
        { key: 'name', title: t('factory.anomaly.signal') },
        {
          key: 'part',
          title: t('factory.anomaly.share'),
          align: 'end',
          render: (row) => (isScored ? `${Math.round(row.part * 100)}%` : '–'),
        },
        {
          key: 'usual',
          title: t('factory.anomaly.usual'),
          align: 'end',
          render: (row) =>
            withUnit(rounded(watch.tags.find((one) => one.tagId === row.tagId)?.usual ?? null), row.unit),
        },
        {
          key: 'range',
          title: t('factory.anomaly.seen'),
          align: 'end',
          render: (row) => withUnit(rangeOf(row.value), row.unit),
        },
      ]}
    />
  )
}

/** A signal's part of all that was scored in the span, weighted by the score. */
function partOf(share: readonly (number | null)[], score: readonly (number | null)[]): number {
  let [part, whole] = [0, 0]
  for (const [index, one] of share.entries()) {
    const weight = score[index] ?? 0
    if (one === null) continue
    part += one * weight
    whole += weight
  }
  return whole > 0 ? part / whole : 0
}

/** A chart of hundreds of thresholds would hide where the threshold lies. */
function capped(value: number | null): number | null {
  return value === null ? null : Math.min(value, 1000)
}

function rounded(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(4)))
}

function rangeOf(values: readonly (number | null)[]): string {
  const seen = values.filter((value) => value !== null)
  if (seen.length === 0) return '–'
  return `${rounded(Math.min(...seen))} … ${rounded(Math.max(...seen))}`
}
