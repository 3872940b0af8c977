import { ConfirmButton, ContractForm, ListPage, Time, useApi, useMe, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Modal } from 'antd'
import { useState } from 'react'
import { registry } from '../contract.ts'

/** Keys for machines, with scopes no wider than the maker's own permissions. */
export function Page() {
  const { t } = useWords()
  const api = useApi(registry)
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const [key, setKey] = useState<string | null>(null)
  const revoke = useMutation(api.tell.revokeApiKey({ forgets: ['apiKeys'] }))
  const scopes = me.permissions.map((permission) => ({
    value: permission,
    text: t(`permission.${permission}`),
  }))
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
          { key: 'scopes', render: (row) => row.scopes.join(' ') },
          { key: 'createdAt', render: (row) => <Time at={row.createdAt} as="day" /> },
          {
            key: 'lastUsedAt',
            render: (row) => (row.lastUsedAt ? <Time at={row.lastUsedAt} as="ago" /> : '–'),
          },
          {
            key: 'revokedAt',
            render: (row) =>
              row.revokedAt ? (
                <Time at={row.revokedAt} />
              ) : (
                <ConfirmButton
                  danger
                  title={t('registry.ask.revoke')}
                  onConfirm={async () => void (await revoke.mutateAsync({ params: { apiKeyId: row.id } }))}
                >
                  {t('registry.action.revoke')}
                </ConfirmButton>
              ),
          },
        ]}
      />
      <Modal
        open={adding}
        footer={null}
        title={t('registry.page.apiKeys')}
        onCancel={() => setAdding(false)}
        destroyOnHidden
        afterClose={() => setKey(null)}
      >
        {key ? (
          <Alert
            type="success"
            title={t('registry.key.once')}
            description={<code style={{ wordBreak: 'break-all' }}>{key}</code>}
          />
        ) : (
          <ContractForm
            contract={registry}
            route="addApiKey"
            fields={{ scopes: { control: 'choices', options: scopes } }}
            submit={t('registry.action.add')}
            onCancel={() => setAdding(false)}
            onDone={(answer) => {
              setKey(answer.key)
              api.forget('apiKeys')
            }}
          />
        )}
      </Modal>
    </>
  )
}
