import type { Answer } from '@ronghe/kit/contract'
import {
  Allowed,
  type Column,
  ConfirmButton,
  Page as Frame,
  Link,
  ListView,
  Panel,
  Stack,
  StatusTag,
  say,
  Time,
  useApi,
  useLive,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { LetterDrawer } from './letter-drawer.tsx'
import './factory.css'

const forgets = ['letters', 'letterSums', 'letter'] as const
/** Letters that may be handled at once. */
const chosenMax = 500

/** What was refused on its way in: why, from where, and how it is mended. */
export function Page() {
  const { t } = useWords()
  const api = useApi(factory)
  useLive('factory.letters', () => api.forget('letterSums'))
  return (
    <Frame title={t('factory.page.letters')} subtitle={t('factory.letters.about')}>
      <Stack>
        <Sums />
        <Letters />
      </Stack>
    </Frame>
  )
}

function Sums() {
  const { t } = useWords()
  const sums = useQuery({ ...useApi(factory).ask.letterSums({}), refetchInterval: 60_000 })
  const rows = sums.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <Panel title={t('factory.letters.lastDay')}>
      <ul className="factory-letter-sums">
        {rows.map((row) => (
          <li key={row.code}>
            <Link to={`/factory/letters?code=${row.code}`}>{t(`factory.value.code.${row.code}`)}</Link>{' '}
            <b>{row.count}</b> <Time at={row.newestAt} as="ago" />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** The list, of all edges or, beside an edge, of that one. */
export function Letters({ edgeId }: { edgeId?: string }) {
  const { t } = useWords()
  const api = useApi(factory)
  const [shown, setShown] = useState<string | null>(null)
  const replay = useMutation(api.tell.replayLetters({ forgets: [...forgets] }))
  const purge = useMutation(api.tell.purgeLetters({ forgets: [...forgets] }))
  const replayAll = async (ids: string[]) => {
    const answer = await replay.mutateAsync({ body: { ids: ids.slice(0, chosenMax) } })
    say.done('factory.letters.replayed', answer)
  }
  return (
    <Panel
      title={t('factory.page.letters')}
      extra={
        <Allowed may="factory.connect">
          <Purge
            {...(edgeId === undefined ? {} : { edgeId })}
            onPurge={async (of) => {
              const { deleted } = await purge.mutateAsync({ body: of })
              say.done('factory.letters.purged', { deleted })
            }}
          />
        </Allowed>
      }
    >
      <ListView
        contract={factory}
        route="letters"
        {...(edgeId === undefined ? {} : { name: 'letters', params: {}, query: { edge: edgeId } })}
        rowKey="id"
        label={t('factory.page.letters')}
        empty={{ text: t('factory.letters.none') }}
        filters={[{ key: 'code', title: 'factory.letters.code' }, 'state', 'device']}
        columns={columnsOf(t, edgeId === undefined, setShown)}
        rowActions={(row) => [
          { key: 'show', text: t('factory.letters.show'), onClick: () => setShown(row.id) },
          ...(row.payloadBytes === null
            ? []
            : [
                {
                  key: 'replay',
                  text: t('factory.letters.replay'),
                  may: 'factory.connect' as const,
                  onClick: () => void replayAll([row.id]),
                },
              ]),
        ]}
        bulkActions={[
          {
            key: 'replay',
            text: t('factory.letters.replay'),
            may: 'factory.connect',
            onClick: (rows) => replayAll(rows.map((row) => row.id)),
          },
        ]}
      />
      <LetterDrawer letterId={shown} onClose={() => setShown(null)} />
    </Panel>
  )
}

type Letter = Answer<(typeof factory)['routes']['letters']>['rows'][number]

function columnsOf(
  t: (key: string) => string,
  isOfAll: boolean,
  show: (id: string) => void,
): Column<Letter>[] {
  const edge: Column<Letter> = {
    key: 'edgeName',
    render: (row) => <Link to={`/factory/edges/${row.edgeId}`}>{row.edgeName}</Link>,
  }
  return [
    {
      key: 'reason',
      main: true,
      render: (row) => (
        <button type="button" className="factory-letter-open" onClick={() => show(row.id)}>
          {row.reason}
        </button>
      ),
    },
    { key: 'state', render: (row) => <LetterState state={row.state} /> },
    { key: 'at', sort: true, render: (row) => <Time at={row.at} /> },
    ...(isOfAll ? [edge] : []),
    { key: 'device', sort: true, render: (row) => deviceWord(t, row.device) },
    { key: 'metric', sort: true },
    { key: 'count', sort: true, align: 'end' },
  ]
}

type Purged = { reason: string; code?: never; edge?: string; before?: string }

/** Deletes what the list is filtered to, for a reason. */
function Purge({ edgeId, onPurge }: { edgeId?: string; onPurge: (of: Purged) => Promise<void> }) {
  const { t } = useWords()
  const search = useSearch()
  const edge = edgeId ?? search.edge
  return (
    <ConfirmButton
      danger
      reason
      title={t(search.code || edge ? 'factory.letters.purgeTheseAsk' : 'factory.letters.purgeAllAsk')}
      onConfirm={async (reason) => {
        const code = search.code === undefined ? {} : { code: search.code as never }
        await onPurge({ reason: reason ?? '', ...code, ...(edge === undefined ? {} : { edge }) })
      }}
    >
      {t('factory.letters.purge')}
    </ConfirmButton>
  )
}

export function LetterState({ state }: { state: 'refused' | 'replayed' | 'again' }) {
  const { t } = useWords()
  const tone = state === 'replayed' ? 'success' : state === 'again' ? 'error' : 'warning'
  return <StatusTag tone={tone} text={t(`factory.value.state.${state}`)} />
}

/** The node itself is kept under a name that no device has. */
export function deviceWord(t: (key: string) => string, device: string | null): string {
  if (device === null) return '–'
  return device === '#' ? t('factory.edge.itself') : device
}
