import type { Answer } from '@ronghe/kit/contract'
import {
  ConfirmButton,
  Page as Frame,
  Link,
  ListView,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  say,
  Time,
  useApi,
  useLive,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Progress } from 'antd'
import { factory } from '../contract.ts'
import { EdgeProgram } from './edge-program.tsx'

type RollOut = Answer<(typeof factory)['routes']['rollOuts']>['rows'][number]
type Target = Answer<(typeof factory)['routes']['rollOut']>['rows'][number]

const tones = { inForce: 'success', waiting: 'info', refused: 'error', superseded: 'neutral' } as const

/** Versions that were given to groups of edges: how far each is, why an edge refused it, and the way back. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  const [shown, setShown] = useSearchState('rollOut', '')
  useLive('factory.edges', () => api.forget('rollOuts', 'rollOut'))
  return (
    <Frame
      title={t('factory.page.rollOuts')}
      subtitle={t('factory.rollOut.hint')}
      actions={<Link to="/factory/edges">{t('factory.page.edges')}</Link>}
    >
      <Stack>
        {shown !== '' && <One id={shown} onClose={() => setShown('')} />}
        <Panel title={t('factory.page.rollOuts')}>
          <ListView
            contract={factory}
            route="rollOuts"
            rowKey="id"
            label={t('factory.page.rollOuts')}
            empty={{ text: t('factory.rollOut.none') }}
            columns={[
              {
                key: 'edgeName',
                main: true,
                title: 'factory.rollOut.from',
                render: (row) => `${row.edgeName} · v${row.version}`,
              },
              { key: 'createdAt', render: (row) => <Time at={row.createdAt} /> },
              { key: 'inForce', title: 'factory.rollOut.progress', render: (row) => <Share row={row} /> },
              { key: 'waiting', align: 'end' },
              { key: 'refused', align: 'end' },
              { key: 'note', render: (row) => row.note ?? '–' },
              {
                key: 'rolledBackAt',
                render: (row) =>
                  row.rolledBackAt ? (
                    <span title={row.rolledBackReason ?? ''}>
                      <Time at={row.rolledBackAt} /> {row.rolledBackReason}
                    </span>
                  ) : (
                    '–'
                  ),
              },
            ]}
            rowActions={(row) => [
              { key: 'show', text: t('factory.rollOut.show'), onClick: () => setShown(row.id) },
            ]}
          />
        </Panel>
      </Stack>
    </Frame>
  )
}

function Share({ row }: { row: RollOut }) {
  const { t } = useWords()
  const inForce = row.edges === 0 ? 0 : Math.round((row.inForce / row.edges) * 100)
  const later = t('factory.rollOut.superseded', { count: row.superseded })
  const label = t('factory.rollOut.share', { inForce: row.inForce, edges: row.edges })
  return (
    <>
      <Progress
        percent={inForce}
        size="small"
        aria-label={label}
        {...(row.refused > 0 ? { status: 'exception' as const } : {})}
      />
      {label}
      {row.superseded > 0 ? <div className="r-muted">{later}</div> : null}
    </>
  )
}

function One({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useWords()
  const api = useApi(factory)
  const one = useQuery({ ...api.ask.rollOut({ params: { rollOutId: id } }), refetchInterval: 10_000 })
  return (
    <Panel
      title={t('factory.rollOut.edges')}
      extra={
        <span style={{ display: 'flex', gap: 8 }}>
          {one.data && !one.data.rolledBackAt && <TakeBack id={id} />}
          <Button onClick={onClose}>{t('factory.rollOut.close')}</Button>
        </span>
      }
    >
      <Loaded ask={one}>
        {({ rows, rolledBackAt, rolledBackReason }) => (
          <>
            {rolledBackAt && (
              <p>
                {t('factory.column.rolledBackAt')} <Time at={rolledBackAt} /> {rolledBackReason}
              </p>
            )}
            <div style={{ overflowX: 'auto' }}>
              <Targets rows={rows} />
            </div>
          </>
        )}
      </Loaded>
    </Panel>
  )
}

function TakeBack({ id }: { id: string }) {
  const { t } = useWords()
  const back = useMutation(useApi(factory).tell.rollBack({ forgets: ['rollOuts', 'rollOut', 'edges'] }))
  return (
    <ConfirmButton
      danger
      reason
      title={t('factory.rollOut.backAsk')}
      onConfirm={async (reason) => {
        const input = { params: { rollOutId: id }, body: { reason: reason ?? '' } }
        say.done('factory.rollOut.backDone', await back.mutateAsync(input))
      }}
    >
      {t('factory.rollOut.back')}
    </ConfirmButton>
  )
}

function Targets({ rows }: { rows: readonly Target[] }) {
  const { t } = useWords()
  const title = (key: string) => t(`factory.column.${key}`)
  return (
    <SimpleTable
      caption={t('factory.rollOut.edges')}
      rowKey="edgeId"
      rows={rows.map((row) => ({ ...row }))}
      columns={[
        {
          key: 'name',
          title: title('name'),
          render: (row) => <Link to={`/factory/edges/${row.edgeId}`}>{`${row.name} (${row.code})`}</Link>,
        },
        {
          key: 'state',
          title: title('state'),
          render: (row) => (
            <>
              <StatusTag tone={tones[row.state]} text={t(`factory.value.rollOutState.${row.state}`)} />{' '}
              {row.isOnline ? null : t('factory.edge.offline')}
              {row.refusal && <Alert type="error" title={row.refusal} />}
            </>
          ),
        },
        {
          key: 'version',
          title: title('version'),
          render: (row) => (
            <>
              v{row.version} <code title={row.hash}>{row.hash.slice(0, 12)}</code>
            </>
          ),
        },
        {
          key: 'versionInForce',
          title: t('factory.rollOut.runs'),
          render: (row) => (row.versionInForce === null ? '–' : `v${row.versionInForce}`),
        },
        {
          key: 'program',
          title: title('program'),
          render: (row) => <EdgeProgram program={row.program} isWhole />,
        },
      ]}
    />
  )
}
