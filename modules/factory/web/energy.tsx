import {
  Allowed,
  Bars,
  Figure,
  Page as Frame,
  Grid,
  Link,
  Loaded,
  Nothing,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  say,
  useApi,
  useGo,
  useLive,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { factory } from '../contract.ts'
import { DayBars } from './energy-charts.tsx'
import { EnergyFigures, Exactness } from './energy-figures.tsx'
import { type EnergySpan, EnergySpanTabs, useEnergySpan } from './energy-span.tsx'
import type { EnergyOverview } from './types.ts'

const refetchMs = 60_000

/** What a firm's energy came to: sums, days, ranking, and the tree of its meters. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const api = useApi(factory)
  const span = useEnergySpan()
  const overview = useQuery({
    ...api.ask.energyOverview({ query: { from: span.from, to: span.to } }),
    refetchInterval: refetchMs,
  })
  useLive('factory.energy', () => api.forget('energyPasses'))
  return (
    <Frame
      title={t('factory.page.energy')}
      actions={
        <>
          <GivenOut span={span} />
          <Button onClick={() => go('/factory/energy/settings')}>{t('factory.page.energySettings')}</Button>
        </>
      }
    >
      <Stack>
        <EnergySpanTabs span={span} />
        <Loaded ask={overview}>
          {(data) => (data.meters.length === 0 ? <NoMeters /> : <Shown data={data} />)}
        </Loaded>
      </Stack>
    </Frame>
  )
}

/** The sums of each meter as a file, with the mark of what is approximate. */
function GivenOut({ span }: { span: EnergySpan }) {
  const { t } = useWords()
  const api = useApi(factory)
  const save = (format: 'csv' | 'xlsx') =>
    api.download.energySums({ query: { from: span.from, to: span.to, format } }).catch(say.fault)
  return (
    <>
      <Button onClick={() => void save('csv')}>{t('ui.export.csv')}</Button>
      <Button onClick={() => void save('xlsx')}>{t('ui.export.xlsx')}</Button>
    </>
  )
}

function NoMeters() {
  const { t } = useWords()
  return (
    <Panel title={t('factory.energy.meters')}>
      <Nothing text={t('factory.energy.none')} />
      <Allowed may="factory.write">
        <p>
          <Link to="/factory/energy/settings">{t('factory.energy.addFirst')}</Link>
        </p>
      </Allowed>
    </Panel>
  )
}

function Shown({ data }: { data: EnergyOverview }) {
  const { t, name } = useWords()
  const ranked = data.meters
    .filter((one) => one.parentId !== null || data.meters.length === 1)
    .filter((one) => one.energy.value !== null)
    .sort((left, right) => (right.energy.value ?? 0) - (left.energy.value ?? 0))
  return (
    <Stack>
      <Exactness told={data} />
      <EnergyFigures sums={data} />
      <Grid columns={{ phone: 1, tablet: 1, desktop: 2 }}>
        <Panel title={t(data.grain === 'day' ? 'factory.energy.byDay' : 'factory.energy.byMonth')}>
          <DayBars days={data.days} grain={data.grain} />
        </Panel>
        <Panel title={t('factory.energy.ranking')}>
          <Bars
            title={t('factory.energy.ranking')}
            unit="KWH"
            horizontal
            series={[t('factory.energy.producing'), t('factory.energy.idle'), t('factory.energy.unstated')]}
            tones={['running', 'setup', 'unknown']}
            stacked
            rows={ranked.map((one) => ({
              name: name({ nameZh: one.name, nameEn: one.nameEn }),
              values: splitOf(one),
            }))}
          />
        </Panel>
      </Grid>
      <Panel title={t('factory.energy.prices')}>
        <Kinds kinds={data.kinds} />
      </Panel>
      <Panel title={t('factory.energy.tree')}>
        <Tree meters={data.meters} />
      </Panel>
    </Stack>
  )
}

type Row = EnergyOverview['meters'][number]

/** Energy while producing, while not, and in no known state. */
function splitOf({ energy, idle, idleShare }: Row): (number | null)[] {
  const whole = energy.value ?? 0
  if (idle.value === null) return [null, null, whole]
  const stated = idleShare.denominator ?? 0
  return [stated - idle.value, idle.value, Math.max(0, whole - stated)]
}

export function Kinds({ kinds }: { kinds: EnergyOverview['kinds'] }) {
  const { t, locale } = useWords()
  if (kinds.length === 0) return <Nothing text={t('factory.energy.noPrices')} />
  const whole = kinds.reduce((sum, one) => sum + one.kwh, 0)
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
      value,
    )
  return (
    <SimpleTable
      caption={t('factory.energy.prices')}
      rowKey="kind"
      rows={kinds}
      columns={[
        { key: 'kind', title: t('factory.column.kind'), render: (row) => t(`factory.tariff.${row.kind}`) },
        { key: 'kwh', title: 'kWh', align: 'end', render: (row) => number(row.kwh, 1) },
        {
          key: 'share',
          title: t('factory.energy.share'),
          align: 'end',
          render: (row) => `${number(whole === 0 ? 0 : (row.kwh / whole) * 100, 1)}%`,
        },
        {
          key: 'cost',
          title: `${t('factory.energy.cost')} (${t('unit.CNY')})`,
          align: 'end',
          render: (row) => number(row.cost, 2),
        },
      ]}
    />
  )
}

/** Meters below their parents, and what their sub-meters leave of each. */
function Tree({ meters }: { meters: readonly Row[] }) {
  const { t, name } = useWords()
  const ids = new Set(meters.map((one) => one.meterId))
  const inOrder = (parent: string | null, depth: number): (Row & { depth: number })[] =>
    meters
      .filter((one) => (parent === null ? !one.parentId || !ids.has(one.parentId) : one.parentId === parent))
      .flatMap((one) => [{ ...one, depth }, ...inOrder(one.meterId, depth + 1)])
  const energy = t('factory.energy.energy')
  return (
    <SimpleTable
      caption={t('factory.energy.tree')}
      rowKey="meterId"
      rows={inOrder(null, 0)}
      columns={[
        {
          key: 'name',
          title: t('factory.column.meterName'),
          render: (row) => (
            <span style={{ paddingInlineStart: row.depth * 20 }}>
              <Link to={`/factory/energy/meters/${row.meterId}`}>
                {name({ nameZh: row.name, nameEn: row.nameEn })}
              </Link>{' '}
              {row.isSample ? <SampleTag /> : null}
            </span>
          ),
        },
        { key: 'unitName', title: t('factory.column.unitName') },
        {
          key: 'energy',
          title: energy,
          align: 'end',
          render: (row) => <Figure compact label={energy} figure={row.energy} />,
        },
        {
          key: 'unmetered',
          title: t('factory.energy.unmetered'),
          align: 'end',
          render: (row) =>
            row.unmetered ? (
              <Figure compact label={t('factory.energy.unmetered')} figure={row.unmetered} />
            ) : (
              '–'
            ),
        },
        ...figureColumns(t),
      ]}
    />
  )
}

const figureKeys = [
  { key: 'cost', digits: 2 },
  { key: 'perPiece', digits: 3 },
  { key: 'costPerPiece', digits: 2 },
  { key: 'idleShare', digits: 1 },
  { key: 'demand', digits: 1 },
] as const

function figureColumns(t: (word: string) => string) {
  return figureKeys.map(({ key, digits }) => ({
    key,
    title: t(`factory.energy.${key}`),
    align: 'end' as const,
    render: (row: Row) => (
      <Figure compact label={t(`factory.energy.${key}`)} figure={row[key]} digits={digits} />
    ),
  }))
}
