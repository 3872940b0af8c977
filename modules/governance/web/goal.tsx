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

/** One goal: its figures, how they are computed, the course of the days, and the way to the proof. */
export function Page() {
  const { t, name } = useWords()
  const api = useApi(governance)
  const { goalKey } = useParams('goalKey')
  const goal = useQuery(api.ask.goal({ params: { goalKey } }))
  return (
    <Loaded ask={goal}>
      {({ goal: one, course }) => {
        const title = name({ nameZh: one.titleZh, nameEn: one.titleEn })
        return (
          <Frame title={title} breadcrumbs={[{ title: t('governance.page.goals'), to: '/governance/goals' }]}>
            <Stack>
              <Grid columns={{ phone: 1, tablet: 2, desktop: 2 }}>
                <Figure
                  label={t('governance.column.evidenced')}
                  figure={one.evidenced}
                  digits={2}
                  size="large"
                />
                <Figure
                  label={t('governance.column.declared')}
                  figure={one.declared}
                  digits={2}
                  size="large"
                />
              </Grid>
              <Panel title={t('governance.proof.how')}>
                <Facts
                  items={[
                    {
                      label: t('governance.column.target'),
                      value: one.target === null ? '–' : `${one.target} ${one.unit}`,
                    },
                    { label: t('governance.column.dueOn'), value: one.dueOn ?? '–' },
                    { label: t('governance.column.sourceClause'), value: one.sourceClause },
                    {
                      label: t('governance.goal.method'),
                      value: name({ nameZh: one.methodZh, nameEn: one.methodEn }),
                    },
                    {
                      label: t('governance.goal.proof'),
                      value: <Link to="/governance/firms?isKey=true">{t('governance.goal.firms')}</Link>,
                    },
                  ]}
                />
              </Panel>
              <Panel title={t('governance.goal.course')}>
                <ChartFrame
                  title={t('governance.goal.course')}
                  file={one.key}
                  table={{
                    columns: [
                      t('governance.goal.day'),
                      t('governance.column.evidenced'),
                      t('governance.column.declared'),
                    ],
                    rows: course.map((day) => [day.day, day.evidenced, day.declared]),
                  }}
                  option={() => ({
                    xAxis: { type: 'category', data: course.map((day) => day.day) },
                    yAxis: { type: 'value' },
                    legend: {},
                    tooltip: { trigger: 'axis' },
                    series: [
                      {
                        type: 'line',
                        name: t('governance.column.evidenced'),
                        data: course.map((day) => day.evidenced),
                      },
                      {
                        type: 'line',
                        name: t('governance.column.declared'),
                        data: course.map((day) => day.declared),
                        lineStyle: { type: 'dashed' },
                      },
                    ],
                  })}
                />
              </Panel>
            </Stack>
          </Frame>
        )
      }}
    </Loaded>
  )
}
