import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import type { Contract, Input } from '../../contract/index.ts'
import { Facts, SimpleTable } from '../facts.tsx'
import { Stack } from '../page.tsx'
import { useWords } from '../words.tsx'
import { UploadForm } from './upload-form.tsx'

/** What an import says of a table: nothing is written where `faults` has one. */
export type ImportReport = {
  written: boolean
  rowsTotal: number
  rowsNew: number
  rowsChanged: number
  faults: { row: number; column: string; message: string }[]
}

type Props<C extends Contract, K extends keyof C['routes'] & string> = {
  contract: C
  /** An `upload` route that takes `dryRun` and answers an `ImportReport`. */
  route: K
  params?: Input<C['routes'][K]>['params']
  /** Saves a table with the right columns. */
  onTemplate: () => unknown
  onWritten?: () => void
}

/** Rows from a table: tried first, written only without a fault; faults by row and column. */
export function ImportForm<C extends Contract, K extends keyof C['routes'] & string>(props: Props<C, K>) {
  const { t } = useWords()
  const [report, setReport] = useState<ImportReport | null>(null)
  const [dryRun, setDryRun] = useState(true)
  return (
    <Stack>
      <div>
        <Button onClick={() => void props.onTemplate()}>{t('ui.import.template')}</Button>{' '}
        <Checkbox checked={dryRun} onChange={(event) => setDryRun(event.target.checked)}>
          {t('ui.import.dryRun')}
        </Checkbox>
      </div>
      <UploadForm
        contract={props.contract}
        route={props.route}
        {...(props.params ? { params: props.params } : {})}
        query={{ dryRun } as unknown as Input<C['routes'][K]>['query']}
        accept=".xlsx,.csv"
        onDone={(answer) => {
          const said = answer as unknown as ImportReport
          setReport(said)
          if (said.written) props.onWritten?.()
        }}
      />
      {report ? <Outcome report={report} /> : null}
    </Stack>
  )
}

function Outcome({ report }: { report: ImportReport }) {
  const { t } = useWords()
  return (
    <div role="status">
      <p>
        <b>{t(report.written ? 'ui.import.written' : 'ui.import.notWritten')}</b>
      </p>
      <Facts
        items={[
          { label: t('ui.import.rowsTotal'), value: report.rowsTotal },
          { label: t('ui.import.rowsNew'), value: report.rowsNew },
          { label: t('ui.import.rowsChanged'), value: report.rowsChanged },
          { label: t('ui.import.faults'), value: report.faults.length },
        ]}
      />
      {report.faults.length > 0 ? (
        <SimpleTable
          caption={t('ui.import.faults')}
          rowKey={(row) => `${row.row}-${row.column}-${row.message}`}
          columns={[
            { key: 'row', title: t('ui.import.row') },
            { key: 'column', title: t('ui.import.column') },
            { key: 'message', title: t('ui.import.message') },
          ]}
          rows={report.faults}
        />
      ) : null}
    </div>
  )
}
