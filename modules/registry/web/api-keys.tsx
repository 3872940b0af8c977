import { ConfirmButton, FormDialog, ListPage, Time, useApi, useMe, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { registry } from '../contract.ts'
import { Once } from './once.tsx'

/** Keys for machines, with scopes no wider than the maker's own permissions. */
export function Page() {
  const { t } = useWords()
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <ListPage
        contract={registry}
        route="apiKeys"
        title={t('registry.page.apiKeys')}
        rowKey="id"
        actions={
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('registry.action.add')}
          </Button>
        }
        columns={[
          { key: 'name', main: true },
          { key: 'prefix' },
          {
            key: 'scopes',
            render: (row) => row.scopes.map((scope) => t(`permission.${scope}`)).join(' · '),
          },
          { key: 'createdAt', render: (row) => <Time at={row.createdAt} as="day" /> },
          {
            key: 'lastUsedAt',
            render: (row) => (row.lastUsedAt ? <Time at={row.lastUsedAt} as="ago" /> : '–'),
          },
          {
            key: 'revokedAt',
            render: (row) => (row.revokedAt ? <Time at={row.revokedAt} /> : <Revoke apiKeyId={row.id} />),
          },
        ]}
      />
      <AddKey open={isAdding} onClose={() => setAdding(false)} />
    </>
  )
}

function Revoke({ apiKeyId }: { apiKeyId: string }) {
  const { t } = useWords()
  const revoke = useMutation(useApi(registry).tell.revokeApiKey({ forgets: ['apiKeys'] }))
  return (
    <ConfirmButton
      danger
      title={t('registry.ask.revoke')}
      onConfirm={async () => void (await revoke.mutateAsync({ params: { apiKeyId } }))}
    >
      {t('registry.action.revoke')}
    </ConfirmButton>
  )
}

function AddKey({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords()
  const { permissions } = useMe()
  const scopes = permissions.map((permission) => ({
    value: permission,
    text: t(`permission.${permission}`),
  }))
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('registry.page.apiKeys')}
      contract={registry}
      route="addApiKey"
      fields={{ scopes: { control: 'choices', options: scopes } }}
      submit={t('registry.action.add')}
      forgets={['apiKeys']}
      after={({ key }) => <Once title={t('registry.key.once')} secret={key} />}
    />
  )
}
