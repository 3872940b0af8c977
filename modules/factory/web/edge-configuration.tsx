import {
  ListView,
  Loaded,
  Nothing,
  Panel,
  SimpleTable,
  Stack,
  Time,
  useApi,
  useLeaveGuard,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { changesOf, type Device } from '../configuration/devices.ts'
import { factory } from '../contract.ts'
import './cards.css'
import { Changes, VersionChanges } from './edge-changes.tsx'
import { EdgeDevice } from './edge-device.tsx'
import { RollOut } from './edge-roll-out.tsx'
import './factory.css'
import type { Edge } from './types.ts'

/** The machines an edge reads: the newest version, changed, checked by the edge itself, saved as the next. */
export function EdgeConfiguration({ edge }: { edge: Edge }) {
  const api = useApi(factory)
  const newest = edge.newestVersion
  const [from, setFrom] = useState<number | null>(null)
  const shown = from ?? newest
  const found = useQuery({
    ...api.ask.edgeConfiguration({ params: { edgeId: edge.id, version: shown ?? 1 } }),
    enabled: shown !== null,
  })
  return (
    <Stack>
      <InForce edge={edge} />
      {shown === null ? (
        <Draft key="first" edge={edge} start={[]} onSaved={() => setFrom(null)} />
      ) : (
        <Loaded ask={found}>
          {({ version, devices }) => (
            <Draft
              key={`${version} ${newest}`}
              edge={edge}
              start={devices}
              former={version === newest ? null : version}
              onSaved={() => setFrom(null)}
            />
          )}
        </Loaded>
      )}
      {newest === null ? null : <Versions edge={edge} onTake={setFrom} />}
    </Stack>
  )
}

function InForce({ edge }: { edge: Edge }) {
  const { t } = useWords()
  const { source, newestVersion, versionInForce, refusal } = edge
  if (source === 'file') return <Alert type="info" showIcon title={t('factory.edge.byFile')} />
  if (refusal) return <Alert type="error" showIcon title={t('factory.edge.refused', { reason: refusal })} />
  if (newestVersion === null) return null
  const isInForce = versionInForce === newestVersion
  const values = { version: newestVersion, before: versionInForce ?? 0 }
  return (
    <Alert
      type={isInForce ? 'success' : 'warning'}
      showIcon
      title={t(isInForce ? 'factory.edge.inForce' : 'factory.edge.waits', values)}
    />
  )
}

type DraftProps = { edge: Edge; start: readonly Device[]; former?: number | null; onSaved: () => void }

function Draft({ edge, start, former = null, onSaved }: DraftProps) {
  const { t } = useWords()
  const api = useApi(factory)
  const [devices, setDevices] = useState<readonly Device[]>(start)
  const [editing, setEditing] = useState<number | null>(null)
  const [note, setNote] = useState('')
  const params = { edgeId: edge.id }
  const save = useMutation(api.tell.configureEdge({ forgets: ['oneEdge', 'edgeConfigurations'] }))
  const check = useMutation(api.tell.checkEdge())
  const changes = changesOf(start, devices)
  useLeaveGuard(() => changes.length > 0)
  const put = (index: number, device: Device) => {
    setDevices(index < devices.length ? devices.with(index, device) : [...devices, device])
    setEditing(null)
  }
  const body = { devices: [...devices], basedOn: edge.newestVersion ?? 0, ...(note ? { note } : {}) }
  return (
    <Panel title={t(former === null ? 'factory.edge.machines' : 'factory.edge.former')}>
      <Devices
        devices={devices}
        onEdit={setEditing}
        onRemove={(at) => setDevices(devices.filter((_, index) => index !== at))}
      />
      <div className="factory-shift-row">
        <Button onClick={() => setEditing(devices.length)}>{t('factory.edge.addDevice')}</Button>
        <Button
          disabled={!edge.isOnline || devices.length === 0}
          loading={check.isPending}
          onClick={() => check.mutate({ params, body: { devices: [...devices] } })}
        >
          {t('factory.route.checkEdge')}
        </Button>
      </div>
      {check.data ? <Faults faults={check.data.faults} /> : null}
      {former !== null && edge.newestVersion !== null ? (
        <VersionChanges edgeId={edge.id} from={edge.newestVersion} to={former} />
      ) : null}
      {changes.length > 0 ? <Changes before={start} after={devices} /> : null}
      <div className="factory-shift-row">
        <Input
          aria-label={t('factory.column.note')}
          placeholder={t('factory.rules.note')}
          maxLength={300}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          style={{ flex: '1 1 240px' }}
        />
        <Button
          type="primary"
          disabled={changes.length === 0 && former === null}
          loading={save.isPending}
          onClick={() => save.mutate({ params, body }, { onSuccess: onSaved })}
        >
          {t('factory.route.configureEdge')}
        </Button>
      </div>
      {editing === null ? null : (
        <EdgeDevice
          edge={edge}
          start={devices[editing] ?? null}
          taken={devices.filter((_, index) => index !== editing).map(({ device }) => device)}
          onDone={(device) => put(editing, device)}
          onClose={() => setEditing(null)}
        />
      )}
    </Panel>
  )
}

function Devices(props: {
  devices: readonly Device[]
  onEdit: (index: number) => void
  onRemove: (index: number) => void
}) {
  const { t } = useWords()
  const { devices, onEdit, onRemove } = props
  if (devices.length === 0) return <Nothing text={t('factory.edge.noDevices')} />
  const rows = devices.map((device, index) => ({
    device: device.device,
    adapter: device.adapter,
    address: String(device.url ?? device.endpoint ?? device.path ?? `${device.host}:${device.port ?? 502}`),
    tags: device.tags,
    index,
  }))
  return (
    <div className="factory-cards">
      <SimpleTable
        caption={t('factory.edge.machines')}
        rowKey="device"
        columns={[
          { key: 'device', title: t('factory.column.device') },
          {
            key: 'adapter',
            title: t('factory.edge.adapter'),
            render: ({ adapter }) => t(`factory.adapter.${adapter}`),
          },
          {
            key: 'address',
            title: t('factory.edge.address'),
            render: ({ address }) => <span className="factory-edge-address">{address}</span>,
          },
          {
            key: 'tags',
            title: t('factory.page.signals'),
            align: 'end',
            render: ({ tags }) => (Array.isArray(tags) ? tags.length : t('factory.edge.allTags')),
          },
          {
            key: 'action',
            title: '',
            render: ({ index }) => (
              <>
                <Button type="link" size="small" onClick={() => onEdit(index)}>
                  {t('factory.edge.edit')}
                </Button>
                <Button type="link" size="small" danger onClick={() => onRemove(index)}>
                  {t('factory.shift.remove')}
                </Button>
              </>
            ),
          },
        ]}
        rows={rows}
      />
    </div>
  )
}

function Faults({ faults }: { faults: readonly { field: string; reason: string }[] }) {
  const { t } = useWords()
  if (faults.length === 0) return <Alert type="success" showIcon title={t('factory.edge.checked')} />
  return (
    <Alert
      type="error"
      showIcon
      title={t('factory.edge.faults', { count: faults.length })}
      description={
        <ul>
          {faults.map(({ field, reason }) => (
            <li key={`${field} ${reason}`}>
              <code>{field}</code> {reason}
            </li>
          ))}
        </ul>
      }
    />
  )
}

function Versions({ edge, onTake }: { edge: Edge; onTake: (version: number) => void }) {
  const { t } = useWords()
  const [rolling, setRolling] = useState<number | null>(null)
  const [compared, setCompared] = useState<number | null>(null)
  return (
    <Panel title={t('factory.route.edgeConfigurations')}>
      <ListView
        contract={factory}
        route="edgeConfigurations"
        name="versions"
        params={{ edgeId: edge.id }}
        rowKey="version"
        label={t('factory.route.edgeConfigurations')}
        columns={[
          { key: 'version', main: true },
          { key: 'createdAt', render: (row) => <Time at={row.createdAt} /> },
          { key: 'personName' },
          { key: 'deviceCount' },
          { key: 'note' },
          { key: 'hash', render: (row) => <code title={row.hash}>{row.hash.slice(0, 12)}</code> },
          {
            key: 'action',
            title: '',
            render: (row) => (
              <>
                <Button type="link" size="small" onClick={() => onTake(row.version)}>
                  {t('factory.edge.take')}
                </Button>
                {row.version > 1 ? (
                  <Button type="link" size="small" onClick={() => setCompared(row.version)}>
                    {t('factory.edge.compare')}
                  </Button>
                ) : null}
                <Button type="link" size="small" onClick={() => setRolling(row.version)}>
                  {t('factory.route.rollOutConfiguration')}
                </Button>
              </>
            ),
          },
        ]}
      />
      {compared === null ? null : (
        <Modal
          open
          footer={null}
          width={720}
          title={t('factory.edge.changesOf', { version: compared, before: compared - 1 })}
          onCancel={() => setCompared(null)}
        >
          <VersionChanges edgeId={edge.id} from={compared - 1} to={compared} />
        </Modal>
      )}
      {rolling === null ? null : <RollOut edge={edge} version={rolling} onClose={() => setRolling(null)} />}
    </Panel>
  )
}
