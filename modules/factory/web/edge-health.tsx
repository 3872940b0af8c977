import {
  Facts,
  formatNumber,
  Nothing,
  Panel,
  Quantity,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  useWords,
} from '@ronghe/kit/ui'
import { EdgeProgram } from './edge-program.tsx'
import type { Edge } from './types.ts'

/** Off by more than this, times of machines that the edge dates itself mislead. */
const clockMsMax = 5_000

/** How an edge and its connections are, by its own words. */
export function EdgeHealth({ edge }: { edge: Edge }) {
  const { t, locale } = useWords()
  const { clockOffsetMs: clock } = edge
  const count = (value: number | null) => (value === null ? null : formatNumber(value, locale))
  return (
    <Stack>
      <Panel title={t('factory.edgeTab.health')}>
        <Facts
          items={[
            { label: t('factory.column.stateReason'), value: edge.stateReason },
            {
              label: t('factory.edge.healthAt'),
              value: edge.healthAt && <Time at={edge.healthAt} as="ago" />,
            },
            {
              label: t('factory.edge.lastSignalAt'),
              value: edge.lastSignalAt && <Time at={edge.lastSignalAt} as="ago" />,
            },
            {
              label: t('factory.edge.unacknowledged'),
              value: edge.unacknowledged === null ? null : count(edge.unacknowledged),
            },
            {
              label: t('factory.edge.bufferBytes'),
              value:
                edge.bufferBytes === null ? null : (
                  <Quantity value={edge.bufferBytes / 1_048_576} unit="MiB" digits={1} />
                ),
            },
            {
              label: t('factory.edge.dropped'),
              value:
                edge.dropped === null ? null : edge.dropped === 0 ? (
                  '0'
                ) : (
                  <StatusTag tone="error" text={count(edge.dropped) ?? ''} />
                ),
            },
            {
              label: t('factory.edge.clock'),
              value:
                clock === null ? null : Math.abs(clock) <= clockMsMax ? (
                  t('factory.edge.clockRight')
                ) : (
                  <StatusTag
                    tone="warning"
                    text={t(clock > 0 ? 'factory.edge.clockAhead' : 'factory.edge.clockBehind', {
                      seconds: Math.round(Math.abs(clock) / 1000),
                    })}
                  />
                ),
            },
            { label: t('factory.column.program'), value: <EdgeProgram program={edge.program} isWhole /> },
            {
              label: t('factory.edge.configuration'),
              value:
                edge.source && t(`factory.edge.source.${edge.source}`, { version: edge.versionInForce ?? 0 }),
            },
          ]}
        />
      </Panel>
      <Connections edge={edge} />
      {edge.devices.length > 0 ? <Devices edge={edge} /> : null}
    </Stack>
  )
}

function Connections({ edge }: { edge: Edge }) {
  const { t } = useWords()
  return (
    <Panel title={t('factory.edge.connections')}>
      {edge.connections.length === 0 ? (
        <Nothing text={t('factory.edge.noConnections')} />
      ) : (
        <SimpleTable
          caption={t('factory.edge.connections')}
          rowKey="device"
          columns={[
            { key: 'device', title: t('factory.column.device') },
            {
              key: 'state',
              title: t('factory.column.state'),
              render: ({ state }) => (
                <StatusTag
                  tone={!edge.isOnline ? 'unknown' : state === 'live' ? 'success' : 'warning'}
                  text={t(`factory.connection.${state}`)}
                />
              ),
            },
            { key: 'reason', title: t('factory.column.reason') },
          ]}
          rows={edge.connections}
        />
      )}
    </Panel>
  )
}

/** Devices by their births and deaths, also of edges that say nothing of their connections. */
function Devices({ edge }: { edge: Edge }) {
  const { t } = useWords()
  return (
    <Panel title={t('factory.edge.devices')}>
      <SimpleTable
        caption={t('factory.edge.devices')}
        rowKey="device"
        columns={[
          { key: 'device', title: t('factory.column.device') },
          {
            key: 'isOnline',
            title: t('factory.column.state'),
            render: (row) => (
              <StatusTag
                tone={row.isOnline ? 'success' : 'unknown'}
                text={t(row.isOnline ? 'factory.edge.born' : 'factory.edge.dead')}
              />
            ),
          },
          { key: 'at', title: t('factory.column.at'), render: (row) => <Time at={row.at} /> },
        ]}
        rows={edge.devices}
      />
    </Panel>
  )
}
