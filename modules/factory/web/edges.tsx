import {
  Allowed,
  ConfirmButton,
  ContractForm,
  Facts,
  ListPage,
  Panel,
  StatusTag,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'

type Credential = { id: string; password: string; server: string; group: string; node: string }

/** Edges with their state and its reason; credentials are shown once. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  const [adding, setAdding] = useState(false)
  const [credential, setCredential] = useState<Credential | null>(null)
  const renew = useMutation(api.tell.renewEdge({ forgets: ['edges'] }))
  const revoke = useMutation(api.tell.revokeEdge({ forgets: ['edges'] }))
  return (
    <>
      <ListPage
        contract={factory}
        route="edges"
        title={t('factory.page.edges')}
        rowKey="id"
        refetchMs={15_000}
        actions={
          <Allowed may="factory.connect">
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('factory.route.addEdge')}
            </Button>
          </Allowed>
        }
        columns={[
          { key: 'code', main: true },
          { key: 'name' },
          {
            key: 'isOnline',
            render: (row) => (
              <StatusTag
                tone={row.isOnline ? 'success' : 'unknown'}
                text={t(row.isOnline ? 'factory.edge.online' : 'factory.edge.offline')}
              />
            ),
          },
          { key: 'stateReason' },
          { key: 'stateAt', render: (row) => (row.stateAt ? <Time at={row.stateAt} as="ago" /> : '–') },
          { key: 'equipmentCount' },
          {
            key: 'revokedAt',
            title: t('factory.edge.credential'),
            render: (row) =>
              row.revokedAt ? (
                t('factory.edge.revoked')
              ) : (
                <Allowed may="factory.connect">
                  <ConfirmButton
                    title={t('factory.edge.renewAsk')}
                    onConfirm={async () =>
                      setCredential(await renew.mutateAsync({ params: { edgeId: row.id } }))
                    }
                  >
                    {t('factory.route.renewEdge')}
                  </ConfirmButton>{' '}
                  <ConfirmButton
                    danger
                    title={t('factory.edge.revokeAsk')}
                    onConfirm={async () => void (await revoke.mutateAsync({ params: { edgeId: row.id } }))}
                  >
                    {t('factory.route.revokeEdge')}
                  </ConfirmButton>
                </Allowed>
              ),
          },
        ]}
      />
      <Modal
        open={adding}
        footer={null}
        title={t('factory.route.addEdge')}
        onCancel={() => setAdding(false)}
        destroyOnHidden
      >
        <ContractForm
          contract={factory}
          route="addEdge"
          submit={t('factory.route.addEdge')}
          onCancel={() => setAdding(false)}
          onDone={(answer) => {
            setAdding(false)
            setCredential(answer)
          }}
        />
      </Modal>
      <Modal
        open={credential !== null}
        title={t('factory.edge.credential')}
        onCancel={() => setCredential(null)}
        onOk={() => setCredential(null)}
      >
        <Panel title={t('factory.edge.once')}>
          <Facts
            items={Object.entries(credential ?? {}).map(([key, value]) => ({
              label: t(`factory.edge.${key}`),
              value: <code style={{ wordBreak: 'break-all' }}>{value}</code>,
            }))}
          />
        </Panel>
      </Modal>
    </>
  )
}
