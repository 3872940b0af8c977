import {
  Facts,
  Page as Frame,
  Link,
  ListView,
  Loaded,
  Nothing,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  useApi,
  useMay,
  useParams,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { assess } from '../contract.ts'
import { useScopeText } from './cell-words.ts'
import { Status, useNamed } from './parts.tsx'
import type { Cell } from './types.ts'
import './assess.css'

type Answer = Awaited<ReturnType<ReturnType<typeof useApi<typeof assess>>['call']['peerGroup']>>

const scopes = ['all', 'region', 'trade', 'size'] as const

/** What a place among others was counted from: the group, its spread, and to officials its firms. */
export function Page() {
  const { t } = useWords()
  const named = useNamed()
  const may = useMay()
  const { runId } = useParams('runId')
  const asked = String(useSearch().scope ?? 'all')
  const scope = scopes.find((one) => one === asked) ?? 'all'
  const group = useQuery(useApi(assess).ask.peerGroup({ params: { runId }, query: { scope } }))
  return (
    <Loaded ask={group}>
      {(answer) => (
        <Frame
          title={t('assess.page.peers')}
          breadcrumbs={[
            { title: t('assess.page.runs'), to: '/assess/runs' },
            {
              title: `${named(answer.framework)} · ${answer.year}`,
              to: `/assess/runs/${runId}?tab=benchmark`,
            },
          ]}
          subtitle={answer.organisationName}
        >
          <Stack>
            <About answer={answer} runId={runId} />
            {answer.cell.firms === null ? null : <Spread cell={answer.cell} />}
            {may('assess.check') && answer.waiting !== null ? <Firms runId={runId} scope={scope} /> : null}
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}

function About({ answer, runId }: { answer: Answer; runId: string }) {
  const { t } = useWords()
  const { cell, total, below, cellMin, waiting } = answer
  const scopeText = useScopeText(cell)
  const figure = (value: string | number) => <span className="r-figure-value">{value}</span>
  return (
    <Panel title={scopeText}>
      <p className="r-muted">{t('assess.peers.rule', { cellMin })}</p>
      {cell.firms === null ? (
        <Nothing text={t('assess.benchmark.held')} />
      ) : (
        <Facts
          items={[
            { label: t('assess.benchmark.firms'), value: figure(cell.firms) },
            { label: t('assess.benchmark.medianShort'), value: figure(cell.median ?? '–') },
            {
              label: t('assess.benchmark.own'),
              value: total ? (
                <Link className="r-figure-value" to={`/assess/runs/${runId}?tab=score`}>
                  {total}
                </Link>
              ) : null,
            },
            ...(cell.percentile === null || below === null
              ? []
              : [
                  { label: t('assess.peers.below'), value: figure(below) },
                  {
                    label: t('assess.benchmark.percentileShort'),
                    value: figure(`${cell.percentile}%`),
                  },
                  {
                    label: t('assess.peers.how'),
                    value: t('assess.peers.formula', { below, firms: cell.firms, share: cell.percentile }),
                  },
                ]),
            ...(waiting === null ? [] : [{ label: t('assess.peers.waiting'), value: figure(waiting) }]),
          ]}
        />
      )}
    </Panel>
  )
}

/** The bars as they are drawn, with their sum; bars of fewer than five are joined to their neighbours. */
function Spread({ cell: { bars, firms } }: { cell: Cell }) {
  const { t } = useWords()
  const rows = bars.map((bar) => ({ key: bar.from, range: `${bar.from}–${bar.to}`, firms: bar.firms }))
  return (
    <Panel title={t('assess.peers.spread')}>
      <SimpleTable
        caption={t('assess.peers.spread')}
        rowKey="key"
        rows={[...rows, { key: 'sum', range: t('assess.peers.sum'), firms: firms ?? 0 }]}
        columns={[
          { key: 'range', title: t('assess.column.score') },
          {
            key: 'firms',
            title: t('assess.benchmark.firms'),
            align: 'end',
            render: (row) => (row.key === 'sum' ? <strong>{row.firms}</strong> : row.firms),
          },
        ]}
      />
    </Panel>
  )
}

function Firms({ runId, scope }: { runId: string; scope: (typeof scopes)[number] }) {
  const { t } = useWords()
  return (
    <Panel title={t('assess.peers.firms')}>
      <p className="r-muted">{t('assess.peers.firmsHint')}</p>
      <ListView
        contract={assess}
        route="peers"
        params={{ runId }}
        fixed={{ scope }}
        rowKey="runId"
        filters={['isCounted']}
        columns={[
          {
            key: 'organisationName',
            main: true,
            sort: true,
            render: (row) => <Link to={`/assess/runs/${row.runId}?tab=score`}>{row.organisationName}</Link>,
          },
          {
            key: 'total',
            sort: true,
            align: 'end',
            render: (row) => <Link to={`/assess/runs/${row.runId}?tab=score`}>{row.total}</Link>,
          },
          { key: 'status', sort: true, render: (row) => <Status value={row.status} /> },
          { key: 'submittedAt', sort: true, render: (row) => <Time at={row.submittedAt} /> },
          {
            key: 'isCounted',
            render: (row) => (
              <StatusTag
                tone={row.isCounted ? 'success' : 'neutral'}
                text={t(row.isCounted ? 'assess.peers.counted' : 'assess.peers.waits')}
              />
            ),
          },
        ]}
      />
    </Panel>
  )
}
