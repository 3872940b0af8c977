import { ContractForm, Page as Frame, Panel, useGo, useSearch, useWords } from '@ronghe/kit/ui'
import { trace } from '../../contract.ts'

/** A block of numbers is taken. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const { subject, numberKind = 'serial' } = useSearch() as { subject?: string; numberKind?: string }
  return (
    <Frame
      title={t('trace.page.newAllocation')}
      breadcrumbs={[{ title: t('trace.page.allocations'), to: '/trace/allocations' }]}
    >
      <Panel title={t('trace.page.newAllocation')}>
        <ContractForm
          contract={trace}
          route="allocate"
          initial={{
            numberKind: numberKind as 'serial',
            ...(subject ? { subject } : {}),
            scheme: 'sequence',
          }}
          onDone={({ id }) => go(`/trace/allocations/${id}`)}
          onCancel={() => go('/trace/allocations')}
        />
      </Panel>
    </Frame>
  )
}
