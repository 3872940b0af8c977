import {
  Bars,
  Figure,
  Page as Frame,
  Link,
  ListView,
  Loaded,
  Panel,
  SampleTag,
  Stack,
  TabBar,
  useApi,
  useMe,
  useSearch,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import { Sums } from './sums.tsx'

const ways = ['division', 'trade', 'park'] as const
type Way = (typeof ways)[number]
const barsMax = 20

type Answer = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['breakdown']>>
type Row = Answer['rows'][number]
type Search = Partial<Record<'depth' | 'region' | 'trade' | 'park' | 'isKey' | 'goal', string>>

/** The region's figures by city, trade or park: table, chart, export, and the way to the proof of each. */
export function Page() {
  const { t, name } = useWords()
  const me = useMe()
  const search = useSearch() as Search
  const [by, setBy] = useSearchState('by', 'division')
  const way: Way = ways.find((one) => one === by) ?? 'division'
  const { isKey, depth, ...rest } = search
  const query = {
    ...pick(rest, ['region', 'trade', 'park', 'goal']),
    ...(isKey === undefined ? {} : { isKey: isKey === 'true' }),
    ...(depth === undefined ? {} : { depth: depth as 'division' }),
    ...{ by: way, pageSize: barsMax },
  }
  const answer = useQuery(useApi(governance).ask.breakdown({ query }))
  const at = answer.data
  const filters = useFilters(way, search)
  return (
    <Frame
      title={at ? `${name(at.region)} · ${t('governance.page.breakdown')}` : t('governance.page.breakdown')}
      breadcrumbs={[{ title: t('governance.page.overview'), to: '/' }]}
      tags={at?.isSample ? <SampleTag /> : undefined}
    >
      <Stack>
        <TabBar
          label={t('governance.breakdown.by')}
          tabs={ways.map((key) => ({ key, title: t(`governance.value.by.${key}`) }))}
          value={way}
          onChange={setBy}
        />
        {at ? <Total data={at} hasGoal={search.goal !== undefined} /> : null}
        <ListView
          key={way}
          contract={governance}
          route="breakdown"
          rowKey="key"
          label={t('governance.page.breakdown')}
          fixed={{ by: way }}
          filters={filters}
          columns={columnsOf(at?.at ?? '', search.goal !== undefined)}
        />
        <small>
          {t('governance.breakdown.note')}
          {me.person ? null : ` ${t('governance.breakdown.signIn')}`}
        </small>
        <Loaded ask={answer}>{(data) => <Chart data={data} goal={search.goal} />}</Loaded>
      </Stack>
    </Frame>
  )
}

/** City, trade with its depth, park, roster, and the goal that stands beside the machines. */
function useFilters(way: Way, { trade }: Search) {
  const { t, name } = useWords()
  const api = useApi(registry)
  const regions = useQuery(api.ask.regions({}))
  const parks = useQuery(api.ask.parks({ query: { pageSize: 200 } }))
  const goals = useQuery(useApi(governance).ask.indicators({ query: { pageSize: 100 } }))
  const trades = useQuery(
    api.ask.trades({ query: trade && trade.length > 2 ? {} : { level: trade ? 1 : 0 } }),
  )
  const cities = (regions.data?.rows ?? []).filter((one) => one.level !== 'province')
  const depths = ['section', 'division', 'group', 'class'] as const
  return [
    {
      key: 'region',
      options: cities
        .filter((one) => one.level === 'city')
        .map((one) => ({ value: one.code, text: name(one) })),
    },
    ...(way === 'trade'
      ? [
          {
            key: 'depth',
            options: depths.map((one) => ({ value: one, text: t(`governance.value.depth.${one}`) })),
          },
        ]
      : []),
    {
      key: 'trade',
      options: (trades.data?.rows ?? []).map(({ code, nameZh, nameEn }) => {
        return { value: code, text: `${code} ${name({ nameZh, nameEn })}` }
      }),
    },
    {
      key: 'park',
      options: (parks.data?.rows ?? []).map((one) => {
        return { value: one.id, text: name({ nameZh: one.name, nameEn: one.nameEn }) }
      }),
    },
    'isKey',
    {
      key: 'goal',
      options: (goals.data?.rows ?? [])
        .filter((one) => one.source !== 'none')
        .map((one) => ({ value: one.key, text: name({ nameZh: one.titleZh, nameEn: one.titleEn }) })),
    },
  ]
}

const counts = [
  ['firms', 'C62', 'declared'],
  ['machines', 'C62', 'declared'],
  ['machinesConnected', 'C62', 'evidenced'],
  ['rateEvidenced', 'P1', 'evidenced'],
  ['rateDeclared', 'P1', 'declared'],
  ['assessed', 'C62', 'evidenced'],
  ['certified', 'C62', 'evidenced'],
] as const
const ofGoal = [
  ['goalEvidenced', '', 'evidenced'],
  ['goalDeclared', '', 'declared'],
] as const

function columnsOf(at: string, hasGoal: boolean) {
  return [
    {
      key: 'name',
      title: 'governance.breakdown.group',
      main: true,
      render: (row: Row) => <Name row={row} />,
    },
    ...[...(hasGoal ? ofGoal : []), ...counts].map(([key, unit, basis]) => ({
      ...{ key, title: `governance.short.${key}`, align: 'end' as const, sort: true },
      render: (row: Row) => <Value row={row} of={key} figure={{ unit, basis, at }} />,
    })),
  ]
}

/** All groups together, each firm once. */
function Total({ data: { sum, at }, hasGoal }: { data: Answer; hasGoal: boolean }) {
  const columns = [...(hasGoal ? ofGoal : []), ...counts]
  return <Sums at={at} parts={columns.map(([key, unit, basis]) => ({ key, unit, basis, value: sum[key] }))} />
}

/** The group, one step down; of a trade with its code. */
function Name({ row }: { row: Row }) {
  const { name } = useWords()
  const text = /^([A-T]|[0-9]{2,4})$/.test(row.key) ? `${row.key} ${name(row)}` : name(row)
  return row.next ? <Link to={row.next}>{text}</Link> : <span>{text}</span>
}

type ValueProps = {
  row: Row
  of: (typeof counts)[number][0] | (typeof ofGoal)[number][0]
  figure: { unit: string; basis: 'evidenced' | 'declared'; at: string }
}

/** A figure that opens to its rows, or a word for what is held back. */
function Value({ row, of, figure }: ValueProps) {
  const { t } = useWords()
  const value = row[of]
  if (value === null && row.isHeld)
    return <span className="governance-missing">{t('governance.breakdown.held')}</span>
  if (value === null) return <>–</>
  const page = proofOf(row, of)
  const proof = page === null ? {} : { proof: page }
  const unit = figure.unit === 'C62' ? '' : figure.unit
  return <Figure compact label={t(`governance.short.${of}`)} figure={{ ...figure, unit, value, ...proof }} />
}

function proofOf(row: Row, of: ValueProps['of']): string | null {
  if (of === 'assessed') return row.assessedProof
  if (of === 'certified') return row.certifiedProof
  return of === 'goalEvidenced' || of === 'goalDeclared' ? row.goalProof : row.proof
}

/** The chosen goal's two figures, or the two rates, of the groups with most firms. */
function Chart({ data, goal }: { data: Answer; goal: string | undefined }) {
  const { t, name } = useWords()
  const rows = data.rows
    .map((row) => ({
      name: name(row),
      values: goal ? [row.goalEvidenced, row.goalDeclared] : [row.rateEvidenced, row.rateDeclared],
    }))
    .filter(({ values }) => values.some((value) => value !== null))
  if (rows.length === 0) return <p>{t('governance.breakdown.nothing')}</p>
  return (
    <Panel>
      <Bars
        title={t(goal ? 'governance.breakdown.goalChart' : 'governance.breakdown.rateChart')}
        rows={rows}
        series={[t('governance.column.evidenced'), t('governance.column.declared')]}
        unit={goal ? '' : 'P1'}
      />
    </Panel>
  )
}

function pick<K extends string>(
  from: Partial<Record<K, string>>,
  keys: readonly K[],
): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {}
  for (const key of keys) if (from[key] !== undefined) found[key] = from[key]
  return found
}
