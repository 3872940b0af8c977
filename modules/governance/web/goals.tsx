import { Figure, Link, ListPage, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'

/** The plan's goals, each with what is proved and what is declared, apart. */
export function Page() {
  const { t, name, locale } = useWords()
  return (
    <ListPage
      contract={governance}
      route="goals"
      title={t('governance.page.goals')}
      rowKey="key"
      columns={[
        {
          key: locale === 'zh' ? 'titleZh' : 'titleEn',
          main: true,
          render: (row) => (
            <Link to={`/governance/goals/${row.key}`}>
              {name({ nameZh: row.titleZh, nameEn: row.titleEn })}
            </Link>
          ),
        },
        { key: 'target', render: (row) => (row.target === null ? '–' : `${row.target} ${row.unit}`) },
        { key: 'evidenced', render: (row) => <Figure label="" figure={row.evidenced} digits={1} /> },
        { key: 'declared', render: (row) => <Figure label="" figure={row.declared} digits={1} /> },
        { key: 'dueOn' },
        { key: 'sourceClause' },
      ]}
    />
  )
}
