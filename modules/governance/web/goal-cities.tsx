import { formatNumber, Link, Loaded, Panel, SimpleTable, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'

/** A goal city by city: the newest kept figures, each with the way to the city. */
export function GoalCities({ goalKey }: { goalKey: string }) {
  const { t, name, locale } = useWords()
  const cities = useQuery(useApi(governance).ask.goalCities({ params: { goalKey } }))
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
                {
                  key: 'evidenced',
                  title: t('governance.column.evidenced'),
                  align: 'end',
                  render: (row) => text(row.evidenced),
                },
                {
                  key: 'declared',
                  title: t('governance.column.declared'),
                  align: 'end',
                  render: (row) => text(row.declared),
                },
                { key: 'day', title: t('governance.goal.day') },
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  )
}
