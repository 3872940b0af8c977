import { Allowed, Link, ListPage, SampleTag, StatusTag, Time, useWords } from '@ronghe/kit/ui'
import { trace } from '../../contract.ts'

/** The register of products, places and parties. */
export function Page() {
  const { t } = useWords()
  return (
    <ListPage
      contract={trace}
      route="masters"
      title={t('trace.page.masters')}
      rowKey="id"
      filters={['kind', 'state', 'isOwn', 'missing']}
      columns={[
        {
          key: 'identifier',
          sort: true,
          main: true,
          render: ({ id, identifier }) => <Link to={`/trace/masters/${id}`}>{identifier}</Link>,
        },
        { key: 'kind' },
        {
          key: 'name',
          sort: true,
          render: ({ name, isSample }) => (
            <>
              {name} {isSample ? <SampleTag /> : null}
            </>
          ),
        },
        { key: 'nameEn', sort: true },
        { key: 'model' },
        { key: 'languages', render: ({ languages }) => languages.length },
        { key: 'documents' },
        {
          key: 'state',
          sort: true,
          render: ({ state }) => (
            <StatusTag
              tone={state === 'active' ? 'success' : 'neutral'}
              text={t(`trace.value.state.${state}`)}
            />
          ),
        },
        { key: 'changedAt', sort: true, render: ({ changedAt }) => <Time at={changedAt} as="ago" /> },
      ]}
      actions={
        <Allowed may="trace.capture">
          <Link to="/trace/masters/import">{t('trace.page.importMasters')}</Link>
          <Link to="/trace/masters/new">{t('trace.page.newMaster')}</Link>
        </Allowed>
      }
    />
  )
}
