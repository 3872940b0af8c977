import { ListPage, Time, useWords } from '@ronghe/kit/ui'
import { registry } from '../contract.ts'

/** What was done, by whom, when: a chain that shows when a link was changed. */
export function Page() {
  const { t } = useWords()
  return (
    <ListPage
      contract={registry}
      route="audit"
      title={t('registry.page.audit')}
      rowKey={(row) => String(row.seq)}
      columns={[
        { key: 'seq' },
        { key: 'at', render: (row) => <Time at={row.at} /> },
        { key: 'personName' },
        { key: 'organisationName' },
        { key: 'actionName', main: true },
        { key: 'subject' },
        { key: 'reason' },
        { key: 'hash', render: (row) => <code title={row.hash}>{row.hash.slice(0, 12)}</code> },
      ]}
    />
  )
}
