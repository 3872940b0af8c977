import {
  Allowed,
  Page as Frame,
  Link,
  ListView,
  LiveBadge,
  SampleTag,
  Stack,
  StatusTag,
  TabBar,
  Time,
  useApi,
  useLive,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { Button, Drawer, Progress } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { AnomalyForm } from './anomaly-form.tsx'
import { AnomalyList } from './anomaly-list.tsx'
import type { AnomalyWatch } from './types.ts'
import './factory.css'

const tabs = ['watches', 'history'] as const

/** Machines that are watched by what was learned of them, and what was not as usual. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  const [tab, setTab] = useSearchState('tab', 'watches')
  const [isAdding, setAdding] = useState(false)
  const { status, lastAt } = useLive('factory.anomalies', () => api.forget('anomalyWatches', 'anomalies'))
  return (
    <Frame
      title={t('factory.page.anomalies')}
      subtitle={t('factory.anomaly.subtitle')}
      tags={<LiveBadge status={status} lastAt={lastAt} />}
      actions={
        <Allowed may="factory.write">
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('factory.route.addAnomalyWatch')}
          </Button>
        </Allowed>
      }
    >
      <Stack>
        <TabBar
          label={t('factory.page.anomalies')}
          tabs={tabs.map((key) => ({ key, title: t(`factory.anomaly.tab.${key}`) }))}
          value={tab}
          onChange={setTab}
        />
        {tab === 'watches' ? <Watches /> : <AnomalyList />}
      </Stack>
      <Drawer
        open={isAdding}
        onClose={() => setAdding(false)}
        title={t('factory.route.addAnomalyWatch')}
        size="large"
        destroyOnHidden
      >
        <AnomalyForm onDone={() => setAdding(false)} />
      </Drawer>
    </Frame>
  )
}

function Watches() {
  const { t } = useWords()
  return (
    <ListView
      contract={factory}
      route="anomalyWatches"
      name="watches"
      rowKey="id"
      label={t('factory.route.anomalyWatches')}
      filters={['state']}
      empty={{ text: t('factory.anomaly.none') }}
      columns={[
        {
          key: 'name',
          main: true,
          render: (row) => (
            <>
              <Link to={`/factory/anomalies/${row.id}`}>{row.name}</Link>{' '}
              {row.isSample ? <SampleTag /> : null}
            </>
          ),
        },
        {
          key: 'equipmentName',
          render: (row) => <Link to={`/factory/equipment/${row.equipmentId}`}>{row.equipmentName}</Link>,
        },
        { key: 'state', render: (row) => <WatchState watch={row} /> },
        { key: 'score', align: 'end', render: (row) => <Score value={row.score} /> },
        {
          key: 'evaluatedTo',
          wideOnly: true,
          render: (row) => (row.evaluatedTo ? <Time at={row.evaluatedTo} /> : '–'),
        },
        { key: 'open', align: 'end' },
        { key: 'unjudged', align: 'end' },
      ]}
    />
  )
}

/** Learning with its progress, watching, paused, or why it failed. */
export function WatchState({ watch }: { watch: AnomalyWatch }) {
  const { t } = useWords()
  if (watch.state === 'failed')
    return <StatusTag tone="error" text={`${t('factory.value.state.failed')}: ${watch.fault ?? ''}`} />
  if (watch.isPaused) return <StatusTag tone="neutral" text={t('factory.anomaly.paused')} />
  if (watch.state === 'learning')
    return (
      <span role="status">
        {t('factory.value.state.learning')}
        <Progress percent={watch.progress} size="small" aria-label={t('factory.value.state.learning')} />
      </span>
    )
  if (watch.open > 0) return <StatusTag tone="warning" text={t('factory.anomaly.unusual')} />
  return <StatusTag tone="running" text={t('factory.value.state.watching')} />
}

export function Score({ value }: { value: number | null }) {
  const { t } = useWords()
  if (value === null) return <span title={t('factory.anomaly.unknown')}>–</span>
  const text = value > 9999 ? '> 9999%' : `${Math.round(value)}%`
  return value > 100 ? <strong className="factory-over">{text}</strong> : text
}
