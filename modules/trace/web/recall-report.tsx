import {
  Page as Frame,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  Time,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { trace } from '../contract.ts'
import type { Recall } from '../recall/contract.ts'
import { readable } from './parts.tsx'
import { RecallFacts, RecallFigures, StepBar } from './recall.tsx'
import { Drill } from './recalls.tsx'
import './trace.css'

const rowsMax = 200

/** The report of a recall, to be printed or kept as PDF by the browser; whole tables come as XLSX and CSV. */
export function Page() {
  const { recallId } = useParams('recallId')
  const recall = useQuery(useApi(trace).ask.recall({ params: { recallId } }))
  return <Loaded ask={recall}>{(data) => <Report recall={data} />}</Loaded>
}

function Report({ recall }: { recall: Recall }) {
  const { t } = useWords()
  const api = useApi(trace)
  const params = { recallId: recall.id }
  const table = (format: 'xlsx' | 'csv') => () => void api.download.recallItems({ params, query: { format } })
  return (
    <Frame
      title={`${t('trace.page.recallReport')} ${recall.number}`}
      subtitle={`${recall.title} · ${recall.organisationName}`}
      breadcrumbs={[
        { title: t('trace.page.recalls'), to: '/trace/recalls' },
        { title: recall.title, to: `/trace/recalls/${recall.id}` },
      ]}
      tags={
        <>
          {recall.isDrill ? <Drill /> : null}
          {recall.isSample ? <SampleTag /> : null}
        </>
      }
      actions={
        <>
          <Button type="primary" onClick={() => print()}>
            {t('trace.recall.print')}
          </Button>
          <Button onClick={table('xlsx')}>XLSX</Button>
          <Button onClick={table('csv')}>CSV</Button>
        </>
      }
    >
      <Stack>
        <Panel>
          <StepBar recall={recall} />
          <RecallFigures recall={recall} />
        </Panel>
        <RecallFacts recall={recall} />
        <Parties recallId={recall.id} />
        <Items recallId={recall.id} />
        <Trail recallId={recall.id} />
      </Stack>
    </Frame>
  )
}

function Parties({ recallId }: { recallId: string }) {
  const { t } = useWords()
  const ask = useQuery(
    useApi(trace).ask.recallParties({ params: { recallId }, query: { pageSize: rowsMax } }),
  )
  return (
    <Panel title={t('trace.recall.parties')}>
      <Loaded ask={ask}>
        {({ rows }) => (
          <SimpleTable
            caption={t('trace.recall.parties')}
            rowKey="id"
            rows={rows}
            columns={[
              { key: 'name', title: t('trace.column.name') },
              { key: 'items', title: t('trace.column.items'), align: 'end' },
              { key: 'accounted', title: t('trace.column.accounted'), align: 'end' },
              {
                key: 'notifiedAt',
                title: t('trace.column.notifiedAt'),
                render: (row) => <Time at={row.notifiedAt} />,
              },
              {
                key: 'answer',
                title: t('trace.column.answer'),
                render: ({ answer }) => (answer ? t(`trace.value.answer.${answer}`) : '–'),
              },
              { key: 'note', title: t('trace.column.note') },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  )
}

function Items({ recallId }: { recallId: string }) {
  const { t } = useWords()
  const ask = useQuery(useApi(trace).ask.recallItems({ params: { recallId }, query: { pageSize: rowsMax } }))
  return (
    <Panel title={t('trace.recall.items')}>
      <Loaded ask={ask}>
        {({ rows, total }) => (
          <>
            <SimpleTable
              caption={t('trace.recall.items')}
              rowKey="thing"
              rows={rows}
              columns={[
                { key: 'thing', title: t('trace.column.thing'), render: ({ thing }) => readable(thing) },
                {
                  key: 'how',
                  title: t('trace.column.how'),
                  render: ({ how }) => t(`trace.value.how.${how}`),
                },
                {
                  key: 'place',
                  title: t('trace.column.placeName'),
                  render: ({ place, placeName }) => placeName ?? (place ? readable(place) : '–'),
                },
                { key: 'holderName', title: t('trace.column.holderName') },
                {
                  key: 'state',
                  title: t('trace.column.state'),
                  render: ({ state }) => t(`trace.value.state.${state}`),
                },
                {
                  key: 'stateAt',
                  title: t('trace.column.stateAt'),
                  render: (row) => <Time at={row.stateAt} />,
                },
              ]}
            />
            {total > rows.length ? (
              <p className="r-muted">{t('trace.recall.someOnly', { count: rows.length })}</p>
            ) : null}
          </>
        )}
      </Loaded>
    </Panel>
  )
}

function Trail({ recallId }: { recallId: string }) {
  const { t } = useWords()
  const ask = useQuery(useApi(trace).ask.recallTrail({ params: { recallId }, query: { pageSize: rowsMax } }))
  return (
    <Panel title={t('trace.recall.trail')}>
      <Loaded ask={ask}>
        {({ rows }) => (
          <SimpleTable
            caption={t('trace.recall.trail')}
            rowKey="id"
            rows={rows}
            columns={[
              { key: 'at', title: t('trace.column.at'), render: ({ at }) => <Time at={at} /> },
              { key: 'act', title: t('trace.column.act'), render: ({ act }) => t(`trace.value.act.${act}`) },
              { key: 'organisationName', title: t('trace.recall.by') },
              { key: 'personName', title: t('trace.column.personName') },
              { key: 'note', title: t('trace.column.note') },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  )
}
