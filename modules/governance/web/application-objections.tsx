import { ConfirmButton, Panel, SimpleTable, say, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import type { Application } from './application.tsx'

/** Objections made during the notice; only officials see who made them. */
export function Objections({ one }: { one: Application }) {
  const { t } = useWords()
  if (one.objections.length === 0) return null
  return (
    <Panel title={t('governance.objection.title')}>
      <SimpleTable
        caption={t('governance.objection.title')}
        rowKey="id"
        rows={one.objections}
        columns={[
          { key: 'name', title: t('governance.field.name') },
          { key: 'contact', title: t('governance.field.contact') },
          {
            key: 'text',
            title: t('governance.field.text'),
            render: (row) => <div className="governance-long">{row.text}</div>,
          },
          { key: 'at', title: t('governance.item.at'), render: (row) => <Time at={row.at} /> },
          {
            key: 'decision',
            title: t('governance.item.decision'),
            render: (row) =>
              row.decision === null ? (
                <Decide objectionId={row.id} isOurs={one.isOurs} />
              ) : (
                `${t(`governance.objection.${row.decision}`)} · ${row.comment}`
              ),
          },
        ]}
      />
    </Panel>
  )
}

function Decide({ objectionId, isOurs }: { objectionId: string; isOurs: boolean }) {
  const { t } = useWords()
  const decide = useMutation(useApi(governance).tell.decideObjection({ forgets: '*' }))
  if (!isOurs) return t('governance.item.undecided')
  return (
    <div className="governance-actions">
      {(['dismissed', 'upheld'] as const).map((decision) => (
        <ConfirmButton
          key={decision}
          size="small"
          reason
          may="governance.fund"
          danger={decision === 'upheld'}
          title={t(`governance.objection.ask.${decision}`)}
          onConfirm={async (comment) => {
            await decide.mutateAsync({ params: { objectionId }, body: { decision, comment } })
            say.done('governance.item.done')
          }}
        >
          {t(`governance.objection.${decision}`)}
        </ConfirmButton>
      ))}
    </div>
  )
}
