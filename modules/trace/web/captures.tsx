import { ListPage, Time, useWords } from '@ronghe/kit/ui'
import { trace } from '../contract.ts'

/** Documents that were captured, and what became of them. */
export function Page() {
  const { t } = useWords()
  return (
    <ListPage
      contract={trace}
      route="captures"
      title={t('trace.page.captures')}
      rowKey="id"
      columns={[
        { key: 'createdAt', main: true, render: ({ createdAt }) => <Time at={createdAt} /> },
        { key: 'source' },
        { key: 'behaviour', render: ({ behaviour }) => behaviour },
        { key: 'events' },
        { key: 'stored' },
        { key: 'success', render: ({ success, running }) => (running ? '…' : success ? '✓' : '✗') },
        { key: 'personName' },
      ]}
    />
  )
}
