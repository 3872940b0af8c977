import {
  Bars,
  Duration,
  Facts,
  Figure,
  Grid,
  Link,
  Loaded,
  Panel,
  Pareto,
  SimpleTable,
  Stack,
  Timeline,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { useSpan } from './span.ts'
import { SpanTabs } from './span-tabs.tsx'
import { toneOf, useReason } from './state-tag.tsx'
import type { Machine, Report } from './types.ts'

const hourMicros = 3_600_000_000

/** Figures of ISO 22400-2 with what they are made from: every second of the span in exactly one class. */
export function OeeTab({ machine }: { machine: Machine }) {
  const span = useSpan('week')
  const oee = useQuery(
    useApi(factory).ask.oee({ params: { equipmentId: machine.id }, query: { from: span.from, to: span.to } }),
  )
  return (
    <Stack>
      <SpanTabs span={span} />
      <Loaded ask={oee}>
        {(report) => (
          <Stack>
            <Figures report={report} />
            <Classes report={report} machine={machine} />
            <Grid columns={{ phone: 1, tablet: 1, desktop: 2 }}>
              <Waterfall report={report} />
              <Losses report={report} machine={machine} />
            </Grid>
            <Sources report={report} />
          </Stack>
        )}
      </Loaded>
    </Stack>
  )
}

function Figures({ report }: { report: Report }) {
  const { t } = useWords()
  return (
    <Grid columns={{ phone: 2, tablet: 3, desktop: 6 }}>
      <Figure label={t('factory.column.oee')} figure={report.oee} digits={1} />
      <Figure label={t('factory.column.availability')} figure={report.availability} digits={1} />
      <Figure label={t('factory.column.effectiveness')} figure={report.effectiveness} digits={1} />
      <Figure label={t('factory.oee.quality')} figure={report.quality} digits={1} />
      <Figure label={t('factory.column.nee')} figure={report.nee} digits={1} />
      <Figure label={t('factory.column.knownShare')} figure={report.knownShare} digits={1} />
    </Grid>
  )
}

function Classes({ report, machine }: { report: Report; machine: Machine }) {
  const { t } = useWords()
  const reasonOf = useReason(machine.organisationId)
  const spans = report.spans.map((one) => ({
    from: Date.parse(one.startsAt),
    to: Date.parse(one.endsAt),
    tone: toneOf(one.timeClass),
    text: [t(`factory.class.${one.timeClass}`), one.reason && reasonOf(one.reason)]
      .filter(Boolean)
      .join(' · '),
  }))
  return (
    <Panel title={t('factory.oee.attribution')}>
      <Timeline
        title={t('factory.oee.attribution')}
        from={Date.parse(report.from)}
        to={Date.parse(report.to)}
        lanes={[{ name: machine.code, spans }]}
      />
    </Panel>
  )
}

function Waterfall({ report }: { report: Report }) {
  const { t } = useWords()
  return (
    <Panel title={t('factory.oee.waterfall')}>
      <Bars
        title={t('factory.oee.waterfall')}
        unit="HUR"
        horizontal
        stacked
        series={[t('factory.oee.left'), t('factory.oee.lost')]}
        tones={['running', 'fault']}
        rows={report.waterfall.map((step) => ({
          name: t(`factory.class.${step.step}`),
          values: [hoursOf(step.micros), hoursOf(step.lostMicros)],
        }))}
      />
    </Panel>
  )
}

/** Lost time by class and reason; a row opens the stops that make it. */
function Losses({ report, machine }: { report: Report; machine: Machine }) {
  const { t } = useWords()
  const reasonOf = useReason(machine.organisationId)
  const range = `range=${Date.parse(report.from)}~${Date.parse(report.to)}`
  const rows = report.losses
    .filter((loss) => loss.timeClass !== 'production' && loss.timeClass !== 'notPlanned')
    .map(({ timeClass, reason, micros, count }) => {
      const narrow = { 'stops.timeClass': timeClass, ...(reason ? { 'stops.reason': reason } : {}) }
      const stops = `/factory/stops?tab=all&${range}&equipment=${machine.id}&${new URLSearchParams(narrow)}`
      return {
        key: `${timeClass} ${reason}`,
        name: `${t(`factory.class.${timeClass}`)} · ${reasonOf(reason)}`,
        // A planned stop is none that anybody is asked about.
        to: timeClass === 'plannedStop' ? null : stops,
        micros,
        count,
      }
    })
  return (
    <Panel title={t('factory.oee.pareto')}>
      <Pareto
        title={t('factory.oee.pareto')}
        unit="HUR"
        rows={rows.map(({ name, micros }) => ({ name, value: hoursOf(micros) }))}
      />
      <SimpleTable
        caption={t('factory.oee.pareto')}
        rowKey="key"
        rows={rows}
        columns={[
          {
            key: 'name',
            title: t('factory.column.reason'),
            render: (row) => (row.to ? <Link to={row.to}>{row.name}</Link> : row.name),
          },
          { key: 'count', title: t('factory.losses.times'), align: 'end' },
          {
            key: 'micros',
            title: t('factory.column.duration'),
            align: 'end',
            render: (row) => <Duration seconds={row.micros / 1_000_000} />,
          },
        ]}
      />
    </Panel>
  )
}

/** What the figures are made from, with the hash that tells whether they would come out the same again. */
function Sources({ report }: { report: Report }) {
  const { t } = useWords()
  return (
    <Panel title={t('factory.oee.inputs')}>
      <Facts
        items={[
          ...report.classes.map((one) => ({
            label: t(`factory.class.${one.timeClass}`),
            value: `${hoursOf(one.micros)} h`,
          })),
          {
            label: t('factory.column.inputsHash'),
            value: <code style={{ wordBreak: 'break-all' }}>{report.inputsHash}</code>,
          },
        ]}
      />
    </Panel>
  )
}

function hoursOf(micros: number): number {
  return Math.round((micros / hourMicros) * 100) / 100
}
