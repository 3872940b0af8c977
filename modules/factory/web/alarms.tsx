import {
  Grid,
  Link,
  ListPage,
  LiveBadge,
  Panel,
  Stack,
  Time,
  useApi,
  useLive,
  useMe,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Switch } from 'antd'
import type { ReactNode } from 'react'
import { factory } from '../contract.ts'
import { useAnswers } from './alarm-answers.tsx'
import { useAlarmSound } from './alarm-sound.ts'
import './factory.css'
import { AlarmName, AlarmStateTag, AlarmValue, AlarmViews, PriorityTag } from './alarm-tags.tsx'

const priorities = ['critical', 'high', 'medium', 'low'] as const
type Said = { announced?: { name: string; rank: number } | null }

/** What operators work from: every alarm that waits or is active, the gravest first, live. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  const me = useMe()
  const sound = useAlarmSound()
  const { actionsOf, bulk, dialog } = useAnswers()
  const forget = () => api.forget('currentAlarms', 'alarmSummary')
  const { status, lastAt } = useLive(
    me.organisation ? 'factory.alarms' : null,
    (message) => {
      const { announced } = message as Said
      if (announced) sound.play(announced.rank)
      forget()
    },
    { onResume: forget },
  )
  return (
    <ListPage
      contract={factory}
      route="currentAlarms"
      title={t('factory.page.alarms')}
      tags={<LiveBadge status={status} lastAt={lastAt} />}
      actions={
        <>
          {t('factory.alarm.sound')}{' '}
          <Switch
            size="small"
            aria-label={t('factory.alarm.sound')}
            checked={sound.isOn}
            onChange={sound.set}
          />
        </>
      }
      before={
        <Stack>
          <AlarmViews value="current" />
          <Summary />
          {dialog}
        </Stack>
      }
      rowKey="watchId"
      refetchMs={30_000}
      filters={['priority', { key: 'kind', title: 'factory.column.alarmKind' }]}
      rowActions={actionsOf}
      bulkActions={bulk}
      empty={{ text: t('factory.alarm.none') }}
      columns={[
        { key: 'priority', sort: true, render: (row) => <PriorityTag priority={row.priority} /> },
        { key: 'name', main: true, render: (row) => <AlarmName alarm={row} /> },
        {
          key: 'equipmentName',
          sort: true,
          render: (row) => (
            <Link to={`/factory/equipment/${row.equipmentId}?tab=alarms`}>{row.equipmentName}</Link>
          ),
        },
        { key: 'state', render: (row) => <AlarmStateTag state={row.state} /> },
        { key: 'raisedAt', sort: true, render: (row) => <Time at={row.raisedAt} as="ago" /> },
        { key: 'value', render: (row) => <AlarmValue value={row.value} unit={row.unit} /> },
        { key: 'unacknowledgedCount', align: 'end' },
      ]}
    />
  )
}

/** How many wait, by priority, and what is kept quiet; each opens its list. */
function Summary() {
  const { t } = useWords()
  const { ask } = useApi(factory)
  const summary = useQuery({ ...ask.alarmSummary({}), refetchInterval: 30_000 })
  const data = summary.data
  return (
    <Grid columns={{ phone: 1, tablet: 2, desktop: 2 }}>
      <Panel title={t('factory.alarm.waiting')}>
        <div className="factory-alarm-counts">
          {priorities.map((priority) => (
            <Count
              key={priority}
              count={data?.unacknowledged[priority]}
              to={`/factory/alarms?priority=${priority}`}
            >
              <PriorityTag priority={priority} />
            </Count>
          ))}
          <Count count={data?.active} to="/factory/alarms">
            {t('factory.alarm.active')}
          </Count>
        </div>
      </Panel>
      <Panel title={t('factory.alarm.quiet')}>
        <div className="factory-alarm-counts">
          {(['shelved', 'suppressedByDesign', 'outOfService'] as const).map((state) => (
            <Count key={state} count={data?.[state]} to={`/factory/alarms/points?state=${state}`}>
              <AlarmStateTag state={state} />
            </Count>
          ))}
          <Count count={data?.missing} to="/factory/alarms/points?isMissing=true">
            {t('factory.column.isMissing')}
          </Count>
        </div>
      </Panel>
    </Grid>
  )
}

function Count({ count, to, children }: { count: number | undefined; to: string; children: ReactNode }) {
  return (
    <Link to={to}>
      {children} <strong>{count ?? '–'}</strong>
    </Link>
  )
}
