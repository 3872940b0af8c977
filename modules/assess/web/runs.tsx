import {
  Allowed,
  type Column,
  Link,
  ListPage,
  type RowOf,
  SampleTag,
  say,
  type T,
  Time,
  useApi,
  useGo,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Modal, Progress, Radio, Select } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { countsOf, Status, useFactText } from './parts.tsx'
import './assess.css'

type Run = RowOf<typeof assess, 'runs'>

function runColumns(t: T, name: (row: Run) => string): Column<Run>[] {
  return [
    {
      key: 'nameZh',
      title: 'assess.column.framework',
      main: true,
      render: (row) => (
        <Link className="assess-wrapped" to={`/assess/runs/${row.id}`}>
          {name(row)}
        </Link>
      ),
    },
    { key: 'year', sort: true },
    {
      key: 'organisationName',
      sort: true,
      render: (row) => (
        <span className="assess-wrapped">
          {row.organisationName} {row.isSample ? <SampleTag /> : null}
        </span>
      ),
    },
    { key: 'status', sort: true, render: (row) => <Status value={row.status} /> },
    {
      key: 'answered',
      title: 'assess.column.progress',
      render: (row) => (
        <Link
          className="assess-progress assess-count"
          to={`/assess/runs/${row.id}/answers?only=answered`}
          title={t('assess.run.answered', countsOf(row))}
        >
          <Progress
            percent={Math.floor((100 * row.answered) / Math.max(1, row.questions))}
            size="small"
            aria-label={t('assess.run.answered', countsOf(row))}
          />
        </Link>
      ),
    },
    {
      key: 'evidenced',
      align: 'end',
      render: (row) => (
        <Link className="r-figure-value assess-figure" to={`/assess/runs/${row.id}/answers?only=evidenced`}>
          {row.evidenced}
        </Link>
      ),
    },
    {
      key: 'total',
      sort: true,
      align: 'end',
      render: (row) =>
        row.total === null ? (
          '–'
        ) : (
          <Link className="r-figure-value assess-figure" to={`/assess/runs/${row.id}?tab=score`}>
            {row.total}
          </Link>
        ),
    },
    { key: 'closesAt', wideOnly: true, render: (row) => <Time at={row.closesAt} as="day" /> },
  ]
}

/** Assessments that the reader may see: a firm's own, or those of an official's division. */
export function Page() {
  const { t, name } = useWords()
  const [isStarting, setStarting] = useState(false)
  const windows = useQuery(useApi(assess).ask.windows({ query: { pageSize: 200 } }))
  const options = (windows.data?.rows ?? []).map((one) => ({
    value: one.id,
    text: `${name(one)} ${one.frameworkVersion} · ${one.year}`,
  }))
  return (
    <>
      <ListPage
        contract={assess}
        route="runs"
        title={t('assess.page.runs')}
        rowKey="id"
        filters={['status', 'year', { key: 'window', title: 'assess.page.windows', options }]}
        actions={
          <Allowed may="assess.fill">
            <Button type="primary" onClick={() => setStarting(true)}>
              {t('assess.action.start')}
            </Button>
          </Allowed>
        }
        columns={runColumns(t, name)}
      />
      <StartDialog open={isStarting} onClose={() => setStarting(false)} />
    </>
  )
}

function StartDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, name, locale } = useWords()
  const go = useGo()
  const factText = useFactText()
  const api = useApi(assess)
  const windows = useQuery({ ...api.ask.windows({ query: { isOpen: true, pageSize: 100 } }), enabled: open })
  const start = useMutation(api.tell.startRun({ forgets: ['runs'] }))
  const take = useMutation(api.tell.takeEvidence({ forgets: ['runs'] }))
  const [windowId, setWindow] = useState<string | null>(null)
  const [facts, setFacts] = useState<Record<string, string>>({})
  const chosen = windows.data?.rows.find((one) => one.id === windowId)
  const isReady = chosen?.facts.every(({ code }) => facts[code]) ?? false
  async function begin(): Promise<void> {
    if (!windowId) return
    const { id } = await start.mutateAsync({ body: { windowId, facts } })
    // What the platform knows is filled in at once; where that fails, the person takes it by its button.
    await take.mutateAsync({ params: { runId: id } }).catch(() => {})
    say.done('assess.run.started')
    onClose()
    go(`/assess/runs/${id}`)
  }
  return (
    <Modal
      open={open}
      title={t('assess.action.start')}
      onCancel={onClose}
      okText={t('assess.action.start')}
      okButtonProps={{ disabled: !isReady, loading: start.isPending }}
      onOk={() => void begin().catch(() => {})}
    >
      <div className="assess-field">
        <span>{t('assess.field.windowId')}</span>
        <Select
          aria-label={t('assess.field.windowId')}
          value={windowId}
          loading={windows.isPending}
          notFoundContent={t('assess.windows.none')}
          onChange={(id) => {
            setWindow(id)
            setFacts({})
          }}
          options={(windows.data?.rows ?? []).map((one) => ({
            value: one.id,
            label: `${name(one)} · ${one.year}`,
          }))}
        />
      </div>
      {chosen?.facts.map((fact) => (
        <div className="assess-field" key={fact.code} role="radiogroup" aria-label={fact.name[locale]}>
          <span>{fact.name[locale]}</span>
          <Radio.Group
            value={facts[fact.code] ?? null}
            onChange={({ target }) => setFacts({ ...facts, [fact.code]: target.value })}
            options={fact.values.map((value) => ({ value, label: factText(fact.code, value) }))}
          />
        </div>
      ))}
      {chosen ? (
        <p className="r-muted">
          {t('assess.window.closes')} <Time at={chosen.closesAt} />
        </p>
      ) : null}
    </Modal>
  )
}
