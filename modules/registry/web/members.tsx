import {
  Allowed,
  ConfirmButton,
  FormDialog,
  ListPage,
  Time,
  useApi,
  useMay,
  useMe,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { registry } from '../contract.ts'
import { Invitations } from './invitations.tsx'
import { Once } from './once.tsx'

type Member = { personId: string; roleCode: string }

/** The people of my organisation, and who is invited. */
export function Page() {
  const { t } = useWords()
  const may = useMay()
  const me = useMe()
  const [isInviting, setInviting] = useState(false)
  const [changed, setChanged] = useState<Member | null>(null)
  return (
    <>
      <ListPage
        contract={registry}
        route="members"
        title={t('registry.page.members')}
        rowKey="personId"
        below={<Invitations />}
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
                <>
                  <Button onClick={() => setChanged(row)}>{t('registry.action.changeRole')}</Button>{' '}
                  <Remove personId={row.personId} />
                </>
              ) : null,
          },
        ]}
      />
      <Invite open={isInviting} onClose={() => setInviting(false)} />
      <ChangeRole member={changed} onClose={() => setChanged(null)} />
    </>
  )
}

function Remove({ personId }: { personId: string }) {
  const { t } = useWords()
  const remove = useMutation(useApi(registry).tell.removeMember({ forgets: ['members'] }))
  return (
    <ConfirmButton
      danger
      title={t('registry.ask.remove')}
      onConfirm={async () => void (await remove.mutateAsync({ params: { personId } }))}
    >
      {t('registry.action.remove')}
    </ConfirmButton>
  )
}

/** Roles that fit the kind of my organisation, as choices. */
function useRoleField() {
  const { name } = useWords()
  const me = useMe()
  const roles = useQuery(useApi(registry).ask.roles({}))
  const fitting = (roles.data?.rows ?? []).filter((role) => role.kinds.includes(me.organisation?.kind ?? ''))
  return { roleCode: { options: fitting.map((role) => ({ value: role.code, text: name(role) })) } }
}

function Invite({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords()
  const fields = useRoleField()
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('registry.action.invite')}
      contract={registry}
      route="invite"
      fields={fields}
      submit={t('registry.action.invite')}
      forgets={['invitations']}
      after={({ link }) => (
        <Once title={t('registry.link.once')} secret={`${window.location.origin}${link}`} />
      )}
    />
  )
}

function ChangeRole({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const { t } = useWords()
  const fields = useRoleField()
  return (
    <FormDialog
      open={member !== null}
      onClose={onClose}
      title={t('registry.action.changeRole')}
      contract={registry}
      route="changeMember"
      input={{ params: { personId: member?.personId ?? '' } }}
      initial={{ roleCode: member?.roleCode }}
      fields={fields}
      forgets={['members']}
    />
  )
}
