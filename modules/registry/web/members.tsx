import {
  Allowed,
  ConfirmButton,
  ContractForm,
  ListPage,
  ListView,
  Panel,
  Time,
  useApi,
  useMay,
  useMe,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Modal } from 'antd'
import { useState } from 'react'
import { registry } from '../contract.ts'

/** The people of my organisation, and who is invited. */
export function Page() {
  const { t, name } = useWords()
  const api = useApi(registry)
  const may = useMay()
  const me = useMe()
  const [inviting, setInviting] = useState(false)
  const [link, setLink] = useState<string | null>(null)
  const roles = useQuery(api.ask.roles({}))
  const remove = useMutation(api.tell.removeMember({ forgets: ['members'] }))
  const revoke = useMutation(api.tell.revokeInvitation({ forgets: ['invitations'] }))
  const fitting = (roles.data?.rows ?? []).filter((role) => role.kinds.includes(me.organisation?.kind ?? ''))
  return (
    <>
      <ListPage
        contract={registry}
        route="members"
        title={t('registry.page.members')}
        rowKey="personId"
        actions={
          <Allowed may="registry.member.write">
            <Button type="primary" onClick={() => setInviting(true)}>
              {t('registry.action.invite')}
            </Button>
          </Allowed>
        }
        columns={[
          { key: 'name', main: true },
          { key: 'email' },
          { key: 'roleName' },
          { key: 'since', render: (row) => <Time at={row.since} as="day" /> },
          { key: 'twoFactorEnabled' },
          { key: 'locked' },
          {
            key: 'personId',
            title: t('registry.column.action'),
            render: (row) =>
              may('registry.member.write') && row.personId !== me.person?.id ? (
                <ConfirmButton
                  danger
                  title={t('registry.ask.remove')}
                  onConfirm={async () =>
                    void (await remove.mutateAsync({ params: { personId: row.personId } }))
                  }
                >
                  {t('registry.action.remove')}
                </ConfirmButton>
              ) : null,
          },
        ]}
      />
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
      <Modal
        open={inviting}
        footer={null}
        title={t('registry.action.invite')}
        onCancel={() => setInviting(false)}
        destroyOnHidden
        afterClose={() => setLink(null)}
      >
        {link ? (
          <Alert
            type="success"
            title={t('registry.link.once')}
            description={<code style={{ wordBreak: 'break-all' }}>{`${window.location.origin}${link}`}</code>}
          />
        ) : (
          <ContractForm
            contract={registry}
            route="invite"
            fields={{
              roleCode: { options: fitting.map((role) => ({ value: role.code, text: name(role) })) },
            }}
            submit={t('registry.action.invite')}
            onCancel={() => setInviting(false)}
            onDone={(answer) => {
              setLink(answer.link)
              api.forget('invitations')
            }}
          />
        )}
      </Modal>
    </>
  )
}
