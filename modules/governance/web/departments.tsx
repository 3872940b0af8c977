import { Link, ListPage, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'

/** Who leads and who takes part in how many tasks. */
export function Page() {
  const { t, name, locale } = useWords()
  return (
    <ListPage
      contract={governance}
      route="departments"
      title={t('governance.page.departments')}
      rowKey="code"
      columns={[
        {
          key: locale === 'zh' ? 'nameZh' : 'nameEn',
          main: true,
          render: (row) => <Link to={`/governance/tasks?department=${row.code}`}>{name(row)}</Link>,
        },
        { key: 'leads' },
        { key: 'partners' },
      ]}
    />
  )
}
