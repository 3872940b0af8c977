import { Link, ListPage, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'

/** Who leads and who takes part in how many tasks. */
export function Page() {
  const { t, name } = useWords()
  return (
    <ListPage
      contract={governance}
      route="departments"
      title={t('governance.page.departments')}
      rowKey="code"
      columns={[
        {
          key: 'name',
          title: 'governance.department.name',
          main: true,
          render: (row) => <Link to={`/governance/tasks?department=${row.code}`}>{name(row)}</Link>,
        },
        { key: 'leads', align: 'end' },
        { key: 'partners', align: 'end' },
      ]}
    />
  )
}
