import type { Answer } from '@ronghe/kit/contract'
import { Duration, FaultView, Panel, SimpleTable, Stack, TrendChart, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { factory } from '../contract.ts'
import { useSpan } from './span.ts'
import { SpanTabs } from './span-tabs.tsx'

type Tried = Answer<(typeof factory)['routes']['tryAlarm']>
type Machine = Tried['machines'][number]

/** What an alarm would have told of the past, before it counts. */
export function AlarmTrial({ body }: { body: AlarmBody }) {
  const { t } = useWords()
  const { tell } = useApi(factory)
  const span = useSpan('week')
  const { from, to } = span
  const trial = useMutation({ ...tell.tryAlarm({ forgets: [] }), meta: { quiet: true } })
  const tried = trial.data
  return (
    <Panel
      title={t('factory.route.tryAlarm')}
      extra={
        <Button loading={trial.isPending} onClick={() => trial.mutate({ body: { body, from, to } })}>
          {t('factory.rules.try')}
        </Button>
      }
    >
      <Stack>
        <SpanTabs span={span} />
        {trial.error ? <FaultView error={trial.error} /> : null}
        {tried ? <Outcome tried={tried} from={from} /> : <p>{t('factory.alarmEditor.tryHint')}</p>}
      </Stack>
    </Panel>
  )
}

function Outcome({ tried, from }: { tried: Tried; from: string }) {
  const { t } = useWords()
  const total = tried.machines.reduce((sum, one) => sum + one.count, 0)
  const shown = tried.machines.find((one) => one.count > 0) ?? tried.machines[0]
  return (
    <>
      <p aria-live="polite">
        <strong>
          {t('factory.alarmEditor.wouldHave', { count: total, machines: tried.machines.length })}
        </strong>{' '}
        {tried.leftOut > 0 ? t('factory.alarmEditor.leftOut', { count: tried.leftOut }) : ''}
      </p>
      <SimpleTable
        caption={t('factory.route.tryAlarm')}
        rowKey="equipmentId"
        rows={tried.machines}
        columns={[
          { key: 'equipmentName', title: t('factory.column.equipmentName') },
          {
            key: 'count',
            title: t('factory.alarm.times'),
            align: 'end',
            render: (row) =>
              row.missing.length > 0
                ? `${t('factory.column.isMissing')} ${row.missing.join(' ')}`
                : row.count,
          },
          { key: 'suppressedCount', title: t('factory.value.state.suppressedByDesign'), align: 'end' },
          {
            key: 'activeSeconds',
            title: t('factory.alarm.totalDuration'),
            align: 'end',
            render: (row) => <Duration seconds={row.activeSeconds} />,
          },
          {
            key: 'longestSeconds',
            title: t('factory.alarm.longest'),
            align: 'end',
            render: (row) => <Duration seconds={row.longestSeconds} />,
          },
        ]}
      />
      {shown && shown.tagIds.length > 0 ? <Plot machine={shown} from={from} /> : null}
    </>
  )
}

/** The signals of one machine with the alarms beneath. */
function Plot({ machine, from }: { machine: Machine; from: string }) {
  const { t, name } = useWords()
  const { ask } = useApi(factory)
  const query = { tag: machine.tagIds.slice(0, 6), from, to: machine.to }
  const trend = useQuery(ask.trend({ query }))
  return (
    <TrendChart
      title={machine.equipmentName}
      from={Date.parse(from)}
      to={Date.parse(machine.to)}
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
        spans: machine.activations.map((one) => ({
          from: Date.parse(one.startsAt),
          to: Date.parse(one.endsAt ?? machine.to),
          tone: one.isSuppressed ? ('planned' as const) : ('fault' as const),
          text: t(one.isSuppressed ? 'factory.value.state.suppressedByDesign' : 'factory.page.alarm'),
        })),
      }}
    />
  )
}
