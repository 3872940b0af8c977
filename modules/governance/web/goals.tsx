import type { Figure as FigureAnswer } from '@ronghe/kit/contract'
import { Figure, Link, ListPage, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'
import './governance.css'

/** The plan's goals with what is evidenced and what is declared, apart. */
export function Page() {
  const { t, name } = useWords()
  return (
    <ListPage
      contract={governance}
      route="goals"
      title={t('governance.page.goals')}
      rowKey="key"
      columns={[
        {
          key: 'title',
          title: 'governance.goal.title',
          main: true,
          render: (row) => (
            <Link to={`/governance/goals/${row.key}`}>
              {name({ nameZh: row.titleZh, nameEn: row.titleEn })}
            </Link>
          ),
        },
        { key: 'target', render: (row) => (row.target === null ? '–' : targetText(row.target, row.unit)) },
        { key: 'evidenced', render: (row) => <Value figure={row.evidenced} /> },
        { key: 'declared', render: (row) => <Value figure={row.declared} /> },
        { key: 'dueOn' },
        { key: 'sourceClause' },
      ]}
    />
  )
}

/** A value with its proof; one that is missing says why, in small. */
function Value({ figure }: { figure: FigureAnswer }) {
  const { t } = useWords()
  if (figure.value === null)
    return <span className="governance-missing">{t(figure.reason ?? 'ui.figure.noReason')}</span>
  return <Figure label={t(`governance.column.${figure.basis}`)} figure={figure} compact />
}

/** A target with its unit; only the sign of percent stands close. */
export function targetText(target: number, unit: string): string {
  return unit === '%' ? `${target}%` : `${target} ${unit}`
}
