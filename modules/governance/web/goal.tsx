import {
  ChartFrame,
  Facts,
  Figure,
  Page as Frame,
  Grid,
  Link,
  Loaded,
  Panel,
  Stack,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import { targetText } from './goals.tsx'

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
        >
          <Stack>
            <Grid columns={{ phone: 1, tablet: 2, desktop: 2 }}>
              <Figure label={t('governance.column.evidenced')} figure={goal.evidenced} size="large" />
              <Figure label={t('governance.column.declared')} figure={goal.declared} size="large" />
            </Grid>
            <Method goal={goal} />
            {course.length > 0 ? <Course goal={goal} course={course} /> : null}
          </Stack>
        </Frame>
      )}
    </Loaded>
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
