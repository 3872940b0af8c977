import {
  Bars,
  Duration,
  Figure,
  formatNumber,
  Grid,
  Link,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  useWords,
} from '@ronghe/kit/ui'
import { LossParts } from './loss-parts.tsx'
import { type LossScope, shiftsBehindPage, useStopsQuery } from './loss-scope.tsx'
import type { Losses } from './loss-types.ts'

const hourSeconds = 3600

/** The factors, what they are made of, the big losses and the way from calendar time to good parts. */
export function LossOverview({ losses, scope }: { losses: Losses; scope: LossScope }) {
  const stops = useStopsQuery(scope, losses.span)
  return (
    <Stack>
      <Factors losses={losses} />
      <Open losses={losses} stops={stops} />
      <Grid columns={{ phone: 1, tablet: 1, desktop: 2 }}>
        <BigLosses losses={losses} stops={stops} scope={scope} />
        <Waterfall losses={losses} scope={scope} />
      </Grid>
      <LossParts losses={losses} />
    </Stack>
  )
}

function Factors({ losses }: { losses: Losses }) {
  const { t, locale } = useWords()
  const { factors, target, coverage } = losses
  const notes = [
    target === null ? null : t('factory.losses.target', { target: formatNumber(target, locale, 1) }),
    coverage === null || coverage > 0.999
      ? null
      : t('factory.losses.coverage', { share: formatNumber(coverage * 100, locale, 0) }),
  ].filter((one) => one !== null)
  return (
    <Grid columns={{ phone: 2, tablet: 3, desktop: 5 }}>
      <Figure label={t('factory.column.oee')} figure={factors.oee} digits={1} note={notes.join(' · ')} />
      <Figure label={t('factory.column.availability')} figure={factors.availability} digits={1} />
      <Figure label={t('factory.column.effectiveness')} figure={factors.effectiveness} digits={1} />
      <Figure label={t('factory.oee.quality')} figure={factors.quality} digits={1} />
      <Figure label={t('factory.column.knownShare')} figure={factors.knownShare} digits={1} />
    </Grid>
  )
}

function Open({ losses, stops }: { losses: Losses; stops: string }) {
  const { t } = useWords()
  const { count, seconds } = losses.openStops
  if (count === 0) return null
  return (
    <p>
      <StatusTag tone="warning" text={t('factory.stops.openCount', { count })} />{' '}
      <Duration seconds={seconds} /> <Link to={`/factory/stops?${stops}`}>{t('factory.losses.explain')}</Link>
    </p>
  )
}

function BigLosses({ losses, stops, scope }: { losses: Losses; stops: string; scope: LossScope }) {
  const { t, locale } = useWords()
  const rows = losses.bigLosses.filter((one) => one.seconds !== null)
  const missing = losses.bigLosses.filter((one) => one.seconds === null)
  return (
    <Panel title={t('factory.losses.big')}>
      <Bars
        title={t('factory.losses.big')}
        unit="P1"
        horizontal
        series={[t('factory.losses.points')]}
        tones={['fault']}
        height={300}
        rows={rows.map((one) => ({
          name: t(`factory.value.loss.${one.loss}`),
          values: [rounded(one.points)],
        }))}
      />
      <SimpleTable
        caption={t('factory.losses.big')}
        rowKey="loss"
        rows={rows}
        columns={[
          {
            key: 'loss',
            title: t('factory.column.loss'),
            render: (row) => <LossName loss={row.loss} stops={losses.span ? stops : null} scope={scope} />,
          },
          {
            key: 'seconds',
            title: t('factory.column.duration'),
            align: 'end',
            render: (row) => hours(row.seconds ?? 0, locale),
          },
          {
            key: 'points',
            title: t('factory.losses.points'),
            align: 'end',
            render: (row) => (row.points === null ? '–' : `${formatNumber(row.points, locale, 1)}%`),
          },
        ]}
      />
      {missing.length > 0 ? (
        <p>
          {t('factory.losses.notCounted', {
            losses: missing.map((one) => t(`factory.value.loss.${one.loss}`)).join(t('factory.listComma')),
          })}
        </p>
      ) : null}
      <OfSome losses={losses} />
    </Panel>
  )
}

const ofCounts: readonly string[] = ['reducedSpeed', 'processDefect', 'startupReject']

type LossNameProps = { loss: Losses['bigLosses'][number]['loss']; stops: string | null; scope: LossScope }

/** A loss that is stops opens to them; one of counts, or of shifts with others between, to the shifts. */
function LossName({ loss, stops, scope }: LossNameProps) {
  const { t } = useWords()
  const name = t(`factory.value.loss.${loss}`)
  if (stops === null || ofCounts.includes(loss))
    return <Link to={shiftsBehindPage(scope, { loss })}>{name}</Link>
  return <Link to={`/factory/stops?tab=all&${stops}&stops.loss=${loss}`}>{name}</Link>
}

/** Says of which machines the counts are, where not of all. */
function OfSome({ losses }: { losses: Losses }) {
  const { t, locale } = useWords()
  const { coverage } = losses
  if (coverage === null || coverage > 0.999 || coverage === 0) return null
  return (
    <p className="r-muted">
      {t('factory.losses.ofSome', { share: formatNumber(coverage * 100, locale, 0) })}
    </p>
  )
}

function Waterfall({ losses, scope }: { losses: Losses; scope: LossScope }) {
  const { t, locale } = useWords()
  return (
    <Panel title={t('factory.oee.waterfall')}>
      <Bars
        title={t('factory.oee.waterfall')}
        unit="HUR"
        horizontal
        stacked
        height={300}
        series={[t('factory.oee.left'), t('factory.oee.lost')]}
        tones={['running', 'fault']}
        rows={losses.waterfall.map((step) => ({
          name: t(`factory.class.${step.step}`),
          values: [step.seconds / hourSeconds, step.lostSeconds / hourSeconds].map(rounded),
        }))}
      />
      <SimpleTable
        caption={t('factory.oee.waterfall')}
        rowKey="step"
        rows={losses.waterfall}
        columns={[
          {
            key: 'step',
            title: t('factory.losses.step'),
            render: (row) => (
              <Link to={shiftsBehindPage(scope, { step: row.step })}>{t(`factory.class.${row.step}`)}</Link>
            ),
          },
          {
            key: 'lostSeconds',
            title: t('factory.oee.lost'),
            align: 'end',
            render: (row) => hours(row.lostSeconds, locale),
          },
          {
            key: 'points',
            title: t('factory.losses.points'),
            align: 'end',
            render: (row) => (row.points === null ? '–' : `${formatNumber(row.points, locale, 1)}%`),
          },
          {
            key: 'seconds',
            title: t('factory.oee.left'),
            align: 'end',
            render: (row) => hours(row.seconds, locale),
          },
        ]}
      />
      <OfSome losses={losses} />
    </Panel>
  )
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100
}

function hours(seconds: number, locale: 'zh' | 'en'): string {
  return `${formatNumber(seconds / hourSeconds, locale, 2)} h`
}
