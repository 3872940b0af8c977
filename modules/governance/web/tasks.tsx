import { ListPage, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'

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
          key: locale === 'zh' ? 'titleZh' : 'titleEn',
          main: true,
          render: (row) => name({ nameZh: row.titleZh, nameEn: row.titleEn }),
        },
        { key: 'lead', render: (row) => name(row.lead) },
        {
          key: 'partners',
          render: (row) => row.partners.map((one) => name(one)).join(locale === 'zh' ? '、' : ', '),
        },
        { key: 'dueOn' },
        { key: 'planRows', render: (row) => row.planRows.join(' ') },
      ]}
    />
  )
}
