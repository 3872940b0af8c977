import type { Answer } from '@ronghe/kit/contract'
import {
  Bars,
  Duration,
  Figure,
  Page as Frame,
  Grid,
  Link,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  type Tone,
  useApi,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { AlarmViews, PriorityTag } from './alarm-tags.tsx'
import { useSpan } from './span.ts'
import { SpanTabs } from './span-tabs.tsx'

type Statistics = Answer<(typeof factory)['routes']['alarmStatistics']>
type Source = Omit<Statistics['chatterers'][number], 'count'>

const barsMax = 144
const whenShown = { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const
const bandTones: Readonly<Record<string, Tone>> = {
  acceptable: 'success',
  manageable: 'warning',
  overloaded: 'error',
}

/** How good the alarms are, against the bands of the standard; every figure opens to its records. */
export function Page() {
  const { t } = useWords()
  const span = useSpan('week')
  const { equipment } = useSearch()
  const only = typeof equipment === 'string' ? { equipment } : {}
  const query = { from: span.from, to: span.to, ...only }
  const found = useQuery(useApi(factory).ask.alarmStatistics({ query }))
  return (
    <Frame title={t('factory.page.alarmStatistics')} wide>
      <Stack>
        <AlarmViews value="statistics" />
        <SpanTabs span={span} />
        <Loaded ask={found}>{(data) => <Shown data={data} />}</Loaded>
      </Stack>
    </Frame>
  )
}

function Shown({ data }: { data: Statistics }) {
  const { t } = useWords()
  return (
    <Stack>
      <Figures data={data} />
      <Panel title={t('factory.alarmStatistics.rate')}>
        <Rate data={data} />
      </Panel>
      <Grid columns={{ phone: 1, tablet: 1, desktop: 2 }}>
        <Panel title={t('factory.alarmStatistics.badActors')}>
          <Sources
            caption={t('factory.alarmStatistics.badActors')}
            title={t('factory.column.announcements')}
            rows={data.badActors}
            span={data}
            value={(row) => `${row.count}\u00a0·\u00a0${Math.round(row.share * 100)}%`}
          />
        </Panel>
        <Panel title={t('factory.alarmStatistics.priorities')}>
          <Priorities data={data} />
        </Panel>
        <Panel title={t('factory.alarmStatistics.chattering')}>
          <Sources
            caption={t('factory.alarmStatistics.chattering')}
            title={t('factory.alarmStatistics.episodes')}
            counted="chattering"
            rows={data.chatterers}
            span={data}
            value={(row) => `${row.count}`}
          />
        </Panel>
        <Panel title={t('factory.alarmStatistics.stale')}>
          <Sources
            caption={t('factory.alarmStatistics.stale')}
            title={t('factory.alarmStatistics.since')}
            counted="stale"
            rows={data.staleOnes}
            span={data}
            value={(row) => <Time at={row.since} as="ago" />}
          />
        </Panel>
      </Grid>
      <Panel title={t('factory.alarmStatistics.durations')}>
        <DurationTable data={data} />
      </Panel>
      <Panel title={t('factory.alarmStatistics.floods')}>
        <Floods data={data} />
      </Panel>
    </Stack>
  )
}

/** The records that make a figure. */
function journal(where: Record<string, string>): string {
  const rows = { ...where, isAnnounced: 'true', isRefuted: 'false' }
  return `/factory/alarms/journal?${new URLSearchParams(rows)}`
}

/** The figures with what the standard asks for beside each. */
function Figures({ data }: { data: Statistics }) {
  const { t } = useWords()
  const keys = [
    'count',
    'peak',
    'overShare',
    'floodShare',
    'badShare',
    'chattering',
    'stale',
    'standing',
    'fleeting',
  ] as const
  return (
    <Grid columns={{ phone: 2, tablet: 3, desktop: 5 }}>
      <Panel>
        <Figure
          label={t('factory.alarmStatistics.meanRate')}
          figure={data.meanRate}
          digits={2}
          note={
            data.band ? (
              <StatusTag
                tone={bandTones[data.band] ?? 'neutral'}
                text={t(`factory.alarmStatistics.band.${data.band}`)}
              />
            ) : null
          }
        />
      </Panel>
      {keys.map((key) => (
        <Panel key={key}>
          <Figure
            label={t(`factory.alarmStatistics.${key}`)}
            figure={data[key]}
            note={t(`factory.alarmStatistics.target.${key}`)}
          />
        </Panel>
      ))}
    </Grid>
  )
}

/** Announcements over time; many intervals of ten minutes are shown as the greatest of each stretch. */
function Rate({ data }: { data: Statistics }) {
  const { t, locale } = useWords()
  const step = Math.max(1, Math.ceil(data.intervals.length / barsMax))
  const start = Date.parse(data.from)
  const rows = []
  for (let index = 0; index < data.intervals.length; index += step) {
    const at = new Date(start + index * 600_000)
    const name = at.toLocaleString(locale, whenShown)
    rows.push({ name, values: [Math.max(...data.intervals.slice(index, index + step))] })
  }
  return (
    <Bars
      title={t('factory.alarmStatistics.rate')}
      unit="C62"
      rows={rows}
      series={[t(step > 1 ? 'factory.alarmStatistics.greatest' : 'factory.alarmStatistics.perTen')]}
    />
  )
}

function Sources<R extends Source>({
  caption,
  rows,
  span,
  value,
  counted,
  title = caption,
}: {
  caption: string
  /** Only those of the journal that this counts. */
  counted?: 'chattering' | 'stale'
  title?: string
  rows: readonly R[]
  span: { from: string; to: string }
  value: (row: R) => React.ReactNode
}) {
  const { t } = useWords()
  if (rows.length === 0) return <p>{t('factory.alarmStatistics.none')}</p>
  const proof = (row: R) =>
    journal({ watch: row.watchId, from: span.from, to: span.to, ...(counted ? { counted } : {}) })
  return (
    <SimpleTable
      caption={caption}
      rowKey="watchId"
      rows={[...rows]}
      columns={[
        {
          key: 'name',
          title: t('factory.column.name'),
          render: (row) => (
            <Link to={proof(row)}>
              {row.alarmCode} {row.name}
            </Link>
          ),
        },
        { key: 'equipmentName', title: t('factory.column.equipmentName') },
        { key: 'value', title, align: 'end', render: value },
      ]}
    />
  )
}

function Priorities({ data }: { data: Statistics }) {
  const { t } = useWords()
  return (
    <SimpleTable
      caption={t('factory.alarmStatistics.priorities')}
      rowKey="priority"
      rows={data.priorities}
      columns={[
        {
          key: 'priority',
          title: t('factory.column.priority'),
          render: (row) => <PriorityTag priority={row.priority} />,
        },
        {
          key: 'count',
          title: t('factory.alarm.times'),
          align: 'end',
          render: (row) => (
            <Link to={journal({ priority: row.priority, from: data.from, to: data.to })}>{row.count}</Link>
          ),
        },
        {
          key: 'share',
          title: t('factory.alarmStatistics.share'),
          align: 'end',
          render: (row) => `${Math.round(row.share * 100)}%`,
        },
        {
          key: 'target',
          title: t('factory.alarmStatistics.aim'),
          render: (row) => t(`factory.alarmStatistics.aim.${row.priority}`),
        },
      ]}
    />
  )
}

function DurationTable({ data }: { data: Statistics }) {
  const { t } = useWords()
  const rows = (['acknowledging', 'lasting'] as const).map((key) => ({ key, ...data[key] }))
  const cell = ({ value, proof }: Statistics['lasting']['mean']) =>
    value === null ? (
      '–'
    ) : (
      <Link to={proof ?? ''}>
        <Duration seconds={value} />
      </Link>
    )
  return (
    <SimpleTable
      caption={t('factory.alarmStatistics.durations')}
      rowKey="key"
      rows={rows}
      columns={[
        { key: 'what', title: '', render: (row) => t(`factory.alarmStatistics.${row.key}`) },
        { key: 'count', title: t('factory.alarm.times'), align: 'end' },
        {
          key: 'mean',
          title: t('factory.alarmStatistics.mean'),
          align: 'end',
          render: (row) => cell(row.mean),
        },
        {
          key: 'median',
          title: t('factory.alarmStatistics.median'),
          align: 'end',
          render: (row) => cell(row.median),
        },
        {
          key: 'ninetieth',
          title: t('factory.alarmStatistics.ninetieth'),
          align: 'end',
          render: (row) => cell(row.ninetieth),
        },
        { key: 'max', title: t('factory.alarm.longest'), align: 'end', render: (row) => cell(row.max) },
      ]}
    />
  )
}

function Floods({ data }: { data: Statistics }) {
  const { t } = useWords()
  if (data.floods.length === 0) return <p>{t('factory.alarmStatistics.noFlood')}</p>
  return (
    <SimpleTable
      caption={t('factory.alarmStatistics.floods')}
      rowKey="from"
      rows={data.floods}
      columns={[
        {
          key: 'from',
          title: t('factory.column.startsAt'),
          render: (row) => (
            <Link to={journal({ from: row.from, to: row.to })}>
              <Time at={row.from} />
            </Link>
          ),
        },
        { key: 'to', title: t('factory.column.endsAt'), render: (row) => <Time at={row.to} /> },
        { key: 'count', title: t('factory.alarm.times'), align: 'end' },
        { key: 'peak', title: t('factory.alarmStatistics.peak'), align: 'end' },
      ]}
    />
  )
}
