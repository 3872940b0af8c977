import {
  Bars,
  Facts,
  Figure,
  Grid,
  Loaded,
  Panel,
  Pareto,
  Stack,
  TabBar,
  Timeline,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { presets, useSpan } from './span.ts'
import { toneOf, useReason } from './state-tag.tsx'
import type { Machine } from './types.ts'

const hourMicros = 3_600_000_000

/** Figures of ISO 22400-2 with what they are made from: every second of the span in exactly one class. */
export function OeeTab({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const reasonOf = useReason()
  const span = useSpan('week')
  const oee = useQuery(
    useApi(factory).ask.oee({ params: { equipmentId: machine.id }, query: { from: span.from, to: span.to } }),
  )
  const hours = (micros: number) => Math.round((micros / hourMicros) * 100) / 100
  return (
    <Stack>
      <TabBar
        label={t('factory.span.label')}
        tabs={Object.keys(presets).map((key) => ({ key, title: t(`factory.span.${key}`) }))}
        value={span.preset}
        onChange={span.setPreset}
      />
      <Loaded ask={oee}>
        {(report) => (
          <Stack>
            <Grid columns={{ phone: 2, tablet: 3, desktop: 6 }}>
              <Figure label={t('factory.column.oee')} figure={report.oee} digits={1} />
              <Figure label={t('factory.column.availability')} figure={report.availability} digits={1} />
              <Figure label={t('factory.column.effectiveness')} figure={report.effectiveness} digits={1} />
              <Figure label={t('factory.oee.quality')} figure={report.quality} digits={1} />
              <Figure label={t('factory.column.nee')} figure={report.nee} digits={1} />
              <Figure label={t('factory.column.knownShare')} figure={report.knownShare} digits={1} />
            </Grid>
            <Panel title={t('factory.oee.attribution')}>
              <Timeline
                title={t('factory.oee.attribution')}
                from={Date.parse(report.from)}
                to={Date.parse(report.to)}
                lanes={[
                  {
                    name: machine.code,
                    spans: report.spans.map((one) => ({
                      from: Date.parse(one.startsAt),
                      to: Date.parse(one.endsAt),
                      tone: toneOf(one.timeClass),
                      text: [t(`factory.class.${one.timeClass}`), one.reason && reasonOf(one.reason)]
                        .filter(Boolean)
                        .join(' · '),
                    })),
                  },
                ]}
              />
            </Panel>
            <Grid columns={{ phone: 1, tablet: 1, desktop: 2 }}>
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
                    values: [hours(step.micros), hours(step.lostMicros)],
                  }))}
                />
              </Panel>
              <Panel title={t('factory.oee.pareto')}>
                <Pareto
                  title={t('factory.oee.pareto')}
                  unit="HUR"
                  rows={report.losses
                    .filter((loss) => loss.timeClass !== 'production' && loss.timeClass !== 'notPlanned')
                    .map((loss) => ({
                      name: `${t(`factory.class.${loss.timeClass}`)} · ${reasonOf(loss.reason)}`,
                      value: hours(loss.micros),
                    }))}
                />
              </Panel>
            </Grid>
            <Panel title={t('factory.oee.inputs')}>
              <Facts
                items={[
                  ...report.classes.map((one) => ({
                    label: t(`factory.class.${one.timeClass}`),
                    value: `${hours(one.micros)} h`,
                  })),
                  {
                    label: t('factory.column.inputsHash'),
                    value: <code style={{ wordBreak: 'break-all' }}>{report.inputsHash}</code>,
                  },
                ]}
              />
            </Panel>
          </Stack>
        )}
      </Loaded>
    </Stack>
  )
}
