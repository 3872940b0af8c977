import {
  Bars,
  Facts,
  Figure,
  Grid,
  Loaded,
  Panel,
  Pareto,
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

function Losses({ report, machine }: { report: Report; machine: Machine }) {
  const { t } = useWords()
  const reasonOf = useReason(machine.organisationId)
  return (
    <Panel title={t('factory.oee.pareto')}>
      <Pareto
        title={t('factory.oee.pareto')}
        unit="HUR"
        rows={report.losses
          .filter((loss) => loss.timeClass !== 'production' && loss.timeClass !== 'notPlanned')
          .map((loss) => ({
            name: `${t(`factory.class.${loss.timeClass}`)} · ${reasonOf(loss.reason)}`,
            value: hoursOf(loss.micros),
          }))}
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
