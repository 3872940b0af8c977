import {
  Allowed,
  ConfirmButton,
  formatNumber,
  ImportForm,
  ListView,
  Panel,
  StatusTag,
  say,
  UploadForm,
  useApi,
  useMay,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'

const tones = { reported: 'warning', accepted: 'success', returned: 'error' } as const

/** What the responsible body reported of a goal, with the document that proves it and who accepted it. */
export function GoalReports({ goalKey }: { goalKey: string }) {
  const { t, name } = useWords()
  const api = useApi(governance)
  const may = useMay()
  return (
    <Panel title={t('governance.report.title')}>
      <Allowed may="governance.handle">
        <Send goalKey={goalKey} />
      </Allowed>
      <ListView
        contract={governance}
        route="reports"
        name="reports"
        label={t('governance.report.title')}
        rowKey="id"
        fixed={{ goal: goalKey }}
        filters={['state']}
        columns={[
          { key: 'period', main: true },
          { key: 'value', align: 'end' },
          {
            key: 'department',
            title: 'governance.column.departmentZh',
            render: (row) => name({ nameZh: row.departmentZh, nameEn: row.departmentEn }),
          },
          { key: 'note', title: 'governance.report.note' },
          { key: 'parts', title: 'governance.report.parts', render: (row) => <Parts row={row} /> },
          {
            key: 'state',
            render: (row) => (
              <StatusTag tone={tones[row.state]} text={t(`governance.value.state.${row.state}`)} />
            ),
          },
          {
            key: 'file',
            title: 'governance.report.proof',
            render: (row) =>
              may('governance.read') ? (
                <Button
                  size="small"
                  onClick={() => void api.download.reportFile({ params: { reportId: row.id } })}
                >
                  {row.fileName}
                </Button>
              ) : (
                row.fileHash.slice(0, 16)
              ),
          },
          {
            key: 'decision',
            title: 'governance.report.decision',
            render: (row) => <Decision row={row} />,
          },
        ]}
      />
    </Panel>
  )
}

type DecisionProps = {
  row: { id: string; version: number; state: string; decidedByName: string | null; comment: string | null }
}

/** The leader's buttons while it waits, and afterwards who decided. */
function Decision({ row }: DecisionProps) {
  const { t } = useWords()
  const may = useMay()
  const decide = useMutation(useApi(governance).tell.decideReport({ forgets: '*' }))
  async function run(decision: 'accept' | 'return', comment?: string) {
    const body = { decision, version: row.version, ...(comment ? { comment } : {}) }
    await decide.mutateAsync({ params: { reportId: row.id }, body })
    say.done('governance.item.done')
  }
  if (row.state !== 'reported' || !may('governance.approve'))
    return [row.decidedByName, row.comment].filter(Boolean).join(' · ') || '–'
  return (
    <>
      <ConfirmButton title={t('governance.report.ask.accept')} onConfirm={() => run('accept')}>
        {t('governance.report.accept')}
      </ConfirmButton>{' '}
      <ConfirmButton
        danger
        reason
        title={t('governance.report.ask.return')}
        onConfirm={(reason) => run('return', reason)}
      >
        {t('governance.action.returnDraft')}
      </ConfirmButton>
    </>
  )
}

type Row = Awaited<
  ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['reports']>
>['rows'][number]

/** What the figure amounts to by division, trade and park; its body tells it until somebody decides. */
function Parts({ row }: { row: Row }) {
  const { t, name, locale } = useWords()
  const api = useApi(governance)
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const mayTell = row.isMine && row.state === 'reported' && may('governance.handle')
  return (
    <>
      <ul className="governance-parts">
        {row.parts.map((part) => (
          <li key={`${part.kind} ${part.key}`}>
            {t(`governance.value.partKind.${part.kind}`)} · {name(part)}{' '}
            <span className="r-sum">{formatNumber(part.value, locale, 2)}</span>
          </li>
        ))}
      </ul>
      {row.parts.length === 0 && !mayTell ? '–' : null}
      {mayTell ? (
        <Button size="small" onClick={() => setOpen(true)}>
          {t('governance.report.addParts')}
        </Button>
      ) : null}
      {isOpen ? (
        <Modal open footer={null} title={t('governance.report.addParts')} onCancel={() => setOpen(false)}>
          <p className="governance-excerpt">{t('governance.report.partsHint')}</p>
          <ImportForm
            contract={governance}
            route="importReportParts"
            params={{ reportId: row.id }}
            onTemplate={() => api.download.reportPartsTemplate({})}
            onWritten={() => {
              api.forget()
              setOpen(false)
            }}
          />
        </Modal>
      ) : null}
    </>
  )
}

function Send({ goalKey }: { goalKey: string }) {
  const { t } = useWords()
  const api = useApi(governance)
  const [period, setPeriod] = useState('')
  const [value, setValue] = useState('')
  const [note, setNote] = useState('')
  const isReady = period !== '' && value !== '' && note.length > 1
  return (
    <fieldset className="governance-report">
      <legend>{t('governance.report.send')}</legend>
      <label>
        {t('governance.column.period')}
        <input
          value={period}
          placeholder="2026-Q3"
          onChange={(event) => setPeriod(event.target.value.trim())}
        />
      </label>
      <label>
        {t('governance.column.value')}
        <input type="number" value={value} onChange={(event) => setValue(event.target.value)} />
      </label>
      <label>
        {t('governance.report.note')}
        <input value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      {isReady ? (
        <UploadForm
          contract={governance}
          route="report"
          params={{ goalKey }}
          query={{ period, value: Number(value), note }}
          accept=".pdf,.xlsx,.csv,.png,.jpg,.docx"
          onDone={() => {
            say.done('governance.report.sent')
            api.forget('reports')
          }}
        />
      ) : (
        <small>{t('governance.report.first')}</small>
      )}
    </fieldset>
  )
}
