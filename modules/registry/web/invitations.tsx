import { ConfirmButton, ListView, Panel, Time, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { registry } from '../contract.ts'

/** Who is invited, and what became of it. */
export function Invitations() {
  const { t } = useWords()
  const may = useMay()
  const revoke = useMutation(useApi(registry).tell.revokeInvitation({ forgets: ['invitations'] }))
  return (
    <Panel title={t('registry.route.invitations')}>
      <ListView
        contract={registry}
        route="invitations"
        name="invitation"
        label={t('registry.route.invitations')}
        rowKey="id"
        columns={[
          { key: 'email', main: true },
          { key: 'roleCode' },
          { key: 'state' },
          { key: 'expiresAt', render: (row) => <Time at={row.expiresAt} as="day" /> },
          {
            key: 'id',
            title: t('registry.column.action'),
            render: (row) =>
              row.state === 'open' && may('registry.member.write') ? (
                <ConfirmButton
                  title={t('registry.ask.revoke')}
                  onConfirm={async () =>
                    void (await revoke.mutateAsync({ params: { invitationId: row.id } }))
                  }
                >
                  {t('registry.action.revoke')}
                </ConfirmButton>
              ) : null,
          },
        ]}
      />
    </Panel>
  )
}
