import { Allowed, Link, ListPage, Time, useWords } from '@ronghe/kit/ui'
import { trace } from '../../contract.ts'

/** Numbers that were given out, in blocks. */
export function Page() {
  const { t } = useWords()
  return (
    <ListPage
      contract={trace}
      route="allocations"
      title={t('trace.page.allocations')}
      rowKey="id"
      filters={['numberKind']}
      columns={[
        {
          key: 'createdAt',
          sort: true,
          main: true,
          render: ({ id, createdAt }) => (
            <Link to={`/trace/allocations/${id}`}>
              <Time at={createdAt} />
            </Link>
          ),
        },
        { key: 'numberKind', sort: true },
        {
          key: 'subject',
          sort: true,
          render: ({ subject, subjectName }) => `${subject} ${subjectName ?? ''}`,
        },
        { key: 'count', sort: true },
        { key: 'firstNumber' },
        { key: 'lastNumber' },
        { key: 'note' },
        { key: 'personName' },
      ]}
      actions={
        <Allowed may="trace.capture">
          <Link to="/trace/allocations/new">{t('trace.page.newAllocation')}</Link>
        </Allowed>
      }
    />
  )
}
