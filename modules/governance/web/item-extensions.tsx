import { ConfirmButton, Panel, say, Time, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import type { Item } from './item.tsx'
import { RowsTable } from './rows-table.tsx'

/** What was asked to be extended, and what the leader decided. */
export function ItemExtensions({ item }: { item: Item }) {
  const { t, name } = useWords()
  if (item.extensions.length === 0) return null
  return (
    <Panel title={t('governance.item.extensions')}>
      <RowsTable
        caption={t('governance.item.extensions')}
        rowKey={({ id }) => id}
        rows={item.extensions}
        columns={[
          {
            key: 'departmentCode',
            title: t('governance.column.department'),
            render: (one) => name({ nameZh: one.departmentZh, nameEn: one.departmentEn }),
          },
          { key: 'until', title: t('governance.field.until') },
          {
            key: 'reason',
            title: t('governance.field.reason'),
            render: ({ reason }) => <span className="governance-long">{reason}</span>,
          },
          {
            key: 'askedByName',
            title: t('governance.item.askedBy'),
            render: ({ askedByName, askedAt }) => (
              <>
                {askedByName} · <Time at={askedAt} />
              </>
            ),
          },
          {
            key: 'decision',
            title: t('governance.item.decision'),
            render: (one) =>
              one.decision === null ? (
                <Decide item={item} extensionId={one.id} />
              ) : (
                `${t(`governance.event.${one.decision}`)} · ${one.decidedByName} ${one.comment ?? ''}`
              ),
          },
        ]}
      />
    </Panel>
  )
}

function Decide({ item, extensionId }: { item: Item; extensionId: string }) {
  const { t } = useWords()
  const may = useMay()
  const act = useMutation(useApi(governance).tell.decideExtension({ forgets: '*' }))
  async function run(decision: 'granted' | 'refused', comment?: string): Promise<void> {
    await act.mutateAsync({ params: { extensionId }, body: { decision, ...(comment ? { comment } : {}) } })
    say.done('governance.item.done')
  }
  if (!item.isOurs || !may('governance.approve')) return t('governance.item.undecided')
  return (
    <div className="governance-actions">
      <ConfirmButton
        size="small"
        type="primary"
        title={t('governance.item.ask.grant')}
        onConfirm={() => run('granted')}
      >
        {t('governance.action.grant')}
      </ConfirmButton>
      <ConfirmButton
        size="small"
        danger
        reason
        title={t('governance.item.ask.refuse')}
        onConfirm={(reason) => run('refused', reason)}
      >
        {t('governance.action.refuse')}
      </ConfirmButton>
    </div>
  )
}
