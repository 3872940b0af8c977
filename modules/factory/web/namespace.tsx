import {
  Allowed,
  ConfirmButton,
  Facts,
  FormDialog,
  Page as Frame,
  Link,
  ListView,
  Loaded,
  Panel,
  Stack,
  StatusTag,
  Time,
  unitText,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Modal } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { useFinders } from './finders.ts'
import type { Namespace } from './types.ts'

type Credential = { id: string; password: string; address: string; scope: string }
const refetchMs = 10_000

/** The unified namespace: on or off, who may read it, and what stands in it. */
export function Page() {
  const { t } = useWords()
  const namespace = useQuery({
    ...useApi(factory).ask.namespace({}),
    refetchInterval: refetchMs,
  })
  return (
    <Frame title={t('factory.page.namespace')} subtitle={t('factory.namespace.subtitle')}>
      <Loaded ask={namespace}>
        {(data) => (
          <Stack>
            <Switch namespace={data} />
            <Allowed may="factory.connect">
              <Readers />
            </Allowed>
            <Topics />
          </Stack>
        )}
      </Loaded>
    </Frame>
  )
}

function Switch({ namespace }: { namespace: Namespace }) {
  const { t } = useWords()
  const { tell } = useApi(factory)
  const change = useMutation(tell.switchNamespace({ forgets: ['namespace'] }))
  const { isOn, address, root, topicCount, connectionCount, changedAt, personName, problem } = namespace
  const key = isOn ? 'off' : 'on'
  return (
    <Panel
      title={t('factory.namespace.state')}
      extra={
        <Allowed may="factory.connect">
          <ConfirmButton
            danger={isOn}
            title={t(`factory.namespace.${key}Ask`)}
            onConfirm={async () => void (await change.mutateAsync({ body: { isOn: !isOn } }))}
          >
            {t(`factory.namespace.turn${isOn ? 'Off' : 'On'}`)}
          </ConfirmButton>
        </Allowed>
      }
    >
      {problem ? (
        <Alert type="error" showIcon title={t('factory.namespace.problem', { message: problem })} />
      ) : null}
      <Facts
        items={[
          {
            label: t('factory.namespace.state'),
            value: (
              <StatusTag
                tone={isOn ? 'success' : 'neutral'}
                text={t(isOn ? 'factory.namespace.isOn' : 'factory.namespace.isOff')}
              />
            ),
          },
          { label: t('factory.namespace.address'), value: address ? <code>{address}</code> : '–' },
          { label: t('factory.namespace.root'), value: <code>{root}/#</code> },
          { label: t('factory.namespace.topicCount'), value: topicCount },
          { label: t('factory.namespace.connectionCount'), value: connectionCount },
          {
            label: t('factory.namespace.changedAt'),
            value: changedAt ? (
              <>
                <Time at={changedAt} /> {personName}
              </>
            ) : (
              '–'
            ),
          },
        ]}
      />
    </Panel>
  )
}

function Readers() {
  const { t } = useWords()
  const [adding, setAdding] = useState(false)
  const [credential, setCredential] = useState<Credential | null>(null)
  const { findUnits } = useFinders()
  return (
    <Panel
      title={t('factory.route.namespaceReaders')}
      extra={<Button onClick={() => setAdding(true)}>{t('factory.route.addNamespaceReader')}</Button>}
    >
      <ListView
        contract={factory}
        route="namespaceReaders"
        name="readers"
        rowKey="id"
        label={t('factory.route.namespaceReaders')}
        empty={{ text: t('factory.namespace.noReaders') }}
        columns={[
          { key: 'name', main: true },
          { key: 'scope', render: (row) => <code>{row.scope}/#</code> },
          {
            key: 'isConnected',
            title: t('factory.namespace.connection'),
            render: (row) => (
              <StatusTag
                tone={row.revokedAt ? 'neutral' : row.isConnected ? 'success' : 'unknown'}
                text={t(`factory.namespace.reader.${stateOf(row)}`)}
              />
            ),
          },
          {
            key: 'lastSeenAt',
            render: (row) => (row.lastSeenAt ? <Time at={row.lastSeenAt} as="ago" /> : '–'),
          },
          { key: 'createdAt', render: (row) => <Time at={row.createdAt} as="day" /> },
          { key: 'personName' },
          {
            key: 'action',
            title: '',
            render: (row) => (row.revokedAt ? null : <Actions readerId={row.id} onRenewed={setCredential} />),
          },
        ]}
      />
      <FormDialog
        open={adding}
        onClose={() => setAdding(false)}
        title={t('factory.route.addNamespaceReader')}
        submit={t('factory.route.addNamespaceReader')}
        contract={factory}
        route="addNamespaceReader"
        fields={{ unitId: { find: findUnits } }}
        onDone={setCredential}
      />
      <Once credential={credential} onClose={() => setCredential(null)} />
    </Panel>
  )
}

function Actions({ readerId, onRenewed }: { readerId: string; onRenewed: (one: Credential) => void }) {
  const { t } = useWords()
  const { tell } = useApi(factory)
  const renew = useMutation(tell.renewNamespaceReader({ forgets: ['namespaceReaders'] }))
  const revoke = useMutation(tell.revokeNamespaceReader({ forgets: ['namespaceReaders', 'namespace'] }))
  const input = { params: { readerId } }
  return (
    <>
      <ConfirmButton
        title={t('factory.namespace.renewAsk')}
        onConfirm={async () => onRenewed(await renew.mutateAsync(input))}
      >
        {t('factory.edge.renew')}
      </ConfirmButton>{' '}
      <ConfirmButton
        danger
        title={t('factory.namespace.revokeAsk')}
        onConfirm={async () => void (await revoke.mutateAsync(input))}
      >
        {t('factory.edge.revoke')}
      </ConfirmButton>
    </>
  )
}

function stateOf(row: { revokedAt: string | null; isConnected: boolean }): string {
  if (row.revokedAt) return 'revoked'
  return row.isConnected ? 'connected' : 'away'
}

/** What the program needs, shown once, with a line to try it. */
function Once({ credential, onClose }: { credential: Credential | null; onClose: () => void }) {
  const { t } = useWords()
  if (!credential) return null
  const { id, password, address, scope } = credential
  const at = new URL(address)
  const line = `mosquitto_sub -h ${at.hostname} -p ${at.port} -u ${id} -P '${password}' -t '${scope}' -v`
  const shown = { id, password, server: address, scope }
  return (
    <Modal open title={t('factory.edge.credential')} onCancel={onClose} onOk={onClose}>
      <Stack>
        <Alert type="warning" showIcon title={t('factory.edge.once')} />
        <Facts
          items={Object.entries(shown).map(([key, value]) => ({
            label: t(`factory.edge.${key}`),
            value: <code style={{ wordBreak: 'break-all' }}>{value}</code>,
          }))}
        />
        <div>
          <small>{t('factory.namespace.try')}</small>
          <pre style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-all' }}>{line}</pre>
        </div>
      </Stack>
    </Modal>
  )
}

function Topics() {
  const { t } = useWords()
  return (
    <Panel title={t('factory.route.namespaceTopics')}>
      <ListView
        contract={factory}
        route="namespaceTopics"
        name="topics"
        rowKey="tagId"
        label={t('factory.route.namespaceTopics')}
        empty={{ text: t('factory.namespace.noTopics') }}
        columns={[
          {
            key: 'topic',
            main: true,
            render: (row) => <code style={{ overflowWrap: 'anywhere' }}>{row.topic}</code>,
          },
          {
            key: 'equipmentName',
            render: (row) => <Link to={`/factory/equipment/${row.equipmentId}`}>{row.equipmentName}</Link>,
          },
          { key: 'tagName' },
          {
            key: 'unit',
            title: t('factory.namespace.unit'),
            render: (row) => (row.unit ? unitText(row.unit, t) || '–' : '–'),
          },
        ]}
      />
    </Panel>
  )
}
