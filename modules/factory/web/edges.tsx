import {
  Allowed,
  ConfirmButton,
  FormDialog,
  Link,
  ListPage,
  StatusTag,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { type Credential, CredentialOnce } from './edge-credential.tsx'
import { EdgeProgram } from './edge-program.tsx'
import { RoomNotice } from './room-alert.tsx'

/** Edges with their state and its reason; credentials are shown once. */
export function Page() {
  const { t } = useWords()
  const [adding, setAdding] = useState(false)
  const [credential, setCredential] = useState<Credential | null>(null)
  return (
    <>
      <ListPage
        contract={factory}
        route="edges"
        title={t('factory.page.edges')}
        rowKey="id"
        refetchMs={15_000}
        before={<RoomNotice />}
        actions={
          <Allowed may="factory.connect">
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('factory.route.addEdge')}
            </Button>
          </Allowed>
        }
        columns={[
          {
            key: 'code',
            main: true,
            render: (row) => <Link to={`/factory/edges/${row.id}`}>{row.code}</Link>,
          },
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
          { key: 'program', render: (row) => <EdgeProgram program={row.program} /> },
          {
            key: 'revokedAt',
            title: t('factory.edge.credential'),
            render: (row) =>
              row.revokedAt ? (
                t('factory.edge.revoked')
              ) : (
                <CredentialActions edgeId={row.id} onRenewed={setCredential} />
              ),
          },
        ]}
      />
      <AddEdge open={adding} onClose={() => setAdding(false)} onAdded={setCredential} />
      <CredentialOnce credential={credential} onClose={() => setCredential(null)} />
    </>
  )
}

function AddEdge({
  open,
  onClose,
  onAdded,
}: {
  open: boolean
  onClose: () => void
  onAdded: (credential: Credential) => void
}) {
  const { t } = useWords()
  const title = t('factory.route.addEdge')
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={title}
      contract={factory}
      route="addEdge"
      submit={title}
      onDone={onAdded}
    />
  )
}

/** New password or none at all for an edge. */
function CredentialActions({
  edgeId,
  onRenewed,
}: {
  edgeId: string
  onRenewed: (credential: Credential) => void
}) {
  const { t } = useWords()
  const { tell } = useApi(factory)
  const renew = useMutation(tell.renewEdge({ forgets: ['edges'] }))
  const revoke = useMutation(tell.revokeEdge({ forgets: ['edges'] }))
  const input = { params: { edgeId } }
  return (
    <Allowed may="factory.connect">
      <ConfirmButton
        title={t('factory.edge.renewAsk')}
        onConfirm={async () => onRenewed(await renew.mutateAsync(input))}
      >
        {t('factory.edge.renew')}
      </ConfirmButton>{' '}
      <ConfirmButton
        danger
        title={t('factory.edge.revokeAsk')}
        onConfirm={async () => void (await revoke.mutateAsync(input))}
      >
        {t('factory.edge.revoke')}
      </ConfirmButton>
    </Allowed>
  )
}
