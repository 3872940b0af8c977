import {
  type Column,
  Figure,
  Page as Frame,
  formatNumber,
  Link,
  ListView,
  Loaded,
  Nothing,
  Panel,
  SampleTag,
  Stack,
  StatusTag,
  TabBar,
  Time,
  useApi,
  useParams,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { Kinds } from './energy.tsx'
import { DayBars, HeatMap } from './energy-charts.tsx'
import { EnergyFigures, Exactness } from './energy-figures.tsx'
import { EnergySpanTabs, useEnergySpan } from './energy-span.tsx'
import type { EnergyReport } from './types.ts'

const tabs = ['sums', 'heat', 'days', 'hours'] as const

/** One meter: sums, days, hours by colour, and the hours themselves with the way to their points. */
export function Page() {
  const { t, name } = useWords()
  const { meterId } = useParams('meterId')
  const api = useApi(factory)
  const span = useEnergySpan()
  const [tab, setTab] = useSearchState('tab', 'sums')
  const report = useQuery(
    api.ask.energyReport({ params: { meterId }, query: { from: span.from, to: span.to } }),
  )
  const meter = report.data?.meter
  return (
    <Frame
      title={meter ? name({ nameZh: meter.name, nameEn: meter.nameEn }) : t('factory.page.energyMeter')}
      breadcrumbs={[{ title: t('factory.page.energy'), to: '/factory/energy' }]}
      tags={meter?.isSample ? <SampleTag /> : null}
      {...(meter ? { subtitle: <About meter={meter} /> } : {})}
    >
      <Stack>
        <EnergySpanTabs span={span} />
        <TabBar
          label={t('factory.page.energyMeter')}
          tabs={tabs.map((key) => ({ key, title: t(`factory.energy.tab.${key}`) }))}
          value={tab}
          onChange={setTab}
        />
        <Loaded ask={report}>{(data) => <Shown data={data} tab={tab} />}</Loaded>
      </Stack>
    </Frame>
  )
}

function About({ meter }: { meter: EnergyReport['meter'] }) {
  const { t } = useWords()
  return (
    <span>
      {meter.organisationName} · {meter.unitName}
      {meter.equipmentId ? (
        <>
          {' · '}
          <Link to={`/factory/equipment/${meter.equipmentId}`}>{meter.equipmentName}</Link>
        </>
      ) : null}
      {' · '}
      {t(`factory.value.reading.${meter.reading}`)} ({meter.measuredIn})
    </span>
  )
}

function Shown({ data, tab }: { data: EnergyReport; tab: string }) {
  const { t } = useWords()
  const isLong = data.grain === 'month'
  if (isLong && (tab === 'heat' || tab === 'hours'))
    return (
      <Panel title={t(`factory.energy.tab.${tab}`)}>
        <Nothing text={t('factory.energy.noHours')} />
      </Panel>
    )
  if (tab === 'heat')
    return (
      <Panel title={t('factory.energy.heatMap')}>
        <HeatMap hours={data.hours} timeZone={data.timeZone} />
      </Panel>
    )
  if (tab === 'hours') return <Hours data={data} />
  if (tab === 'days') return <Days data={data} />
  return (
    <Stack>
      <Exactness told={data} />
      <EnergyFigures
        sums={data}
        more={
          data.meter.equipmentId ? (
            <>
              <Figure
                label={t('factory.energy.perPiece')}
                figure={data.perPiece}
                digits={3}
                size="large"
                note={<PieceTarget data={data} />}
              />
              <Figure
                label={t('factory.energy.costPerPiece')}
                figure={data.costPerPiece}
                digits={2}
                size="large"
              />
            </>
          ) : null
        }
      />
      <Panel title={t(isLong ? 'factory.energy.byMonth' : 'factory.energy.byDay')}>
        <DayBars days={data.days} grain={data.grain} />
      </Panel>
      <Panel title={t('factory.energy.prices')}>
        <Kinds kinds={data.kinds} />
      </Panel>
    </Stack>
  )
}

/** The target a piece, and how far the energy of a piece is from it. */
function PieceTarget({ data }: { data: EnergyReport }) {
  const { t, locale } = useWords()
  const { pieceTargetKwh: target, perPiece } = data
  if (target === null || perPiece.value === null) return null
  const share = ((perPiece.value - target) / target) * 100
  const values = {
    target: formatNumber(target, locale, 3),
    share: `${share > 0 ? '+' : ''}${formatNumber(share, locale, 1)}%`,
  }
  return <span>{t('factory.energy.pieceTarget', values)}</span>
}

/** The hours themselves; each opens to the points it was made of. */
function Hours({ data }: { data: EnergyReport }) {
  const { t, locale } = useWords()
  const fixed = { from: data.from, to: data.to }
  const params = { meterId: data.meter.id }
  const number = (value: number | null, digits = 1) =>
    value === null ? '–' : formatNumber(value, locale, digits)
  const percent = (share: number) => `${formatNumber(share * 100, locale, 1)}%`
  return (
    <Panel title={t('factory.energy.tab.hours')}>
      <ListView
        contract={factory}
        route="energyHours"
        name="hours"
        params={params}
        fixed={fixed}
        searchless
        rowKey="startsAt"
        label={t('factory.route.energyHours')}
        columns={[
          {
            key: 'startsAt',
            main: true,
            render: (row) => (
              <Link to={pointsOf(data.meter.tagId, row.startsAt, row.endsAt)}>
                <Time at={row.startsAt} />
              </Link>
            ),
          },
          { key: 'kwh', align: 'end', render: (row) => number(row.kwh, 2) },
          { key: 'coverage', align: 'end', render: (row) => percent(row.coverage) },
          { key: 'kind', render: (row) => (row.kind ? t(`factory.tariff.${row.kind}`) : '–') },
          { key: 'cost', align: 'end', render: (row) => number(row.cost, 2) },
          { key: 'carbon', align: 'end', render: (row) => number(row.carbon, 2) },
          { key: 'idleKwh', align: 'end', render: (row) => number(row.idleKwh, 2) },
        ]}
      />
    </Panel>
  )
}

function Days({ data }: { data: EnergyReport }) {
  const { t, locale } = useWords()
  const number = (value: number | null, digits = 1) =>
    value === null ? '–' : formatNumber(value, locale, digits)
  return (
    <Panel title={t('factory.energy.tab.days')}>
      <ListView
        contract={factory}
        route="energyDays"
        name="days"
        params={{ meterId: data.meter.id }}
        fixed={{ from: data.from, to: data.to }}
        searchless
        rowKey="day"
        label={t('factory.route.energyDays')}
        columns={[
          {
            key: 'day',
            main: true,
            render: (row) => (
              <Link
                to={`/factory/energy/meters/${data.meter.id}?tab=hours&${rangeOf(row.startsAt, row.endsAt)}`}
              >
                {row.day}
              </Link>
            ),
          },
          { key: 'kwh', align: 'end', render: (row) => number(row.kwh) },
          {
            key: 'coverage',
            align: 'end',
            render: (row) => `${formatNumber(row.coverage * 100, locale, 1)}%`,
          },
          { key: 'cost', align: 'end', render: (row) => number(row.cost, 2) },
          { key: 'carbon', align: 'end', render: (row) => number(row.carbon) },
          { key: 'idleKwh', align: 'end', render: (row) => number(row.idleKwh) },
          { key: 'demandKw', align: 'end', render: (row) => number(row.demandKw) },
          { key: 'demandAt', render: (row) => (row.demandAt ? <Time at={row.demandAt} as="time" /> : '–') },
          ...(data.meter.equipmentId ? pieceColumns(number) : []),
          { key: 'basis', render: (row) => <Basis basis={row.basis} /> },
          { key: 'targetKwh', align: 'end', render: (row) => number(row.targetKwh) },
          {
            key: 'deviationKwh',
            align: 'end',
            render: (row) => <Deviation kwh={row.deviationKwh} digits={1} />,
          },
        ]}
      />
    </Panel>
  )
}

type Day = EnergyReport['days'][number]

function pieceColumns(number: (value: number | null, digits?: number) => string): Column<Day>[] {
  return [
    { key: 'pieces', align: 'end', render: (row) => number(row.pieces, 0) },
    { key: 'kwhPerPiece', align: 'end', render: (row) => number(row.kwhPerPiece, 3) },
    { key: 'costPerPiece', align: 'end', render: (row) => number(row.costPerPiece, 2) },
    {
      key: 'pieceDeviationKwh',
      align: 'end',
      render: (row) => <Deviation kwh={row.pieceDeviationKwh} digits={3} />,
    },
  ]
}

function Deviation({ kwh, digits }: { kwh: number | null; digits: number }) {
  const { locale } = useWords()
  if (kwh === null) return '–'
  const text = `${kwh > 0 ? '+' : ''}${formatNumber(kwh, locale, digits)}`
  return <StatusTag tone={kwh > 0 ? 'error' : 'success'} text={text} />
}

const tones = { points: 'success', pieces: 'warning', kept: 'warning', waiting: 'info' } as const

function Basis({ basis }: { basis: Day['basis'] }) {
  const { t } = useWords()
  return <StatusTag tone={tones[basis]} text={t(`factory.value.basis.${basis}`)} />
}

function pointsOf(tagId: string, from: string, to: string): string {
  return `/factory/points/${tagId}?${rangeOf(from, to)}`
}

function rangeOf(from: string, to: string): string {
  return `range=${Date.parse(from)}~${Date.parse(to)}`
}
