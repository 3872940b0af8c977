import {
  ConfirmButton,
  Page as Frame,
  ListView,
  Loaded,
  SampleTag,
  Stack,
  StatusTag,
  TabBar,
  Time,
  useApi,
  useLive,
  useMay,
  useParams,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { Discovered } from './discovered.tsx'
import { EdgeCertificates } from './edge-certificates.tsx'
import { EdgeConfiguration } from './edge-configuration.tsx'
import { EdgeHealth } from './edge-health.tsx'
import { EdgePair } from './edge-pair.tsx'
import { Letters } from './letters.tsx'
import type { Edge } from './types.ts'

const everyone = ['health', 'pair', 'letters', 'log'] as const
const engineers = ['health', 'configuration', 'certificates', 'discovered', 'pair', 'letters', 'log'] as const

/** One edge: how it is, what it reads, whom it trusts, what it found, what happened. */
export function Page() {
  const { edgeId } = useParams('edgeId')
  const edge = useQuery(useApi(factory).ask.oneEdge({ params: { edgeId } }))
  return <Loaded ask={edge}>{(data) => <Shown edge={data} />}</Loaded>
}

function Shown({ edge }: { edge: Edge }) {
  const { t } = useWords()
  const api = useApi(factory)
  const mayConnect = useMay()('factory.connect')
  const tabs = mayConnect ? engineers : everyone
  const [tab, setTab] = useSearchState('tab', 'health')
  const rebirth = useMutation(api.tell.rebirthEdge({ forgets: ['oneEdge', 'edgeLog'] }))
  useLive('factory.edges', (message) => {
    if ((message as { edgeId?: string }).edgeId === edge.id) api.forget('oneEdge')
  })
  return (
    <Frame
      title={edge.name}
      subtitle={edge.code}
      breadcrumbs={[{ title: t('factory.page.edges'), to: '/factory/edges' }]}
      actions={
        edge.isOnline ? (
          <ConfirmButton
            may="factory.connect"
            reason
            title={t('factory.edge.rebirthTitle')}
            text={t('factory.edge.rebirthHint')}
            onConfirm={(reason) => rebirth.mutateAsync({ params: { edgeId: edge.id }, body: { reason } })}
          >
            {t('factory.route.rebirthEdge')}
          </ConfirmButton>
        ) : null
      }
      tags={
        <>
          <StatusTag
            tone={edge.isOnline ? 'success' : 'unknown'}
            text={t(edge.isOnline ? 'factory.edge.online' : 'factory.edge.offline')}
          />{' '}
          {edge.isSample ? <SampleTag /> : null}
        </>
      }
    >
      <Stack>
        <TabBar
          label={t('factory.route.oneEdge')}
          tabs={tabs.map((key) => ({ key, title: t(`factory.edgeTab.${key}`) }))}
          value={tab}
          onChange={setTab}
        />
        {tab === 'health' ? <EdgeHealth edge={edge} /> : null}
        {tab === 'configuration' && mayConnect ? <EdgeConfiguration edge={edge} /> : null}
        {tab === 'certificates' && mayConnect ? <EdgeCertificates edge={edge} /> : null}
        {tab === 'discovered' && mayConnect ? <Discovered edgeId={edge.id} /> : null}
        {tab === 'letters' ? <Letters edgeId={edge.id} /> : null}
        {tab === 'pair' ? <EdgePair edge={edge} /> : null}
        {tab === 'log' ? <Log edgeId={edge.id} /> : null}
      </Stack>
    </Frame>
  )
}

function Log({ edgeId }: { edgeId: string }) {
  const { t } = useWords()
  return (
    <ListView
      contract={factory}
      route="edgeLog"
      name="log"
      params={{ edgeId }}
      rowKey={(row) => `${row.at} ${row.device} ${row.state}`}
      label={t('factory.route.edgeLog')}
      empty={{ text: t('factory.edge.logEmpty') }}
      columns={[
        { key: 'at', render: (row) => <Time at={row.at} /> },
        { key: 'device', main: true },
        { key: 'state', render: (row) => t(`factory.connection.${row.state}`) },
        { key: 'reason' },
      ]}
    />
  )
}
