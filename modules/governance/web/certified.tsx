import { assess } from '@ronghe/assess/contract'
import {
  Figure,
  Page as Frame,
  Grid,
  Link,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  useApi,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import { targetText } from './goals.tsx'
import './governance.css'

type Goal = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['goals']>>['rows'][number]
type Counts = Awaited<ReturnType<ReturnType<typeof useApi<typeof assess>>['call']['certificateCounts']>>

/** Certified and recognised firms against the plan's numbers; each count opens to its certificates. */
export function Page() {
  const { t } = useWords()
  const goals = useQuery(useApi(governance).ask.goals({ query: { pageSize: 100 } }))
  return (
    <Frame title={t('governance.page.certified')} subtitle={t('governance.certified.hint')}>
      <Loaded ask={goals}>
        {({ rows }) => <Counted goals={rows.filter(({ schemes, target }) => schemes.length > 0 && target)} />}
      </Loaded>
    </Frame>
  )
}

function Counted({ goals }: { goals: readonly Goal[] }) {
  const { name, t } = useWords()
  const counts = useQuery(useApi(assess).ask.certificateCounts({ query: {} }))
  const [key, setKey] = useSearchState(
    'goal',
    (goals.find((one) => one.evidenced.value) ?? goals[0])?.key ?? '',
  )
  const chosen = goals.find((goal) => goal.key === key) ?? goals[0]
  return (
    <Stack>
      <Grid columns={{ phone: 1, tablet: 2, desktop: 3 }}>
        {goals.map((goal) => (
          <Panel
            key={goal.key}
            title={
              <button
                type="button"
                className="governance-pick"
                aria-pressed={goal.key === chosen?.key}
                onClick={() => setKey(goal.key)}
              >
                {name({ nameZh: goal.titleZh, nameEn: goal.titleEn })}
              </button>
            }
          >
            <Figure label={t('governance.column.evidenced')} figure={goal.evidenced} size="large" />
            <Progress goal={goal} />
          </Panel>
        ))}
      </Grid>
      <Loaded ask={counts}>{(data) => (chosen ? <ByCity goal={chosen} counts={data} /> : null)}</Loaded>
    </Stack>
  )
}

function Progress({ goal }: { goal: Goal }) {
  const { t } = useWords()
  const target = goal.target ?? 0
  const value = goal.evidenced.value ?? 0
  return (
    <p className="r-muted governance-inline">
      {t('governance.certified.target', {
        target: targetText(target, goal.unit),
        percent: Math.floor((100 * value) / Math.max(1, target)),
      })}{' '}
      <Link to={`/governance/goals/${goal.key}`}>{t('governance.certified.goal')}</Link>
    </p>
  )
}

/** Certificates in force by the city of their holder and the year of their issue. */
function ByCity({ goal, counts }: { goal: Goal; counts: Counts }) {
  const { t, name } = useWords()
  const cities = useCities()
  const rows = counts.rows.filter(({ scheme }) => goal.schemes.includes(scheme))
  const years = [...new Set(rows.map(({ year }) => year))].toSorted()
  const schemes = counts.schemes.filter(({ code }) => goal.schemes.includes(code))
  const sum = (among: Counts['rows']) => among.reduce((all, { valid }) => all + valid, 0)
  const lines = [...cities, { code: '', name: t('governance.divisions.total') }]
  const cell = (city: string, year: number | null) => {
    const among = rows.filter(
      (row) => (city === '' || row.city === city) && (year === null || row.year === year),
    )
    const count = sum(among)
    if (count === 0) return '–'
    const region = city === '' ? '' : `&region=${city}`
    const issued = year === null ? '' : `&year=${year}`
    return (
      <Link to={`/assess/certificates?scheme=${goal.schemes.join(',')}&status=valid${region}${issued}`}>
        {count}
      </Link>
    )
  }
  return (
    <Panel
      title={t('governance.certified.byCity', { goal: name({ nameZh: goal.titleZh, nameEn: goal.titleEn }) })}
    >
      <p>
        {schemes.map((scheme) => (
          <span key={scheme.code}>
            {name(scheme)}{' '}
            <StatusTag
              tone="info"
              text={t('governance.certified.underWay', { count: scheme.underWay })}
            />{' '}
          </span>
        ))}
      </p>
      <SimpleTable
        caption={t('governance.page.certified')}
        rowKey="code"
        rows={lines}
        columns={[
          { key: 'name', title: t('governance.divisions.name') },
          ...years.map((year) => ({
            key: String(year),
            title: String(year),
            align: 'end' as const,
            render: (row: { code: string }) => cell(row.code, year),
          })),
          {
            key: 'all',
            title: t('governance.divisions.total'),
            align: 'end' as const,
            render: (row: { code: string }) => <strong>{cell(row.code, null)}</strong>,
          },
        ]}
      />
    </Panel>
  )
}

function useCities(): { code: string; name: string }[] {
  const { name } = useWords()
  const asked = useQuery(useApi(registry).ask.regions({}))
  return (asked.data?.rows ?? [])
    .filter(({ level }) => level === 'city')
    .map((one) => ({ code: one.code, name: name(one) }))
}
