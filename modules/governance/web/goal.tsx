import {
  Allowed,
  ChartFrame,
  Facts,
  Figure,
  Page as Frame,
  Grid,
  Link,
  Loaded,
  Panel,
  Stack,
  TabBar,
  useApi,
  useParams,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { governance } from '../contract.ts'
import { GoalCities } from './goal-cities.tsx'
import { GoalReports } from './goal-reports.tsx'
import { targetText } from './goals.tsx'
import './governance.css'

type Answer = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['goal']>>

/** One goal: its figures, how they are computed, the course of the days, and the way to the proof. */
export function Page() {
  const { t, name } = useWords()
  const api = useApi(governance)
  const { goalKey } = useParams('goalKey')
  const answer = useQuery(api.ask.goal({ params: { goalKey } }))
  return (
    <Loaded ask={answer}>
      {({ goal, course }) => (
        <Frame
          title={name({ nameZh: goal.titleZh, nameEn: goal.titleEn })}
          breadcrumbs={[{ title: t('governance.page.goals'), to: '/governance/goals' }]}
          actions={
            <Allowed may="governance.read">
              <Button onClick={() => void api.download.goalPack({ params: { goalKey } })}>
                {t('governance.pack.take')}
              </Button>
            </Allowed>
          }
        >
          <Stack>
            <Grid columns={{ phone: 1, tablet: 2, desktop: 2 }}>
              <Figure label={t('governance.column.evidenced')} figure={goal.evidenced} size="large" />
              <Figure label={t('governance.column.declared')} figure={goal.declared} size="large" />
            </Grid>
            <Method goal={goal} />
            <Tabs goal={goal} course={course} />
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}

/** The course, the cities, and what was reported. */
function Tabs({ goal, course }: Answer) {
  const { t } = useWords()
  const [tab, setTab] = useSearchState('tab', 'course')
  return (
    <>
      <TabBar
        label={t('governance.goal.course')}
        tabs={['course', 'cities', 'reports'].map((key) => ({ key, title: t(`governance.goal.tab.${key}`) }))}
        value={tab}
        onChange={setTab}
      />
      {tab === 'course' && course.length > 0 ? <Course goal={goal} course={course} /> : null}
      {tab === 'cities' ? <GoalCities goalKey={goal.key} /> : null}
      {tab === 'reports' ? <GoalReports goalKey={goal.key} /> : null}
    </>
  )
}

function Method({ goal }: { goal: Answer['goal'] }) {
  const { t, name } = useWords()
  const { evidenced, target, unit, dueOn, sourceClause, methodZh, methodEn } = goal
  const link = evidenced.proof ? <Link to={evidenced.proof}>{t('governance.goal.open')}</Link> : null
  return (
    <Panel title={t('governance.proof.how')}>
      <Facts
        items={[
          { label: t('governance.column.target'), value: target === null ? null : targetText(target, unit) },
          { label: t('governance.column.dueOn'), value: dueOn },
          { label: t('governance.column.sourceClause'), value: sourceClause },
          { label: t('governance.goal.proof'), value: link },
          {
            label: t('governance.goal.method'),
            value: name({ nameZh: methodZh, nameEn: methodEn }),
            wide: true,
          },
        ]}
      />
    </Panel>
  )
}

function Course({ goal, course }: Answer) {
  const { t } = useWords()
  const days = course.map((one) => one.day)
  const lines = [
    { name: t('governance.column.evidenced'), data: course.map((one) => one.evidenced) },
    { name: t('governance.column.declared'), data: course.map((one) => one.declared), isDashed: true },
    ...(goal.target === null
      ? []
      : [{ name: t('governance.column.target'), data: days.map(() => goal.target), isDashed: true }]),
  ]
  return (
    <Panel>
      <ChartFrame
        title={t('governance.goal.course')}
        file={goal.key}
        table={{
          columns: [t('governance.goal.day'), ...lines.map((line) => line.name)],
          rows: days.map((day, index) => [day, ...lines.map((line) => line.data[index] ?? null)]),
        }}
        option={() => ({
          grid: { left: 48, right: 24, top: 64, bottom: 32 },
          xAxis: { type: 'category', data: days },
          yAxis: { type: 'value', name: goal.unit },
          legend: {},
          tooltip: { trigger: 'axis' },
          series: lines.map(({ name, data, isDashed }) => ({
            type: 'line',
            name,
            data,
            ...(isDashed ? { lineStyle: { type: 'dashed' } } : {}),
          })),
        })}
      />
    </Panel>
  )
}
