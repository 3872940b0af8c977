import {
  FormDialog,
  formatNumber,
  Link,
  Loaded,
  Panel,
  SimpleTable,
  useApi,
  useMay,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import { LightTag } from './light.tsx'

type City = { code: string; target: number | null; dueOn: string | null }

/** A goal city by city: the newest kept figures, each with the way to the city. */
export function GoalCities({ goalKey }: { goalKey: string }) {
  const { t, name, locale } = useWords()
  const cities = useQuery(useApi(governance).ask.goalCities({ params: { goalKey } }))
  const may = useMay()
  const [edited, setEdited] = useState<City | null>(null)
  const text = (value: number | null) => (value === null ? '–' : formatNumber(value, locale, 1))
  return (
    <Panel title={t('governance.goal.cities')}>
      <Loaded ask={cities}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p>{t('governance.reason.wholeOnly')}</p>
          ) : (
            <SimpleTable
              caption={t('governance.goal.cities')}
              rowKey="code"
              rows={rows}
              columns={[
                {
                  key: 'name',
                  title: t('governance.wall.city'),
                  render: (row) => <Link to={`/governance/wall?region=${row.code}`}>{name(row)}</Link>,
                },
                ...(['evidenced', 'declared', 'target'] as const).map((key) => ({
                  key,
                  title: t(`governance.column.${key}`),
                  align: 'end' as const,
                  render: (row: Record<typeof key, number | null>) => text(row[key]),
                })),
                {
                  key: 'light',
                  title: t('governance.column.light'),
                  render: (row) => (row.light === null ? '–' : <LightTag light={row.light} />),
                },
                {
                  key: 'day',
                  title: t('governance.goal.day'),
                  render: (row) =>
                    row.evidenced === null && row.declared === null
                      ? t('governance.goal.noFigureYet')
                      : row.day,
                },
                ...(may('governance.write')
                  ? [
                      {
                        key: 'set',
                        title: '',
                        render: (row: City) => (
                          <Button size="small" onClick={() => setEdited(row)}>
                            {t('governance.route.setCityTarget')}
                          </Button>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          )
        }
      </Loaded>
      {edited ? <Target goalKey={goalKey} city={edited} onClose={() => setEdited(null)} /> : null}
    </Panel>
  )
}

/** What the city is to reach, and until when. */
function Target({ goalKey, city, onClose }: { goalKey: string; city: City; onClose: () => void }) {
  const { t } = useWords()
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('governance.route.setCityTarget')}
      contract={governance}
      route="setCityTarget"
      input={{ params: { goalKey, regionCode: city.code } }}
      initial={city.target === null ? {} : { target: city.target, dueOn: city.dueOn }}
      fields={{ dueOn: { control: 'day' } }}
    />
  )
}
