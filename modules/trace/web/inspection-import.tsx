import { Page as Frame, ImportForm, Panel, useApi, useWords } from '@ronghe/kit/ui'
import { trace } from '../contract.ts'

/** Results of inspections from a table. */
export function Page() {
  const { t } = useWords()
  const api = useApi(trace)
  return (
    <Frame
      title={t('trace.page.inspectionImport')}
      breadcrumbs={[{ title: t('trace.page.inspections'), to: '/trace/inspections' }]}
    >
      <Panel title={t('trace.master.file')} extra={t('trace.inspection.tableHint')}>
        <ImportForm
          contract={trace}
          route="importInspections"
          onTemplate={() => api.download.inspectionTable({})}
          onWritten={() => api.forget()}
        />
      </Panel>
    </Frame>
  )
}
