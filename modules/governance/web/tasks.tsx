import { Link, ListPage, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import './governance.css'

/** The plan's tasks: the first department leads, the rest are partners in the plan's order. */
export function Page() {
  const { t, name, locale } = useWords()
  const departments = useQuery(useApi(governance).ask.departments({ query: { pageSize: 200 } }))
  const options = (departments.data?.rows ?? []).map((one) => ({ value: one.code, text: name(one) }))
  return (
    <ListPage
      contract={governance}
      route="tasks"
      title={t('governance.page.tasks')}
      rowKey="key"
      filters={[{ key: 'department', options }]}
      columns={[
        { key: 'key' },
        {
          key: 'title',
          title: 'governance.task.title',
          main: true,
          render: (row) => (
            <div className="governance-long">
              {name({ nameZh: row.titleZh, nameEn: row.titleEn })}
              <p className="governance-excerpt">{name({ nameZh: row.excerptZh, nameEn: row.excerptEn })}</p>
            </div>
          ),
        },
        {
          key: 'lead',
          render: (row) => (
            <div className="governance-lead">
              <Link to={`/governance/tasks?department=${row.lead.code}`}>{name(row.lead)}</Link>
            </div>
          ),
        },
        {
          key: 'partners',
          title: 'governance.task.partners',
          render: (row) => (
            <div className="governance-long">
              {row.partners.map((one) => name(one)).join(locale === 'zh' ? '、' : ', ')}
            </div>
          ),
        },
        { key: 'dueOn' },
        { key: 'planRows', render: (row) => row.planRows.join(' ') },
      ]}
    />
  )
}
