import type { Answer } from '@ronghe/kit/contract'
import {
  Allowed,
  Duration,
  Facts,
  Page as Frame,
  Grid,
  Link,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  Time,
  TrendChart,
  useApi,
  useLive,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect } from 'react'
import { factory } from '../contract.ts'
import { useAnswers } from './alarm-answers.tsx'
import { Outcome } from './alarm-journal.tsx'
import { AlarmValue, BurstTag, PriorityTag } from './alarm-tags.tsx'

type OneAlarm = Answer<(typeof factory)['routes']['oneAlarm']>

/** One alarm: what happened, what the signals were, who did what, and what is to be done. */
export function Page() {
  const { alarmId } = useParams('alarmId')
  const api = useApi(factory)
  useLive('factory.alarms', () => api.forget('oneAlarm'))
  const one = useQuery(api.ask.oneAlarm({ params: { alarmId } }))
  // Whoever was told of it has now looked.
  useEffect(() => {
    void api.call.seeAlarm({ params: { alarmId } }).catch(() => {})
  }, [api, alarmId])
  return <Loaded ask={one}>{(data) => <Shown data={data} />}</Loaded>
}

function Shown({ data }: { data: OneAlarm }) {
  const { t } = useWords()
  const { alarm } = data
  const { actionsOf, dialog } = useAnswers()
  return (
    <Frame
      title={`${alarm.name} · ${alarm.equipmentName}`}
      breadcrumbs={[
        { title: t('factory.page.alarms'), to: '/factory/alarms' },
        {
          title: t('factory.page.alarmJournal'),
          to: `/factory/alarms/journal?definition=${alarm.definitionId}`,
        },
      ]}
      subtitle={alarm.message ?? data.condition}
      tags={
        <>
          <PriorityTag priority={alarm.priority} /> <Outcome row={alarm} />{' '}
          {alarm.burstGroup ? <BurstTag alarm={alarm} /> : null} {alarm.isSample ? <SampleTag /> : null}
        </>
      }
      actions={
        alarm.endedAt
          ? null
          : actionsOf(alarm).map((action) => (
              <Allowed key={action.key} may={action.may}>
                <Button onClick={() => void action.onClick()}>{action.text}</Button>
              </Allowed>
            ))
      }
    >
      {dialog}
      <Stack>
        <Grid columns={{ phone: 1, tablet: 1, desktop: 2 }}>
          <Panel title={t('factory.alarm.course')}>
            <Course data={data} />
          </Panel>
          <Panel title={t('factory.alarm.guide')}>
            <Guide data={data} />
          </Panel>
        </Grid>
        <Plot data={data} />
        <Panel title={t('factory.route.watchActions')}>
          <Actions rows={data.actions} />
        </Panel>
      </Stack>
    </Frame>
  )
}

function Course({ data: { alarm } }: { data: OneAlarm }) {
  const { t } = useWords()
  const time = (at: string | null) => (at ? <Time at={at} /> : '–')
  return (
    <Facts
      items={[
        { label: t('factory.column.raisedAt'), value: time(alarm.raisedAt) },
        { label: t('factory.column.announcedAt'), value: time(alarm.announcedAt) },
        {
          label: t('factory.column.acknowledgedAt'),
          value: (
            <>
              {time(alarm.acknowledgedAt)} {alarm.acknowledgedName}
            </>
          ),
        },
        { label: t('factory.column.comment'), value: alarm.comment ?? '–' },
        { label: t('factory.column.clearedAt'), value: time(alarm.clearedAt) },
        { label: t('factory.alarm.duration'), value: <Duration seconds={alarm.activeSeconds} /> },
        { label: t('factory.column.value'), value: <AlarmValue value={alarm.value} unit={alarm.unit} /> },
        { label: t('factory.column.peak'), value: <AlarmValue value={alarm.peak} unit={alarm.unit} /> },
        ...(alarm.refutedAt
          ? [{ label: t('factory.column.refutedAt'), value: <Time at={alarm.refutedAt} /> }]
          : []),
      ]}
    />
  )
}

/** What people wrote when they thought the alarm over: cause, consequence, what to do and how soon. */
function Guide({ data: { alarm, body, version, condition } }: { data: OneAlarm }) {
  const { t } = useWords()
  return (
    <Facts
      items={[
        {
          label: t('factory.column.alarmCode'),
          value: (
            <Link to={`/factory/alarms/definitions/${alarm.definitionId}`}>
              {alarm.alarmCode} · {t('factory.alarm.version', { version })}
            </Link>
          ),
        },
        { label: t('factory.column.condition'), value: <code>{condition}</code> },
        ...(body.suppressWhen
          ? [{ label: t('factory.alarmField.suppressWhen'), value: <code>{body.suppressWhen}</code> }]
          : []),
        { label: t('factory.alarmField.cause'), value: body.cause ?? '–' },
        { label: t('factory.alarmField.consequence'), value: body.consequence ?? '–' },
        { label: t('factory.alarmField.response'), value: body.response ?? '–' },
        {
          label: t('factory.alarmField.responseMinutes'),
          value: body.responseMinutes === undefined ? '–' : <Duration seconds={body.responseMinutes * 60} />,
        },
        { label: t('factory.column.groupName'), value: body.groupName ?? '–' },
      ]}
    />
  )
}

/** The signals that made the alarm, from a while before to a while after. */
function Plot({ data: { alarm, tagIds } }: { data: OneAlarm }) {
  const { t, name } = useWords()
  const { ask } = useApi(factory)
  const raised = Date.parse(alarm.raisedAt)
  const over = alarm.clearedAt ? Date.parse(alarm.clearedAt) : raised + alarm.activeSeconds * 1000
  const margin = Math.max(120_000, (over - raised) * 0.5)
  const from = Math.floor(raised - margin)
  const to = Math.ceil(over + margin)
  const query = {
    tag: tagIds.slice(0, 6),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  }
  const trend = useQuery({ ...ask.trend({ query }), enabled: tagIds.length > 0 })
  if (tagIds.length === 0) return null
  return (
    <Panel title={t('factory.alarm.signals')}>
      <TrendChart
        title={t('factory.alarm.signals')}
        from={from}
        to={to}
        loading={trend.isPending}
        error={trend.error}
        signals={(trend.data?.rows ?? []).map((row) => ({
          key: row.tagId,
          name: name({ nameZh: row.label ?? row.name, nameEn: row.labelEn ?? row.name }),
          unit: row.unit ?? '',
          at: row.at,
          mean: row.value.map((value) => (typeof value === 'number' ? value : null)),
          ...(row.kind === 'bands' ? { min: row.min, max: row.max } : {}),
        }))}
        states={{
          name: t('factory.page.alarm'),
          spans: [{ from: raised, to: over, tone: 'fault', text: alarm.name }],
        }}
      />
    </Panel>
  )
}

function Actions({ rows }: { rows: OneAlarm['actions'] }) {
  const { t } = useWords()
  if (rows.length === 0) return <p>{t('factory.alarm.noActions')}</p>
  return (
    <SimpleTable
      caption={t('factory.route.watchActions')}
      rowKey="id"
      rows={rows}
      columns={[
        { key: 'at', title: t('factory.column.at'), render: (row) => <Time at={row.at} /> },
        {
          key: 'kind',
          title: t('factory.column.actionName'),
          render: (row) => t(`factory.alarmAction.${row.kind}`),
        },
        {
          key: 'personName',
          title: t('factory.column.personName'),
          render: (row) => row.personName ?? t('factory.alarm.bySystem'),
        },
        {
          key: 'reason',
          title: t('factory.column.reason'),
          render: (row) => (
            <>
              {row.reason ?? '–'} {row.until ? <Time at={row.until} /> : null}
            </>
          ),
        },
      ]}
    />
  )
}
